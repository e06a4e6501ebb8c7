"""A shortened soak, not part of the tests: `python -m tests.faults.soak --questions 3000 [--minutes 20] [--served]`.

Asks as several people at once, each in a conversation of their own, and reports what stays unanswered, the times, how
memory grows after the first part, step by step and over the second half of it, how long a start takes until its first
answer, and with --served how search on PostgreSQL and a Chroma server compares with the embedded stores.
"""

import argparse
import gc
import json
import math
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from bot.state import Conversation, State
from retrieval.model.answers import Query
from retrieval.settings import load_settings
from retrieval.wiring import Rooms, open_rooms
from tests.cli.conftest import SAMPLES

PEOPLE = 4
STEP = 1_000  # questions between two looks at memory
EIGHT_HOURS = 8 * 3600 * 5  # questions, at five a second
FORMS = (
    "Hvad blev besluttet om {}?",
    "hvad koster {}",
    "Hvem stemte imod {}?",
    "What was decided about {}?",
    "og hvad med {}?",
    "Hvornår blev {} behandlet?",
    "{}",
)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--questions", type=int, default=3000)
    arguments.add_argument("--minutes", type=float, default=math.inf, help="stop asking after these")
    arguments.add_argument("--warm-up", type=int, default=500)
    arguments.add_argument("--served", action="store_true", help="compare with PostgreSQL and a Chroma server")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="referat-soak-") as folder:
        home = Path(folder) / "home"
        rooms = opened(home)
        rooms.ingester.ingest_paths([SAMPLES])
        report = {"restart": restart(home)} | soak(rooms, Path(folder), given)
        if given.served:
            report |= compare(rooms, Path(folder))
    print(json.dumps(report, indent=2))
    sys.exit(1 if report["unanswered"] else 0)


def opened(home: Path, **given: str) -> Rooms:
    return open_rooms(load_settings(REFERAT_HOME=home, **({"REFERAT_DATABASE_URL": ""} | given)), holds_lock=True)


def questions(rooms: Rooms, seed: int) -> Iterator[str]:
    """Endless questions about what the minutes hold, in the words of their titles."""
    chance = random.Random(seed)
    stored = [rooms.store.get(info.key) for info in rooms.store.meetings()]
    titles = [item.title for one in stored for item in one.meeting.items if item.title]
    while True:
        words = chance.choice(titles).split()
        first = chance.randrange(len(words))
        yield chance.choice(FORMS).format(" ".join(words[first : first + chance.randint(1, 5)]))


def soak(rooms: Rooms, folder: Path, given: argparse.Namespace) -> dict[str, object]:
    state = State(f"sqlite:///{folder / 'bot.sqlite3'}")
    ask_all(rooms, state, given.warm_up, seed=1)
    held, started = [memory()], time.perf_counter()
    times: list[float] = []
    unanswered = 0
    while len(times) + PEOPLE <= given.questions and time.perf_counter() - started < given.minutes * 60:
        took, empty = ask_all(rooms, state, min(STEP, given.questions - len(times)), seed=2 + len(held))
        times, unanswered = times + took, unanswered + empty
        held.append(memory())
    took_s = time.perf_counter() - started
    return {
        "questions": len(times),
        "share_of_eight_hours": round(len(times) / EIGHT_HOURS, 2),
        "per_second": round(len(times) / took_s, 1),
        "unanswered": unanswered,
        "p50_ms": round(statistics.median(times) * 1000, 1),
        "p99_ms": round(sorted(times)[int(len(times) * 0.99)] * 1000, 1),
        "memory_mb": [round(one / 1e6, 1) for one in held],
        "memory_growth_percent": _percent(held[0], held[-1]),
        "memory_growth_of_second_half_percent": _percent(held[len(held) // 2], held[-1]),
    }


def _percent(before: int, after: int) -> float:
    return round(100 * (after - before) / before, 2)


def ask_all(rooms: Rooms, state: State, count: int, seed: int) -> tuple[list[float], int]:
    """Asks `count` questions as several people at once; the times in seconds and how many got no text."""
    times: list[float] = []
    empty: list[str] = []

    def person(number: int) -> None:
        where = Conversation(chat_id=number, thread_id=0, user_id=number)
        asked = questions(rooms, seed * 100 + number)
        for turn in range(count // PEOPLE):
            question, started = next(asked), time.perf_counter()
            answer = rooms.assistant.ask(Query(question, state.history(where)))
            times.append(time.perf_counter() - started)
            state.remember(where, question, answer.text, turn)
            if not answer.text:
                empty.append(question)

    threads = [threading.Thread(target=person, args=(number,)) for number in range(1, PEOPLE + 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times, count // PEOPLE * PEOPLE - len(times) + len(empty)


def memory() -> int:
    """Resident bytes of this process, without what waits for the garbage collector."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def restart(home: Path) -> dict[str, float]:
    """Seconds from the start of a new process to its first answer: the best and the worst of three."""
    command = [Path(sys.executable).with_name("referat"), "ask", "Hvad blev besluttet på mødet?"]
    times = []
    for _ in range(3):
        started = time.perf_counter()
        subprocess.run(command, env=os.environ | {"REFERAT_HOME": str(home)}, check=True, capture_output=True)
        times.append(time.perf_counter() - started)
    return {"best_s": round(min(times), 2), "worst_s": round(max(times), 2)}


def compare(embedded: Rooms, folder: Path) -> dict[str, object]:
    from tests.faults.conftest import ChromaServer, free_port
    from tests.store.conftest import LOCAL, _cluster

    cluster = Path(tempfile.mkdtemp(prefix="referat-pg-", dir="/tmp"))
    servers = _cluster(LOCAL[-1].parent, cluster)
    chroma = ChromaServer(folder, free_port())
    chroma.start()
    try:
        database = next(servers)
        served = opened(folder / "served", REFERAT_DATABASE_URL=database, REFERAT_CHROMA_URL=chroma.url)
        served.ingester.ingest_paths([SAMPLES])
        return {"search_p50_ms": {"embedded": searching(embedded), "served": searching(served)}}
    finally:
        chroma.stop()
        servers.close()


def searching(rooms: Rooms, count: int = 300) -> float:
    asked, times = questions(rooms, 3), []
    for _ in range(count):
        query = Query(next(asked))
        started = time.perf_counter()
        rooms.assistant.search(query)
        times.append(time.perf_counter() - started)
    return round(statistics.median(times[20:]) * 1000, 2)


if __name__ == "__main__":
    main()
