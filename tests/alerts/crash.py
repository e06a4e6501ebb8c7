"""The real bot in a process of its own, killed at random moments while it takes minutes in and tells of them.

Afterwards everybody's screen is counted, and the index is compared with one built from nothing: every document, every
posting, every vector. Run by hand: python -m tests.alerts.crash --kills 200 --people 50 --meetings 160
"""

import argparse
import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from pathlib import Path

from bot.alerts.database import open_database
from bot.alerts.follows import Follows, Spot
from bot.alerts.outbox import Outbox, Stage
from bot.local_telegram.server import LocalTelegram
from bot.local_telegram.values import Person
from bot.state import State
from retrieval.index.manifest import load_manifest
from retrieval.interests import Interest, InterestKind
from retrieval.model.answers import Language
from retrieval.settings import Settings, load_settings
from retrieval.wiring import open_rooms
from tests.alerts.index_content import content_of, rebuilt
from tests.alerts.minutes import BRIDGE, SKATERS, minutes

FIRST = 5001
PUBLISHED = 0.8  # kills before which a file is put into the folder
AT_START = 0.15  # kills that do not wait until the bot is ready
LIFE_S = (0.0, 5.0)  # from ready to kill: a file stands still for one, is read, and then is told
_MEETING = re.compile(r"Nyt referat: Broudvalget, (\d+\. \w+ \d+)")


class Moment(StrEnum):
    """What a kill fell into."""

    STORED = "between stored and indexed"
    INDEXING = "while the index was written"
    PLANNING = "between stored and planned"
    SENDING = "with a message under way"
    BETWEEN = "between two messages"
    IDLE = "at rest"


@dataclass
class Trial:
    """People who follow everything, a folder, and the bot between them."""

    telegram: LocalTelegram
    home: Path
    people: int
    kills: int = 0
    _process: "subprocess.Popen[bytes] | None" = None
    _ready_before: int = 0
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
            self.telegram.on_loop(partial(self.telegram.world.private_chat, person))
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

    def _settings(self) -> Settings:
        return load_settings(REFERAT_HOME=self.home / "state", REFERAT_DATABASE_URL="")

    def publish(self, day: int, month: int = 3) -> None:
        """Puts minutes into the folder."""
        (self.home / "referater" / f"{month}-{day}.txt").write_text(minutes(BRIDGE, SKATERS, day=day, month=month))

    def start(self) -> None:
        """Starts the bot."""
        command = [sys.executable, "-m", "bot", "bot"]
        with (self.home / "bot.log").open("ab") as log:
            self._ready_before = (self.home / "bot.log").read_bytes().count(b"bot_ready")
            self._process = subprocess.Popen(command, env=self._environment, cwd=self.home, stdout=log, stderr=log)

    def until_ready(self) -> None:
        """Waits until the latest start has come to serve."""
        deadline = time.monotonic() + 60
        while (self.home / "bot.log").read_bytes().count(b"bot_ready") <= self._ready_before:
            if not self.alive() or time.monotonic() > deadline:
                raise SystemExit("the bot does not start")
            time.sleep(0.05)

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

    def memory_mb(self) -> float:
        """The memory the process holds."""
        assert self._process is not None
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        return int(status.partition("VmRSS:")[2].split()[0]) / 1024

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

    def moment(self) -> Moment:
        """What the latest kill fell into, as the files tell."""
        state = self.home / "state"
        with closing(sqlite3.connect(state / "referat.sqlite3")) as database:
            stored = dict(database.execute("SELECT key, version FROM meetings"))
            planned = dict(database.execute("SELECT meeting_key, version FROM alert_planned"))
            waiting = dict(database.execute("SELECT state, count(*) FROM alert_outbox GROUP BY state"))
        indexed = load_manifest(state / "index" / "manifest.json")
        if indexed.pending:
            return Moment.INDEXING
        if stored.keys() - indexed.meetings.keys():
            return Moment.STORED
        if waiting.get("sending"):
            return Moment.SENDING
        if stored.keys() - planned.keys():
            return Moment.PLANNING
        return Moment.BETWEEN if waiting.get("waiting") else Moment.IDLE

    def unexplained(self) -> int:
        """Messages that came again though no crash left them in doubt, or more often than it did."""
        with closing(sqlite3.connect(self.home / "state" / "referat.sqlite3")) as database:
            rows = database.execute("SELECT chat_id, sum(doubts) FROM alert_outbox GROUP BY chat_id").fetchall()
        again: Counter[int] = Counter()
        for (person, _), times in self.told().items():
            again[person] += times - 1
        return sum(max(0, again[person] - doubts) for person, doubts in rows)

    def index_differs(self) -> list[str]:
        """In what the index, as the bot left it, differs from one built from nothing; nothing where it does not."""
        held, wanted = content_of(self.home / "state"), rebuilt(self._settings().database)
        print(f"index: {held.told()}; built anew: {wanted.told()}", flush=True)
        return held.differences(wanted)


def main() -> None:
    """Random kills, then the verdict."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--kills", type=int, default=20)
    options.add_argument("--people", type=int, default=50)
    options.add_argument("--meetings", type=int, default=10)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as home, LocalTelegram(people=(Person(1, "A"),), flood=False) as telegram:
        trial = Trial(telegram, Path(home), given.people)
        trial.prepare()
        trial.start()
        dates = [(day, month) for month in range(1, 13) for day in range(1, 29)][: given.meetings]
        moments = _kill_at_random(trial, given.kills, dates, random.Random(given.seed))
        for day, month in dates:
            trial.publish(day, month)
        _wait_until_told(trial, given.people * given.meetings)
        trial.stop()
        for moment, times in moments.most_common():
            print(f"killed {moment.value}: {times}")
        _judge(trial, given.people * given.meetings)


def _kill_at_random(trial: Trial, kills: int, dates: list[tuple[int, int]], chance: random.Random) -> Counter[Moment]:
    """Kills and starts again; publishes before most kills, so that most fall into some work."""
    moments: Counter[Moment] = Counter()
    for number in range(kills):
        if dates and chance.random() < PUBLISHED:
            trial.publish(*dates.pop())
        if chance.random() >= AT_START:
            trial.until_ready()
        time.sleep(chance.uniform(*LIFE_S))
        if not trial.alive():
            raise SystemExit("the bot ended by itself")
        trial.kill()
        moments[trial.moment()] += 1
        trial.start()
        if number % 20 == 19:
            print(f"{number + 1} kills, {trial.outbox()[Stage.SENT]} sent", flush=True)
    return moments


def _wait_until_told(trial: Trial, wanted: int) -> None:
    deadline = time.monotonic() + 120 + wanted / 10
    while trial.outbox()[Stage.SENT] < wanted and time.monotonic() < deadline:
        time.sleep(1)


def _judge(trial: Trial, wanted: int) -> None:
    told = trial.told()
    print(
        f"kills {trial.kills}, wanted {wanted}, told {len(told)}, told again {sum(told.values()) - len(told)}, "
        f"of these without a doubt {trial.unexplained()}, most often {max(told.values(), default=0)}, "
        f"outbox { {stage.value: count for stage, count in trial.outbox().items() if count} }"
    )
    differs = trial.index_differs()
    print("\n".join(differs) or "index as built anew")
    if len(told) != wanted or trial.unexplained() or differs:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
