"""Questions with the units that answer them: about published minutes, known by digests, and about invented items."""

import gzip
import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from retrieval.answering.rules.units import clean, units_of
from retrieval.parsing import parse
from retrieval.reading import read_bytes


@dataclass(frozen=True, slots=True)
class UnitText:
    """A unit's words and those above it."""

    text: str
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """A question, the item it is about, and the places of the units that answer it."""

    question: str
    title: str
    units: Sequence[UnitText]
    answering: frozenset[int]


def folded(text: str) -> str:
    """A text without marks, white space and case told apart no more."""
    return " ".join(re.sub(r"[*_`#|\\]", "", text).split()).casefold()


def digest(text: str) -> str:
    """Twelve hex digits by which a folded text is known without being kept."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def invented_examples(path: Path) -> Iterator[Example]:
    """The questions about invented items: an item a line."""
    for item in _lines(path):
        units = [UnitText(text) for text in item["units"]]
        for asked in item["questions"]:
            if asked["units"]:
                yield Example(asked["question"], item["title"], units, frozenset(asked["units"]))


def published_examples(path: Path, publication: Path) -> Iterator[Example]:
    """The questions about published meetings, whose bodies are read from the folder of the publication feed."""
    by_meeting: dict[str, list[dict[str, Any]]] = {}
    for asked in _lines(path):
        by_meeting.setdefault(asked["meeting"], []).append(asked)
    for body in bodies(publication):
        meeting = json.loads(body)["Id"]
        yield from _of_meeting(body, by_meeting.get(meeting, []))


def bodies(publication: Path) -> Iterator[str]:
    """Every body of the folder, as published."""
    for file in sorted(publication.glob("*/*.json")):
        yield file.read_text(encoding="utf-8")
    for file in sorted(publication.glob("*.jsonl.gz")):
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            yield from lines


def _of_meeting(body: str, asked: Sequence[dict[str, Any]]) -> Iterator[Example]:
    if not asked:
        return
    document = read_bytes("body.json", body.encode())
    items = {item.number: item for item in parse(document).items}
    held: dict[int, tuple[list[UnitText], dict[str, int]]] = {}
    for one in asked:
        item = items.get(one["item"])
        if item is None:
            continue
        if item.number not in held:
            units = [UnitText(clean(unit.text), unit.lead) for unit in units_of(document, item, lambda _: [])]
            held[item.number] = units, {digest(folded(unit.text)): n for n, unit in enumerate(units)}
        units, places = held[item.number]
        answering = frozenset(places[known] for known in one["units"] if known in places)
        if answering:
            yield Example(one["question"], item.title, units, answering)


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
