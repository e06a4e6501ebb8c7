"""Candidates from several searches -> items ranked, each with its best passages."""

import datetime
import math
from collections import OrderedDict, defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from retrieval.index.asking import Asked
from retrieval.index.passages import meeting_and_item
from retrieval.index.ports import FingerprintedEmbeddings
from retrieval.index.profiles import ItemKey, ItemProfile
from retrieval.index.rerank import (
    Best,
    ItemScores,
    Reading,
    Worth,
    best_of,
    features,
    preference,
    read,
    worth_of,
)
from retrieval.index.snapshot import Snapshot
from retrieval.index.vectors import VectorIndex
from retrieval.index.weights import ITEM_WEIGHTS, PASSAGE_WEIGHTS, RELEVANCE_BIAS, RELEVANCE_WEIGHTS
from retrieval.model.answers import Hit, ItemHit, Passage

PASSAGE_FIELDS: Mapping[str, float] = {"body": 1.0, "context": 0.5}
ITEM_FIELDS: Mapping[str, float] = {"item_body": 1.0, "item_title": 1.0}
PASSAGES_LOOKED_AT = 80
ITEMS_LOOKED_AT = 40
VECTORS_LOOKED_AT = 50
REMEMBERED = 4_000  # items whose terms and passages are kept at hand
WARMED_UP = 1_000  # items that are read in half a second
FILTERED_BY_CHROMA = 20_000  # passages up to which a filter on vectors costs a few milliseconds
ITEMS_RANKED = 20  # candidates that are looked at closely
HITS_AN_ITEM = 6
DATES_LOOKED_UP = 16  # meetings
LEAST_NEARNESS = 0.3  # cosine from which on a passage without a common word may be found

Key = TypeVar("Key")
Value = TypeVar("Value")


