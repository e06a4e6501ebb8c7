"""Meetings for the model path's tests: the invented one, the sample minutes, and real ones where they are at hand."""

import random
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from retrieval.index.passages import passages_of
from retrieval.model.answers import Passage
from retrieval.model.minutes import AgendaItem
from retrieval.parsing import parse
from retrieval.reading import read_path
from tests.answering.minutes import Stored, fjordby, passages

_ROOT = Path(__file__).resolve().parents[3]
_FOLDERS = (_ROOT / "data" / "minutes", _ROOT.parent / "shared" / "minutes")


@lru_cache
def meetings() -> tuple[Stored, ...]:
    """Every meeting that can be read as text."""
    return (fjordby(), *_read())


def _read() -> Iterator[Stored]:
    for folder in _FOLDERS:
        for path in sorted([*folder.glob("*.txt"), *folder.glob("*.md")]):
            document = read_path(path)
            yield Stored(path.stem, document, parse(document))


def items_of(stored: Stored) -> dict[tuple[str, int], AgendaItem]:
    return {(stored.key, item.number): item for item in stored.meeting.items}


@lru_cache
def all_passages(stored: Stored) -> tuple[Passage, ...]:
    if stored.key == fjordby().key:
        return passages(stored)
    return passages_of(stored.key, stored.document, stored.meeting)


def evidence(stored: Stored, rng: random.Random, count: int = 10) -> list[Passage]:
    """Some passages of two or three items, as a search would bring them together."""
    found = [passage for passage in all_passages(stored) if passage.item]
    numbers = rng.sample(sorted({passage.item for passage in found}), k=min(3, len({p.item for p in found})))
    near = [passage for passage in found if passage.item in numbers]
    return rng.sample(near, k=min(count, len(near)))
