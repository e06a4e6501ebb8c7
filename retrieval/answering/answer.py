"""The use case: a question in, a verified answer with its sources out."""

import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from retrieval.answering.finding import ABOUT_A_MEETING, SUMMED_UP, Finder, Library
from retrieval.answering.gather import Gatherer, Search, UnitEmbeddings
from retrieval.answering.later import treated_later
from retrieval.answering.rules.attendance import attendance_draft
from retrieval.answering.rules.compose import compose
from retrieval.answering.rules.corrections import of_another
from retrieval.answering.rules.draft import Draft
from retrieval.answering.rules.meeting_days import MOST_LISTED as MOST_DAYS
from retrieval.answering.rules.meeting_days import held_draft, plan_draft
from retrieval.answering.rules.outcome_lists import MOST_LISTED, asked_outcomes, outcome_list_draft
from retrieval.answering.rules.phrases import say, write_date
from retrieval.answering.rules.records import absence_draft, case_items_draft
from retrieval.answering.rules.small_talk import small_talk
from retrieval.answering.rules.sources import Source, find_item
from retrieval.answering.rules.summary import meeting_summary
from retrieval.answering.rules.votes import meeting_votes_draft
from retrieval.answering.rules.worth import NAMING
from retrieval.answering.telling import (
    NEAR,
    cited_by,
    fitting,
    fitting_both,
    further_of,
    tables_of,
    tell,
    tell_coverage,
    tell_near,
)
from retrieval.language import Analyser
from retrieval.model.answers import Answer, Claim, ItemHit, Language, Query, Turn
from retrieval.model.vocabulary import Outcome
from retrieval.question.attendance import (
    asks_of_a_matter,
    asks_of_what_is_talked_about,
    asks_who_was_there,
    read_attendee,
)
from retrieval.question.calendar import asks_for_the_next, asks_of_the_past, months_named
from retrieval.question.kinds import QuestionKind
from retrieval.question.leaning import points_back
from retrieval.question.several import split_in_two
from retrieval.question.understand import Question

LONGEST_QUESTION = 1_000  # characters
_OF_ITS_OWN = 3  # words from which on a second question may name a matter of its own
_CANDIDATES = 5  # items whose units are held against the question
_OF_WHOLE_MEETING = SUMMED_UP | {QuestionKind.OPEN}  # asked of no matter, answered by summing the meeting up


