"""The use case with a language model: it may phrase what was found; where it cannot, the keyless answer stands."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

from retrieval.answering.answer import Answerer
from retrieval.answering.finding import Library
from retrieval.answering.model.answerer import ModelAnswerer
from retrieval.answering.rules.sources import Source, find_item
from retrieval.answering.sources import Sources
from retrieval.answering.telling import cited_by, fitting, tell
from retrieval.model.answers import Answer, Claim, ItemHit, Language, Passage, PassageKind, Query
from retrieval.model.minutes import AgendaItem
from retrieval.question.kinds import QuestionKind

_ITEMS = 3  # items whose passages a model is shown
_OF_FIRST, _OF_OTHERS = 10, 3  # passages of the best item, and of each other one
# These are told from parsed facts: there is nothing to phrase, and a model could only get them wrong.
_FACTS = frozenset({QuestionKind.CASE, QuestionKind.COVERAGE, QuestionKind.ABSENCE, QuestionKind.VOTE})

OnText = Callable[[str], None]


class Passages(Protocol):
    """The index, as far as a model's evidence needs it."""

    def passages(self, meeting_key: str, item: int | None = None) -> tuple[Passage, ...]:
        """All passages of an item in document order."""


class PhrasedAnswerer:
    """Answers phrased by a model from what the rules found. Safe to use from several threads."""

    def __init__(self, rules: Answerer, model: ModelAnswerer, library: Library, index: Passages) -> None:
        self._rules = rules
        self._model = model
        self._library = library
        self._index = index

    def answer(
        self,
        query: Query,
        language: Language | None = None,
        *,
        user: str = "",
        on_text: OnText | None = None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Answer:
        """A verified answer; the keyless one where the minutes do not tell or the model does not deliver."""
        started = time.perf_counter()
        asked = self._rules.find(query, 1, language).question
        searched = self._searched(query, asked.language, user)
        plain = replace(self._rules.answer(searched, asked.language), question=query.question)
        if not plain.found or plain.kind in _FACTS or cancelled():
            return plain
        hits = self._rules.find(searched, _ITEMS, asked.language).hits
        refused: list[str] = []
        phrased = self._model.answer(
            searched.question,
            asked.language,
            searched.history,
            self._evidence(hits),
            self._items(hits),
            Sources.of(self._library.get(key) for key in {hit.meeting_key for hit in hits}),
            user=user,
            on_text=on_text,
            on_dropped=refused.extend,
            cancelled=cancelled,
        )
        if phrased is None:
            return replace(plain, dropped=(*plain.dropped, *refused), latency_ms=_since(started))
        claims = fitting(QuestionKind(plain.kind), asked.language, phrased.claims)
        return replace(
            plain,
            text=tell(asked.language, claims),
            claims=claims,
            citations=cited_by(claims, self._sources(claims)),
            tables=(),
            engine=phrased.engine,
            prompt_hash=phrased.prompt_hash,
            dropped=(*plain.dropped, *phrased.dropped),
            latency_ms=_since(started),
        )

    def _searched(self, query: Query, language: Language, user: str) -> Query:
        """The question as one that stands alone, in Danish, where it does not already."""
        if not query.history and language is Language.DANISH:
            return query
        rewritten = self._model.rewrite(query.question, language, query.history, user=user)
        return Query(rewritten) if rewritten else query

    def _evidence(self, hits: Sequence[ItemHit]) -> list[Passage]:
        chosen: dict[str, Passage] = {}
        for place, hit in enumerate(hits):
            most = _OF_OTHERS if place else _OF_FIRST
            best = [one.passage for one in hit.hits]
            decided = [
                one for one in self._index.passages(hit.meeting_key, hit.item) if one.kind is PassageKind.DECISION
            ]
            for passage in [*best[: most - 1], *decided[:2]][:most]:
                chosen.setdefault(passage.key, passage)
        return list(chosen.values())

    def _items(self, hits: Sequence[ItemHit]) -> dict[tuple[str, int], AgendaItem]:
        found = {(hit.meeting_key, hit.item): find_item(self._library.get(hit.meeting_key), hit.item) for hit in hits}
        return {place: item for place, item in found.items() if item is not None}

    def _sources(self, claims: Sequence[Claim]) -> list[Source]:
        places = {(citation.meeting_key, citation.item) for claim in claims for citation in claim.citations}
        held = [(self._library.get(key), number) for key, number in sorted(places)]
        return [Source(one, find_item(one, number)) for one, number in held]


def _since(started: float) -> float:
    """Milliseconds of wall time since then."""
    return (time.perf_counter() - started) * 1000
