"""Rooms without the weight of search, for sources; a source's hand over a real store."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from retrieval.index.embeddings import build_embeddings
from retrieval.index.search import SearchIndex
from retrieval.ingest import Ingester, IngestResult, Outcome
from retrieval.language import Analyser
from retrieval.sources.ledger import SourceLedger
from retrieval.sources.port import Source
from retrieval.sources.runner import Runner
from retrieval.store import Store

TODAY = datetime.date(2031, 3, 6)


@dataclass
class Place:
    """A state directory and what came into it."""

    home: Path
    store: Store
    ingester: Ingester
    ledger: SourceLedger
    came: list[IngestResult] = field(default_factory=list)

    def runner(self, *sources: Source) -> Runner:
        return Runner(sources, self.store, self.ingester, self.ledger, on_news=self.came.append)

    def count(self, outcome: Outcome) -> int:
        return sum(result.change is outcome for result in self.came)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    home = tmp_path / "home"
    home.mkdir()
    store = Store(f"sqlite:///{home / 'referat.sqlite3'}")
    index = SearchIndex(home, build_embeddings("local"), Analyser())
    yield Place(home, store, Ingester(store, index), SourceLedger(store.engine))
    store.close()


@dataclass
class Time:
    """A clock moved by those who sleep on it."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += max(seconds, 0.01)