class Recent(Generic[Key, Value]):
    """The latest values by key, at most `limit`."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._held: OrderedDict[Key, Value] = OrderedDict()

    def get(self, key: Key) -> Value | None:
        """The value, or None."""
        return self._held.get(key)

    def put(self, key: Key, value: Value) -> Value:
        """Remembers a value, forgets the oldest where there are too many, and hands it back."""
        self._held[key] = value
        while len(self._held) > self._limit:
            self._held.popitem(last=False)
        return value


Candidates = defaultdict[ItemKey, ItemScores]


class Ranker:
    """Searches one state of the index for candidates and ranks them. What it remembers is for speed only."""

    def __init__(self, held: Snapshot) -> None:
        self.held = held
        self._profiles: Recent[ItemKey, ItemProfile] = Recent(REMEMBERED)
        self._passages: Recent[str, Passage] = Recent(4 * REMEMBERED)
        self._places: Recent[tuple[int, int], tuple[ItemKey, str]] = Recent(20 * REMEMBERED)

    def warm_up(self) -> None:
        """Reads now what the first questions would wait for: all items and passages, where there are not very many."""
        if self.held.items > WARMED_UP:
            return
        passages = [passage for key in self.held.meeting_keys() for passage in self.held.passages_of(key)]
        for passage in passages:
            self._passages.put(passage.key, passage)
        self._profiles_of(list({ItemKey(passage.meeting_key, passage.item) for passage in passages}))

    # --- candidates

    def by_words(self, asked: Asked) -> Candidates:
        """Items with a passage, or as a whole, among the best by BM25."""
        found: Candidates = defaultdict(ItemScores)
        for score, address, handle in self.held.search(asked.terms, PASSAGE_FIELDS, PASSAGES_LOOKED_AT, asked.where):
            key, passage = self._place(address, handle)
            found[key].passages[passage] = score
        for score, address, handle in self.held.search(asked.terms, ITEM_FIELDS, ITEMS_LOOKED_AT, asked.where):
            key, _ = self._place(address, handle)
            found[key].whole = score
        if asked.names_item:
            for key in self.held.items_where(asked.where, ITEMS_LOOKED_AT):
                _ = found[key]
        return found

    def _place(self, address: tuple[int, int], handle: object) -> tuple[ItemKey, str]:
        known = self._places.get(address)
        return known if known is not None else self._places.put(address, self.held.place(handle))

    def by_vectors(
        self, asked: Asked, found: Candidates, vectors: VectorIndex, embeddings: FingerprintedEmbeddings
    ) -> Candidates:
        """The candidates with their nearness, and the nearest items beside them."""
        if asked.where.case_number:
            return found
        vector = embeddings.embed_query(f"{asked.request.text} {asked.request.background}".strip())
        where = asked.where
        if (where.meeting_keys is None and where.item is None) or self.held.passages <= FILTERED_BY_CHROMA:
            near = vectors.search(vector, VECTORS_LOOKED_AT, where.meeting_keys, where.item)
        else:
            near = vectors.nearness(vector, [passage for one in found.values() for passage in one.passages])
        for passage, cosine in near:
            found[_item_of(passage)].nearness[passage] = cosine
        return found

    def dates_of(self, meeting_keys: frozenset[str] | None) -> list[datetime.date]:
        """The dates of the meetings a request is limited to; none where it is not, or to very many."""
        if meeting_keys is None or len(meeting_keys) > DATES_LOOKED_UP:
            return []
        heads = self._profiles_of([ItemKey(key, 0) for key in meeting_keys])
        return [datetime.date.fromisoformat(head.date) for head in heads.values() if head.date]

    # --- ranking

    def answering(self, asked: Asked, found: Candidates) -> Mapping[ItemKey, ItemScores]:
        """The candidates without those that share no word with the question and are not near it either.

        Where the question names an item or a case, its words need not be met.
        """
        if asked.names_item:
            return found
        return {key: one for key, one in found.items() if one.passages or one.whole or one.near >= LEAST_NEARNESS}

    def _readings(
        self, found: Mapping[ItemKey, ItemScores], worth: Worth, best: Best
    ) -> dict[ItemKey, tuple[ItemProfile, Reading]]:
        """The likeliest candidates, read against the question."""
        likely = sorted(found, key=lambda key: (-_promise(found[key], best), str(key)))[:ITEMS_RANKED]
        return {key: (profile, read(profile, worth)) for key, profile in self._profiles_of(likely).items()}

    def rank(self, asked: Asked, found: Candidates, k: int) -> list[ItemHit]:
        """The `k` best items, best first."""
        scores = self.answering(asked, found)
        best = best_of(scores.values())
        readings = self._readings(scores, self._worth(asked), best)
        figures = {
            key: features(profile, reading, scores[key], best, asked.request)
            for key, (profile, reading) in readings.items()
        }
        total = {key: _weighted(parts, ITEM_WEIGHTS) for key, parts in figures.items()}
        ranked = sorted(total, key=lambda key: (-total[key], key.meeting_key, key.item))[:k]
        picked = {key: _pick(*readings[key], scores[key], best, asked) for key in ranked}
        passages = self._passages_of([one.key for chosen in picked.values() for one in chosen])
        return [
            _item_hit(key, total[key], hits) for key in ranked if (hits := _hits(picked[key], passages, figures[key]))
        ]

    def _worth(self, asked: Asked) -> Worth:
        return worth_of(asked.terms, asked.vocabulary.frequency, self.held.items)

    def _profiles_of(self, keys: Sequence[ItemKey]) -> dict[ItemKey, ItemProfile]:
        known = {key: profile for key in keys if (profile := self._profiles.get(key)) is not None}
        missing = [key for key in keys if key not in known]
        for profile in self.held.profiles_of(missing):
            known[profile.key] = self._profiles.put(profile.key, profile)
        return known

    def _passages_of(self, keys: Sequence[str]) -> dict[str, Passage]:
        known = {key: passage for key in keys if (passage := self._passages.get(key)) is not None}
        for passage in self.held.passages_by_key([key for key in keys if key not in known]):
            known[passage.key] = self._passages.put(passage.key, passage)
        return known


def _promise(scores: ItemScores, best: Best) -> float:
    """A quick guess at how good an item is, to leave out what cannot come first."""
    return scores.passage / best.passage + scores.whole / best.whole + scores.near


class _Picked(NamedTuple):
    """A passage that is shown, with its figures in the order of PASSAGE_WEIGHTS."""

    score: float
    key: str
    figures: Sequence[float]


def _pick(profile: ItemProfile, reading: Reading, scores: ItemScores, best: Best, asked: Asked) -> list[_Picked]:
    """An item's best passages, best first."""
    figures = [[0.0, 0.0, cover, 0.0, 0.0] for cover in reading.beside_title]
    for key, score in scores.passages.items():
        if key in profile.passages:
            figures[profile.passages[key]][0] = score / best.passage
    for key, cosine in scores.nearness.items():
        if key in profile.passages:
            figures[profile.passages[key]][1] = cosine
    if asked.request.prefer:
        for place, kinds in enumerate(profile.kinds):
            figures[place][3] = preference(kinds, asked.request)
    for place in profile.heads:
        figures[place][4] = 1.0
    of_words, of_near, of_cover, of_prefer, of_head = PASSAGE_WEIGHTS.values()
    total = [
        of_words * words + of_near * near + of_cover * cover + of_prefer * prefer + of_head * head
        for words, near, cover, prefer, head in figures
    ]
    keys = list(profile.passages)
    chosen = sorted(range(len(keys)), key=total.__getitem__, reverse=True)[:HITS_AN_ITEM]
    return [_Picked(total[place], keys[place], figures[place]) for place in chosen]


def relevance(figures: Mapping[str, float]) -> float:
    """How sure it is, 0 to 1, that an item with these figures is about what is asked (docs/retrieval.md, its curve)."""
    return 1 / (1 + math.exp(-RELEVANCE_BIAS - _weighted(figures, RELEVANCE_WEIGHTS)))


def _hits(picked: Sequence[_Picked], passages: Mapping[str, Passage], figures: Mapping[str, float]) -> tuple[Hit, ...]:
    of_item = {**figures, "relevance": relevance(figures)}
    return tuple(
        Hit(
            passage=passages[one.key],
            score=one.score,
            parts=of_item | dict(zip(PASSAGE_WEIGHTS, one.figures, strict=True)),
        )
        for one in picked
        if one.key in passages
    )


@lru_cache(maxsize=20 * REMEMBERED)
def _item_of(passage_key: str) -> ItemKey:
    meeting_key, number = meeting_and_item(passage_key)
    return ItemKey(meeting_key, number)


def _weighted(parts: Mapping[str, float], weights: Mapping[str, float]) -> float:
    part = parts.get
    return sum([weight * part(name, 0.0) for name, weight in weights.items()])


def _item_hit(key: ItemKey, score: float, hits: tuple[Hit, ...]) -> ItemHit:
    first = hits[0].passage
    return ItemHit(
        meeting_key=key.meeting_key,
        committee=first.committee,
        date=first.date,
        item=key.item,
        title=first.title,
        score=score,
        hits=hits,
    )
