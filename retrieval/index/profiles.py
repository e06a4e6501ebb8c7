"""What is looked at of an item when it is ranked: made once, when it is indexed, and kept with it. Pure."""

import json
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from retrieval.model.answers import Passage, PassageKind
from retrieval.model.vocabulary import SectionKind

_SHAPES = {
    "amount": re.compile(r"\d[\d,]*kr"),
    "figure": re.compile(r"[\d,]+%?"),
    "date": re.compile(r"\d{4}-\d\d(?:-\d\d)?|\d\d-\d\d"),
}
_PLACES = {
    "vote": frozenset({PassageKind.VOTE.value, SectionKind.DECISION.value}),
    "decision": frozenset({SectionKind.DECISION.value, SectionKind.RECOMMENDATION.value}),
    "status": frozenset({SectionKind.DECISION.value}),
}
ASKED_FOR = frozenset({*_SHAPES, *_PLACES})  # what a passage may hold


class ItemKey(NamedTuple):
    """One agenda item of one meeting."""

    meeting_key: str
    item: int

    def __str__(self) -> str:
        return f"{self.meeting_key}/{self.item}"


@dataclass(frozen=True, slots=True)
class ItemProfile:
    """An item's passages and terms as they are looked up. A place is a passage's number, 0 being the first."""

    key: ItemKey
    date: str  # of the meeting, ISO; empty where it has none
    title: frozenset[str]  # terms
    passages: Mapping[str, int]  # the places of its passages by their keys, in order
    kinds: Sequence[Sequence[str]]  # each passage's section and kind
    heads: Sequence[int]  # the places of the meeting's own head
    shapes: Mapping[str, Sequence[int]]  # where what is asked for stands, by the names in ASKED_FOR
    where: Mapping[str, Sequence[int]]  # where each term stands

    @property
    def year(self) -> int:
        """The meeting's year; 0 where it has no date."""
        return int(self.date[:4] or 0)


def profile_of(
    key: ItemKey, date: str, title: Sequence[str], members: Sequence[tuple[Passage, Sequence[str]]]
) -> ItemProfile:
    """The profile of an item; `members` are its passages with their terms."""
    where: dict[str, list[int]] = defaultdict(list)
    shapes: dict[str, list[int]] = defaultdict(list)
    for place, (passage, terms) in enumerate(members):
        for term in dict.fromkeys(terms):
            where[term].append(place)
        for shape in _shapes_of(passage, terms):
            shapes[shape].append(place)
    passages = [passage for passage, _ in members]
    return ItemProfile(
        key=key,
        date=date,
        title=frozenset(title),
        passages={passage.key: place for place, passage in enumerate(passages)},
        kinds=[[passage.section.value, passage.kind.value] for passage in passages],
        heads=[place for place, passage in enumerate(passages) if passage.kind is PassageKind.HEAD],
        shapes=dict(shapes),
        where=dict(where),
    )


def _shapes_of(passage: Passage, terms: Sequence[str]) -> list[str]:
    written = [name for name, shape in _SHAPES.items() if any(map(shape.fullmatch, terms))]
    kinds = (passage.section.value, passage.kind.value)
    return written + [name for name, places in _PLACES.items() if not places.isdisjoint(kinds)]


def encode_profile(profile: ItemProfile) -> bytes:
    """JSON of the profile without its key, UTF-8."""
    fields = [
        profile.date,
        sorted(profile.title),
        profile.passages,
        profile.kinds,
        profile.heads,
        profile.shapes,
        profile.where,
    ]
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()


def decode_profile(key: ItemKey, payload: bytes) -> ItemProfile:
    """The profile that `encode_profile` was given."""
    fields: list[Any] = json.loads(payload)
    date, title, *others = fields
    return ItemProfile(key, date, frozenset(title), *others)
