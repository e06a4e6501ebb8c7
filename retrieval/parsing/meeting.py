"""A document read as a meeting: head, items with their sections and facts, notes on what was not understood."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from retrieval.model.minutes import Absence, AgendaItem, Decision, Document, Meeting, ParseNote, Section, Span
from retrieval.model.vocabulary import DocumentKind, MeetingStatus, Outcome, SectionKind
from retrieval.parsing.absences import read_absence_section, read_absences, read_attendees
from retrieval.parsing.apart import part_first_item, run_on, take_apart
from retrieval.parsing.bars import part_facts
from retrieval.parsing.contents import Entry, read_contents
from retrieval.parsing.dates import first_date
from retrieval.parsing.decisions import MeetingContext, own_absences, own_decision_spans, read_blocks, read_decisions
from retrieval.parsing.facts import read_facts
from retrieval.parsing.furniture import without_buttons
from retrieval.parsing.groups import group_of
from retrieval.parsing.head import MeetingHead, municipality_of, read_head
from retrieval.parsing.headings import find_heading, inline_heading
from retrieval.parsing.lines import Line, read_lines
from retrieval.parsing.listed import unroll_items
from retrieval.parsing.oneline import part_decisions
from retrieval.parsing.rows import unroll
from retrieval.parsing.runs import Start
from retrieval.parsing.sections import Part, dated_decision, read_sections
from retrieval.parsing.starts import find_starts
from retrieval.parsing.titles import read_item_head, read_late_marks
from retrieval.parsing.unfolding import is_flat, unfold
from retrieval.parsing.unheaded import is_usual, with_last_words
from retrieval.parsing.wording import Wording, deciding_headings, repeated_headings, reports

_LABELLED_VALUE = re.compile(r"\s*[A-ZÆØÅ][\wæøå/. -]{2,25}:\s.{0,60}$")  # "Sagsbehandler: HNB"
_RAISED = re.compile(r"\s*mødet (?:er |blev )?(?:hævet|slut)", re.IGNORECASE)
_PAGE = 150  # characters of a title that is a page of flat text behind its number
_HEAD_LIMIT = 400  # lines: no contents list is longer


@dataclass(frozen=True, slots=True)
class _Frame:
    """What every item's reading needs of the whole document."""

    text: str
    lines: tuple[Line, ...]
    contents: tuple[Entry, ...]
    context: MeetingContext
    wording: Wording
    is_minutes: bool


def parse(document: Document) -> Meeting:
    """The meeting that `document` tells of. Pure and total: what no rule understands stays readable, with a note."""
    text = document.text
    lines, contents, starts, note = _layout(text)
    first = starts[0].line if starts else len(lines)
    contents = tuple(entry for entry in contents if entry.line < first)
    head = _head(lines, contents, first) if starts else read_head(lines[:60])
    if not head.committee:
        head = replace(head, committee=_deciding_body(lines, head.date))
    context = MeetingContext(head.committee, head.date)
    wording = Wording(repeated_headings(lines))
    is_minutes = head.kind in (None, DocumentKind.MINUTES) or reports(lines)
    frame = _Frame(text, lines, contents, context, wording, is_minutes)
    items = _items(frame, starts)
    frame = _with_own_headings(frame, starts, items)
    items = _items(frame, starts, items) if frame.wording.deciding else items
    items = _with_last_words(frame, starts, items)
    return _meeting(frame, head, items, first, _notes(frame, head, starts, note))


def _head(lines: Sequence[Line], contents: Sequence[Entry], first: int) -> MeetingHead:
    """The head above the contents list; what it does not say from the lines between the list and the first item."""
    head = read_head(lines[: min(first, contents[0].line) if contents else first])
    if not contents or (head.committee and head.date):
        return head
    between = lines[contents[-1].line + 1 : first]
    below = read_head([line._replace(index=index) for index, line in enumerate(between)])
    return replace(
        head,
        committee=head.committee or below.committee, period=head.period or below.period, date=head.date or below.date,
        start=head.start or below.start, end=head.end or below.end, place=head.place or below.place,
        kind=head.kind or below.kind,
    )  # fmt: skip


