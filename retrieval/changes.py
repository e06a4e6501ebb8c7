"""What changed between two versions of a meeting, told in words. Pure."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from retrieval.interests import fold_case
from retrieval.model.answers import Language
from retrieval.model.minutes import AgendaItem, Amount, Meeting
from retrieval.model.vocabulary import MeetingStatus, SectionKind

QUOTED = 220  # characters of the words before and after

_MONEY_SECTIONS = (SectionKind.DECISION, SectionKind.RECOMMENDATION, SectionKind.FINANCES)
_SENTENCES: dict[str, tuple[str, str]] = {
    "decision": (
        "Punkt {item}: beslutningen er ændret fra »{before}« til »{after}«",
        "Item {item}: the decision is changed from »{before}« to »{after}«",
    ),
    "decision_added": (
        "Punkt {item}: der er nu noteret en beslutning: »{after}«",
        "Item {item}: a decision is now recorded: »{after}«",
    ),
    "decision_removed": (
        "Punkt {item}: beslutningen »{before}« står der ikke længere.",
        "Item {item}: the decision »{before}« is no longer there.",
    ),
    "vote": (
        "Punkt {item}: afstemningen er ændret fra »{before}« til »{after}«",
        "Item {item}: the vote is changed from »{before}« to »{after}«",
    ),
    "vote_added": (
        "Punkt {item}: der er nu noteret en afstemning: »{after}«",
        "Item {item}: a vote is now recorded: »{after}«",
    ),
    "vote_removed": (
        "Punkt {item}: afstemningen »{before}« står der ikke længere.",
        "Item {item}: the vote »{before}« is no longer there.",
    ),
    "recommendation": (
        "Punkt {item}: indstillingen er ændret fra »{before}« til »{after}«",
        "Item {item}: the recommendation is changed from »{before}« to »{after}«",
    ),
    "amount": (
        "Punkt {item}: beløbet er ændret fra {before} til {after}.",
        "Item {item}: the amount is changed from {before} to {after}.",
    ),
    "amount_added": ("Punkt {item}: der er tilføjet {after}.", "Item {item}: {after} is added."),
    "amount_removed": ("Punkt {item}: {before} er taget ud.", "Item {item}: {before} is removed."),
    "title": (
        "Punkt {item}: overskriften er ændret fra »{before}« til »{after}«",
        "Item {item}: the title is changed from »{before}« to »{after}«",
    ),
    "closed": ("Punkt {item}: punktet er nu lukket.", "Item {item}: the item is now closed."),
    "opened": ("Punkt {item}: punktet er nu åbent.", "Item {item}: the item is now open."),
    "added": ("Punkt {item} er nyt: »{after}«", "Item {item} is new: »{after}«"),
    "removed": ("Punktet »{before}« er taget ud.", "The item »{before}« is removed."),
    "cancelled": ("Mødet er aflyst.", "The meeting is cancelled."),
    "start": (
        "Mødet begynder nu kl. {after} i stedet for kl. {before}.",
        "The meeting now begins at {after} instead of {before}.",
    ),
    "place": ("Mødestedet er ændret fra {before} til {after}.", "The place is changed from {before} to {after}."),
}


class Subject(StrEnum):
    """What a change is about, the weightiest first."""

    MEETING = "meeting"
    DECISION = "decision"
    VOTE = "vote"
    AMOUNT = "amount"
    ITEM = "item"
    RECOMMENDATION = "recommendation"
    TITLE = "title"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change. `item` is the number in the newer version (0: the meeting itself, or an item that is gone)."""

    subject: Subject
    told: str  # the key of its sentence
    item: int = 0
    before: str = ""
    after: str = ""

    def in_(self, language: Language) -> str:
        """The change in one sentence."""
        sentence = _SENTENCES[self.told][language is Language.ENGLISH]
        told = sentence.format(item=self.item, before=_short(self.before), after=_short(self.after))
        return told.replace("kr..", "kr.")  # the abbreviation's point is the sentence's too


@dataclass(frozen=True, slots=True)
class Version:
    """A meeting with the text it was read from."""

    text: str
    meeting: Meeting


def changes(before: Version, after: Version) -> tuple[Change, ...]:
    """What a reader of the older version has to be told, the weightiest first; layout alone is no change."""
    found = list(_of_meeting(before.meeting, after.meeting))
    for old, new in pair_items(before.meeting.items, after.meeting.items):
        if old is None and new is not None:
            found.append(Change(subject=Subject.ITEM, told="added", item=new.number, after=new.title))
        elif new is None and old is not None:
            found.append(Change(subject=Subject.ITEM, told="removed", before=old.title))
        elif old is not None and new is not None:
            found.extend(_of_item(before.text, old, after.text, new))
    order = list(Subject)
    return tuple(sorted(found, key=lambda change: (order.index(change.subject), change.item)))


