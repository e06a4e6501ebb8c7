"""Several processes on one database: a source is looked after by one of them, and by another when that one is gone."""

import asyncio
import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from retrieval.errors import StateError
from retrieval.sources.leases import Leases
from retrieval.sources.ledger import SourceLedger
from retrieval.sources.port import Hand, Seen, SourceFailed
from retrieval.sources.runner import LEASE_S, Runner
from retrieval.sources.tables import HEAD, LOCATION, METADATA, STATES, VERSION_TABLE
from retrieval.store import Store, migrate
from tests.sources.conftest import Place
from tests.store.conftest import postgres, url  # noqa: F401  # on both databases

EVERY_S = 900.0


@dataclass
class Feed:
    """A source that counts the looks at it, and can be slow."""

    every_s: float = EVERY_S
    looks: int = 0
    name: str = "https://example.dk"
    is_broken: bool = False
    gate: asyncio.Event = field(default_factory=asyncio.Event)

    async def look(self, hand: Hand) -> int:
        self.looks += 1
        await self.gate.wait()
        if self.is_broken:
            raise SourceFailed("the feed is down")
        await hand.remember(Seen(item=f"{self.looks}", mark="1"))
        return 1

    async def until_news(self, seconds: float) -> None:
        await asyncio.Event().wait()


@dataclass
class Clock:
    now: datetime.datetime = datetime.datetime(2031, 3, 6, tzinfo=datetime.UTC)

    def __call__(self) -> datetime.datetime:
        return self.now

    def go(self, seconds: float) -> None:
        self.now += datetime.timedelta(seconds=seconds)


@pytest.fixture
def engine(url: str) -> Iterator[sa.Engine]:  # noqa: F811
    store = Store(url)
    yield store.engine
    store.close()


@pytest.fixture
def process(engine: sa.Engine, place: Place) -> Callable[..., Runner]:
    """A runner as a process of that name would have it."""

    def made(owner: str, source: Feed, clock: Clock) -> Runner:
        leases = Leases(engine, owner, clock)
        return Runner([source], place.store, place.ingester, SourceLedger(engine, clock), leases=leases)

    return made


async def test_a_source_is_looked_at_by_one_process_and_by_another_when_that_one_ends(process) -> None:
    feeds, clock = (Feed(), Feed()), Clock()
    for feed in feeds:
        feed.gate.set()
    first, second = (process(name, feed, clock) for name, feed in zip("ab", feeds, strict=True))
    ends = [asyncio.Event(), asyncio.Event()]
    running = asyncio.create_task(first.run(ends[0]))
    while not feeds[0].looks:
        await asyncio.sleep(0)
    assert await second.once() == 0
    assert feeds[1].looks == 0
    ends[0].set()
    await running
    assert await second.once() == 1


async def test_a_process_that_died_is_followed_by_its_successor_at_once_and_by_others_after_a_while(process) -> None:
    clock, feed = Clock(), Feed()
    feed.gate.set()
    died, successor, other = (process(name, feed, clock) for name in "aab")
    assert await died._look(feed, died._hand(feed, asyncio.Lock())) == 1  # and gave nothing back
    assert await other.once() == 0
    assert await successor._look(feed, successor._hand(feed, asyncio.Lock())) == 1
    clock.go(EVERY_S + LEASE_S - 1)
    assert await other.once() == 0
    clock.go(2)
    assert await other.once() == 1


def test_a_lease_from_a_clock_that_ran_ahead_does_not_keep_others_out(engine: sa.Engine) -> None:
    ahead, right = Clock(), Clock()
    ahead.go(10 * 365 * 86400)
    assert Leases(engine, "a", ahead).take("https://example.dk", 60)
    assert Leases(engine, "b", right).take("https://example.dk", 60)
    assert not Leases(engine, "c", right).take("https://example.dk", 60)


async def test_a_look_that_takes_longer_than_a_lease_stays_one_process_s(process, monkeypatch) -> None:
    monkeypatch.setattr("retrieval.sources.runner.LEASE_S", 0.002)
    clock, feed = Clock(), Feed(every_s=0.0)
    slow, other = process("a", feed, clock), process("b", feed, clock)
    looking = asyncio.create_task(slow.once())
    while not feed.looks:
        await asyncio.sleep(0)
    kept: list[bool] = []
    take = Leases.take
    monkeypatch.setattr(Leases, "take", lambda *given: kept.append(take(*given)) or kept[-1])
    for _ in range(3):
        clock.go(1)  # the lease has run out
        known = len(kept)
        while len(kept) == known:  # until it is kept again
            await asyncio.sleep(0.001)
        assert kept[-1]
    monkeypatch.setattr(Leases, "take", take)
    assert await other.once() == 0 and feed.looks == 1
    feed.gate.set()
    assert await looking == 1


def test_migrations_build_exactly_the_tables_of_the_code(engine: sa.Engine) -> None:
    SourceLedger(engine)

    def ours(name: str, kind: str, *_rest: object) -> bool:
        return kind != "table" or name in METADATA.tables

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": ours, "compare_type": True})
        assert compare_metadata(context, METADATA) == []
    config = Config()
    config.set_main_option("script_location", LOCATION)
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_a_database_made_before_there_were_migrations_keeps_its_rows(engine: sa.Engine) -> None:
    METADATA.create_all(engine)  # as earlier versions made them
    with engine.begin() as connection:
        connection.execute(sa.text("DROP TABLE source_leases"))
        connection.execute(STATES.insert(), {"name": "https://example.dk", "error": "down", "failures": 3})
    for _ in range(2):
        assert [(state.name, state.failures) for state in SourceLedger(engine).states()] == [("https://example.dk", 3)]
        assert migrate.current(engine, VERSION_TABLE) == HEAD
    assert Leases(engine, "a").take("https://example.dk", 60)


def test_tables_of_a_newer_version_are_refused_with_what_to_do(engine: sa.Engine) -> None:
    SourceLedger(engine)
    with engine.begin() as connection:
        connection.execute(sa.text(f"UPDATE {VERSION_TABLE} SET version_num = '9999'"))
    with pytest.raises(StateError, match="newer version"):
        SourceLedger(engine)
