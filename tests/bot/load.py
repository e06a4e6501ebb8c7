"""Many people at once, with the real assistant: `python -m tests.bot.load [--people 100] [--repeat 3]`.

The sample minutes behind `referat bot` in a process of its own, people on the local Telegram in this one with its
limits on, each with a question of their own about what the minutes hold. Reports how long each waits for the first sign
of life and for the answer, what was refused, and the CPU time of the bot and of what stands in for Telegram and the
people; ends with 1 where somebody stays without answer.
"""

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from bot.local_telegram.server import LocalTelegram
from tests.faults.conftest import free_port
from tests.faults.soak import opened, questions

REFERAT = Path(sys.executable).with_name("referat")
FIRST_PERSON = 2001
START_S, ANSWER_S = 120.0, 120.0
QUIET_S = 3.0  # before each round: what a busy minute before has used of Telegram's limits is there again
SIGNS = {"sendmessagedraft", "sendchataction", "sendrichmessagedraft"}
ANSWERS = {"sendmessage", "sendrichmessage"}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--people", type=int, default=100)
    arguments.add_argument("--repeat", type=int, default=3, help="rounds, each with other people and questions")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="referat-load-") as folder, LocalTelegram() as telegram:
        asked = _sample_questions(Path(folder))
        with _bot(Path(folder), telegram) as process:
            rounds = [_round(telegram, process, asked, given.people, number) for number in range(given.repeat)]
    print(json.dumps(rounds, indent=2))
    sys.exit(1 if any(one["unanswered"] or one["refused"] for one in rounds) else 0)


def _sample_questions(home: Path) -> Iterator[str]:
    """Fills the home with the sample minutes; questions in the words of their titles."""
    from tests.cli.conftest import SAMPLES

    rooms = opened(home)
    rooms.ingester.ingest_paths([SAMPLES])
    chance, endless = random.Random(7), questions(rooms, 7)
    held = [next(endless) for _ in range(2000)]
    rooms.close()
    return iter(chance.sample(held, len(held)))


@contextmanager
def _bot(home: Path, telegram: LocalTelegram) -> "Iterator[subprocess.Popen[bytes]]":
    """`referat bot` on the local Telegram, ready to answer."""
    health = f"127.0.0.1:{free_port()}"
    environment = os.environ | {
        "REFERAT_HOME": str(home),
        "TELEGRAM_BOT_TOKEN": telegram.token,
        "TELEGRAM_API_BASE_URL": telegram.root_url,
        "REFERAT_HEALTH": health,
    }
    with (home / "output").open("wb") as output:
        process = subprocess.Popen([REFERAT, "bot"], env=environment, stdout=output, stderr=output)
    try:
        telegram.wait_for(lambda: process.poll() is not None or _is_ready(health), START_S)
        yield process
    finally:
        process.terminate()
        process.wait(30)


def _is_ready(health: str) -> bool:
    try:
        return bool(httpx.get(f"http://{health}/readyz", timeout=5.0).json()["ready"])
    except httpx.HTTPError:
        return False


def _round(
    telegram: LocalTelegram, process: "subprocess.Popen[bytes]", asked: Iterator[str], count: int, number: int
) -> dict[str, object]:
    """All ask at once; the seconds each waited."""
    people = range(FIRST_PERSON + number * count, FIRST_PERSON + (number + 1) * count)
    for person in people:
        telegram.person(person, f"Person {person}", language_code="da")
    time.sleep(QUIET_S)
    before, cpu, ours = len(telegram.transcript.all()), _cpu_s(process.pid), time.process_time()
    at = telegram.world.clock.now()
    telegram.on_loop(lambda: [telegram.side.say(person, next(asked)) for person in people])
    answered = _until_answered(telegram, set(people), before)
    exchanges = [one for one in telegram.transcript.all()[before:] if one.method.lower() != "getupdates"]
    signs = _first(exchanges, SIGNS | ANSWERS)
    return {
        "people": count,
        "unanswered": count - len(answered),
        "refused": sum(one.status >= 400 for one in exchanges),
        "first_sign_s": _spread([when - at for when in signs.values()]),
        "answer_s": _spread([when - at for when in answered.values()]),
        "requests": len(exchanges),
        "bot_cpu_s": round(_cpu_s(process.pid) - cpu, 2),
        "telegram_cpu_s": round(time.process_time() - ours, 2),
    }


def _until_answered(telegram: LocalTelegram, people: set[int], before: int) -> dict[int, float]:
    """When each got the answer; whoever gets none in time is left out."""
    deadline = time.monotonic() + ANSWER_S
    answered: dict[int, float] = {}
    while len(answered) < len(people) and time.monotonic() < deadline:
        threading.Event().wait(0.1)  # seldom: what is looked at is slowed down by looking
        answered = _first(telegram.transcript.all()[before:], ANSWERS)
    return answered


def _first(exchanges: list, methods: set[str]) -> dict[int, float]:  # type: ignore[type-arg]
    """When each chat first got one of the methods."""
    times: dict[int, float] = {}
    for one in exchanges:
        if one.method.lower() in methods and one.status == 200:
            times.setdefault(int(one.arguments["chat_id"]), one.at)
    return times


def _spread(seconds: list[float]) -> dict[str, float]:
    ordered = sorted(seconds)
    if not ordered:
        return {}
    p95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    return {"p50": round(statistics.median(ordered), 2), "p95": round(p95, 2), "max": round(ordered[-1], 2)}


def _cpu_s(pid: int) -> float:
    """Seconds of CPU time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
