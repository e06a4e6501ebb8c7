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
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path

from bot.local_telegram.server import LocalTelegram
from tests.bot.load import ANSWERS, FIRST_PERSON, _bot, _cpu_s, _sample_questions, _spread
from tests.faults.soak import EIGHT_HOURS, _percent

MINUTE_S = 60.0
LAST_ANSWER_S = 20.0  # what is waited for the last answers of a minute


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--minutes", type=int, default=30)
    arguments.add_argument("--warm-up", type=int, default=5, help="minutes after which memory is compared")
    arguments.add_argument("--per-second", type=float, default=5.0)
    arguments.add_argument("--people", type=int, default=60)
    given = arguments.parse_args()
    people = range(FIRST_PERSON, FIRST_PERSON + given.people)
    waited: list[float] = []
    asked, memory = 0, []
    with tempfile.TemporaryDirectory(prefix="referat-soak-") as folder, LocalTelegram() as telegram:
        questions = cycle(list(_sample_questions(Path(folder))))
        for person in people:
            telegram.person(person, f"Person {person}", language_code="da")
        with _bot(Path(folder), telegram) as process:
            for _ in range(given.minutes):
                times = ask(telegram, people, questions, given.per_second)
                asked, waited = asked + len(times), waited + answer_times(telegram, times)
                memory.append(resident(process.pid))
            files, cpu_s = len(list(Path(f"/proc/{process.pid}/fd").iterdir())), _cpu_s(process.pid)
    compared = memory[min(given.warm_up, len(memory)) - 1]
    report = {
        "questions": asked,
        "share_of_eight_hours": round(asked / EIGHT_HOURS, 2),
        "unanswered": asked - len(waited),
        "waited_s": _spread(waited),
        "bot_cpu_ms_a_question": round(cpu_s / asked * 1000),
        "open_files": files,
        "memory_mb": [round(one / 1e6, 1) for one in memory],
        "memory_growth_percent": _percent(compared, memory[-1]),
    }
    print(json.dumps(report, indent=2))
    sys.exit(1 if report["unanswered"] else 0)


def ask(
    telegram: LocalTelegram, people: Sequence[int], questions: Iterator[str], per_second: float
) -> list[tuple[int, float]]:
    """A minute of questions at an even pace, people in turn; who asked when."""
    began, times = time.monotonic(), []
    for number, person in enumerate(islice(cycle(people), int(per_second * MINUTE_S))):
        time.sleep(max(0.0, began + number / per_second - time.monotonic()))
        question = next(questions)
        times.append((person, telegram.world.clock.now()))
        telegram.on_loop(lambda person=person, question=question: telegram.side.say(person, question))
    return times


def answer_times(telegram: LocalTelegram, asked: Sequence[tuple[int, float]]) -> list[float]:
    """The seconds each waited who got an answer before asking again; the last ones are waited for."""
    deadline = time.monotonic() + LAST_ANSWER_S
    while len(found := _answered(telegram, asked)) < len(asked) and time.monotonic() < deadline:
        time.sleep(0.5)  # seldom: what is looked at is slowed down by looking
    return found


def _answered(telegram: LocalTelegram, asked: Sequence[tuple[int, float]]) -> list[float]:
    came = defaultdict(list)
    for one in telegram.transcript.all():
        if one.at >= asked[0][1] and one.status == 200 and one.method.lower() in ANSWERS:
            came[int(one.arguments["chat_id"])].append(one.at)
    asked_next: dict[int, float] = {}
    waited = []
    for person, at in reversed(asked):
        until = asked_next.get(person, float("inf"))
        waited += [min(answers) - at] if (answers := [one for one in came[person] if at <= one < until]) else []
        asked_next[person] = at
    return waited


def resident(pid: int) -> int:
    """Resident bytes of a process."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    main()
