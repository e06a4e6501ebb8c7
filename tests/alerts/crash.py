"""The real bot in a process of its own, killed at random moments while it takes minutes in and tells of them.

Run by hand: python -m tests.alerts.crash --kills 200 --people 50 --meetings 20
"""

import argparse
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from bot.alerts.database import open_database
from bot.alerts.follows import Follows, Spot
from bot.alerts.outbox import Outbox, Stage
from bot.local_telegram.server import LocalTelegram
from bot.local_telegram.values import Person
from bot.state import State
from retrieval.interests import Interest, InterestKind
from retrieval.model.answers import Language
from retrieval.settings import load_settings
from retrieval.wiring import open_rooms
from tests.alerts.minutes import BRIDGE, SKATERS, minutes

FIRST = 5001
_MEETING = re.compile(r"Nyt referat: Broudvalget, (\d+\. \w+ \d+)")


@dataclass
class Trial:
    """People who follow everything, a folder, and the bot between them."""

    telegram: LocalTelegram
    home: Path
    people: int
    kills: int = 0
    _process: "subprocess.Popen[bytes] | None" = None
    _environment: dict[str, str] = field(default_factory=dict)

    def prepare(self) -> None:
        """Everybody follows everything; nothing is held yet."""
        (self.home / "referater").mkdir(parents=True)
        settings = self._settings()
        open_rooms(settings, holds_lock=True).close()
        State(settings.database).close()
        engine = open_database(settings.database)
        follows = Follows(engine)
        for number in range(self.people):
            person = FIRST + number
            self.telegram.person(person, f"Person {number}", language_code="da")
            self.telegram.on_loop(lambda person=person: self.telegram.world.private_chat(person))
            follows.add(Spot(person), Interest(InterestKind.EVERYTHING), by=person, language=Language.DANISH)
        engine.dispose()
        self._environment = os.environ | {
            "REFERAT_HOME": str(self.home / "state"),
            "REFERAT_MINUTES": str(self.home / "referater"),
            "REFERAT_DATABASE_URL": "",
            "TELEGRAM_BOT_TOKEN": self.telegram.token,
            "TELEGRAM_API_BASE_URL": self.telegram.root_url,
            "OPENAI_API_KEY": "",
        }

    def _settings(self):  # type: ignore[no-untyped-def]
        return load_settings(REFERAT_HOME=self.home / "state", REFERAT_DATABASE_URL="")

    def publish(self, day: int, month: int = 3) -> None:
        """Puts minutes into the folder."""
        (self.home / "referater" / f"{month}-{day}.txt").write_text(minutes(BRIDGE, SKATERS, day=day, month=month))

    def start(self) -> None:
        """Starts the bot."""
        command = [sys.executable, "-m", "bot", "bot"]
        with (self.home / "bot.log").open("ab") as log:
            self._process = subprocess.Popen(command, env=self._environment, cwd=self.home, stdout=log, stderr=log)

    def kill(self) -> None:
        """Kills it without a word."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        self.kills += 1

    def stop(self) -> None:
        """Ends it as an operator would."""
        assert self._process is not None
        self._process.terminate()
        self._process.wait(timeout=30)

    def alive(self) -> bool:
        """Whether the bot still runs."""
        return self._process is not None and self._process.poll() is None

    def told(self) -> Counter[tuple[int, str]]:
        """How often each person was told of each meeting."""

        def count() -> Counter[tuple[int, str]]:
            world = self.telegram.world
            found: Counter[tuple[int, str]] = Counter()
            for person in range(FIRST, FIRST + self.people):
                for message in world.messages[person].values():
                    if message.sender_id == world.bot.id and (match := _MEETING.search(repr(message.content))):
                        found[person, match[1]] += 1
            return found

        return self.telegram.on_loop(count)

    def total(self) -> int:
        """Messages on all screens."""
        return sum(self.told().values())

    def outbox(self) -> dict[Stage, int]:
        """What the outbox says."""
        engine = open_database(self._settings().database)
        counts = Outbox(engine).counts()
        engine.dispose()
        return counts

    def stale(self) -> bool:
        """Whether the index is not what a rebuild would give."""
        rooms = open_rooms(self._settings(), holds_lock=True)
        try:
            return any(rooms.ingester.stale())
        finally:
            rooms.close()


def main() -> None:
    """Random kills, then the verdict."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--kills", type=int, default=20)
    options.add_argument("--people", type=int, default=50)
    options.add_argument("--meetings", type=int, default=10)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    chance = random.Random(given.seed)
    with tempfile.TemporaryDirectory() as home, LocalTelegram(people=(Person(1, "A"),), flood=False) as telegram:
        trial = Trial(telegram, Path(home), given.people)
        trial.prepare()
        trial.start()
        days = list(range(1, given.meetings + 1))
        for _ in range(given.kills):
            if days and chance.random() < 0.6:
                trial.publish(days.pop())
            time.sleep(chance.uniform(0.5, 8.0))
            trial.kill()
            trial.start()
        for day in days:
            trial.publish(day)
        wanted = given.people * given.meetings
        deadline = time.monotonic() + 120 + wanted / 10
        while len(trial.told()) < wanted and time.monotonic() < deadline:
            time.sleep(0.5)
        time.sleep(2)
        trial.stop()
        told = trial.told()
        print(
            f"kills {trial.kills}, wanted {wanted}, told {len(told)}, twice {sum(told.values()) - len(told)}, "
            f"worst {max(told.values(), default=0)}, outbox {trial.outbox()}, stale {trial.stale()}, "
            f"429 {telegram.refused_by_flood_control}"
        )


if __name__ == "__main__":
    main()
