"""Candidates from several searches -> items ranked, each with its best passages."""

import datetime
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from retrieval.index.asking import Asked
from retrieval.index.lexical import ItemKey, LexicalIndex
from retrieval.index.passages import meeting_and_item
from retrieval.index.ports import FingerprintedEmbeddings
from retrieval.index.rerank import Best, ItemProfile, ItemScores, Worth, best_of, cover, features, profile_of, worth_of
from retrieval.index.vectors import VectorIndex
from retrieval.index.weights import ITEM_WEIGHTS, PASSAGE_WEIGHTS
from retrieval.model.answers import Hit, ItemHit, Passage, PassageKind

PASSAGE_FIELDS: Mapping[str, float] = {"body": 1.0, "context": 0.5}
ITEM_FIELDS: Mapping[str, float] = {"item_body": 1.0, "item_title": 1.0}
PASSAGES_LOOKED_AT = 80
ITEMS_LOOKED_AT = 40
VECTORS_LOOKED_AT = 50
REMEMBERED = 4_000  # items whose terms and passages are kept at hand
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


@dataclass(slots=True)
class _Found:
    """Scores of one item while they are gathered."""

    passages: dict[str, float] = field(default_factory=dict)
    nearness: dict[str, float] = field(default_factory=dict)
    whole: float = 0.0

    def scores(self) -> ItemScores:
        return ItemScores(self.passages, self.nearness, self.whole)


Candidates = dict[ItemKey, _Found]


