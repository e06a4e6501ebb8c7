"""A million stored conversations, not part of the tests: `python -m tests.bot.conversations [--count 1000000]`.

Fills a database with conversations of one question and answer each, spread over the last two hours, and reports how
long it takes to read one, to write one on, to erase a person and to let old ones expire; with --served on PostgreSQL.
"""

import argparse
import json
import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from bot.state import CONVERSATION_S, Conversation, State
from bot.state.tables import TURNS
from tests.faults.soak import memory

AT_ONCE = 20_000  # conversations inserted in one transaction
WORDS = ("byrådet", "sagen", "punkt", "møde", "udvalget", "beslutning", "godkendt", "lokalplan", "cykelsti", "budget")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--count", type=int, default=1_000_000, help="conversations")
    arguments.add_argument("--asked", type=int, default=2_000, help="how many of them are read and written on")
    arguments.add_argument("--served", action="store_true", help="on PostgreSQL instead of SQLite")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="referat-conversations-") as folder:
        with _postgres() if given.served else _sqlite(Path(folder)) as url:
            state = State(url)
            report = {"fill_s": round(_seconds(lambda: fill(state, given.count)), 1)} | measure(state, given)
            state.close()
        report |= {"disk_mb": sum(file.stat().st_size for file in Path(folder).iterdir()) // 1_000_000}
    print(json.dumps(report, indent=2))


@contextmanager
def _sqlite(folder: Path) -> Iterator[str]:
    yield f"sqlite:///{folder / 'bot.sqlite3'}"


@contextmanager
def _postgres() -> Iterator[str]:
    from tests.store.conftest import LOCAL, _cluster

    cluster = Path(tempfile.mkdtemp(prefix="referat-pg-", dir="/tmp"))
    servers = _cluster(LOCAL[-1].parent, cluster)
    try:
        yield next(servers).replace("postgresql://", "postgresql+psycopg://", 1)
    finally:
        servers.close()
        shutil.rmtree(cluster, ignore_errors=True)


def where(number: int) -> Conversation:
    """The private chat of a person, or for every tenth the person in a group of a hundred."""
    chat = -1 - number // 1000 if number % 10 == 0 else number
    return Conversation(chat_id=chat, thread_id=0, user_id=number)


def fill(state: State, count: int) -> None:
    chance, now = random.Random(3), time.time()
    for start in range(1, count + 1, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, count + 1))
        with state.writing() as connection:
            connection.execute(TURNS.insert(), list(_rows(numbers, now, chance)))


def _rows(numbers: Iterable[int], now: float, chance: random.Random) -> Iterator[dict[str, object]]:
    for number in numbers:
        place, at = where(number), now - chance.random() * CONVERSATION_S * 0.9
        row = {"chat_id": place.chat_id, "thread_id": 0, "user_id": number, "message_id": number, "at": at}
        yield row | {"role": "user", "content": " ".join(chance.choices(WORDS, k=8))}
        yield row | {"role": "assistant", "content": " ".join(chance.choices(WORDS, k=45))}


def measure(state: State, given: argparse.Namespace) -> dict[str, object]:
    people = random.Random(5).sample(range(1, given.count + 1), min(given.asked, given.count))
    before = memory()
    reading = [_seconds(partial(_read, state, one)) for one in people]
    writing = [_seconds(partial(state.remember, where(one), "og hvad kostede det?", "1 kr.", 1)) for one in people]
    erasing = [_seconds(partial(_erase, state, one)) for one in people[:20]]
    return {
        "conversations": given.count,
        "history_ms": _told(reading),
        "remember_ms": _told(writing),
        "forget_ms": _told(erasing),
        "expire_ms": round(_seconds(state.expire) * 1000, 1),
        "memory_growth_mb": round((memory() - before) / 1e6, 1),
    }


def _read(state: State, number: int) -> None:
    assert len(state.history(where(number))) == 2


def _erase(state: State, number: int) -> None:
    assert state.forget(number) >= 4
    assert state.history(where(number)) == ()


def _seconds(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def _told(times: list[float]) -> dict[str, float]:
    ordered = sorted(times)
    return {
        "p50": round(statistics.median(ordered) * 1000, 2),
        "p99": round(ordered[int(len(ordered) * 0.99)] * 1000, 2),
        "worst": round(ordered[-1] * 1000, 2),
    }


if __name__ == "__main__":
    main()
