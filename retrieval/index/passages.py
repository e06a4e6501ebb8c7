"""A meeting cut into passages: pieces that can be found by a question and quoted in an answer. Pure."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from retrieval.model.answers import Passage, PassageKind
from retrieval.model.minutes import AgendaItem, Document, Meeting, Section, Span
from retrieval.model.vocabulary import ItemClass, SectionKind
from retrieval.parsing.sentences import sentences

RUN_LENGTH = 450  # characters after which a run of sentences is full
LONGEST_RUN = 800  # a run is closed before the sentence that would take it beyond this
LONGEST_HEAD = 240  # characters of a table's head that go into the context of its rows
LISTED_TITLE = 40  # characters of a title that are enough to know it again in the table of contents
_MONTHS = (
    "januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november",
    "december",
)  # fmt: skip
_BLANKS = re.compile(r"\s+")
_RULE = re.compile(r"^[\s|:+=-]*$")
_LEADERS = re.compile(r"\.{4,}\s*\d*\s*$")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of one section on its way to becoming a passage."""

    kind: PassageKind
    section: SectionKind
    span: Span
    head: str = ""  # the section's heading, and for a row its table's head


def passages_of(stored_key: str, document: Document, meeting: Meeting) -> tuple[Passage, ...]:
    """All passages of a meeting: item 0 (the meeting itself) first, then the items in order.

    Every sentence of an open item stands in at least one passage; votes stand once more in passages of their own.
    """
    found = list(_meeting_passages(stored_key, document, meeting))
    for item in meeting.items:
        found.extend(_item_passages(stored_key, document, meeting, item))
    return tuple({passage.key: passage for passage in found}.values())


def _meeting_passages(key: str, document: Document, meeting: Meeting) -> Iterator[Passage]:
    listed = {_folded(item.printed_title)[:LISTED_TITLE] for item in meeting.items}
    units = [unit for unit in sentences(document.text, meeting.head) if not _is_listed(unit.of(document.text), listed)]
    pieces = [_Piece(PassageKind.HEAD, SectionKind.HEAD, run) for run in _runs(document.text, units)]
    pieces += [
        _Piece(PassageKind.TEXT, SectionKind.ABSENCE, absence.span)
        for absence in meeting.absences
        if absence.item_number is None
    ]
    for piece in pieces:
        yield _passage(key, document, meeting, None, piece)


def _item_passages(key: str, document: Document, meeting: Meeting, item: AgendaItem) -> Iterator[Passage]:
    text = document.text
    pieces = list(_head_pieces(text, item))
    if item.is_open:
        for section in item.sections:
            pieces += _section_pieces(text, section)
        pieces += [_Piece(PassageKind.VOTE, SectionKind.DECISION, vote.span) for vote in item.votes]
        pieces += [_Piece(PassageKind.TEXT, SectionKind.ABSENCE, absence.span) for absence in item.absences]
    for piece in pieces:
        if piece.span.of(text).strip():
            yield _passage(key, document, meeting, item, piece)


def _head_pieces(text: str, item: AgendaItem) -> Iterator[_Piece]:
    units = sentences(text, Span(item.span.start, _body_start(text, item)))
    for run in _runs(text, units):
        yield _Piece(PassageKind.HEAD, SectionKind.HEAD, run)


def _body_start(text: str, item: AgendaItem) -> int:
    """Where an item's first section begins, its heading included."""
    if not item.sections:
        return item.span.end
    first = min(item.sections, key=lambda section: section.span.start)
    start = max(item.span.start, first.span.start)
    heading = text.rfind(first.heading, item.span.start, start) if first.heading else -1
    return heading if heading >= 0 else start


def _section_pieces(text: str, section: Section) -> Iterator[_Piece]:
    kind = PassageKind.DECISION if section.kind is SectionKind.DECISION else PassageKind.TEXT
    units = sentences(text, section.span)
    for is_table, group in _grouped(text, units):
        if is_table:
            yield from _row_pieces(text, section, group)
        else:
            for run in _runs(text, group):
                yield _Piece(kind, section.kind, run, section.heading)


def _grouped(text: str, units: Sequence[Span]) -> Iterator[tuple[bool, list[Span]]]:
    """Neighbouring units of one nature together: table rows, or prose."""
    group: list[Span] = []
    is_table = False
    for unit in units:
        row = _is_row(unit.of(text))
        if group and row != is_table:
            yield is_table, group
            group = []
        is_table = row
        group.append(unit)
    if group:
        yield is_table, group


def _row_pieces(text: str, section: Section, rows: Sequence[Span]) -> Iterator[_Piece]:
    """Each row by itself, with the first row (the table's head) as its context."""
    told = [row for row in rows if not _RULE.match(row.of(text))]
    for place, row in enumerate(told):
        head = _folded_blanks(told[0].of(text))[:LONGEST_HEAD] if place else ""
        yield _Piece(PassageKind.TABLE_ROW, section.kind, row, " ".join(filter(None, (section.heading, head))))


def _runs(text: str, units: Iterable[Span]) -> Iterator[Span]:
    """Runs of whole units: closed when full, or before a unit that would make them too long."""
    run: Span | None = None
    for unit in units:
        if run is not None and unit.end - run.start > LONGEST_RUN and not _is_heading(run.of(text)):
            yield run
            run = None
        run = unit if run is None else Span(run.start, unit.end)
        if run.end - run.start >= RUN_LENGTH:
            yield run
            run = None
    if run is not None:
        yield run


def _is_heading(words: str) -> bool:
    """Whether a run is so far only a line that announces what follows."""
    return len(words) < 80 and words[-1:] not in ".!?"


def _is_row(words: str) -> bool:
    return "\t" in words or (words.startswith("|") and words.count("|") > 2)


def _is_listed(words: str, titles: set[str]) -> bool:
    """Whether a line of the meeting's head is a line of its table of contents."""
    if _LEADERS.search(words):
        return True
    folded = _folded(words)
    return any(title and title in folded for title in titles)


def _passage(key: str, document: Document, meeting: Meeting, item: AgendaItem | None, piece: _Piece) -> Passage:
    number = item.number if item else 0
    title = item.title if item else ""
    words = piece.span.of(document.text)
    return Passage(
        key=_key(key, number, piece, words),
        meeting_key=key,
        committee=meeting.committee,
        date=meeting.date,
        item=number,
        title=title,
        case_number=item.case_number if item else "",
        section=piece.section,
        kind=piece.kind,
        text=words,
        context=". ".join(filter(None, (meeting.committee, _date_in_words(meeting), title, piece.head))),
        span=piece.span,
        category=(item.changed_category or item.category) if item else ItemClass.UNSTATED,
    )


def _key(stored_key: str, number: int, piece: _Piece, words: str) -> str:
    place = f"{stored_key}:{number}:{piece.section.value}:{piece.kind.value}:{piece.span.start}-{piece.span.end}"
    return f"{place}:{hashlib.sha256(words.encode()).hexdigest()[:8]}"


def meeting_and_item(passage_key: str) -> tuple[str, int]:
    """The stored key and the item number that a passage's key begins with."""
    stored_key, number, *_ = passage_key.rsplit(":", 5)
    return stored_key, int(number)


def _date_in_words(meeting: Meeting) -> str:
    return f"{meeting.date.day}. {_MONTHS[meeting.date.month - 1]} {meeting.date.year}" if meeting.date else ""


def _folded(words: str) -> str:
    return re.sub(r"\W+", " ", words.casefold()).strip()


def _folded_blanks(words: str) -> str:
    return _BLANKS.sub(" ", words).strip()
