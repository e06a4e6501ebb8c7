"""What is new in a meeting, and for whom: the items that meet an interest, each with the words that met it. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache

from retrieval.interests import Interest, InterestKind, fold_case
from retrieval.language import Analyser
from retrieval.model.minutes import AgendaItem, Document, Meeting, Person
from retrieval.model.vocabulary import MeetingStatus, Outcome, SectionKind
from retrieval.parsing.bodies import is_same_body

SYNONYM_WEIGHT = 0.25  # below it a related word says too little about what a text is about
TIMES_IN_TEXT = 3  # a word that only the body of a text has must come back to be its subject
PART_LENGTH = 4  # letters of a word that counts as part of a longer one
TELLING_SECTIONS = (SectionKind.SUMMARY, SectionKind.RECOMMENDATION, SectionKind.DECISION, SectionKind.EFFECT)

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_WEIGHT = {
    Outcome.REJECTED: 4.0,
    Outcome.APPROVED_WITH_AMENDMENT: 4.0,
    Outcome.RECOMMENDED: 4.0,
    Outcome.APPROVED: 3.0,
    Outcome.SENT_BACK: 3.0,
    Outcome.POSTPONED: 2.0,
    Outcome.WITHDRAWN: 2.0,
    Outcome.DISCUSSED: 1.5,
    Outcome.NOTED: 1.0,
}
_SAME_PARTY = {"sf": "f", "f": "sf"}  # printed either way
_ROUTINE = re.compile(
    r"godkendelse af (?:dagsorden|referat)|^dagsorden\b|underskrift|eventuelt|aktuelle sager"
    r"|^spørgetid|^program for|^huskeliste",
    re.I,
)


class How(StrEnum):
    """Where an item met an interest."""

    WHOLE = "whole"  # everything of the meeting is followed
    CASE = "case"
    VOTE = "vote"
    NAMED = "named"
    AMOUNT = "amount"
    TITLE = "title"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an item concerns somebody: what they follow, and `word`, the words of the minutes that met it."""

    interest: Interest
    how: How
    word: str = ""


@dataclass(frozen=True, slots=True)
class ItemMatch:
    """An item that meets at least one interest; `position` counts from 0 in the meeting."""

    position: int
    number: int
    reasons: tuple[Reason, ...]


class Watch:
    """Matches interests with meetings; one for all meetings, as it remembers what an interest's words mean."""

    def __init__(self, analyser: Analyser | None = None) -> None:
        self._analyser = analyser or Analyser()
        self._meant = lru_cache(maxsize=20_000)(self._meaning)

    def meeting(self, document: Document, meeting: Meeting) -> "WatchedMeeting":
        """The meeting, ready to be matched with any number of interests."""
        return WatchedMeeting(document, meeting, self._analyser, self._meant)

    def can_match(self, interest: Interest) -> bool:
        """Whether there is anything in its words to look for: stop words alone meet nothing."""
        if interest.kind is not InterestKind.SUBJECT:
            return True
        meaning = self._meant(interest.words)
        return bool(meaning.own or meaning.related)

    def _meaning(self, words: str) -> "_Meaning":
        own = [frozenset(self._own(word)) for word in _WORD.findall(words)]
        related = frozenset(
            term.term
            for term in self._analyser.query_terms(words)
            if term.origin in ("synonym", "abbreviation", "english", "spelling")
            and term.weight >= SYNONYM_WEIGHT
            and not term.term.startswith("~")
        )
        return _Meaning(tuple(terms for terms in own if terms), related, related.union(*own))

    def _own(self, word: str) -> Iterator[str]:
        for term in self._analyser.terms(word):
            yield term
            if len(term) >= PART_LENGTH:
                yield f"~{term}"


@dataclass(frozen=True, slots=True)
class _Meaning:
    """A subject's words, each with the terms that say it, and the terms that say all of it in another way."""

    own: tuple[frozenset[str], ...]
    related: frozenset[str]
    any: frozenset[str]


class WatchedMeeting:
    """One meeting's items against interests; each item's words are read once."""

    def __init__(self, document: Document, meeting: Meeting, analyser: Analyser, meaning: object) -> None:
        self._meeting = meeting
        self._meaning = meaning
        self._items = [_Words(document, item, analyser) for item in meeting.items]
        self._known: dict[Interest, tuple[tuple[int, Reason], ...]] = {}

    def match(self, interests: Iterable[Interest]) -> tuple[ItemMatch, ...]:
        """The items that meet an interest, most important first; a closed item meets only what takes in all."""
        met: dict[int, list[Reason]] = {}
        for interest in dict.fromkeys(interests):
            for position, reason in self._met(interest):
                met.setdefault(position, []).append(reason)
        found = [
            ItemMatch(position, self._items[position].item.number, tuple(reasons)) for position, reasons in met.items()
        ]
        return tuple(sorted(found, key=lambda match: (-self._rank(match), match.position)))

    def _met(self, interest: Interest) -> tuple[tuple[int, Reason], ...]:
        """The items that meet one interest; looked up once, however many follow it."""
        if interest not in self._known:
            reasons = ((position, self._reason(interest, words)) for position, words in enumerate(self._items))
            self._known[interest] = tuple((position, reason) for position, reason in reasons if reason)
        return self._known[interest]

    def _rank(self, match: ItemMatch) -> float:
        chosen = any(reason.how is not How.WHOLE for reason in match.reasons)
        return weight(self._items[match.position].item, self._meeting) + 10.0 * chosen

    def _reason(self, interest: Interest, words: "_Words") -> Reason | None:
        item = words.item
        match interest.kind:
            case InterestKind.EVERYTHING:
                return Reason(interest, How.WHOLE)
            case InterestKind.COMMITTEE:
                return Reason(interest, How.WHOLE) if _is_body(interest.words, self._meeting.committee) else None
            case InterestKind.CASE:
                same = fold_case(item.case_number) == fold_case(interest.words)
                return Reason(interest, How.CASE, item.case_number) if same and item.is_open else None
        if not item.is_open:
            return None
        match interest.kind:
            case InterestKind.AMOUNT:
                return _over(interest, item)
            case InterestKind.PERSON:
                return _by_name(interest, item)
            case InterestKind.PARTY:
                return _by_party(interest, item)
            case _:
                return words.about(interest, self._meaning(interest.words))  # type: ignore[operator]


