"""How fast a broadcast goes out under Telegram's limits: python -m tests.alerts.rate --people 10000"""

import argparse
import tempfile
import time
from pathlib import Path

from bot.local_telegram.server import LocalTelegram
from tests.alerts.crash import Trial


def main() -> None:
    """One meeting to many people, limits on: messages a second, refusals, and the time from file to first message."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=300)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as home, LocalTelegram(flood=True) as telegram:
        trial = Trial(telegram, Path(home), given.people)
        trial.prepare()
        trial.start()
        telegram.wait_for(lambda: telegram.transcript.of("setMyShortDescription"), timeout_s=60)
        published = time.monotonic()
        trial.publish(4)
        telegram.wait_for(lambda: telegram.transcript.of("sendRichMessage"), timeout_s=60)
        first = time.monotonic()
        while len(telegram.transcript.of("sendRichMessage")) < given.people:
            time.sleep(0.25)
            if not trial.alive():
                raise SystemExit("the bot ended")
        last = time.monotonic()
        trial.stop()
        print(
            f"{given.people} people: first message {first - published:.2f} s after the file, "
            f"{(given.people - 1) / (last - first):.1f} messages a second, "
            f"{telegram.refused_by_flood_control} refused with 429, told {len(trial.told())}, all {trial.total()}"
        )


if __name__ == "__main__":
    main()
