"""A search request read once: its terms with their weights, and what a hit must belong to."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from retrieval.index.ports import TextAnalyser
from retrieval.index.request import SearchRequest
from retrieval.index.snapshot import Filter
from retrieval.language import QueryTerm, Vocabulary
from retrieval.model.answers import Language

MOST_TERMS = 48  # of a question; the heaviest are kept
LONGEST_QUESTION = 2_000  # characters that are read
BACKGROUND = 0.5  # what a word of the conversation counts beside one of the question
TOLD_ALREADY = 0.1  # what a date's words still count where the date is a filter already
REMEMBERED_QUESTIONS = 512


@dataclass(frozen=True, slots=True)
class Asked:
    """A request with its terms, heaviest first."""

    request: SearchRequest
    terms: tuple[QueryTerm, ...]
    where: Filter
    vocabulary: Vocabulary

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked that could be found: no term, and no item or case named."""
        return not self.terms and not self.names_item

    @property
    def names_item(self) -> bool:
        """Whether it is limited to an item number or a case."""
        return bool(self.where.case_number) or self.where.item is not None


class Asking:
    """Reads requests; remembers what it made of the latest questions."""

    def __init__(self, analyser: TextAnalyser, vocabulary: Vocabulary) -> None:
        @lru_cache(maxsize=REMEMBERED_QUESTIONS)
        def terms(text: str, language: Language | None) -> tuple[QueryTerm, ...]:
            found = analyser.query_terms(text, language, vocabulary)
            return tuple(sorted(found, key=lambda term: -term.weight)[:MOST_TERMS])

        self._analyser = analyser
        self._terms = terms
        self._vocabulary = vocabulary

    def warm_up(self) -> None:
        """Reads now what the first questions would wait for."""
        self._analyser.warm_up()
        self._vocabulary.warm_up()

    def read(self, request: SearchRequest, meeting_dates: Iterable[datetime.date] = ()) -> Asked:
        """The request with its terms; words of a date that is a filter already hardly count."""
        terms = self._terms(request.text[:LONGEST_QUESTION], request.language)
        if request.background:
            own = {term.term for term in terms}
            lent = self._terms(request.background[:LONGEST_QUESTION], request.language)
            terms += tuple(_lighter(term, BACKGROUND) for term in lent if term.term not in own)
        if request.meeting_keys is not None:
            told = set(_date_terms((*request.dates, *meeting_dates)))
            terms = tuple(_lighter(term, TOLD_ALREADY) if term.term in told else term for term in terms)
        where = Filter(request.meeting_keys, request.item, request.case_number)
        return Asked(request, terms, where, self._vocabulary)


def _lighter(term: QueryTerm, share: float) -> QueryTerm:
    return replace(term, weight=term.weight * share)


def _date_terms(dates: Iterable[datetime.date]) -> Iterable[str]:
    for date in dates:
        yield from (f"{date:%Y-%m-%d}", f"{date:%Y-%m}", f"{date:%Y}", f"{date:%m-%d}")
