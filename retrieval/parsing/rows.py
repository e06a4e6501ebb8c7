"""Pages laid out as tables: "Beslutning | Godkendt" and "124. | Title" read as the lines that they stand for."""

import re
from collections import Counter
from collections.abc import Sequence

from retrieval.parsing.cases import access_mark, case_number_line, is_access_label, is_case_label
from retrieval.parsing.headings import find_heading
from retrieval.parsing.lines import Line, next_text

_NUMBER = re.compile(
    r"^(?:(?:dagsordens|tillægs)?punkt|pkt\.?|sag|nr\.?)?\s?(?:nr\.?\s?)?\d{1,4}\s?[.:)]?$", re.IGNORECASE
)
_LABEL = re.compile(r"^(?:emne|titel|overskrift|sagstitel|punkttitel|åben/lukket|sagstype)\s*:?$", re.IGNORECASE)
_ACCESS_HEAD = re.compile(r"^(?:åben/lukket|åbent/lukket|status|adgang)$", re.IGNORECASE)
_NUMBER_HEAD = re.compile(r"^(?:dagsordens)?(?:punkt|pkt\.?)(?:\s?nr\.?)?$", re.IGNORECASE)
_RULE = re.compile(r"[\s|:-]+$")
_LETTER = re.compile(r"[^\W\d_]{3}")
_CASE_WORD = re.compile(r"sag|j\.? ?nr|journal", re.IGNORECASE)  # stands in every label of a case number
_OFTEN = 2  # times a label is met before the page counts as laid out in label and value


def unroll(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines, with the rows of a layout made into "label: value"; rows of real tables stay rows."""
    lines = [_unindented(line) if line.text[:1] == "\t" else line for line in lines]
    if facts := _facts_of_heads(lines):
        lines = [facts.get(line.index, line) for line in lines]
    cells = {line.index: pair for line in lines if line.is_row and (pair := _pair(line.text)) is not None}
    if not cells:
        return tuple(lines)
    labels = Counter(label.casefold().strip(" :.") for label, _ in cells.values() if _is_label(label))
    is_layout = any(count >= _OFTEN for count in labels.values())
    return tuple(
        _unrolled(lines, line, *cells[line.index], is_layout) if line.index in cells else line for line in lines
    )


def _unindented(line: Line) -> Line:
    """A line of an item's head that is set in by a tab: no row of a table."""
    text = line.text.strip("\t ")
    if "\t" in text or not (is_case_label(text) or access_mark(text) is not None):
        return line
    return line._replace(text=text, is_row=False)


def _facts_of_heads(lines: Sequence[Line]) -> dict[int, Line]:
    """The rows of heads such as "Sagsnr.", "Åben/Lukket", left empty, and the rows of values below them, as one line.

    A real table may have a column of case numbers: there a further row has a number too.
    """
    read: dict[int, Line] = {}
    for line in lines[:-1]:
        below = lines[line.index + 1]
        heads = _cells(line) if line.is_row and below.is_row and _CASE_WORD.search(line.text) else []
        column = next((place for place, head in enumerate(heads) if is_case_label(head)), None)
        if column is not None and below.is_row and _RULE.match(below.text) and below.index + 1 < len(lines):
            below = lines[below.index + 1]
        if column is None or not below.is_row or _case_in(lines, below.index + 1, column):
            continue
        if facts := _facts(heads, _cells(below), column):
            for row in lines[line.index : below.index]:
                read[row.index] = row._replace(text="", is_row=False)
            read[line.index] = line._replace(text=_numbered(heads, _cells(below)), is_row=False)
            read[below.index] = below._replace(text=facts, is_row=False)
    return read


def _cells(row: Line) -> list[str]:
    return [cell.strip() for cell in (row.text.split("\t") if "\t" in row.text else row.text.strip("|").split("|"))]


def _numbered(heads: Sequence[str], values: Sequence[str]) -> str:
    """The item's number in a row of values as the line that says the same, or empty."""
    pairs = zip(heads, values, strict=False)
    number = next((value for head, value in pairs if _NUMBER_HEAD.match(head) and value.isdecimal()), "")
    return f"Punkt {number}" if number else ""


def _case_in(lines: Sequence[Line], place: int, column: int) -> str:
    """The case number in a column of the row at `place`, or empty."""
    cells = _cells(lines[place]) if place < len(lines) and lines[place].is_row else []
    return case_number_line(cells[column]) if column < len(cells) else ""


def _facts(heads: Sequence[str], values: Sequence[str], column: int) -> str:
    """Case number and openness of a row of values, as the line of an item's head that says the same."""
    number = case_number_line(values[column]) if len(values) == len(heads) else ""
    if not number:
        return ""
    pairs = zip(heads, values, strict=True)
    access = [value for head, value in pairs if _ACCESS_HEAD.match(head) or is_access_label(head)]
    if any(access_mark(value) is None for value in access):
        return ""
    return " ".join(["Sagsnr.:", number, *access])


def _pair(text: str) -> tuple[str, str] | None:
    """The two filled cells of a row, or None."""
    cells = [cell.strip() for cell in (text.strip("|").split("|") if text.startswith("|") else text.split("\t"))]
    cells = [cell for cell in cells if cell]
    return (cells[0], cells[1]) if len(cells) == 2 else None


def _unrolled(lines: Sequence[Line], line: Line, label: str, value: str, is_layout: bool) -> Line:
    if is_layout and (_is_label(label) or _LABEL.match(label)):
        return line._replace(text=f"{label.rstrip(' :')}: {value}", is_row=False)
    if _NUMBER.match(label) and _LETTER.search(value) and (_has_head(lines, line) or _is_alone(lines, line)):
        return line._replace(text=f"{label} {value}", is_row=False)
    return line


def _is_label(cell: str) -> bool:
    """Whether a cell holds a section's heading or the label of a case number."""
    heading = find_heading(cell)
    return (heading is not None and heading.strength == "strong") or is_case_label(cell)


def _is_alone(lines: Sequence[Line], line: Line) -> bool:
    """Whether no row stands right above or below: "1.", a tab and a title, as a word processor numbers paragraphs."""
    near = (*lines[max(0, line.index - 1) : line.index], *lines[line.index + 1 : line.index + 2])
    return not any(one.is_row for one in near)


def _has_head(lines: Sequence[Line], line: Line) -> bool:
    """Whether what an item's head holds follows right below: a case number, an access mark, a heading."""
    for below in next_text(lines, line.index):
        first = below.text.partition("\t")[0]
        return bool(
            case_number_line(first) or is_case_label(first) or access_mark(first) is not None or find_heading(first)
        )
    return False
