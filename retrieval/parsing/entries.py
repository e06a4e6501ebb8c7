"""Stretches of text that one body's decision fills, and the entries of a history: body, date, the words below."""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass

from retrieval.model.minutes import Span
from retrieval.parsing.bodies import is_same_body
from retrieval.parsing.dates import first_date
from retrieval.parsing.judging import absence_in
from retrieval.parsing.lines import paragraphs, trimmed
from retrieval.parsing.outcomes import outcome_of
from retrieval.parsing.sections import dated_decision

_ABSENCE_LINE = re.compile(r"(?:fraværende|afbud)\b[^\n:]{0,30}:[^\n]*\n", re.IGNORECASE)
_ENTRY = re.compile(r"^(?P<date>\d{1,2}[-./]\d{1,2}[-./]\d{4})\s+(?P<body>[A-ZÆØÅ].{3,80})$")
_GLUED_ENTRY = re.compile(
    r"(?P<before>(?:afbud|fraværende|ikke til stede)\b[^\n]*?)\s+"
    r"(?P<entry>\d{1,2}-\d{1,2}-\d{4}\s+(?-i:[A-ZÆØÅ])[^\n]{1,60}(?:udvalg|råd|bestyrelse)\w*[\s\d-]*)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text that one body's decision fills."""

    span: Span
    body: str
    date: datetime.date | None
    is_own: bool


def read_entries(text: str, span: Span) -> Iterable[Block]:
    """The entries of a history: "09-05-2022 Økonomiudvalget", its words below."""
    start, body, date = span.start, "", None
    for unit in _entry_lines(text, span):
        words = unit.of(text)
        match = _ENTRY.match(words)
        dated = None if match else dated_decision(words)
        if match is None and dated is None:
            continue
        if dated is not None and not dated[1] and is_same_body(dated[0], body or dated[0]) and date:
            start = unit.end if not text[start : unit.start].strip() else start
            continue  # "Økonomiudvalgets beslutning:" below the entry's own heading
        if body or date:
            yield Block(cut(text, start, unit.start), body, date, False)
        start, date = unit.end, first_date(words)
        body = match["body"].strip(" :") if match else dated[0] if dated else ""
    if body or date:
        yield Block(cut(text, start, span.end), body, date, False)


def _entry_lines(text: str, span: Span) -> Iterable[Span]:
    """The lines of a history; an entry's heading printed behind the absences of the entry before is a line too."""
    for unit in paragraphs(text, span):
        glued = _GLUED_ENTRY.match(text, unit.start, unit.end)
        if glued:
            yield Span(unit.start, glued.end("before"))
            yield Span(glued.start("entry"), unit.end)
        else:
            yield unit


def cut(text: str, start: int, end: int) -> Span:
    """The stretch without blanks and without the lines of absence at its end."""
    span = trimmed(text, start, end)
    while label := _ABSENCE_LINE.match(text, span.start, span.end):
        span = trimmed(text, label.end(), span.end)
    while span.end > span.start:
        last = text.rfind("\n", span.start, span.end) + 1
        last = max(last, span.start)
        line = text[last : span.end].strip()
        absence = absence_in(line) if len(line) < 400 else None
        if absence is not None and not outcome_of(line[: absence.start()]):
            span = trimmed(text, span.start, last)
        else:
            break
    return span