Check = Callable[[Sequence[Claim], Question, Sequence[Source]], tuple[tuple[Claim, ...], tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Found:
    """A question as understood with the items found for it."""

    question: Question
    hits: tuple[ItemHit, ...]


class CaseSearch(Search, Protocol):
    """The index, with its cases."""

    def meetings_of_case(self, case_number: str) -> Sequence[str]:
        """The keys of the meetings with an item of that case."""
        ...


class Answerer:
    """Answers from the minutes held. Holds no state but a cache of units; safe to use from several threads."""

    def __init__(
        self, library: Library, index: CaseSearch, analyser: Analyser, embeddings: UnitEmbeddings, check: Check
    ) -> None:
        self._library = library
        self._index = index
        self._check = check
        self._analyser = analyser
        self._finder = Finder(library, index, analyser)
        self._gatherer = Gatherer(library, index, analyser, embeddings)

    def answer(self, query: Query, language: Language | None = None) -> Answer:
        """The answer to a question; never raises for anything a person may write."""
        started = time.perf_counter()
        text = query.question.strip()
        meetings = self._library.meetings()
        question = self._finder.understood(replace(query, question=text[:LONGEST_QUESTION]), language)
        hits: tuple[ItemHit, ...] = ()
        if not any(char.isalnum() for char in text):
            draft = Draft(refusal=say(question.language, "ask_something"))
        elif len(text) > LONGEST_QUESTION:
            draft = Draft(refusal=say(question.language, "too_long", limit=LONGEST_QUESTION))
        elif not meetings:
            draft = Draft(refusal=say(question.language, "empty"))
        elif (halves := split_in_two(text)) is not None:
            return self._with_halves(question, query, halves, started)
        else:
            draft, hits = self._draft(question)
        return replace(self._finish(question, draft, hits, started), question=text[:LONGEST_QUESTION])

    def _with_halves(self, question: Question, query: Query, halves: tuple[str, str], started: float) -> Answer:
        """Two questions asked at once, each answered by itself, the second as one that goes on.

        What the whole tells of their items beyond that stands last; it stands alone where neither half is answered.
        """
        language, whole = question.language, self._finish(question, *self._draft(question), started)
        first = self._answer_half(replace(query, question=halves[0]), language, goes_on=False)
        history = (*query.history, Turn("user", halves[0]), Turn("assistant", first.text))
        second = self._answer_half(Query(halves[1], history), language, goes_on=True)
        is_of_first = points_back(halves[1]) or len(halves[1].split()) < _OF_ITS_OWN
        if not first.found and (is_of_first or not second.found):  # nothing is known of what the second is about
            return whole
        further = further_of(whole.claims, (*first.claims, *second.claims))
        if first.found and second.found:
            kept = fitting_both(language, first.claims, second.claims, further)
        else:
            key = "second_not_told" if first.found else "first_not_told"
            answered = first.claims or second.claims
            missing = Claim(text=say(language, key), citations=answered[0].citations[:1])
            parts = (answered, further, (missing,)) if first.found else ((missing,), answered, further)
            kept = fitting_both(language, *parts)
        sources = self._sources(kept)
        return replace(
            whole,
            text=tell(language, kept),
            found=True,
            citations=cited_by(kept, sources),
            claims=kept,
            tables=tables_of(language, kept),
            near=(),
            freshness=self._freshness(question, sources, whole.considered),
            dropped=(*whole.dropped, *first.dropped, *second.dropped),
            latency_ms=(time.perf_counter() - started) * 1000,
        )

    def _answer_half(self, query: Query, language: Language, *, goes_on: bool) -> Answer:
        started = time.perf_counter()
        question = replace(self._finder.understood(query, language, goes_on=goes_on), is_half=True)
        return self._finish(question, *self._draft(question), started)

    def find(self, query: Query, k: int = 10, language: Language | None = None) -> Found:
        """The items for a question, best first, without composing an answer."""
        question = self._finder.understood(query, language)
        return Found(question, tuple(self._finder.search(question, k)))

    def summary(self, meeting_key: str, language: Language) -> Answer:
        """A meeting summed up."""
        started = time.perf_counter()
        question = Question(text="", language=language, kind=QuestionKind.SUMMARY)
        return self._finish(question, meeting_summary(language, self._library.get(meeting_key)), (), started)

    def case(self, number: str, language: Language) -> Answer:
        """A case through all its meetings."""
        started = time.perf_counter()
        question = Question(text=number, language=language, kind=QuestionKind.CASE, case_number=number)
        return self._finish(question, self._case(question), (), started)

    def coverage(self, language: Language) -> str:
        """How far the minutes held reach."""
        return tell_coverage(language, self._library.meetings())

    def _draft(self, question: Question) -> tuple[Draft, tuple[ItemHit, ...]]:
        if question.kind is QuestionKind.COVERAGE:
            return Draft(refusal=self.coverage(question.language)), ()
        if (polite := small_talk(question)) is not None:
            return polite, ()
        if question.kind is QuestionKind.CASE and question.case_number:
            return self._case(question), ()
        if question.missing_date is not None and self._finder.is_whole_meeting(question):
            return self._no_meeting(question), ()
        who = read_attendee(question.text)
        if who or asks_who_was_there(question.text):
            is_held = question.missing_date is None
            return self._attendance(question, who) if is_held else self._no_meeting(question), ()
        if self._finder.is_of_meeting_days(question):
            return self._meeting_days(question), ()
        meeting = self._finder.asked_meeting(question)
        if meeting is not None and question.kind is QuestionKind.ABSENCE:
            return absence_draft(question, meeting), ()
        if meeting is not None and question.kind is QuestionKind.VOTE and self._finder.is_whole_meeting(question):
            return meeting_votes_draft(question, meeting), ()
        outcomes = asked_outcomes(question.text)
        if outcomes and self._finder.is_whole_meeting(question):
            return outcome_list_draft(question.language, self._items_asked_about(question, outcomes)), ()
        hits = tuple(self._finder.held_first(question, self._finder.search(question, _CANDIDATES)))
        if meeting is not None and question.kind in _OF_WHOLE_MEETING and self._finder.is_whole_meeting(question):
            return meeting_summary(question.language, meeting), hits
        evidence = self._gatherer.evidence(question, hits)
        if question.missing_date is not None and question.kind in ABOUT_A_MEETING:
            day = question.missing_date.isoformat()
            if not evidence.ranked or day not in evidence.ranked[0].unit.terms:  # the minutes do not speak of it
                return self._no_meeting(question), ()
        return compose(question, evidence), hits

    def _meeting_days(self, question: Question) -> Draft:
        """The days of a meeting plan that the minutes tell, else the meetings of which minutes are held."""
        is_past = asks_of_the_past(question.text)
        if not is_past:
            months = months_named(question.text)
            planned = plan_draft(question.language, self._finder.plans(question), question.years, months)
            if planned.found:
                return planned
        if asks_for_the_next(question.text):
            return Draft(refusal=say(question.language, "no_next"))
        held = self._finder.meetings_held(question, MOST_DAYS)
        return held_draft(question.language, held, is_planned=not is_past)

    def _attendance(self, question: Question, who: str) -> Draft:
        """Whether somebody was at the meeting meant, at the item numbered, or at the treatment of the matter named."""
        if who and asks_of_a_matter(question.text):
            topic = (question.topic or question.text).replace(who, " ", 1)
            found = self._finder.search(replace(question, topic=topic), 1)
            if found:
                held = self._library.get(found[0].meeting_key)
                return attendance_draft(question, held, find_item(held, found[0].item), who)
        held, number = self._finder.meeting_meant(question), question.item_number
        if number is None and question.anchor is not None and asks_of_what_is_talked_about(question.text):
            number = question.anchor[1]
        item = find_item(held, number) if number is not None else None
        return attendance_draft(question, held, item, who)

    def _no_meeting(self, question: Question) -> Draft:
        date = write_date(question.language, question.missing_date)
        return Draft(refusal=say(question.language, "no_meeting", date=date))

    def _items_asked_about(self, question: Question, outcomes: frozenset[Outcome]) -> Iterator[Source]:
        """The newest items with such an outcome in the meetings named, or that the question may mean, or held."""
        meant = question.meetings or question.preferred or None
        for key, position in self._library.items_with_outcome(outcomes, meant, MOST_LISTED):
            held = self._library.get(key)
            if position < len(held.meeting.items):  # a newer version may have come in between
                yield Source(held, held.meeting.items[position])

    def _case(self, question: Question) -> Draft:
        wanted = question.case_number.casefold()
        sources, still_held = [], self._library.revisions()
        for key in self._index.meetings_of_case(wanted):  # all meetings held may be thousands
            if key not in still_held:  # taken down, and the index has not learnt of it yet
                continue
            held = self._library.get(key)
            sources += [Source(held, item) for item in held.meeting.items if item.case_number.casefold() == wanted]
        return case_items_draft(question.language, question.case_number, sources)

    def _finish(self, question: Question, draft: Draft, hits: Sequence[ItemHit], started: float) -> Answer:
        sources = self._sources(draft.claims)
        noted = of_another(question, sources, draft.claims)
        kept, dropped = self._check((*noted, *draft.claims), question, sources)
        kept = kept if len(kept) > len(noted) else ()
        kind = QuestionKind.LIST if draft.is_list else question.kind
        kept = fitting(kind, question.language, kept)
        found = bool(kept)
        text = tell(question.language, kept) if found else self._refused(question, draft, hits)
        return Answer(
            id=secrets.token_hex(8),
            question=question.text,
            text=text,
            found=found,
            kind=kind.value,
            language=question.language,
            citations=cited_by(kept, sources),
            claims=kept,
            tables=tables_of(question.language, kept),
            near=() if found else tuple(hits[:NEAR]),
            considered=tuple(hits),
            freshness="" if draft.is_small_talk else self._freshness(question, sources if found else (), hits),
            dropped=dropped,
            latency_ms=(time.perf_counter() - started) * 1000,
        )

    def _freshness(self, question: Question, told: Sequence[Source], hits: Sequence[ItemHit]) -> str:
        """How far the minutes reach, where the matter was treated later, and whether a source was read from a scan."""
        parts = [self.coverage(question.language)]
        later = self._later(question, told, hits)
        if later is not None and later.item is not None:
            date = write_date(question.language, later.date)
            item, title = later.item.number, later.item.title
            parts.insert(0, say(question.language, "later", date=date, item=item, title=title))
        if any(source.held.document.is_recognised for source in told):
            parts.append(say(question.language, "recognised"))
        return " ".join(parts)

    def _later(self, question: Question, told: Sequence[Source], hits: Sequence[ItemHit]) -> Source | None:
        """The item that treated later what is told, where the question names no time."""
        if not told or question.meetings or question.years:
            return None
        asked = self._index.query_terms(question.topic or question.text, question.language)
        weights = {term.term: term.weight for term in asked if term.origin in NAMING}
        known = {(source.held.key, source.item.number) for source in told if source.item}
        others = [hit for hit in hits if hit.item and (hit.meeting_key, hit.item) not in known]
        held = [(self._library.get(hit.meeting_key), hit.item) for hit in others]
        sources = [Source(stored, find_item(stored, item)) for stored, item in held]
        return treated_later(told, sources, weights, self._analyser.index_terms)

    def _sources(self, claims: Sequence[Claim]) -> list[Source]:
        cited = {(c.meeting_key, c.item) for claim in claims for c in claim.citations}
        sources = []
        for key, number in sorted(cited):
            held = self._library.get(key)
            sources.append(Source(held, find_item(held, number)))
        return sources

    def _refused(self, question: Question, draft: Draft, hits: Sequence[ItemHit]) -> str:
        lines = [draft.refusal or say(question.language, "not_told"), *tell_near(question.language, hits)]
        if self._library.meetings() and question.kind is not QuestionKind.COVERAGE and not draft.is_small_talk:
            lines.append(self.coverage(question.language))
        return "\n".join(lines)
