"""Facts of an item's head side by side ("Punkt 3 | Sagsnr. 24/1234 | Åben"), parted into lines of their own."""

import bisect
import re
from collections.abc import Iterator, Sequence

from retrieval.parsing.cases import access_mark, case_number_line, is_case_label
from retrieval.parsing.headings import find_heading
from retrieval.parsing.lines import Line, clean, is_row, next_text, previous_text
from retrieval.parsing.sections import dated_decision

_GAP = re.compile(r"(?<=\S)(?: {3,}| +[|·•] +)(?=\S)")
_GAP_MARKS = ("   ", " | ", " · ", " • ")  # one of them stands in every gap
_LETTERS = {"å": "Åben", "l": "Lukket", "(å)": "Åben", "(l)": "Lukket"}
_NUMBER = re.compile(r"^(?:(?:dagsordens)?punkt|pkt\.?|sag)\s?(?:nr\.?)?\s?:?\s?\d{1,4}\.?$", re.IGNORECASE)
_NUMBER_ALONE = re.compile(r"^(?:(?:punkt|pkt\.?)\s)?\d{1,4}[.)]?$", re.IGNORECASE)
_TITLE = re.compile(r"^\d{1,4}[.)]? [A-ZÆØÅ]")
_LABELLED = re.compile(r"^[A-ZÆØÅ][\wæøå/. -]{2,25}:\s|^Bilag:? \d{1,2}$")  # "Sagsbehandler: HNB"
_LONGEST = 400
_PAIR = 2


def part_facts(text: str, lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines, those that hold a fact of an item's head beside other words parted before and behind it."""
    parted: list[Line] = []
    done = 0
    for place in sorted(_with_gaps(text, lines)):
        pieces = list(_pieces(text, lines[place]))
        if len(pieces) > 1 and not _is_titled_by_mark(lines, lines[place], pieces):
            parted += [*lines[done:place], *pieces]
            done = place + 1
    if not done:
        return tuple(lines)
    return tuple(line._replace(index=index) for index, line in enumerate([*parted, *lines[done:]]))


def _is_titled_by_mark(lines: Sequence[Line], line: Line, pieces: Sequence[Line]) -> bool:
    """Whether "Sag 3   Lukket punkt" is number and title of an item: a section's heading follows and no other title."""
    if len(pieces) != _PAIR or not _NUMBER.match(pieces[0].text) or access_mark(pieces[1].text) is None:
        return False
    below = next_text(lines, line.index)
    return bool(below) and (find_heading(below[0].text) is not None or dated_decision(below[0].text) is not None)


def _with_gaps(text: str, lines: Sequence[Line]) -> set[int]:
    """The places of the lines in which a wide gap or a stroke stands, but for long lines and rows of real tables."""
    found: set[int] = set()
    for mark in _GAP_MARKS:
        place = text.find(mark)
        while place >= 0:
            line = lines[bisect.bisect_right(lines, place, key=_line_start) - 1]
            if not line.is_row and len(line.text) <= _LONGEST:
                found.add(line.index)
            place = text.find(mark, line.end)
    found |= {line.index for line in lines if line.is_row and _is_item(lines, line)}
    return found


def _is_item(lines: Sequence[Line], row: Line) -> bool:
    """Whether a row alone holds an item's number, its title and its openness, as pages laid out as tables do.

    The last row of a list of items has another above it that ends with openness.
    """
    number, _, rest = row.text.partition("\t")
    if not _NUMBER_ALONE.match(number) or access_mark(rest.rpartition("\t")[2]) is None:
        return False
    below, above = next_text(lines, row.index), previous_text(lines, row.index)
    is_listed = above is not None and above.is_row and access_mark(above.text.rpartition("\t")[2]) is not None
    return rest.count("\t") == 1 and bool(below) and not below[0].is_row and not is_listed


def _cells(text: str, row: Line) -> Iterator[Line]:
    """A row as two lines: number and title, and openness."""
    title, _, access = row.text.rpartition("\t")
    end = row.start + row.span.of(text).rindex("\t")
    yield Line(row.index, row.start, end, " ".join(title.split()))
    yield Line(row.index, end, row.end, access)


def _line_start(line: Line) -> int:
    return line.start


def _pieces(text: str, line: Line) -> Iterator[Line]:
    """The line cut at the gaps beside its facts."""
    if line.is_row:
        yield from _cells(text, line)
        return
    start = begin = line.start
    for gap in _GAP.finditer(text, line.start, line.end):
        left = clean(text[begin : gap.start()].strip("*_ "))[0]
        right = clean(text[gap.end() : _next_gap(text, gap.end(), line.end)].strip("*_ "))[0]
        begin = gap.end()
        if _is_fact(right) or (_is_fact(left) and _is_detail(right)) or _is_case_beside_title(left, right):
            yield _line(text, line, start, gap.start())
            start = gap.start()
    yield _line(text, line, start, line.end)


def _next_gap(text: str, begin: int, end: int) -> int:
    match = _GAP.search(text, begin, end)
    return match.start() if match else end


def _line(text: str, whole: Line, start: int, end: int) -> Line:
    words, depth = clean(text[start:end].strip(" |·•*_"))
    return Line(whole.index, start, end, _LETTERS.get(words.casefold(), words), depth, is_row(words))


def _is_fact(words: str) -> bool:
    """Whether words tell a case number under its label, or openness."""
    if words.casefold() in _LETTERS or access_mark(words) is not None:
        return True
    return is_case_label(words) and bool(case_number_line(words))


def _is_case_beside_title(left: str, right: str) -> bool:
    """Whether a bare case number stands in front of an item's number and title, or in a column behind them."""
    return any(
        _TITLE.match(title) is not None and bool(case_number_line(number)) and not is_case_label(number)
        for title, number in ((left, right), (right, left))
    )


def _is_detail(words: str) -> bool:
    """Whether words beside a fact are no part of it: an item's number or another label with its value."""
    return _NUMBER.match(words) is not None or _LABELLED.match(words) is not None
