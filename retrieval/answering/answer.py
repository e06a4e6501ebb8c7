"""The use case: a question in, a verified answer with its sources out."""

import re
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from retrieval.answering.gather import Gatherer, Search, UnitEmbeddings
from retrieval.answering.rules.compose import compose
from retrieval.answering.rules.draft import Draft
from retrieval.answering.rules.outcome_lists import asked_outcomes, outcome_list_draft
from retrieval.answering.rules.outcomes import NOT_TREATED, UNDECIDED, outcome_of
from retrieval.answering.rules.phrases import join_names, say, write_count, write_date
from retrieval.answering.rules.records import absence_draft, case_items_draft, meeting_votes_draft, title_citation
from retrieval.answering.rules.sources import Source, find_item
from retrieval.answering.rules.summary import meeting_summary
from retrieval.answering.sources import Stored
from retrieval.index.request import SearchRequest
from retrieval.language import Analyser
from retrieval.model.answers import Answer, Citation, Claim, ItemHit, Language, Query
from retrieval.question.kinds import QuestionKind, generic_words
from retrieval.question.understand import HeldMeeting as HeldMeeting
from retrieval.question.understand import Question, names_committee, understand

LONGEST_QUESTION = 1_000  # characters
_CANDIDATES = 5  # items whose units are held against the question
_ROOM = 880  # characters of an answer; the contract's limit is 900
_ROOMS = {QuestionKind.LIST: 1_750, QuestionKind.SUMMARY: 3_400, QuestionKind.COVERAGE: 1_750, QuestionKind.CASE: 1_750}
_NEAR = 3
_NAMED_COMMITTEES = 2  # committees named in how far the minutes reach; the rest are counted
_GREETING = re.compile(
    r"(?:hej|hejsa|goddag|dav|davs|hallo|halløj|god(?:morgen|aften)|hi|hello|hey)\b[ !.,\w]{0,12}", re.I
)
_THANKS = re.compile(r"(?:(?:mange |1000 )?tak|thanks|thank you)\b.{0,30}$", re.I)
_LISTED_SOURCES = 3  # items up to which each is named under the answer
_ABOUT_MEETINGS = re.compile(r"\d|møde|udvalg|byråd|råds|moede")
_NUMBER = re.compile(r"\d[\d.,]*")


class Library(Protocol):
    """The stored meetings."""

    def meetings(self) -> Sequence[HeldMeeting]:
        """All meetings held, newest first."""

    def get(self, meeting_key: str) -> Stored:
        """One meeting with its text."""


