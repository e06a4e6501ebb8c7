"""What the store hands out: frozen values, no database types."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from retrieval.model.minutes import Document, Meeting, Person
from retrieval.model.vocabulary import DocumentKind, MeetingStatus


class Change(StrEnum):
    """What saving a document did."""

    NEW = "new"  # a meeting not held before
    SAME = "same"  # these bytes are held already
    CHANGED = "changed"  # a newer version of a meeting held
    SUPERSEDED = "superseded"  # kept, but the version held counts more (an agenda after the minutes)
    WITHDRAWN = "withdrawn"  # taken down earlier: not stored again


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredMeeting:
    """One version of a meeting with the document it was read from. `version` counts from 1."""

    key: str
    version: int
    document: Document
    meeting: Meeting
    added: datetime.datetime  # aware, UTC


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveResult:
    """What a save did; `previous_version` is 0 where there was none."""

    stored: StoredMeeting
    change: Change
    previous_version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingInfo:
    """A meeting as a list shows it; `items` is how many agenda items it has, `name` its file's name."""

    key: str
    version: int
    municipality: str
    committee: str
    date: datetime.date | None
    status: MeetingStatus
    kind: DocumentKind
    items: int
    name: str
    revision: int
    added: datetime.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """A file that could not be used, and why."""

    name: str
    fingerprint: str
    reason: str
    at: datetime.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """A meeting (or, with `item`, one item of it) that the operator took down; it stays down at re-import."""

    meeting_key: str
    item: int | None
    name: str
    reason: str
    at: datetime.datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerFilter:
    """Which rows of a ledger are wanted; what is None or empty does not narrow. Text fields match parts of words."""

    meeting_key: str = ""
    committee: str = ""
    case_number: str = ""
    since: datetime.date | None = None
    until: datetime.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The item a ledger row stands under."""

    meeting_key: str
    committee: str
    date: datetime.date | None
    item: int
    title: str
    case_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountRow:
    """One sum of money; `value` in whole kroner (or in `currency`), `quote` the sentence or table row that holds it."""

    place: Place
    value: Decimal
    text: str
    currency: str
    approximate: bool
    yearly: bool
    period: str
    status: str
    purpose: str
    section: str
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteRow:
    """One vote with everybody named in it; None where the minutes write no number or no result."""

    place: Place
    proposal: str
    supporters: tuple[Person, ...]
    opponents: tuple[Person, ...]
    abstainers: tuple[Person, ...]
    count_for: int | None
    count_against: int | None
    count_abstained: int | None
    carried: bool | None
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseStep:
    """What one body did with a case on one date. `current` is False for steps told in later minutes only."""

    place: Place
    outcome: str
    stage: str
    body: str
    decided: datetime.date | None
    text: str
    postponed_to: datetime.date | None
    next_body: str
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreCheck:
    """What `referat doctor` tells of the store; `problems` is empty where all is well."""

    place: str  # the database's address without its password
    schema: str
    meetings: int
    documents: int
    set_aside: int
    withdrawn: int
    problems: tuple[str, ...]
