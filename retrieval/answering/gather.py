"""The items found, cut into units and held against the question. Remembers the units of the items met lately."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Protocol

from numpy.typing import NDArray

from retrieval.answering.rules.asked import Asked, Candidate
from retrieval.answering.rules.evidence import rank
from retrieval.answering.rules.found import Evidence
from retrieval.answering.rules.grams import Grams
from retrieval.answering.rules.likeness import ItemWords, asked_words, item_words, likeness, question_words
from retrieval.answering.rules.matching import load_matching
from retrieval.answering.rules.sources import Source, find_item
from retrieval.answering.rules.units import Unit, clean, units_of
from retrieval.answering.sources import Stored
from retrieval.index.manifest import Manifest
from retrieval.index.request import SearchRequest
from retrieval.language import Analyser, QueryTerm
from retrieval.model.answers import ItemHit, Language
from retrieval.question.kinds import QuestionKind, generic_words
from retrieval.question.understand import Question

_GENERIC = 0.15  # what a word counts that only tells the kind of question
_LENT = 0.45  # what a term of the earlier question weighs against one of this question
_REMEMBERED = 400  # items whose units are kept


class Library(Protocol):
    """The stored meetings, as far as evidence needs them."""

    def get(self, meeting_key: str) -> Stored:
        """One meeting with its text."""


_MEASURE = re.compile(r"\bhow (?:many|much|high|large|big|long|often|old)\b", re.I)  # asks, and is about nothing


class Search(Protocol):
    """The index."""

    def manifest(self) -> Manifest:
        """Which meetings it holds, each in which revision."""

    def search(self, request: SearchRequest, k: int = 10) -> list[ItemHit]:
        """Items best first."""

    def query_terms(self, text: str, language: Language | None = None) -> Sequence[QueryTerm]:
        """The terms a question is searched with, heaviest first."""


class UnitEmbeddings(Protocol):
    """Vectors of length 1 for short texts, quick enough to make while a person waits."""

    def embed_array(self, texts: Sequence[str]) -> NDArray[Any]:
        """(n_texts, dim) float32, rows of length 1."""

    def words_of(self, text: str) -> list[str]:
        """The words of a text as the vectors know them."""

    def embed_words(self, words: Sequence[str]) -> NDArray[Any]:
        """(n_words, dim) float32, rows of length 1; zeros for an empty word."""

    def sum_words(self, words: Sequence[str]) -> NDArray[Any]:
        """(n_words, dim) float32, each as long as the word counts; zeros for an empty word."""


@dataclass(frozen=True, slots=True)
class _Shelf:
    """The units of an item with their vectors, (n_units, dim), and their words."""

    units: tuple[Unit, ...]
    vectors: NDArray[Any]
    words: ItemWords
    grams: Grams


class Gatherer:
    """Gathers the evidence for questions; safe to use from several threads."""

    def __init__(self, library: Library, index: Search, analyser: Analyser, embeddings: UnitEmbeddings) -> None:
        self._library = library
        self._index = index
        self._analyser = analyser
        self._embeddings = embeddings
        self._generic = lru_cache(maxsize=len(QuestionKind))(self._generic_terms)
        self._shelf = lru_cache(maxsize=_REMEMBERED)(self._read_shelf)

    def evidence(self, question: Question, hits: Sequence[ItemHit]) -> Evidence:
        """The units of the items found, best first."""
        top = max((hit.score for hit in hits), default=0.0) or 1.0
        text = question.topic or question.text
        words = question_words(text, self._embeddings.words_of)
        asked_of = asked_words(words, self._embeddings.sum_words, load_matching().weights)
        candidates, sources = [], {}
        for hit in hits:
            held = self._library.get(hit.meeting_key)
            item = find_item(held, hit.item)
            if item is None:
                continue
            sources[hit.meeting_key, hit.item] = Source(held, item)
            shelf = self._shelf(hit.meeting_key, hit.item, hash((held.document.text, item)))
            candidates.append(
                Candidate(
                    meeting_key=hit.meeting_key,
                    item=hit.item,
                    prior=max(0.0, hit.score / top),
                    relevance=max((one.parts.get("relevance", 0.0) for one in hit.hits), default=0.0),
                    title_terms=frozenset(self._analyser.index_terms(item.title)),
                    units=shelf.units,
                    nearness=tuple(float(value) for value in shelf.vectors @ asked_of.whole),
                    grams=shelf.grams,
                    alike=likeness(asked_of, shelf.words),
                )
            )
        asked = Asked(
            kind=question.kind,
            text=text,
            terms=self._terms(question),
            years=question.years,
            leans=question.context.leans,
            rendered=self._rendered(text) if question.language is Language.ENGLISH else (),
        )
        return Evidence(rank(asked, candidates), candidates, sources, asked)

    def _rendered(self, text: str) -> list[frozenset[str]]:
        """For each word of an English text that is rendered at all, the Danish terms it may be."""
        found = (self._index.query_terms(word, Language.ENGLISH) for word in _MEASURE.sub(" ", text).split())
        return [frozenset(term.term for term in terms if term.origin == "english") for terms in found if terms]

    def _terms(self, question: Question) -> list[QueryTerm]:
        """The question's terms, and lighter those of the question it leans on."""
        generic = self._generic(question.kind)
        own = [
            replace(term, weight=term.weight * _GENERIC) if term.term in generic else term
            for term in self._index.query_terms(question.topic or question.text, question.language)
        ]
        if not question.context.leans:
            return own
        known = {term.term for term in own}
        lent = self._index.query_terms(question.context.question)
        return own + [replace(term, weight=term.weight * _LENT) for term in lent if term.term not in known]

    def _generic_terms(self, kind: QuestionKind) -> frozenset[str]:
        return frozenset(self._analyser.index_terms(" ".join(generic_words(kind))))

    def _read_shelf(self, meeting_key: str, number: int, _words: int) -> _Shelf:
        held = self._library.get(meeting_key)
        item = find_item(held, number)
        units = units_of(held.document, item, self._analyser.index_terms) if item else ()
        texts = [clean(unit.text) for unit in units]
        vectors = self._embeddings.embed_array(texts or [""])[: len(texts)]
        title = item.title if item else ""
        words = item_words(title, units, self._embeddings.words_of, self._embeddings.embed_words)
        return _Shelf(units, vectors, words, Grams.of([unit.text for unit in units]))
