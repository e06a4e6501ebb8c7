"""An agenda item cut into the smallest pieces that can be quoted: sentences, table rows, list lines. Pure.

A unit keeps what it can only be understood with: the sub-heading and lead-in above it, and its table's head.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from retrieval.model.minutes import AgendaItem, Amount, Document, Section, Span
from retrieval.model.vocabulary import AmountStatus, SectionKind
from retrieval.parsing.sentences import sentences

_LIST_LINE = re.compile(r"^\s*(?:[-•–*·o]|\(?\d{1,2}[.)]|[a-zæøå][.)])\s+\S")
_SENTENCE_END = re.compile(r"[.!?:;”\"»]\s*$")
_MARKS = re.compile(r"[*_#|\\`]|</?[a-z][^>]*>")
_FIGURE_CELL = re.compile(  # a number that is no year and no unit of a table
    r"[\t|]\s*[-−–+]?(?!(?:19|20)\d\d\s*(?:[\t|]|$)|1\.?000\s?kr)\d[\d.,]*\s*(?:%|kr\.?)?\s*(?:[\t|]|$)"
)
_MONEY = re.compile(r"\bt?kr\b|\bkroner\b|\bmio\b|\bdkk\b", re.I)
_REMEMBERED = 20_000  # texts that are cleaned again and again while questions are answered
_HEADING_LENGTH = 90  # characters; longer lines without a full stop are text


class UnitKind(StrEnum):
    """What a unit is; a list or table is told together."""

    SENTENCE = "sentence"
    LIST_LINE = "list_line"
    ROW = "row"
    HEADING = "heading"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A quotable piece of an item. `group` joins the lines of one list or table; -1 where there is none.

    `sums` are the sums of money that the ledger read in it, also where their unit stands in the table's head alone:
    the status of each. A row of numbers under such a head that the ledger left alone counts as one.
    """

    section: SectionKind
    span: Span
    text: str
    kind: UnitKind
    order: int
    group: int = -1
    lead: str = ""  # the sub-heading, lead-in sentence or table head it belongs under
    terms: frozenset[str] = frozenset()
    lead_terms: frozenset[str] = frozenset()
    sums: tuple[AmountStatus, ...] = ()


Terms = Callable[[str], list[str]]


def units_of(document: Document, item: AgendaItem, terms: Terms) -> tuple[Unit, ...]:
    """All quotable units of the item in document order; attachments' titles are left out."""
    units: list[Unit] = []
    for section in item.sections:
        if section.kind is not SectionKind.ATTACHMENTS:
            units.extend(_section_units(document.text, section, terms, len(units)))
    return tuple(_with_sums(units, item.amounts))


def _with_sums(units: Sequence[Unit], amounts: Sequence[Amount]) -> Iterator[Unit]:
    """The units in order, each with the status of the sums that begin in it."""
    listed = sorted(amounts, key=lambda amount: amount.span.start)
    starts = [amount.span.start for amount in listed]
    for unit in units:
        inside = listed[bisect_left(starts, unit.span.start) : bisect_left(starts, unit.span.end)]
        sums = tuple(amount.status for amount in inside)
        if unit.kind is UnitKind.ROW and holds_figures(unit.text) and _MONEY.search(unit.lead):
            sums = sums or (AmountStatus.UNSTATED,)
        yield replace(unit, sums=sums) if sums else unit


def holds_figures(row: str) -> bool:
    """Whether a cell of a table's row, beside its first, is a number other than a year."""
    return bool(_FIGURE_CELL.search(row))


@lru_cache(maxsize=_REMEMBERED)
def clean(text: str) -> str:
    """The text without markup marks and with white space folded: for reading, not for quoting."""
    return re.sub(r"\s+", " ", _MARKS.sub("", text.replace("\u00ad", ""))).strip()


def _section_units(text: str, section: Section, terms: Terms, order: int) -> list[Unit]:
    units: list[Unit] = []
    heading, lead_in, table_head, group = "", "", "", -1
    previous: UnitKind | None = None
    for span in sentences(text, section.span):
        words = span.of(text)
        kind = _kind(words)
        if kind in (UnitKind.LIST_LINE, UnitKind.ROW):
            if kind is UnitKind.ROW and _goes_on(units, words):
                lead_in = table_head
            elif kind is not previous:
                group += 1
                if kind is UnitKind.ROW:
                    lead_in = table_head = f"{lead_in if lead_in.endswith(':') else ''} {clean(words)}".strip()
        elif kind is UnitKind.HEADING:
            heading, lead_in = clean(words), ""
        lead = " – ".join(part for part in (heading, lead_in) if part)
        units.append(
            Unit(
                section=section.kind,
                span=span,
                text=words,
                kind=kind,
                order=order + len(units),
                group=group if kind in (UnitKind.LIST_LINE, UnitKind.ROW) else -1,
                lead=lead,
                terms=frozenset(terms(clean(words))),
                lead_terms=frozenset(terms(lead)),
            )
        )
        if kind is UnitKind.SENTENCE:
            lead_in = clean(words)
        previous = kind
    return units


def _goes_on(units: list[Unit], row: str) -> bool:
    """Whether a row goes on with the table above a line that only names what the rows below it are."""
    parted = len(units) > 1 and units[-1].kind is UnitKind.HEADING and units[-2].kind is UnitKind.ROW
    return parted and holds_figures(row)


def _kind(words: str) -> UnitKind:
    if "\t" in words or words.lstrip().startswith("|"):
        return UnitKind.ROW
    if _LIST_LINE.match(words):
        return UnitKind.LIST_LINE
    plain = clean(words)
    if len(plain) <= _HEADING_LENGTH and not _SENTENCE_END.search(plain):
        return UnitKind.HEADING
    return UnitKind.SENTENCE
