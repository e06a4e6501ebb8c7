"""What is new in a meeting, and for whom: the items that meet an interest, each with the words that met it. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from retrieval.index.embeddings import LocalEmbeddings
from retrieval.interests import Interest, InterestKind, fold_case
from retrieval.language import Analyser
from retrieval.model.minutes import AgendaItem, Document, Meeting, Person
from retrieval.model.vocabulary import MeetingStatus, Outcome
from retrieval.parsing.bodies import is_same_body
from retrieval.subjects import Attached, Embedding, ItemText, SubjectReader

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
    ATTACHMENT = "attachment"  # `word` is its title
    MEANING = "meaning"  # it is near to the subject; `word` is the word of the text that is nearest


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

    def __init__(self, analyser: Analyser | None = None, embedding: Embedding | None = None) -> None:
        self._reader = SubjectReader(analyser or Analyser(), embedding or LocalEmbeddings())

    def meeting(
        self, document: Document, meeting: Meeting, attached: Mapping[int, Attached] | None = None
    ) -> "WatchedMeeting":
        """The meeting, ready to be matched with any number of interests.

        `attached` are titles and words of attachments, by the position of their item, counted from 0.
        """
        return WatchedMeeting(document, meeting, attached or {}, self._reader)

    def can_match(self, interest: Interest) -> bool:
        """Whether there is anything in its words to look for: stop words alone meet nothing."""
        if interest.kind is not InterestKind.SUBJECT:
            return True
        meaning = self._reader.meaning(interest.words)
        return bool(meaning.words or meaning.phrases)


class WatchedMeeting:
    """One meeting's items against interests; each item's words are read once."""

    def __init__(
        self, document: Document, meeting: Meeting, attached: Mapping[int, Attached], reader: SubjectReader
    ) -> None:
        self._meeting = meeting
        self._reader = reader
        self._items = [reader.item(document, item, attached.get(n, ())) for n, item in enumerate(meeting.items)]
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

    def _reason(self, interest: Interest, words: ItemText) -> Reason | None:
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
                found = words.about(self._reader.meaning(interest.words))
                return Reason(interest, How(found.place), found.word) if found else None


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
