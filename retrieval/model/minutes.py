"""What the minutes say, as frozen values that remember where they were read.

Offsets are code points into `Document.text`, half-open. Money is whole kroner unless øre are printed (Decimal).
"""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from retrieval.model.vocabulary import (
    AmountStatus,
    DocumentKind,
    ItemClass,
    MeetingStatus,
    Outcome,
    SectionKind,
    Stage,
)

RECOGNISED = "read by character recognition"  # how the warning of such a document begins


class Span(NamedTuple):
    """A stretch of a document's text: start inclusive, end exclusive, in code points.

    A tuple, for parsing a meeting makes ten thousands of them and frozen values take three times as long to make.
    """

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words at this place of `text`."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One file or feed body as readable text; the text is what every span points into.

    `fingerprint` is the SHA-256 of the source bytes in hex. `text` has CPR numbers masked already.
    """

    name: str
    media: str  # "text", "markdown", "html", "pdf", "docx", "publication", "picture"
    fingerprint: str
    text: str
    warnings: tuple[str, ...] = ()

    @property
    def is_recognised(self) -> bool:
        """Whether text in it was read from pictures: letters and figures may be wrong."""
        return any(warning.startswith(RECOGNISED) for warning in self.warnings)


@dataclass(frozen=True, slots=True)
class Person:
    """A person as printed; `party` is the letter or abbreviation in parentheses, or empty."""

    name: str
    party: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A headed part of an item. `span` covers the body without its heading."""

    kind: SectionKind
    heading: str  # as printed; empty where the document prints none
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What one body did on one date. `span` covers its words."""

    outcome: Outcome
    stage: Stage
    body: str  # the deciding body as printed, e.g. "Beskæftigelses- og Socialudvalget"
    date: datetime.date | None
    text: str  # verbatim
    span: Span
    postponed_to: datetime.date | None = None
    next_body: str = ""  # who decides next, where the words say so
    parts: tuple[tuple[str, Outcome], ...] = ()  # ("1.-2.", APPROVED), ("3.", RECOMMENDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """One vote under an item. Counts stand in where the minutes print only numbers; None = not written."""

    proposal: str
    supporters: tuple[Person, ...] = ()
    opponents: tuple[Person, ...] = ()
    abstainers: tuple[Person, ...] = ()
    count_for: int | None = None
    count_against: int | None = None
    count_abstained: int | None = None
    carried: bool | None = None
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A remark, minority statement or amendment entered in the minutes."""

    kind: str  # "bemærkning", "protokoltilførsel", "ændringsforslag", "mindretalsudtalelse"
    by: tuple[Person, ...]
    text: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """Who was away, from the meeting (`item_number` None) or from one item, and who came instead."""

    person: Person
    item_number: int | None
    reason: str = ""  # "afbud", "deltog ikke", "inhabil", "forlod mødet"
    substitute: Person | None = None
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A sum of money. `value` is in kroner (or in `currency`) with thousands and millions resolved."""

    value: Decimal
    text: str  # as printed at `span`; in a table the unit stands in its head, see `unit`
    unit: str = ""  # the unit a table's head gives to bare numbers, as printed ("1.000 kr."); empty in prose
    currency: str = "DKK"
    approximate: bool = False
    yearly: bool = False
    period: str = ""  # "2025-2027", "2018", "1. kvartal 2020"; as read, empty where not stated
    status: AmountStatus = AmountStatus.UNSTATED
    purpose: str = ""  # row and column of a table, or the words it stands with
    section: SectionKind
    span: Span  # of the printed amount
    quote: Span  # of the sentence or table row that holds it


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A percentage or a count with the noun it counts."""

    value: Decimal
    unit: str  # "%", "procentpoint", or the noun counted
    text: str
    section: SectionKind
    span: Span
    quote: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A dated next step or deadline, with the words that name it."""

    date: datetime.date
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Attachment:
    """A listed attachment. Listed is not the same as available."""

    title: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """An explicit reference to another meeting of the case: its date as written, and the body named."""

    date: datetime.date
    body: str
    text: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaItem:
    """One agenda item. `span` covers all of it; every character belongs to the head, a section or a note."""

    number: int  # as printed, else the position (1, 2, ...) with a note
    title: str  # the full title without category prefix and without "(Ændret til C-sag)"
    printed_title: str
    category: ItemClass = ItemClass.UNSTATED
    changed_category: ItemClass = ItemClass.UNSTATED  # the category it was given at the meeting
    case_number: str = ""
    is_open: bool = True
    span: Span
    sections: tuple[Section, ...] = ()
    decision: Decision | None = None  # THE decision: of this meeting's body and date
    history: tuple[Decision, ...] = ()  # decisions of other bodies or dates
    votes: tuple[Vote, ...] = ()
    remarks: tuple[Remark, ...] = ()
    absences: tuple[Absence, ...] = ()
    amounts: tuple[Amount, ...] = ()
    figures: tuple[Figure, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    references: tuple[Reference, ...] = ()

    def section(self, kind: SectionKind) -> Section | None:
        """The first section of that kind, or None."""
        return next((section for section in self.sections if section.kind is kind), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParseNote:
    """What the parser did not understand, or had to assume: `line` is 1-based in the document's text."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """One meeting of one committee as its document tells it."""

    municipality: str
    committee: str  # without the period: "Beskæftigelses- og Socialudvalget"
    committee_period: str = ""  # "2022-2025"
    date: datetime.date | None  # None only for a text in which no date can be read
    start: str = ""  # "08:30"
    end: str = ""
    place: str = ""
    status: MeetingStatus = MeetingStatus.HELD
    kind: DocumentKind = DocumentKind.MINUTES
    postponed_to: datetime.date | None = None
    head: Span  # everything before the first item
    items: tuple[AgendaItem, ...] = ()
    absences: tuple[Absence, ...] = ()
    attendees: tuple[Person, ...] = ()
    notes: tuple[ParseNote, ...] = ()
