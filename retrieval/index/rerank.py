"""How well an item answers a question, from a few figures that can be explained. Pure.

The question is a set of weighted terms; a term's worth is its weight times its rarity (inverse document frequency
over items). `cover` is the worth of the terms that stand in a text as a share of the worth of the person's own words.
"""

import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from retrieval.index.request import SearchRequest
from retrieval.index.snapshot import ItemKey, ItemTerms
from retrieval.language import QueryTerm
from retrieval.model.answers import PassageKind
from retrieval.model.vocabulary import SectionKind

OWN_WORDS = frozenset({"word", "number"})  # origins of terms that the person wrote


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


@dataclass(frozen=True, slots=True)
class PassageProfile:
    """What of a passage is looked at when its item is ranked."""

    key: str
    section: str
    kind: str
    shapes: frozenset[str]  # what may be asked for and stands here: keys of _SHAPES and _PLACES


@dataclass(frozen=True, slots=True)
class ItemProfile:
    """What of an item is looked at when it is ranked."""

    key: ItemKey
    date: str  # of the meeting, ISO; empty where it has none
    title: frozenset[str]
    passages: tuple[PassageProfile, ...]
    where: Mapping[str, Sequence[int]]  # each term's passages, by their places in `passages`

    @property
    def year(self) -> int:
        """The meeting's year; 0 where it has no date."""
        return int(self.date[:4] or 0)


def profile_of(item: ItemTerms) -> ItemProfile:
    """An item's terms as they are looked up."""
    passages = tuple(_passage_profile(key, section, kind, terms) for key, section, kind, terms in item.passages)
    where: dict[str, list[int]] = defaultdict(list)
    for place, (_, _, _, terms) in enumerate(item.passages):
        for term in frozenset(terms):
            where[term].append(place)
    return ItemProfile(item.key, item.date, frozenset(item.title), passages, dict(where))


def _passage_profile(key: str, section: str, kind: str, terms: Sequence[str]) -> PassageProfile:
    written = {name for name, shape in _SHAPES.items() if any(map(shape.fullmatch, terms))}
    placed = {name for name, places in _PLACES.items() if section in places or kind in places}
    return PassageProfile(key, section, kind, frozenset(written | placed))


@dataclass(frozen=True, slots=True)
class Worth:
    """What each term of a question is worth, and how much its own words are worth together."""

    of_term: Mapping[str, float]
    terms: frozenset[str]
    own: float


def worth_of(terms: Sequence[QueryTerm], frequency: Callable[[str], int], items: int) -> Worth:
    """The worth of the terms; `frequency` tells in how many of the `items` a term stands."""
    worth: dict[str, float] = {}
    own = 0.0
    for term in terms:
        rarity = rarity_of(frequency(term.term), items)
        worth[term.term] = term.weight * rarity
        if term.origin in OWN_WORDS:
            own += term.weight * min(rarity, 4.0)
    return Worth(worth, frozenset(worth), max(own, 1e-9))


def rarity_of(frequency: int, items: int) -> float:
    """Inverse document frequency: ln(1 + (N - n + 0.5) / (n + 0.5)) (Robertson and Zaragoza 2009, eq. 3.3 with +1)."""
    return math.log(1 + (items - min(frequency, items) + 0.5) / (frequency + 0.5))


@dataclass(frozen=True, slots=True)
class Reading:
    """What of a question stands in an item: `cover` of its title, of all its text, and of each passage."""

    title: float
    item: float
    passages: Sequence[float]
    beside_title: Sequence[float]  # of each passage without the terms that stand in the title


def read(profile: ItemProfile, worth: Worth) -> Reading:
    """The item against the question: only the terms they share are looked at."""
    passages, beside = [0.0] * len(profile.passages), [0.0] * len(profile.passages)
    item = 0.0
    for term in worth.terms & profile.where.keys():
        share = worth.of_term[term] / worth.own
        item += share
        for place in profile.where[term]:
            passages[place] += share
        if term not in profile.title:
            for place in profile.where[term]:
                beside[place] += share
    title = sum(map(worth.of_term.__getitem__, worth.terms & profile.title)) / worth.own
    return Reading(title, item, passages, beside)


@dataclass(frozen=True, slots=True)
class ItemScores:
    """What the searches gave for one item: scores of its passages by key, and of the item as a whole."""

    passages: Mapping[str, float] = field(default_factory=dict)  # BM25
    nearness: Mapping[str, float] = field(default_factory=dict)  # cosine
    whole: float = 0.0  # BM25 of the item as one document


def features(
    profile: ItemProfile, reading: Reading, scores: ItemScores, best: "Best", request: SearchRequest
) -> dict[str, float]:
    """The figures of one item, each about 0 to 1."""
    sentence = max(reading.passages, default=0.0)
    beside = reading.beside_title[reading.passages.index(sentence)] if reading.passages else 0.0
    preferred = [
        cover * preference(passage, request)
        for passage, cover in zip(profile.passages, reading.passages, strict=True)
        if request.prefer
    ]
    ranked = sorted(scores.passages.values(), reverse=True)
    near = sorted(scores.nearness.values(), reverse=True)
    is_known = request.wants in _SHAPES or request.wants in _PLACES
    wanted = [
        reading.title + other
        for passage, other in zip(profile.passages, reading.beside_title, strict=True)
        if not is_known or request.wants in passage.shapes
    ]
    return {
        "passage": (ranked[0] / best.passage) if ranked else 0.0,
        "passages": sum(ranked[:3]) / (3 * best.passage),
        "whole": scores.whole / best.whole,
        "near": near[0] if near else 0.0,
        "near_mean": sum(near[:3]) / 3,
        "title": reading.title,
        "sentence": sentence,
        "with_title": (reading.title if reading.passages else 0.0) + beside,
        "shape": max(wanted, default=0.0),
        "item": reading.item,
        "prefer": max(preferred, default=0.0),
        "length": math.log1p(len(profile.where)) / 7,
        "is_meeting": float(profile.key.item == 0),
        "time": float(
            profile.key.meeting_key in request.prefer_meetings or int(profile.date[:4] or 0) in request.years
        ),
        "anchor": _anchored(profile.key, request.anchor),
    }


def preference(passage: PassageProfile, request: SearchRequest) -> float:
    """How far the request prefers passages of this kind or section."""
    weights = (weight for kind, weight in request.prefer.items() if kind.value in (passage.kind, passage.section))
    return max(weights, default=0.0)


def _anchored(key: ItemKey, anchor: tuple[str, int] | None) -> float:
    """1 for the item the conversation is about, a half for another of its meeting."""
    if anchor is None or key.meeting_key != anchor[0]:
        return 0.0
    return 1.0 if key.item == anchor[1] else 0.5


@dataclass(frozen=True, slots=True)
class Best:
    """The best score of each search, to compare others with."""

    passage: float
    whole: float


def best_of(scores: Iterable[ItemScores]) -> Best:
    """The best scores among the candidates; 1 where a search found nothing."""
    listed = list(scores)
    passage = max((score for one in listed for score in one.passages.values()), default=0.0)
    whole = max((one.whole for one in listed), default=0.0)
    return Best(passage or 1.0, whole or 1.0)