class _Words:
    """An item's words as terms: those of its title, of its telling sections, and of all its text."""

    def __init__(self, document: Document, item: AgendaItem, analyser: Analyser) -> None:
        self.item = item
        self._text = document.text
        self._analyser = analyser

    @cached_property
    def _telling(self) -> str:
        spans = [section.span for section in self.item.sections if section.kind in TELLING_SECTIONS]
        if self.item.decision is not None:
            spans.append(self.item.decision.span)
        return "\n".join([self.item.title, *(span.of(self._text) for span in spans)])

    @cached_property
    def _title_terms(self) -> frozenset[str]:
        return frozenset(self._analyser.index_terms(self.item.title))

    @cached_property
    def _telling_terms(self) -> frozenset[str]:
        return frozenset(self._analyser.index_terms(self._telling))

    @cached_property
    def _terms(self) -> frozenset[str]:
        return self._title_terms | self._telling_terms | frozenset(self._all_terms)

    @cached_property
    def _all_terms(self) -> Counter[str]:
        return Counter(self._analyser.terms(self.item.span.of(self._text)))

    def about(self, interest: Interest, meaning: _Meaning) -> Reason | None:
        """Why the item is about the subject, or None where it is not."""
        if not meaning.any & self._terms:
            return None
        if meaning.own:
            if all(terms & self._title_terms for terms in meaning.own):
                return self._told(interest, How.TITLE, self.item.title, frozenset().union(*meaning.own))
            if all(terms & self._telling_terms for terms in meaning.own):
                return self._told(interest, How.TEXT, self._telling, frozenset().union(*meaning.own))
        if meaning.related & self._title_terms:
            return self._told(interest, How.TITLE, self.item.title, meaning.related)
        if meaning.related & self._telling_terms:
            return self._told(interest, How.TEXT, self._telling, meaning.related)
        often = meaning.own and all(
            sum(self._all_terms[term] for term in terms) >= TIMES_IN_TEXT for terms in meaning.own
        )
        if often:
            return self._told(interest, How.TEXT, self.item.span.of(self._text), frozenset().union(*meaning.own))
        return None

    def _told(self, interest: Interest, how: How, text: str, terms: frozenset[str]) -> Reason:
        """The reason with the first word of `text` that has one of the terms, as printed."""
        for match in _WORD.finditer(text):
            if terms & set(self._analyser.index_terms(match[0])):
                return Reason(interest, how, match[0])
        return Reason(interest, how)


def _is_body(words: str, committee: str) -> bool:
    """Whether the words name the committee, in full or by how its name begins."""
    return bool(committee) and (
        is_same_body(words, committee) or committee.casefold().startswith(f"{words.casefold()}-")
    )


def _over(interest: Interest, item: AgendaItem) -> Reason | None:
    sums = [amount for amount in item.amounts if amount.currency == "DKK" and abs(amount.value) >= interest.limit]
    if not sums:
        return None
    largest = max(sums, key=lambda amount: abs(amount.value))
    return Reason(interest, How.AMOUNT, " ".join(f"{largest.text} {_unit(largest.unit)}".split()))


def _unit(unit: str) -> str:
    return f"({unit})" if unit else ""


def _voters(item: AgendaItem) -> Iterator[Person]:
    for vote in item.votes:
        yield from (*vote.supporters, *vote.opponents, *vote.abstainers)


def _speakers(item: AgendaItem) -> Iterator[Person]:
    for remark in item.remarks:
        yield from remark.by


def _by_name(interest: Interest, item: AgendaItem) -> Reason | None:
    wanted = set(interest.words.casefold().split())
    for how, people in ((How.VOTE, _voters(item)), (How.NAMED, _speakers(item))):
        for person in people:
            if wanted <= set(person.name.casefold().split()):
                return Reason(interest, how, person.name)
    return None


def _by_party(interest: Interest, item: AgendaItem) -> Reason | None:
    wanted = {interest.words.casefold(), _SAME_PARTY.get(interest.words.casefold(), "")} - {""}
    for how, people in ((How.VOTE, _voters(item)), (How.NAMED, _speakers(item))):
        if any(wanted & {person.party.casefold(), person.name.casefold()} for person in people):
            return Reason(interest, how, interest.words)
    return None


def weight(item: AgendaItem, meeting: Meeting) -> float:
    """How much an item weighs among those of its meeting: decisions, disagreement and money before routine."""
    outcome = item.decision.outcome if item.decision else Outcome.NONE
    if meeting.status is MeetingStatus.CANCELLED:
        outcome = Outcome.CANCELLED
    told = _WEIGHT.get(outcome, 0.5) + 2.0 * bool(item.votes) + 0.5 * bool(item.amounts) + 0.5 * bool(item.remarks)
    return told - 5.0 * bool(_ROUTINE.search(item.title)) - 3.0 * (not item.is_open)