class Ranker:
    """Searches for candidates and ranks them. What it remembers is for speed only."""

    def __init__(self, lexical: LexicalIndex) -> None:
        self._lexical = lexical
        self.forget()

    def forget(self) -> None:
        """Forgets all it remembers, as after a change of the index."""
        self._profiles: Recent[ItemKey, ItemProfile] = Recent(REMEMBERED)
        self._passages: Recent[ItemKey, tuple[Passage, ...]] = Recent(REMEMBERED)
        self._places: Recent[tuple[int, int], tuple[ItemKey, str]] = Recent(20 * REMEMBERED)

    # --- candidates

    def by_words(self, asked: Asked) -> Candidates:
        """Items with a passage, or as a whole, among the best by BM25."""
        found: Candidates = {}
        for score, address, handle in self._lexical.search(
            asked.terms, PASSAGE_FIELDS, PASSAGES_LOOKED_AT, asked.where
        ):
            key, passage = self._place(address, handle)
            found.setdefault(key, _Found()).passages[passage] = score
        for score, address, handle in self._lexical.search(asked.terms, ITEM_FIELDS, ITEMS_LOOKED_AT, asked.where):
            key, _ = self._place(address, handle)
            found.setdefault(key, _Found()).whole = score
        if asked.names_item:
            for key in self._lexical.items_where(asked.where, ITEMS_LOOKED_AT):
                found.setdefault(key, _Found())
        return found

    def _place(self, address: tuple[int, int], handle: object) -> tuple[ItemKey, str]:
        known = self._places.get(address)
        return known if known is not None else self._places.put(address, self._lexical.place(handle))

    def by_vectors(
        self, asked: Asked, found: Candidates, vectors: VectorIndex, embeddings: FingerprintedEmbeddings
    ) -> Candidates:
        """The candidates with their nearness, and the nearest items beside them."""
        if asked.where.case_number:
            return found
        vector = embeddings.embed_query(f"{asked.request.text} {asked.request.background}".strip())
        near = vectors.search(vector, VECTORS_LOOKED_AT, asked.where.meeting_keys, asked.where.item)
        for passage, cosine in near:
            found.setdefault(_item_of(passage), _Found()).nearness[passage] = cosine
        return found

    def dates_of(self, meeting_keys: frozenset[str] | None) -> list[datetime.date]:
        """The dates of the meetings a request is limited to; none where it is not, or to very many."""
        if meeting_keys is None or len(meeting_keys) > DATES_LOOKED_UP:
            return []
        heads = (self._passages_of(ItemKey(key, 0)) for key in meeting_keys)
        return [passages[0].date for passages in heads if passages and passages[0].date]

    # --- ranking

    def answering(self, asked: Asked, found: Candidates) -> Candidates:
        """The candidates without those that share no word with the question and are not near it either.

        Where the question names an item or a case, its words need not be met.
        """
        if asked.names_item:
            return found
        return {
            key: one
            for key, one in found.items()
            if one.passages or one.whole or max(one.nearness.values(), default=0.0) >= LEAST_NEARNESS
        }

    def figures(self, asked: Asked, found: Candidates) -> dict[ItemKey, dict[str, float]]:
        """The figures of every candidate, for ranking and for explaining."""
        return self._figures(asked, found, self._worth(asked))

    def _figures(self, asked: Asked, found: Candidates, worth: Worth) -> dict[ItemKey, dict[str, float]]:
        profiles = self._profiles_of(list(found))
        scores = {key: one.scores() for key, one in found.items() if key in profiles}
        best = best_of(scores.values())
        return {key: features(profiles[key], scores[key], worth, best, asked.request) for key in scores}

    def rank(self, asked: Asked, found: Candidates, k: int) -> list[ItemHit]:
        """The `k` best items, best first."""
        found = self.answering(asked, found)
        worth = self._worth(asked)
        figures = self._figures(asked, found, worth)
        total = {key: _weighted(parts, ITEM_WEIGHTS) for key, parts in figures.items()}
        ranked = sorted(total, key=lambda key: (-total[key], key.meeting_key, key.item))[:k]
        best = best_of(one.scores() for one in found.values())
        hits = []
        for key in ranked:
            passages = self._best_passages(key, found[key], worth, best, asked, figures[key])
            if passages:
                hits.append(_item_hit(key, total[key], passages))
        return hits

    def _worth(self, asked: Asked) -> Worth:
        return worth_of(asked.terms, self._lexical.item_frequency, self._lexical.items)

    def _profiles_of(self, keys: Sequence[ItemKey]) -> dict[ItemKey, ItemProfile]:
        known = {key: profile for key in keys if (profile := self._profiles.get(key)) is not None}
        missing = [key for key in keys if key not in known]
        for item in self._lexical.item_terms(missing):
            known[item.key] = self._profiles.put(item.key, profile_of(item))
        return known

    def _best_passages(
        self, key: ItemKey, found: _Found, worth: Worth, best: Best, asked: Asked, figures: dict[str, float]
    ) -> tuple[Hit, ...]:
        profile = self._profiles.get(key)
        if profile is None:
            return ()
        hits = []
        for passage, terms in zip(self._passages_of(key), profile.passages, strict=False):
            parts = {
                "words": found.passages.get(passage.key, 0.0) / best.passage,
                "near": found.nearness.get(passage.key, 0.0),
                "cover": cover(worth, terms.terms - profile.title),
                "is_head": float(passage.kind is PassageKind.HEAD),
                "prefer": _preference(asked, passage),
            }
            hits.append(Hit(passage=passage, score=_weighted(parts, PASSAGE_WEIGHTS), parts={**figures, **parts}))
        hits.sort(key=lambda hit: -hit.score)
        return tuple(hits[:HITS_AN_ITEM])

    def _passages_of(self, key: ItemKey) -> tuple[Passage, ...]:
        known = self._passages.get(key)
        if known is not None:
            return known
        return self._passages.put(key, self._lexical.passages_of(key.meeting_key, key.item))


def _item_of(passage_key: str) -> ItemKey:
    meeting_key, number = meeting_and_item(passage_key)
    return ItemKey(meeting_key, number)


def _preference(asked: Asked, passage: Passage) -> float:
    prefer = asked.request.prefer
    return max(prefer.get(passage.kind, 0.0), prefer.get(passage.section, 0.0))


def _weighted(parts: Mapping[str, float], weights: Mapping[str, float]) -> float:
    return sum(weight * parts.get(name, 0.0) for name, weight in weights.items())


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