def pair_items(
    before: Iterable[AgendaItem], after: Iterable[AgendaItem]
) -> list[tuple[AgendaItem | None, AgendaItem | None]]:
    """Each item with the same one of the other version: by case and title, by title, by case; None if alone."""
    left, right = list(before), list(after)
    pairs: list[tuple[AgendaItem | None, AgendaItem | None]] = []
    for key in (_case_and_title, _title, _case):
        pairs += _paired(left, right, key)
    pairs += [(None, item) for item in right]
    pairs += [(item, None) for item in left]
    return pairs


def _paired(
    left: list[AgendaItem], right: list[AgendaItem], key: Callable[[AgendaItem], object]
) -> Iterator[tuple[AgendaItem, AgendaItem]]:
    """Takes out of both lists what is alike by `key` and stands only once in each."""
    for old in list(left):
        name = key(old)
        here, there = ([item for item in items if key(item) == name] for items in (left, right))
        if name and len(here) == len(there) == 1:
            left.remove(old)
            right.remove(there[0])
            yield old, there[0]


def _case_and_title(item: AgendaItem) -> object:
    return (fold_case(item.case_number), _fold(item.title))


def _title(item: AgendaItem) -> object:
    return _fold(item.title)


def _case(item: AgendaItem) -> object:
    return fold_case(item.case_number)


def _of_meeting(before: Meeting, after: Meeting) -> Iterator[Change]:
    if before.status is not after.status and after.status is MeetingStatus.CANCELLED:
        yield Change(subject=Subject.MEETING, told="cancelled")
    for name in ("start", "place"):
        old, new = getattr(before, name), getattr(after, name)
        if old and new and _fold(old) != _fold(new):
            yield Change(subject=Subject.MEETING, told=name, before=old, after=new)


def _of_item(old_text: str, old: AgendaItem, new_text: str, new: AgendaItem) -> Iterator[Change]:
    if old.is_open != new.is_open:
        yield Change(subject=Subject.ITEM, told="opened" if new.is_open else "closed", item=new.number)
    if not new.is_open:
        return
    if _fold(old.title) != _fold(new.title):
        yield Change(subject=Subject.TITLE, told="title", item=new.number, before=old.title, after=new.title)
    decided = [item.decision.text if item.decision else "" for item in (old, new)]
    yield from _words(Subject.DECISION, "decision", new.number, *decided)
    both = ((old_text, old), (new_text, new))
    voted = [" ".join(vote.span.of(text) for vote in item.votes) for text, item in both]
    if _fold(decided[0]) == _fold(decided[1]):  # a vote stands in the decision: told once
        yield from _words(Subject.VOTE, "vote", new.number, *voted)
    recommended = [_section(text, item) for text, item in both]
    if all(recommended):
        yield from _words(Subject.RECOMMENDATION, "recommendation", new.number, *recommended)
    yield from _amounts(old, new)


def _words(subject: Subject, told: str, number: int, before: str, after: str) -> Iterator[Change]:
    if _fold(before) == _fold(after):
        return
    ending = "" if before and after else "_added" if after else "_removed"
    yield Change(subject=subject, told=told + ending, item=number, before=before, after=after)


def _section(text: str, item: AgendaItem) -> str:
    section = item.section(SectionKind.RECOMMENDATION)
    return section.span.of(text).strip() if section else ""


def _amounts(old: AgendaItem, new: AgendaItem) -> Iterator[Change]:
    """Sums of money outside tables that stand in one version only; one against one is told as a change."""
    kept = [{_sum(amount): amount for amount in item.amounts if _counts(amount)} for item in (old, new)]
    gone = [amount for key, amount in kept[0].items() if key not in kept[1]]
    come = [amount for key, amount in kept[1].items() if key not in kept[0]]
    if len(gone) == len(come) == 1:
        yield _money("amount", new.number, gone[0].text, come[0].text)
        return
    for amount in come:
        yield _money("amount_added", new.number, "", amount.text)
    for amount in gone:
        yield _money("amount_removed", new.number, amount.text, "")


def _money(told: str, number: int, before: str, after: str) -> Change:
    return Change(subject=Subject.AMOUNT, told=told, item=number, before=before, after=after)


def _counts(amount: Amount) -> bool:
    return not amount.unit and amount.section in _MONEY_SECTIONS


def _sum(amount: Amount) -> tuple[object, str]:
    return amount.value, amount.currency


def _fold(words: str) -> str:
    return " ".join(words.casefold().split())


def _short(words: str) -> str:
    words = " ".join(words.split())
    if len(words) <= QUOTED:
        return words
    cut = words[: QUOTED - 2]
    return cut[: cut.rfind(" ")] + " […]" if " " in cut else cut + "…"
