"""Questions, passages, hits and answers: what search and answering hand to each other and to the bot."""

import datetime
from dataclasses import dataclass, field
from enum import StrEnum

from retrieval.model.minutes import Span
from retrieval.model.vocabulary import DocumentKind, ItemClass, SectionKind


class Language(StrEnum):
    """The language a person writes in."""

    DANISH = "da"
    ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier message of the conversation: `role` is "user" or "assistant"."""

    role: str
    content: str


@dataclass(frozen=True, slots=True)
class Query:
    """What a person asks, with the conversation before it, oldest first."""

    question: str
    history: tuple[Turn, ...] = ()


class PassageKind(StrEnum):
    """What a passage holds; steers which passages a kind of question prefers."""

    HEAD = "head"  # title, case number, category of an item; or the meeting's own head
    TEXT = "text"  # a run of whole sentences of one section
    TABLE_ROW = "table_row"  # one row with its table's head
    DECISION = "decision"
    VOTE = "vote"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A piece of one item that can be found and quoted.

    `text` is verbatim (`span` into the document's text); `context` is what stands before it for the index only:
    committee, date, title, section, table head. `item` 0 means the meeting itself (its head).
    `key` is stable for the same content: it names the meeting version, item, section and span.
    """

    key: str
    meeting_key: str
    committee: str
    date: datetime.date | None
    item: int
    title: str
    case_number: str
    section: SectionKind
    kind: PassageKind
    text: str
    context: str
    span: Span
    category: ItemClass = ItemClass.UNSTATED  # its item's, as changed at the meeting


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A passage that answers a query to some degree. Scores: higher is better, comparable within one search."""

    passage: Passage
    score: float
    parts: dict[str, float] = field(default_factory=dict)  # what the score is made of, for --explain


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemHit:
    """One agenda item among the hits, best first, with its best passages."""

    meeting_key: str
    committee: str
    date: datetime.date | None
    item: int
    title: str
    score: float
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """Where a claim stands. `quote` is verbatim text of the stored document at `span`."""

    meeting_key: str
    meeting: datetime.date | None
    committee: str
    item: int
    title: str
    section: SectionKind
    case_number: str
    quote: str
    span: Span
    document: DocumentKind = DocumentKind.MINUTES  # what the words are quoted from


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table as it is told: each cell with its column. `unit` is that of all cells, where there is one."""

    label: str
    unit: str
    cells: tuple[tuple[str, str], ...]  # column, what stands in it


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One statement of an answer with the quotes it rests on. `computed` names a shown operation ("difference").

    One `is_further` adds to an answer already given: it may be folded away where there is a fold. One that tells a
    `row` of a table may be shown as one.
    """

    text: str
    citations: tuple[Citation, ...]
    computed: str = ""
    is_further: bool = False
    row: Row | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows a person would rather look at than read; the first row is the head."""

    caption: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a person is told. `text` is plain text; every claim in it passed verification.

    `found` is False where the minutes do not tell: then `citations` is empty and `near` names up to three near items.
    `engine` is "rules" or the model's name. `latency_ms` is wall time in milliseconds.
    """

    id: str
    question: str
    text: str
    found: bool
    kind: str  # the question's kind
    language: Language
    citations: tuple[Citation, ...] = ()
    claims: tuple[Claim, ...] = ()
    tables: tuple[Table, ...] = ()
    near: tuple[ItemHit, ...] = ()
    considered: tuple[ItemHit, ...] = ()  # the items held against the question, best first
    freshness: str = ""  # how far the minutes held reach, in the answer's language
    engine: str = "rules"
    prompt_hash: str = ""
    dropped: tuple[str, ...] = ()  # reasons for claims that verification refused
    latency_ms: float = 0.0

    @property
    def quoted(self) -> tuple[Citation, ...]:
        """The citations that a claim rests on: without title lines that are cited for the numbers of a title alone."""
        resting = {citation for claim in self.claims for citation in claim.citations}
        return tuple(citation for citation in self.citations if citation in resting) or self.citations