def _layout(text: str) -> tuple[tuple[Line, ...], tuple[Entry, ...], tuple[Start, ...], str]:
    """The lines, the contents list, the item starts and a note; a text of long lines without items is unfolded."""
    whole = part_first_item(text, without_buttons(read_lines(text)))
    parted = part_decisions(text, part_facts(text, whole))
    lines = unroll(unroll_items(text, parted))
    contents = read_contents(lines, _first_heading(lines))
    starts, note = find_starts(lines, contents)
    if not starts and any(line.is_row for line in parted):
        counted = unroll(unroll_items(text, parted, has_numbers=False))
        starts, note = find_starts(counted, ())
        lines, contents = (counted, ()) if starts else (lines, contents)
        note = "items found by the rows of their table" if starts else note
    if run_on(starts) and (apart := take_apart(text, parted)):
        inside, reason = find_starts(apart, ())
        if inside:
            lines, contents, starts, note = apart, (), inside, reason
    is_doubtful = all(start.number is None for start in starts) or any(len(start.title) > _PAGE for start in starts)
    if is_doubtful and is_flat(lines):
        unfolded = unfold(text, lines)
        announced = read_contents(unfolded, _first_heading(unfolded))
        inside, reason = find_starts(unfolded, announced)
        if inside or not starts:
            lines, contents, starts = unfolded, announced, inside
            note = reason or "flat text: items found inside its long lines"
    return lines, contents, starts, note


def _first_heading(lines: Sequence[Line]) -> int:
    """The line before which a contents list must end: the first line that a case number or heading follows twice."""
    for line in lines:
        inline = inline_heading(line.text)
        heading = inline[0] if inline else find_heading(line.text)
        if heading is not None and heading.strength == "strong" and heading.kind is not SectionKind.ABSENCE:
            return min(line.index, _HEAD_LIMIT)
    return min(len(lines), _HEAD_LIMIT)


def _deciding_body(lines: Sequence[Line], date: datetime.date | None) -> str:
    """The body that decides on the meeting's day by the headings of its decisions; for a head that names none."""
    for line in lines if date is not None else ():
        dated = dated_decision(line.text)
        if dated is not None and dated[1] and first_date(line.text) == date:
            return dated[0]
    return ""


def _with_own_headings(frame: _Frame, starts: Sequence[Start], items: tuple[AgendaItem, ...]) -> _Frame:
    """The frame with the document's own headings of decisions, where most items have no decision under a known one."""
    decided = sum(item.section(SectionKind.DECISION) is not None or item.decision is not None for item in items)
    if not starts or not frame.is_minutes or decided * 2 > len(items):
        return frame
    deciding = deciding_headings(frame.lines, {start.title_line for start in starts}, frame.context.committee)
    return replace(frame, wording=replace(frame.wording, deciding=deciding))


def _with_last_words(frame: _Frame, starts: Sequence[Start], items: tuple[AgendaItem, ...]) -> tuple[AgendaItem, ...]:
    """The items, the resolutions that end them as their decisions, where most items have none under a heading."""
    decided = sum(item.decision is not None for item in items)
    if not starts or not frame.is_minutes or decided * 2 > len(items):
        return items
    read = _items(replace(frame, wording=replace(frame.wording, is_unheaded=True)), starts, items)
    return read if is_usual(items, read) else items


def _items(frame: _Frame, starts: Sequence[Start], before: Sequence[AgendaItem] = ()) -> tuple[AgendaItem, ...]:
    """The items; those whose sections are as they were `before`, as the headings were read first, are taken over."""
    if not starts:
        return (_whole(frame),)
    groups = [
        group_of(frame.lines, start.line, starts[place - 1].title_line if place else _last_entry(frame))
        for place, start in enumerate(starts)
    ]
    starts = [replace(start, line=group[0]) for start, group in zip(starts, groups, strict=True)]
    items, is_public = [], True
    for place, (start, group) in enumerate(zip(starts, groups, strict=True)):
        is_public = is_public if not group[1] else group[2] is not False  # until the next group's heading
        end_line = starts[place + 1].line if place + 1 < len(starts) else len(frame.lines)
        end = frame.lines[end_line].start if end_line < len(frame.lines) else len(frame.text)
        known = before[place] if before else None
        items.append(_item(frame, start, end_line, end, place + 1, group[1], is_public, known))
    return tuple(items)


