"""How well an item answers a question, from a few figures that can be explained. Pure.

The question is a set of weighted terms; a term's worth is its weight times its rarity (inverse document frequency
over items). `cover` is the worth of the terms that stand in a text as a share of the worth of the person's own words.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from retrieval.index.profiles import ASKED_FOR, ItemKey, ItemProfile
from retrieval.index.request import SearchRequest
from retrieval.language import QueryTerm

OWN_WORDS = frozenset({"word", "number"})  # origins of terms that the person wrote


@dataclass(frozen=True, slots=True)
class Worth:
    """What each term of a question is worth, as a share of what the person's own words are worth together."""

    share: Mapping[str, float]
    terms: frozenset[str]


def worth_of(terms: Sequence[QueryTerm], frequency: Callable[[str], int], items: int) -> Worth:
    """The worth of the terms; `frequency` tells in how many of the `items` a term stands."""
    worth: dict[str, float] = {}
    own = 0.0
    for term in terms:
        rarity = rarity_of(frequency(term.term), items)
        worth[term.term] = term.weight * rarity
        if term.origin in OWN_WORDS:
            own += term.weight * min(rarity, 4.0)
    own = max(own, 1e-9)
    return Worth({term: value / own for term, value in worth.items()}, frozenset(worth))


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
        share = worth.share[term]
        item += share
        if term in profile.title:
            for place in profile.where[term]:
                passages[place] += share
        else:
            for place in profile.where[term]:
                passages[place] += share
                beside[place] += share
    title = sum(map(worth.share.__getitem__, worth.terms & profile.title))
    return Reading(title, item, passages, beside)


@dataclass(slots=True)
class ItemScores:
    """What the searches gave for one item: scores of its passages by key, and of the item as a whole."""

    passages: dict[str, float] = field(default_factory=dict)  # BM25
    nearness: dict[str, float] = field(default_factory=dict)  # cosine
    whole: float = 0.0  # BM25 of the item as one document

    @property
    def passage(self) -> float:
        """BM25 of its best passage; 0 where none was found."""
        return max(self.passages.values(), default=0.0)

    @property
    def near(self) -> float:
        """Cosine of its nearest passage; 0 where none was found."""
        return max(self.nearness.values(), default=0.0)


def features(
    profile: ItemProfile, reading: Reading, scores: ItemScores, best: "Best", request: SearchRequest
) -> dict[str, float]:
    """The figures of one item, each about 0 to 1."""
    sentence = max(reading.passages, default=0.0)
    beside = reading.beside_title[reading.passages.index(sentence)] if reading.passages else 0.0
    ranked = sorted(scores.passages.values(), reverse=True)
    near = sorted(scores.nearness.values(), reverse=True)
    return {
        "passage": (ranked[0] / best.passage) if ranked else 0.0,
        "passages": sum(ranked[:3]) / (3 * best.passage),
        "whole": scores.whole / best.whole,
        "near": near[0] if near else 0.0,
        "near_mean": sum(near[:3]) / 3,
        "title": reading.title,
        "sentence": sentence,
        "with_title": (reading.title if reading.passages else 0.0) + beside,
        "shape": _with_shape(profile, reading, request.wants),
        "item": reading.item,
        "prefer": _preferred(profile, reading, request) if request.prefer else 0.0,
        "is_meeting": float(profile.key.item == 0),
        "time": float(profile.key.meeting_key in request.prefer_meetings or profile.year in request.years),
        "anchor": _anchored(profile.key, request.anchor),
    }


def _with_shape(profile: ItemProfile, reading: Reading, wants: str) -> float:
    """The question's share in the best passage that holds what is asked for, with the title; 0 where none does."""
    covers: Sequence[float] = reading.beside_title
    if wants in ASKED_FOR:
        covers = [covers[place] for place in profile.shapes.get(wants, ())]
    return reading.title + max(covers) if covers else 0.0


def _preferred(profile: ItemProfile, reading: Reading, request: SearchRequest) -> float:
    pairs = zip(profile.kinds, reading.passages, strict=True)
    return max((cover * preference(kinds, request) for kinds, cover in pairs), default=0.0)


def preference(kinds: Sequence[str], request: SearchRequest) -> float:
    """How far the request prefers passages of this section and kind."""
    weights = (weight for kind, weight in request.prefer.items() if kind.value in kinds)
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
    passage = max((one.passage for one in listed), default=0.0)
    whole = max((one.whole for one in listed), default=0.0)
    return Best(passage or 1.0, whole or 1.0)
