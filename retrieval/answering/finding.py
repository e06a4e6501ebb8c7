"""What a question is about: the question with its conversation, the items found, the meeting meant."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from retrieval.answering.gather import Search
from retrieval.answering.names import party_letter
from retrieval.answering.rules.bodies import bodies_named, is_one_of
from retrieval.answering.rules.corrections import is_of_time
from retrieval.answering.rules.meeting_days import is_plan
from retrieval.answering.rules.outcome_lists import asked_outcomes
from retrieval.answering.rules.outcomes import NOT_TREATED, UNDECIDED, outcome_of
from retrieval.answering.rules.sources import Source, find_item
from retrieval.answering.sources import Stored
from retrieval.index.request import SearchRequest
from retrieval.language import Analyser, detect_language
from retrieval.model.answers import ItemHit, Language, Query
from retrieval.model.vocabulary import Outcome
from retrieval.question.calendar import WORDS, asks_for_meeting_days
from retrieval.question.followup import with_new_year
from retrieval.question.kinds import QuestionKind, generic_words
from retrieval.question.leaning import LeaningFigures, chance_of_leaning, leaning_figures, points_back
from retrieval.question.understand import HeldMeeting, Question, named_committees, names_committee, understand

ABOUT_A_MEETING = frozenset({QuestionKind.DECISION, QuestionKind.SUMMARY, QuestionKind.ABSENCE, QuestionKind.VOTE})
SUMMED_UP = frozenset(
    {QuestionKind.SUMMARY, QuestionKind.DECISION, QuestionKind.LIST}
)  # asked of no matter: the meeting is meant
# Chances of going on from the question before. From the first on, its meeting is asked about; from the second on, its
# item is only preferred. Set where follow-ups lose few and new questions win many (docs/accuracy.md).
SURE, EVEN = 0.7, 0.4
_PLANS = 20  # items looked at for a meeting plan
_EARLIER = 0.9  # what a score is multiplied by where the case was treated again later
_A_THING = re.compile(r"\b(?:koste[rt]?|kostede|om|til|med|cost|costs|about|for|get) (?:en|et|an?) (\w{3,})", re.I)
_TURNS_TO = re.compile(r"\bhvad (?:så )?med\b|\b(?:what|how) about\b", re.I)
_ONE_THING = re.compile(
    r"(?:og|men|and|but)\s(?:(?:om|på|for|til|on|about|for)\s)?(?:en\s|et\s|the\s|an?\s)?(?P<what>[^\W\d][\w-]*)\s*\?*$",
    re.I,
)
_ABOUT_MEETINGS = re.compile(r"\d|møde|udvalg|byråd|råds|moede|orient|efterretn")
_MEETING_WORDS = (
    "sidst afstemning afstemninger stemte stemmer votes vote besluttede besluttet vedtaget vedtog godkendt "
    "godkendte afvist forkastet drøftet udsat udskudt sendt tilbage anbefalet sager sag emner forslag "
    "items cases matters proposals approved rejected postponed discussed decided recommended short brief "
    "quick hurtigt lille kommune fra social sociale møde møder mødet resume resumé resumér opsummer "
    "sammenfat opsummering referat referater udvalg udvalget byråd byrådet vigtigste vigtig hovedpunkter "
    "punkter kort overblik giv lav skete sidste seneste nyeste dagsorden fortæl lige træk store summary "
    "summarise summarize sum meeting committee council minutes main points important latest last newest "
    "key decisions highlights overview happened give beslutninger"
)


class Library(Protocol):
    """The stored meetings."""

    def meetings(self) -> Sequence[HeldMeeting]:
        """All meetings held, newest first."""

    def revisions(self) -> Mapping[str, int]:
        """The revision of every meeting held."""

    def get(self, meeting_key: str) -> Stored:
        """One meeting with its text."""

    def items_with_outcome(
        self, outcomes: Collection[Outcome], meeting_keys: Collection[str] | None, limit: int
    ) -> Sequence[tuple[str, int]]:
        """(meeting key, position) of the items with one of these outcomes, newest meeting first."""


class Finder:
    """Finds what questions are about. Safe to use from several threads."""

    def __init__(self, library: Library, index: Search, analyser: Analyser) -> None:
        self._library = library
        self._index = index
        self._analyser = analyser

    def understood(self, query: Query, language: Language | None, *, goes_on: bool = False) -> Question:
        """The question, with what the conversation lends it unless it is about something new.

        One that `goes_on`, as the second of two asked at once does, is about something new only where it names that.
        """
        meetings = self._library.meetings()
        alone = understand(replace(query, history=()), meetings, language)
        if not query.history:
            return alone
        question = understand(query, meetings, language)
        if not self._is_of_time_talked_about(question, alone):
            whole = with_new_year(query)
            if whole and not points_back(whole):
                return replace(understand(Query(whole), meetings, language), anchor=question.anchor)
            question = replace(question, meetings=alone.meetings)
        if not meetings or not question.context.leans:
            return question
        if asked_outcomes(question.text) and not question.context.opens:
            return alone  # about all matters of one fate
        if self._names_another_matter(question, alone):
            return replace(alone, kind=question.kind) if question.context.opens else alone
        if goes_on:
            return question
        chance = chance_of_leaning(self.leaning(question, alone))
        if chance > SURE:
            return alone if self._names_a_stranger(question) else question
        return replace(alone, anchor=question.anchor) if chance > EVEN else alone

    def _is_of_time_talked_about(self, question: Question, alone: Question) -> bool:
        """Whether the item talked about, where there is one, is of the year that the question names for itself."""
        if not alone.years or alone.meetings:
            return True
        if question.anchor is None:
            return False
        held = self._library.get(question.anchor[0])
        return is_of_time(question, Source(held, find_item(held, question.anchor[1])))

    def leaning(self, question: Question, alone: Question) -> LeaningFigures:
        """What tells whether a question goes on from the one before it; `alone` is it without the conversation."""
        context = question.context
        anchored = 0.0
        if question.anchor is not None:
            key, item = question.anchor
            anchored = self._relevance(alone, meeting_keys=frozenset({key}), item=item)
        return leaning_figures(
            question.text,
            context,
            unsaid=len(self._unsaid(question)),
            dated=bool(alone.years or alone.meetings),
            of_meeting=alone.names_meeting,
            other_language=detect_language(context.question) is not question.language,
            best=self._relevance(alone),
            anchored=anchored,
        )

    def _unsaid(self, question: Question) -> list[str]:
        """The question's own terms of matter that had not been said in the conversation."""
        said = set(self._analyser.terms(f"{question.context.question} {question.context.answer}"))
        generic = set(self._analyser.terms(f"{_MEETING_WORDS} {' '.join(generic_words(question.kind))}"))
        matter = question.text.replace(question.voter, " ", 1) if question.voter else question.text
        terms = self._analyser.query_terms(matter, question.language)
        own = [term.term for term in terms if term.origin in ("word", "number")]
        return [term for term in own if term not in said and term not in generic]

    def _names_another_matter(self, question: Question, alone: Question) -> bool:
        """Whether it asks about something else than what is talked about, as "hvem stemte imod cykelstien?" does.

        A new word of it, as written or as mended, stands in the title of what it finds alone, and nowhere in the item
        talked about; and nothing in it says that it goes on, as "og ..." and "de" do.
        """
        goes_on = question.context.opens and not self._turns(question)
        if goes_on or points_back(question.text):
            return False
        unsaid = [term for term in self._unsaid(question) if not term.isdigit()]
        found = self.search(alone, 1) if unsaid else []
        if not found or (found[0].meeting_key, found[0].item) == question.anchor:
            return False
        titled = set(self._analyser.index_terms(found[0].title))
        talked_about = self._text_of(question.anchor) if question.anchor else ""
        read = self._index.query_terms(question.topic or question.text, question.language)
        mended = [term.term for term in read if term.origin == "spelling"]
        return any(term in titled and term not in talked_about for term in (*unsaid, *mended))

    def _turns(self, question: Question) -> bool:
        """Whether it turns to something else: "hvad med ...?", "og cykelstien?"; "og Venstre?" names another voter."""
        if _TURNS_TO.search(question.text):
            return True
        named = _ONE_THING.match(question.text)
        return named is not None and not (question.kind is QuestionKind.VOTE and party_letter(named["what"]))

    def _names_a_stranger(self, question: Question) -> bool:
        """Whether it asks about a thing "en ..." of which the item talked about says nothing, nor of anything like it.

        "Hvad koster en byggetilladelse?" after an answer about a nursing home: short, but no follow-up.
        """
        thing = _A_THING.search(question.text)
        if thing is None or question.anchor is None or question.context.opens or points_back(question.text):
            return False
        alike = {term.term for term in self._index.query_terms(thing[1], question.language)}
        return bool(alike) and not alike & set(self._analyser.index_terms(self._text_of(question.anchor)))

    def _text_of(self, place: tuple[str, int]) -> str:
        held = self._library.get(place[0])
        item = find_item(held, place[1])
        return item.span.of(held.document.text).casefold() if item else ""

    def _relevance(
        self, question: Question, meeting_keys: frozenset[str] | None = None, item: int | None = None
    ) -> float:
        """How relevant the best item is, 0 to 1; of the meetings, and the item, named alone."""
        request = SearchRequest(
            text=question.topic or question.text,
            language=question.language,
            meeting_keys=meeting_keys,
            item=item,
            years=question.years,
            prefer_meetings=question.preferred,
            wants=question.kind.value,
        )
        hits = self._index.search(request, 1)
        return hits[0].hits[0].parts.get("relevance", 0.0) if hits else 0.0

    def search(self, question: Question, k: int) -> list[ItemHit]:
        """The items for a question, best first."""
        context = question.context
        years = " ".join(str(year) for year in context.years)
        request = SearchRequest(
            text=question.topic or question.text,
            background=f"{years} {context.question} {context.answer}" if context.leans else "",
            language=question.language,
            meeting_keys=question.meetings or self._of_named_committee(question),
            item=question.item_number if question.meetings else None,
            case_number=question.case_number,
            years=question.years,
            prefer_meetings=question.preferred,
            wants=question.kind.value,
            anchor=question.anchor,
        )
        hits = self._found(request, k)
        if not hits and (request.item is not None or request.case_number):
            hits = self._found(replace(request, item=None, case_number=""), k)
        return hits

    def _found(self, request: SearchRequest, k: int) -> list[ItemHit]:
        """The items the index finds and the library still holds: of what is taken down the index learns last."""
        indexed = self._index.manifest().meetings
        hits, held = self._index.search(request, k), self._library.revisions()
        return [
            hit
            for hit in hits
            if hit.meeting_key in held
            and (held[hit.meeting_key] == indexed.get(hit.meeting_key) or self._still_says(hit))
        ]

    def _still_says(self, hit: ItemHit) -> bool:
        text = self._library.get(hit.meeting_key).document.text
        return all(one.passage.text in text for one in hit.hits)

    def _of_named_committee(self, question: Question) -> frozenset[str] | None:
        """The meetings of the committee that a question about people names."""
        if question.kind not in (QuestionKind.PERSON, QuestionKind.VOTE):
            return None
        meetings = self._library.meetings()
        committees = named_committees(question.text, meetings)
        named = frozenset(one.key for one in meetings if one.committee in committees)
        return named if 0 < len(named) < len(meetings) else None

    def held_first(self, question: Question, hits: list[ItemHit]) -> list[ItemHit]:
        """A case found at several meetings is answered from the newest that treated it, where no time is named.

        Asked what was decided, from the newest that decided: a later discussion does not undo a decision.
        """
        if question.meetings:
            return hits
        standing = _decisiveness if question.kind in ABOUT_A_MEETING else _recency
        if question.years:
            standing = _was_treated
        sources = {(hit.meeting_key, hit.item): self._source(hit) for hit in hits}
        ranked = []
        for hit in hits:
            own = sources[hit.meeting_key, hit.item]
            same = [other for other in hits if _is_same_case(own, sources[other.meeting_key, other.item])]
            newest = max((sources[one.meeting_key, one.item] for one in same), key=standing, default=own)
            is_newest = newest is own
            best = max((one.score for one in same), default=hit.score)
            ranked.append(replace(hit, score=best if is_newest else hit.score * _EARLIER))
        return sorted(ranked, key=lambda hit: -hit.score)

    def asked_meeting(self, question: Question) -> Stored | None:
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
        if question.kind in SUMMED_UP and question.names_meeting:
            return self._library.get(self._library.meetings()[0].key)
        return None

    def meeting_meant(self, question: Question) -> Stored:
        """The meeting a question about a meeting means: the one named, that talked about, else the newest."""
        asked = self.asked_meeting(question)
        if asked is not None:
            return asked
        if question.anchor is not None:
            return self._library.get(question.anchor[0])
        meetings = self._library.meetings()
        committees = named_committees(question.text, meetings)
        newest = next((one for one in meetings if one.committee in committees), meetings[0])
        return self._library.get(newest.key)

    def is_whole_meeting(self, question: Question) -> bool:
        """Whether a summary is asked of the meeting and not of a matter: no content word beside date and "møde"."""
        if question.context.leans and question.anchor is not None:
            return False
        return self._holds_only(question, _MEETING_WORDS)

    def is_of_meeting_days(self, question: Question) -> bool:
        """Whether the days of meetings are asked for, and nothing else but of which body and when."""
        return asks_for_meeting_days(question.text) and self._holds_only(question, f"{_MEETING_WORDS} {WORDS}")

    def plans(self, question: Question) -> list[Source]:
        """The items about when a body meets, of the bodies named, those of the newest meetings first."""
        of_bodies = self._of_bodies_named(question)
        request = SearchRequest(
            text="mødeplan mødekalender fastlæggelse af møder datoer",
            language=Language.DANISH,
            meeting_keys=of_bodies,
            years=question.years,
            wants=QuestionKind.LIST.value,
        )
        found = self._found(request, _PLANS)  # where the bodies have none, other bodies' are found
        sources = [self._source(hit) for hit in found if of_bodies is None or hit.meeting_key in of_bodies]
        return sorted(filter(is_plan, sources), key=lambda source: str(source.date), reverse=True)

    def meetings_held(self, question: Question, limit: int) -> list[Stored]:
        """The meetings of the bodies and years named, newest first."""
        of_bodies = self._of_bodies_named(question)
        meant = [
            one
            for one in self._library.meetings()
            if (of_bodies is None or one.key in of_bodies)
            and (not question.years or (one.date is not None and one.date.year in question.years))
        ]
        return [self._library.get(one.key) for one in meant[:limit]]

    def _of_bodies_named(self, question: Question) -> frozenset[str] | None:
        """The meetings of the bodies that a question names; None where it names none."""
        named = bodies_named(question.text)
        if not named:
            return None
        return frozenset(one.key for one in self._library.meetings() if is_one_of(one.committee, named))

    def _holds_only(self, question: Question, words: str) -> bool:
        """Whether a question holds no word of its own beside those, dates and the names of committees."""
        said = {
            term.term
            for term in self._analyser.query_terms(question.text, question.language)
            if term.origin == "word" and not _ABOUT_MEETINGS.search(term.term)
        }
        committees = " ".join({meeting.committee for meeting in self._library.meetings()})
        generic = set(self._analyser.terms(f"{words} {committees}"))
        return not said - generic

    def _source(self, hit: ItemHit) -> Source:
        held = self._library.get(hit.meeting_key)
        return Source(held, find_item(held, hit.item))


def _is_same_case(one: Source, other: Source) -> bool:
    """Whether two items are one case, treated at different meetings; an item is its own case."""
    if one.item is None or other.item is None:
        return False
    same = bool(one.item.case_number) and one.item.case_number == other.item.case_number
    return one == other or (same and one.held.key != other.held.key)


def _decisiveness(source: Source) -> tuple[bool, str]:
    """Decided before only talked about, then by date."""
    return outcome_of(source) not in UNDECIDED, str(source.date)


def _was_treated(source: Source) -> tuple[bool, str]:
    """Treated before put off; a time is named, so the newest is not meant."""
    return outcome_of(source) not in NOT_TREATED, ""


def _recency(source: Source) -> tuple[bool, str]:
    """Treated before put off, then by date."""
    return outcome_of(source) not in NOT_TREATED, str(source.date)