def _last_entry(frame: _Frame) -> int:
    return frame.contents[-1].line if frame.contents else -1


def _item(
    frame: _Frame,
    start: Start,
    end_line: int,
    end: int,
    position: int,
    group: str,
    is_public: bool,
    known: AgendaItem | None,
) -> AgendaItem:
    head = read_item_head(frame.lines, start, end_line, frame.contents, group)
    late_number, late_access = read_late_marks(frame.lines, head.body, end_line)
    is_open = head.is_open and is_public and late_access is not False
    parts = read_sections(frame.text, frame.lines, head.body, end_line, end, frame.wording)
    parts = _without_empty_doubles(_named_decision(frame.text, parts, is_open or not frame.is_minutes))
    parts = with_last_words(frame.text, parts, frame.context.committee) if frame.wording.is_unheaded else parts
    sections = tuple(part.section for part in parts)
    if known is not None and known.sections == sections:
        return known
    number = start.number if start.number is not None else position
    blocks = tuple(read_blocks(frame.text, parts, frame.context))
    decision, history = read_decisions(frame.text, blocks, frame.context)
    spans = own_decision_spans(blocks, parts, frame.context)
    facts = read_facts(frame.text, frame.lines[start.line : end_line], parts, spans, frame.context)
    return AgendaItem(
        number=number, title=head.title, printed_title=head.printed_title, category=head.category,
        changed_category=head.changed_category, case_number=head.case_number or late_number, is_open=is_open,
        span=Span(frame.lines[start.line].start, end), sections=sections,
        decision=decision, history=history, absences=_absences(frame, parts, spans, number),
        votes=facts.votes, remarks=facts.remarks, amounts=facts.amounts, figures=facts.figures,
        deadlines=facts.deadlines, attachments=facts.attachments, references=facts.references,
    )  # fmt: skip


def _whole(frame: _Frame) -> AgendaItem:
    """A text without recognised items, kept as one."""
    first = next((line for line in frame.lines if line.text), None)
    title = first.text[:200] if first else ""
    begin = (first.index + 1) if first else 0
    parts = read_sections(frame.text, frame.lines, begin, len(frame.lines), len(frame.text), frame.wording)
    facts = read_facts(frame.text, frame.lines, parts, (), frame.context)
    return AgendaItem(
        number=1, title=title, printed_title=title, span=Span(0, len(frame.text)),
        sections=tuple(part.section for part in parts), amounts=facts.amounts, figures=facts.figures,
        deadlines=facts.deadlines, attachments=facts.attachments, references=facts.references,
    )  # fmt: skip


def _named_decision(text: str, parts: tuple[Part, ...], is_unsaid: bool) -> tuple[Part, ...]:
    """A closed item that prints one unheaded text in minutes: that text is what was decided, unless `is_unsaid`."""
    kinds = [part.section.kind for part in parts if part.section.kind is not SectionKind.ABSENCE]
    if is_unsaid or kinds != [SectionKind.HEAD] or parts[0].section.kind is not SectionKind.HEAD:
        return parts
    span = parts[0].section.span
    lines = [line for line in span.of(text).split("\n") if line.strip()]
    if all(_LABELLED_VALUE.match(line) or _RAISED.match(line) for line in lines):
        return parts
    decided = Section(kind=SectionKind.DECISION, heading="", span=span)
    return (replace(parts[0], section=decided), *parts[1:])


