"""Many files dropped into the watched folder at once: python -m tests.alerts.files --files 1000

The real bot takes them in while it answers Telegram; every tenth file is broken. Nobody follows anything.
"""

import argparse
import sqlite3
import tempfile
import time
from contextlib import closing
from pathlib import Path

from bot.local_telegram.server import LocalTelegram
from bot.local_telegram.values import Person
from tests.alerts.crash import Trial
from tests.alerts.minutes import BRIDGE, SKATERS, minutes

BROKEN_EVERY = 10


def main() -> None:
    """Seconds until all are in, what is held and set aside, and the memory of the process."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--files", type=int, default=1000)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as home, LocalTelegram(people=(Person(1, "A"),), flood=True) as telegram:
        trial = Trial(telegram, Path(home), people=0)
        trial.prepare()
        trial.start()
        trial.until_ready()
        before = trial.memory_mb()
        begun, wanted = time.monotonic(), _drop(trial.home / "referater", given.files)
        while _count(trial) != wanted and time.monotonic() - begun < given.files:
            time.sleep(0.25)
        seconds, memory = time.monotonic() - begun, trial.memory_mb()
        trial.stop()
        held, aside = _count(trial)
        print(f"{given.files} files: {seconds:.1f} s, held {held} of {wanted[0]}, set aside {aside} of {wanted[1]}")
        print(f"memory {before:.0f} MB before, {memory:.0f} MB after")
        print("\n".join(trial.index_differs()) or "index as built anew")


def _drop(folder: Path, files: int) -> tuple[int, int]:
    """Writes the files; how many are whole and how many broken."""
    broken = 0
    for number in range(files):
        file = folder / f"{number:05}.txt"
        if number % BROKEN_EVERY == 0:
            file.write_text(f"{number}\n")
            broken += 1
            continue
        day, month, year = number % 28 + 1, number // 28 % 12 + 1, 2031 + number // 336
        file.write_text(minutes(BRIDGE, SKATERS, day=day, month=month, year=year))
    return files - broken, broken


def _count(trial: Trial) -> tuple[int, int]:
    """Meetings held, and files set aside."""
    with closing(sqlite3.connect(trial.home / "state" / "referat.sqlite3")) as database:
        (held,) = database.execute("SELECT count(*) FROM meetings").fetchone()
        (aside,) = database.execute("SELECT count(*) FROM set_asides").fetchone()
    return int(held), int(aside)


if __name__ == "__main__":
    main()