Check = Callable[[Sequence[Claim], Question, Sequence[Source]], tuple[tuple[Claim, ...], tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Found:
    """A question as understood with the items found for it."""

    question: Question
    hits: tuple[ItemHit, ...]


class Answerer:
    """Answers from the minutes held. Holds no state but a cache of units; safe to use from several threads."""

    def __init__(
        self, library: Library, index: Search, analyser: Analyser, embeddings: UnitEmbeddings, check: Check
    ) -> None:
        self._library = library
        self._index = index
        self._analyser = analyser
        self._check = check
        self._gatherer = Gatherer(library, index, analyser, embeddings)

    def answer(self, query: Query, language: Language | None = None) -> Answer:
        """The answer to a question; never raises for anything a person may write."""
        started = time.perf_counter()
        text = query.question.strip()
        meetings = self._library.meetings()
        question = self._understood(replace(query, question=text[:LONGEST_QUESTION]), language)
        hits: tuple[ItemHit, ...] = ()
        if not any(char.isalnum() for char in text):
            draft = Draft(refusal=say(question.language, "ask_something"))
        elif len(text) > LONGEST_QUESTION:
            draft = Draft(refusal=say(question.language, "too_long", limit=LONGEST_QUESTION))
        elif not meetings:
            draft = Draft(refusal=say(question.language, "empty"))
        else:
            draft, hits = self._draft(question)
        return self._finish(question, draft, hits, started)

    def find(self, query: Query, k: int = 10, language: Language | None = None) -> Found:
        """The items for a question, best first, without composing an answer."""
        question = self._understood(query, language)
        return Found(question, tuple(self._search(question, k)))

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
        meetings = [meeting for meeting in self._library.meetings() if meeting.date]
        if not meetings:
            return say(language, "empty")
        days = sorted(meeting.date for meeting in meetings if meeting.date)
        committees = _some(language, sorted({meeting.committee for meeting in meetings}))
        return say(
            language,
            "coverage",
            first=write_date(language, days[0]),
            last=write_date(language, days[-1]),
            committees=committees,
        )

    def _understood(self, query: Query, language: Language | None) -> Question:
        """The question, with what the conversation lends it unless it is about something new."""
        meetings = self._library.meetings()
        question = understand(query, meetings, language)
        if meetings and self._is_new_subject(question):
            return understand(replace(query, history=()), meetings, language)
        return question

    def _draft(self, question: Question) -> tuple[Draft, tuple[ItemHit, ...]]:
        if question.kind is QuestionKind.COVERAGE:
            return Draft(refusal=self.coverage(question.language)), ()
        if _GREETING.fullmatch(question.text):
            return Draft(refusal=say(question.language, "greeting"), is_small_talk=True), ()
        if _THANKS.match(question.text):
            return Draft(refusal=say(question.language, "thanks"), is_small_talk=True), ()
        if question.kind is QuestionKind.CASE and question.case_number:
            return self._case(question), ()
        if question.missing_date is not None and self._is_whole_meeting(question):
            return self._no_meeting(question), ()
        meeting = self._asked_meeting(question)
        if meeting is not None and question.kind is QuestionKind.ABSENCE:
            return absence_draft(question, meeting), ()
        if meeting is not None and question.kind is QuestionKind.VOTE and self._is_whole_meeting(question):
            return meeting_votes_draft(question, meeting), ()
        outcomes = asked_outcomes(question.text)
        if outcomes and self._is_whole_meeting(question):
            return outcome_list_draft(question.language, outcomes, self._items_asked_about(question)), ()
        hits = tuple(self._held_first(question, self._search(question, _CANDIDATES)))
        if meeting is not None and question.kind in _SUMMED_UP and self._is_whole_meeting(question):
            return meeting_summary(question.language, meeting), hits
        evidence = self._gatherer.evidence(question, hits)
        if question.missing_date is not None and question.kind in _ABOUT_A_MEETING:
            day = question.missing_date.isoformat()
            if not evidence.ranked or day not in evidence.ranked[0].unit.terms:  # the minutes do not speak of it
                return self._no_meeting(question), ()
        return compose(question, evidence), hits

    def _no_meeting(self, question: Question) -> Draft:
        date = write_date(question.language, question.missing_date)
        return Draft(refusal=say(question.language, "no_meeting", date=date))

    def _items_asked_about(self, question: Question) -> list[Source]:
        """All items of the meetings named, or that the question may mean, or held."""
        meant = question.meetings or question.preferred
        held = [self._library.get(info.key) for info in self._library.meetings() if not meant or info.key in meant]
        return [Source(one, item) for one in held for item in one.meeting.items]

    def _held_first(self, question: Question, hits: list[ItemHit]) -> list[ItemHit]:
        """A case found at several meetings is answered from the newest that treated it, where no time is named.

        Asked what was decided, from the newest that decided: a later discussion does not undo a decision.
        """
        if question.meetings or question.years:
            return hits
        sources = {(hit.meeting_key, hit.item): self._source(hit) for hit in hits}
        ranked = []
        for hit in hits:
            own = sources[hit.meeting_key, hit.item]
            same = [other for other in hits if _is_same_case(own, sources[other.meeting_key, other.item])]
            standing = _decisiveness if question.kind in _ABOUT_A_MEETING else _recency
            newest = max((sources[one.meeting_key, one.item] for one in same), key=standing, default=own)
            is_newest = newest is own
            best = max((one.score for one in same), default=hit.score)
            ranked.append(replace(hit, score=best if is_newest else hit.score * _EARLIER))
        return sorted(ranked, key=lambda hit: -hit.score)

    def _source(self, hit: ItemHit) -> Source:
        held = self._library.get(hit.meeting_key)
        return Source(held, find_item(held, hit.item))

    def _case(self, question: Question) -> Draft:
        wanted = question.case_number.casefold()
        sources = []
        for info in self._library.meetings():
            held = self._library.get(info.key)
            sources += [Source(held, item) for item in held.meeting.items if item.case_number.casefold() == wanted]
        return case_items_draft(question.language, question.case_number, sources)

    def _asked_meeting(self, question: Question) -> Stored | None:
        """The one meeting the question names; the newest for a summary that names none."""
        if question.missing_date is not None:
            return None
        if question.meetings and len(question.meetings) == 1:
            return self._library.get(next(iter(question.meetings)))
        if question.meetings:
            meant = [
                key
                for key in question.meetings
                if names_committee(question.text, self._library.get(key).meeting.committee)
            ]
            return self._library.get(min(meant or question.meetings))
        if question.kind in _SUMMED_UP and question.names_meeting:
            return self._library.get(self._library.meetings()[0].key)
        return None

    def _is_whole_meeting(self, question: Question) -> bool:
        """Whether a summary is asked of the meeting and not of a matter: no content word beside date and "møde"."""
        if question.context.leans and question.anchor is not None:
            return False
        said = {
            term.term
            for term in self._analyser.query_terms(question.text, question.language)
            if term.origin == "word" and not _ABOUT_MEETINGS.search(term.term)
        }
        committees = " ".join(meeting.committee for meeting in self._library.meetings())
        generic = set(self._analyser.terms(f"{_MEETING_WORDS} {committees}"))
        return not said - generic

    def _search(self, question: Question, k: int) -> list[ItemHit]:
        context = question.context
        years = " ".join(str(year) for year in context.years)
        request = SearchRequest(
            text=question.topic or question.text,
            background=f"{years} {context.question} {context.answer}" if context.leans else "",
            language=question.language,
            meeting_keys=question.meetings,
            item=question.item_number if question.meetings else None,
            case_number=question.case_number,
            years=question.years,
            prefer_meetings=question.preferred,
            wants=question.kind.value,
            anchor=question.anchor,
        )
        hits = self._index.search(request, k)
        if not hits and (request.item is not None or request.case_number):
            hits = self._index.search(replace(request, item=None, case_number=""), k)
        return hits

    def _is_new_subject(self, question: Question) -> bool:
        """Whether a question without "og" or "men" names a matter of its own that was not spoken of before."""
        if not question.context.leans or question.context.opens:
            return False
        said = set(self._analyser.terms(f"{question.context.question} {question.context.answer}"))
        hits = self._index.search(SearchRequest(text=question.text, language=question.language), 1)
        if not hits or (hits[0].meeting_key, hits[0].item) == question.anchor:
            return False
        own = {
            term.term for term in self._analyser.query_terms(question.text, question.language) if term.origin == "word"
        }
        generic = set(self._analyser.terms(f"{_MEETING_WORDS} {' '.join(generic_words(question.kind))}"))
        return bool((own - said - generic) & set(self._analyser.terms(hits[0].title)))

    def _finish(self, question: Question, draft: Draft, hits: Sequence[ItemHit], started: float) -> Answer:
        sources = self._sources(draft.claims)
        kept, dropped = self._check(draft.claims, question, sources)
        kept = fitting(question.kind, question.language, kept)
        found = bool(kept)
        text = tell(question.language, kept) if found else self._refused(question, draft, hits)
        return Answer(
            id=secrets.token_hex(8),
            question=question.text,
            text=text,
            found=found,
            kind=question.kind.value,
            language=question.language,
            citations=cited_by(kept, sources),
            claims=kept,
            tables=draft.tables if found else (),
            near=() if found else tuple(hits[:_NEAR]),
            freshness=self.coverage(question.language),
            dropped=dropped,
            latency_ms=(time.perf_counter() - started) * 1000,
        )

    def _sources(self, claims: Sequence[Claim]) -> list[Source]:
        cited = {(c.meeting_key, c.item) for claim in claims for c in claim.citations}
        sources = []
        for key, number in sorted(cited):
            held = self._library.get(key)
            sources.append(Source(held, find_item(held, number)))
        return sources

    def _refused(self, question: Question, draft: Draft, hits: Sequence[ItemHit]) -> str:
        lines = [draft.refusal or say(question.language, "not_told")]
        near = [hit for hit in hits if hit.item][:_NEAR]
        if near:
            lines.append(say(question.language, "near"))
            lines += [
                "– "
                + say(
                    question.language,
                    "source",
                    committee=hit.committee,
                    date=write_date(question.language, hit.date),
                    item=hit.item,
                    title=hit.title,
                ).strip("()")
                for hit in near
            ]
        if self._library.meetings() and question.kind is not QuestionKind.COVERAGE and not draft.is_small_talk:
            lines.append(self.coverage(question.language))
        return "\n".join(lines)


_EARLIER = 0.9  # what a score is multiplied by where the case was treated again later
_ABOUT_A_MEETING = frozenset({QuestionKind.DECISION, QuestionKind.SUMMARY, QuestionKind.ABSENCE, QuestionKind.VOTE})
_SUMMED_UP = frozenset({QuestionKind.SUMMARY, QuestionKind.DECISION})  # asked of no matter: the meeting is meant
_MEETING_WORDS = (
    "afstemning afstemninger stemte stemmer votes vote besluttede besluttet vedtaget vedtog godkendt "
    "godkendte afvist forkastet drøftet udsat udskudt sendt tilbage anbefalet sager sag emner forslag "
    "items cases matters proposals approved rejected postponed discussed decided recommended short brief "
    "quick hurtigt lille kommune fra social sociale møde møder mødet resume resumé resumér opsummer "
    "sammenfat opsummering referat referater udvalg udvalget byråd byrådet vigtigste vigtig hovedpunkter "
    "punkter kort overblik giv lav skete sidste seneste nyeste dagsorden fortæl lige træk store summary "
    "summarise summarize sum meeting committee council minutes main points important latest last newest "
    "key decisions highlights overview happened give beslutninger"
)


def _some(language: Language, names: list[str]) -> str:
    """The names, or the first of them and how many more there are."""
    if len(names) <= _NAMED_COMMITTEES + 1:
        return join_names(language, names)
    others = write_count(language, len(names) - _NAMED_COMMITTEES).lower()
    return say(language, "others", names=", ".join(names[:_NAMED_COMMITTEES]), count=others)


def _is_same_case(one: Source, other: Source) -> bool:
    """Whether two items are one case, treated at different meetings; an item is its own case."""
    if one.item is None or other.item is None:
        return False
    same = bool(one.item.case_number) and one.item.case_number == other.item.case_number
    return one == other or (same and one.held.key != other.held.key)


def _decisiveness(source: Source) -> tuple[bool, str]:
    """Decided before only talked about, then by date."""
    return outcome_of(source) not in UNDECIDED, str(source.date)


def _recency(source: Source) -> tuple[bool, str]:
    """Treated before put off, then by date."""
    return outcome_of(source) not in NOT_TREATED, str(source.date)


def fitting(kind: QuestionKind, language: Language, claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """The claims in order as far as they fit in a message, their source lines counted."""
    room = _ROOMS.get(kind, _ROOM)
    kept: list[Claim] = []
    for claim in claims:
        if kept and len(tell(language, [*kept, claim])) > room:
            continue
        kept.append(claim)
    return tuple(kept)


def cited_by(claims: Sequence[Claim], sources: Sequence[Source]) -> tuple[Citation, ...]:
    """What the claims cite; and an item's title line where the title told under the answer holds numbers of its own."""
    cited = list(dict.fromkeys(citation for claim in claims for citation in claim.citations))
    told = {number for citation in cited for number in _NUMBER.findall(citation.quote)}
    for source in sources:
        numbers = _NUMBER.findall(source.item.title) if source.item else []
        if any(number not in told for number in numbers):
            cited.append(title_citation(source))
    return tuple(cited)


def tell(language: Language, claims: Sequence[Claim]) -> str:
    """The answer as a person reads it: the claims, then where they stand."""
    lines = [claim.text for claim in claims]
    cited = [citation for claim in claims for citation in claim.citations]
    items = {(citation.meeting_key, citation.item) for citation in cited}
    if len(items) > _LISTED_SOURCES:  # the lines name their items themselves
        cited = [replace(citation, item=0) for citation in cited]
    return "\n".join([*lines, *dict.fromkeys(_reference(language, citation) for citation in cited)])


def _reference(language: Language, citation: Citation) -> str:
    date = write_date(language, citation.meeting)
    if not citation.item:
        return say(language, "source_meeting", committee=citation.committee, date=date)
    return say(language, "source", committee=citation.committee, date=date, item=citation.item, title=citation.title)