def _without_empty_doubles(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Without the empty sections of a kind that stands filled elsewhere (a heading printed twice, a wrapper)."""
    filled = {part.section.kind for part in parts if part.section.span.end > part.section.span.start}
    return tuple(
        part for part in parts if part.section.span.end > part.section.span.start or part.section.kind not in filled
    )


def _absences(frame: _Frame, parts: Sequence[Part], spans: Sequence[Span], number: int) -> tuple[Absence, ...]:
    found: list[Absence] = []
    sections = [part.section for part in own_absences(parts, frame.context)]
    for section in sections:
        reason = "afbud" if "afbud" in section.heading.casefold() else "fraværende"
        found += read_absence_section(frame.text, section.span, reason)
    covered = {section.span for section in sections}
    found += read_absences(frame.text, [span for span in spans if span not in covered], number)
    return tuple(dict.fromkeys(found))


def _meeting(
    frame: _Frame, head: MeetingHead, items: tuple[AgendaItem, ...], first: int, notes: tuple[ParseNote, ...]
) -> Meeting:
    decided = [item.decision for item in items if item.decision and item.decision.outcome is not Outcome.NONE]
    kind = _kind(head, items, decided)
    cancelled = _is_cancelled(frame, first, items)
    status = (
        MeetingStatus.CANCELLED
        if cancelled
        else (MeetingStatus.HELD if kind is DocumentKind.MINUTES else MeetingStatus.PLANNED)
    )
    head_end = items[0].span.start if first < len(frame.lines) else 0
    return Meeting(
        municipality=municipality_of(frame.text), committee=head.committee, committee_period=head.period,
        date=head.date, start=head.start, end=head.end, place=head.place, status=status, kind=kind,
        postponed_to=_postponed_to(decided) if cancelled else None, head=Span(0, head_end), items=items,
        absences=read_absences(frame.text, (Span(0, head_end),), None),
        attendees=read_attendees(frame.text, Span(0, head_end)), notes=notes,
    )  # fmt: skip


def _kind(head: MeetingHead, items: Sequence[AgendaItem], decided: Sequence[Decision]) -> DocumentKind:
    """Minutes when the meeting's own decisions stand in it, whatever its title says; an agenda when none does."""
    if decided:
        return DocumentKind.MINUTES
    if head.kind is not None:
        return head.kind
    has_decision = any(item.section(SectionKind.DECISION) for item in items)
    return DocumentKind.MINUTES if has_decision else DocumentKind.AGENDA


def _is_cancelled(frame: _Frame, first: int, items: Sequence[AgendaItem]) -> bool:
    head = frame.text[: frame.lines[first].start] if first < len(frame.lines) else ""
    if "mødet er aflyst" in head.casefold() or "mødet aflyst" in head.casefold():
        return True
    decisions = [item.decision.text.casefold() for item in items if item.decision]
    cancelled = [
        words for words in decisions if words.startswith(("mødet aflyst", "mødet er aflyst", "mødet blev aflyst"))
    ]
    return len(cancelled) * 2 > len(decisions) > 0


def _postponed_to(decided: Sequence[Decision]) -> datetime.date | None:
    dates = [decision.postponed_to for decision in decided if decision.postponed_to]
    return max(set(dates), key=dates.count) if dates else None


def _notes(frame: _Frame, head: MeetingHead, starts: Sequence[Start], note: str) -> tuple[ParseNote, ...]:
    notes = []
    if note:
        notes.append(ParseNote(line=starts[0].line + 1 if starts else 1, reason=note))
    if head.date is None:
        notes.append(ParseNote(line=1, reason="no meeting date recognised in the head"))
    if not head.committee:
        notes.append(ParseNote(line=1, reason="no committee recognised in the head"))
    if head.date is None or not head.committee:
        reason = "only its bytes name this meeting: a corrected copy will stand beside it as another"
        notes.append(ParseNote(line=1, reason=reason))
    if starts and frame.contents and len(frame.contents) != len(starts):
        reason = f"{len(starts)} items found where the contents list has {len(frame.contents)}"
        notes.append(ParseNote(line=frame.contents[0].line + 1, reason=reason))
    return tuple(notes)
