"""Facts of an item's head side by side ("Punkt 3 | Sagsnr. 24/1234 | Åben"), parted into lines of their own."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from retrieval.model.minutes import Span
from retrieval.parsing.cases import access_mark, case_number_line, is_case_label
from retrieval.parsing.lines import Line, clean, is_row

_GAP = re.compile(r"(?<=\S)(?: {3,}| +[|·•] +)(?=\S)")
_STROKES = frozenset("|·•")
_LETTERS = {"å": "Åben", "l": "Lukket", "(å)": "Åben", "(l)": "Lukket"}
_NUMBER = re.compile(r"^(?:(?:dagsordens)?punkt|pkt\.?|sag)\s?(?:nr\.?)?\s?:?\s?\d{1,4}\.?$", re.IGNORECASE)
_LABELLED = re.compile(r"^[A-ZÆØÅ][\wæøå/. -]{2,25}:\s")  # "Sagsbehandler: HNB"
_LONGEST = 400


def part_facts(text: str, lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines, those that hold a fact of an item's head beside other words parted before and behind it."""
    parted: list[Line] = []
    for line in lines:
        pieces = list(_pieces(text, line)) if _may_hold_facts(text, line) else []
        if len(pieces) > 1:
            parted += [replace(piece, index=len(parted) + place) for place, piece in enumerate(pieces)]
        else:
            parted.append(line if line.index == len(parted) else replace(line, index=len(parted)))
    return tuple(parted)


def _may_hold_facts(text: str, line: Line) -> bool:
    """A quick test before the pattern: wide gaps or strokes in a line that is no table's row."""
    if line.is_row or not 0 < len(line.text) <= _LONGEST:
        return False
    if not _STROKES.isdisjoint(line.text):
        return True
    return line.span.end - line.span.start > len(line.text) + 1 and "   " in line.span.of(text).strip()


def _pieces(text: str, line: Line) -> Iterator[Line]:
    """The line cut at the gaps beside its facts."""
    start = begin = line.span.start
    for gap in _GAP.finditer(text, line.span.start, line.span.end):
        left = clean(text[begin : gap.start()])[0]
        right = clean(text[gap.end() : _next_gap(text, gap.end(), line.span.end)])[0]
        begin = gap.end()
        if _is_fact(right) or (_is_fact(left) and _is_detail(right)):
            yield _line(text, line, start, gap.start())
            start = gap.start()
    yield _line(text, line, start, line.span.end)


def _next_gap(text: str, begin: int, end: int) -> int:
    match = _GAP.search(text, begin, end)
    return match.start() if match else end


def _line(text: str, whole: Line, start: int, end: int) -> Line:
    words, depth = clean(text[start:end].strip(" |·•"))
    return Line(whole.index, Span(start, end), _LETTERS.get(words.casefold(), words), depth, is_row(words))


def _is_fact(words: str) -> bool:
    """Whether words tell a case number under its label, or openness."""
    if words.casefold() in _LETTERS or access_mark(words) is not None:
        return True
    return is_case_label(words) and bool(case_number_line(words))


def _is_detail(words: str) -> bool:
    """Whether words beside a fact are no part of it: an item's number or another label with its value."""
    return _NUMBER.match(words) is not None or _LABELLED.match(words) is not None
