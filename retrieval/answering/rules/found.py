"""What was found for a question: the units best first, and the items they come from. Pure."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from retrieval.answering.rules.asked import Asked, Candidate
from retrieval.answering.rules.bodies import is_one_of
from retrieval.answering.rules.corrections import is_of_years
from retrieval.answering.rules.evidence import Scored
from retrieval.answering.rules.sources import Source
from retrieval.answering.rules.units import Unit
from retrieval.answering.rules.worth import OWN
from retrieval.question.kinds import QuestionKind

NEARLY = 0.75  # share of the best item's search score
_ABOUT = 0.5  # the same, for an item that search is sure of too
_RELEVANT = 0.5  # from which on search is sure that an item is about what is asked
_OF_MATTER = 0.5  # least weight of a word that tells what a question is about; generic ones weigh less
_HALF = 0.5
_DECIDING = frozenset({QuestionKind.DECISION, QuestionKind.VOTE, QuestionKind.SUMMARY, QuestionKind.STATUS})
_NOW = re.compile(r"\b(?:nu|i dag|stadig(?:væk)?|i øjeblikket|for tiden|now|still|today|currently)\b", re.I)
_NEAR = 2.0  # how much less than the best unit that of a later item may score and be told for it
_FAR = 3.0  # how much less than the best unit one may score and still be about the matter


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was found: the units best first, and the items they come from, best first."""

    ranked: Sequence[Scored]
    candidates: Sequence[Candidate]
    sources: dict[tuple[str, int], Source]
    asked: Asked

    def first(self) -> Candidate:
        """The item that search found best."""
        return max(self.candidates, key=lambda candidate: candidate.prior)

    def with_votes(self, is_meant: Callable[[Source], bool]) -> Candidate:
        """The best item whose votes are meant, else the best that was voted on, else the best.

        Among those surely about the matter or nearly the best: a vote on another matter is no answer.
        """
        first, *others = sorted(self.candidates, key=lambda candidate: -candidate.prior)
        near = [first, *(one for one in others if self._is_near(one, first))]
        for is_wanted in (is_meant, has_votes):
            for one in near:
                if is_wanted(self.source(one.meeting_key, one.item)):
                    return one
        return first

    def _is_near(self, one: Candidate, first: Candidate) -> bool:
        """Whether search is sure of an item too, or as much of the matter stands in its title."""
        if one.relevance >= _RELEVANT:
            return one.prior >= _ABOUT
        return one.prior >= NEARLY and self._titled(one) >= self._titled(first)

    def _titled(self, candidate: Candidate) -> float:
        """How much of what the question is about stands in the title of an item."""
        own = (term for term in self.asked.terms if term.origin in OWN | {"english"})
        return sum(term.weight for term in own if term.term in candidate.title_terms)

    def is_about(self, source: Source) -> bool:
        """Whether an item holds any word of the matter asked about, or search is sure of it.

        Of an English question that cannot be told: its words are rendered.
        """
        place = (source.held.key, source.item.number if source.item else 0)
        candidate = next(one for one in self.candidates if (one.meeting_key, one.item) == place)
        own = {term.term for term in self.asked.terms if term.origin in OWN and term.weight >= _OF_MATTER}
        held = candidate.title_terms.union(*(unit.terms for unit in candidate.units))
        return not own or bool(own & held) or candidate.relevance >= _RELEVANT

    def of_years(self, years: Sequence[int]) -> "Evidence":
        """The evidence of the items that are of one of these years or speak of it.

        All of it where none does, or only an item whose words are far from what is asked, or that does not speak of the
        matter decided on: it tells nothing of the year.
        """
        if not years:
            return self
        return self._only(lambda source: is_of_years(source, years))

    def of_bodies(self, named: list[str]) -> "Evidence":
        """The same for the items of the bodies that the question names."""
        return self._only(lambda source: is_one_of(source.body, named)) if named else self

    def _only(self, is_meant: Callable[[Source], bool]) -> "Evidence":
        meant = {place for place, source in self.sources.items() if is_meant(source)}
        if not meant or len(meant) == len(self.sources):
            return self
        candidates = [
            one
            for one in self.candidates
            if (one.meeting_key, one.item) in meant and (self.asked.kind not in _DECIDING or self._is_on_matter(one))
        ]
        places = {(one.meeting_key, one.item) for one in candidates}
        ranked = [one for one in self.ranked if (one.meeting_key, one.item) in places]
        if not ranked or ranked[0].score < self.ranked[0].score - _FAR:
            return self
        return replace(self, ranked=ranked, candidates=candidates)

    def _is_on_matter(self, candidate: Candidate) -> bool:
        """Whether an item holds more than half as much of the matter asked about as that which holds the most."""
        most = max(self._held_of_matter(one) for one in self.candidates)
        return not most or self._held_of_matter(candidate) > _HALF * most

    def _held_of_matter(self, candidate: Candidate) -> int:
        """How many words of the matter an item holds."""
        held = self._held(candidate)
        return sum(term in held or f"~{term}" in held for term in self.matter())

    def matter(self) -> set[str]:
        """The words of the question that say what it is about."""
        return {
            term.term
            for term in self.asked.terms
            if term.origin in OWN | {"english"} and term.weight >= _OF_MATTER and not term.term.isdigit()
        }

    @staticmethod
    def _held(candidate: Candidate) -> frozenset[str]:
        return candidate.title_terms.union(*(unit.terms for unit in candidate.units))

    def of_titled_matter(self) -> "Evidence":
        """Without the items that lack every word of the question which the title of the item found best holds.

        Only words as the person wrote them: those of an English question are rendered, by one of several words each.
        """
        own = {term.term for term in self.asked.terms if term.origin in OWN}
        titled = self.matter() & own & self.first().title_terms
        if not titled:
            return self
        places = {(one.meeting_key, one.item) for one in self.candidates if self._held(one) & titled}
        ranked = [one for one in self.ranked if (one.meeting_key, one.item) in places]
        return replace(self, ranked=ranked) if ranked else self

    def of_today(self, question: str) -> "Evidence":
        """Where it is asked how things stand now: the evidence of the latest of the items nearly the best."""
        if not _NOW.search(question) or not self.ranked:
            return self
        good = {(one.meeting_key, one.item) for one in self.ranked if one.score >= self.ranked[0].score - _NEAR}
        near = [one for one in self.candidates if (one.meeting_key, one.item) in good and one.prior >= NEARLY]
        dated = [one for one in near if self.source(one.meeting_key, one.item).date is not None]
        if len(dated) < 2:
            return self
        latest = max(dated, key=lambda one: str(self.source(one.meeting_key, one.item).date))
        place = (latest.meeting_key, latest.item)
        return replace(
            self, ranked=[one for one in self.ranked if (one.meeting_key, one.item) == place], candidates=[latest]
        )

    def source(self, meeting_key: str, item: int) -> Source:
        """The item a scored unit comes from."""
        return self.sources[meeting_key, item]

    def units(self, meeting_key: str, item: int) -> Sequence[Unit]:
        """All units of that item in document order."""
        return next(one.units for one in self.candidates if (one.meeting_key, one.item) == (meeting_key, item))


def has_votes(source: Source) -> bool:
    """Whether a vote is recorded under the item."""
    return source.item is not None and bool(source.item.votes)
