"""The bot as people meet it, for a time: `python -m tests.bot.soak [--minutes 30] [--per-second 5] [--people 60]`.

`referat bot` in a process of its own on the sample minutes, people on the local Telegram who ask at an even pace, each
in a conversation of their own. Reports what stays unanswered, how long people wait, and the bot's memory, open files
and processor time at the end of each minute; ends with 1 where somebody stays without answer.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

from bot.local_telegram.server import LocalTelegram
from tests.bot.load import ANSWERS, FIRST_PERSON, _bot, _cpu_s, _sample_questions, _spread
from tests.faults.soak import EIGHT_HOURS, _percent

MINUTE_S = 60.0
LAST_ANSWERS_S = 120.0  # what is waited for the last answers of all


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--minutes", type=int, default=30)
    arguments.add_argument("--warm-up", type=int, default=5, help="minutes after which memory is compared")
    arguments.add_argument("--per-second", type=float, default=5.0)
    arguments.add_argument("--people", type=int, default=60)
    given = arguments.parse_args()
    memory = []
    with tempfile.TemporaryDirectory(prefix="referat-soak-") as folder, LocalTelegram() as telegram:
        questions = cycle(list(_sample_questions(Path(folder))))
        crowd = Crowd(telegram, given.people)
        with _bot(Path(folder), telegram) as process:
            for _ in range(given.minutes):
                crowd.ask_for_a_minute(questions, given.per_second)
                memory.append(resident(process.pid))
            crowd.wait(LAST_ANSWERS_S)
            files, cpu_s = len(list(Path(f"/proc/{process.pid}/fd").iterdir())), _cpu_s(process.pid)
    compared = memory[min(given.warm_up, len(memory)) - 1]
    report = {
        "questions": crowd.questions,
        "share_of_eight_hours": round(crowd.questions / EIGHT_HOURS, 2),
        "unanswered": crowd.unanswered,
        "waited_s": _spread(crowd.waited()),
        "bot_cpu_ms_a_question": round(cpu_s / crowd.questions * 1000),
        "open_files": files,
        "memory_mb": [round(one / 1e6, 1) for one in memory],
        "memory_growth_percent": _percent(compared, memory[-1]),
    }
    print(json.dumps(report, indent=2))
    sys.exit(1 if report["unanswered"] else 0)


class Crowd:
    """People who ask in turn; each is answered in the order they asked."""

    def __init__(self, telegram: LocalTelegram, count: int) -> None:
        self._telegram = telegram
        self._asked: dict[int, list[float]] = {FIRST_PERSON + number: [] for number in range(count)}
        self._answered: dict[int, list[float]] = {person: [] for person in self._asked}
        self._in_turn, self._seen = cycle(self._asked), 0.0
        for person in self._asked:
            telegram.person(person, f"Person {person}", language_code="da")

    def ask_for_a_minute(self, questions: Iterator[str], per_second: float) -> None:
        """Asks at an even pace, whether or not the answers keep up."""
        began = time.monotonic()
        for number in range(int(per_second * MINUTE_S)):
            time.sleep(max(0.0, began + number / per_second - time.monotonic()))
            self._say(next(self._in_turn), next(questions))
        self._look()

    def _say(self, person: int, question: str) -> None:
        self._asked[person].append(self._telegram.world.clock.now())
        self._telegram.on_loop(lambda: self._telegram.side.say(person, question))

    def _look(self) -> None:
        """Notes the answers that came since the last look; what was said on the wire is not kept for ever."""
        new = [one for one in self._telegram.transcript.all() if one.at > self._seen]
        for one in new:
            if one.status == 200 and one.method.lower() in ANSWERS:
                self._answered[int(one.arguments["chat_id"])].append(one.at)
        self._seen = max((one.at for one in new), default=self._seen)

    def wait(self, seconds: float) -> None:
        """Waits until all are answered, that long at most."""
        deadline = time.monotonic() + seconds
        self._look()
        while self.unanswered and time.monotonic() < deadline:
            time.sleep(0.5)  # seldom: what is looked at is slowed down by looking
            self._look()

    @property
    def questions(self) -> int:
        """How many were asked."""
        return sum(map(len, self._asked.values()))

    @property
    def unanswered(self) -> int:
        """How many were not answered."""
        return sum(max(0, len(asked) - len(self._answered[person])) for person, asked in self._asked.items())

    def waited(self) -> list[float]:
        """The seconds each question waited for its answer."""
        pairs = (zip(asked, self._answered[person], strict=False) for person, asked in self._asked.items())
        return [answered - asked for person in pairs for asked, answered in person]


def resident(pid: int) -> int:
    """Resident bytes of a process."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    main()
