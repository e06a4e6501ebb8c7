"""Minutes printed as one table, a row for each item: the rows are read as the lines of items."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from retrieval.model.minutes import Span
from retrieval.model.vocabulary import SectionKind
from retrieval.parsing.cases import is_case_label
from retrieval.parsing.headings import find_heading
from retrieval.parsing.lines import Line
from retrieval.parsing.outcomes import outcome_of

_NUMBER_HEADS = frozenset({"punkt", "pkt", "nr", "punkt nr", "pkt. nr", "punktnr", "sag nr", "dagsordenspunkt"})
_TITLE_HEADS = frozenset(
    {
        "sag", "emne", "indhold", "tema", "titel", "overskrift", "tekst", "sagens titel", "dagsorden",
        "dagsordenspunkt", "punkt", "punkter", "dagsordenspunkter", "sagstitel",
    }
)  # fmt: skip
_DECISION_HEADS = frozenset({"referat", "konklusion", "resultat", "protokol", "udfald"})
_OWN_NUMBER = re.compile(r"^(?:(?:punkt|pkt\.?|nr\.?)\s)?(\d{1,4})\s?[.:)]?$", re.IGNORECASE)
_LEADING_NUMBER = re.compile(r"^(?:(?:punkt|pkt\.?)\s)?(\d{1,4})\s?[.:)]?\s+(?=\S)", re.IGNORECASE)
_ATTACHED = re.compile(r"\s(?P<what>Bilag(?: \d{1,2})?: )")  # behind the title in its cell
_RULE = re.compile(r"[\s|:-]+$")
_FEW = 2


@dataclass(frozen=True, slots=True)
class _Columns:
    """The printed heads of a table of items, and which column tells number (maybe the title's), title, decision."""

    heads: tuple[str, ...]
    number: int
    title: int
    decision: int


def unroll_items(text: str, lines: Sequence[Line], *, has_numbers: bool = True) -> tuple[Line, ...]:
    """The lines, with each row of a table of items as "Punkt N: Title" and a labelled line for each further cell.

    Without `has_numbers` the tables that print none are read instead: their rows are counted.
    """
    unrolled: list[Line] = []
    done = 0
    for line in lines:
        if line.index < done or not line.is_row or (columns := _columns(_texts(line))) is None:
            continue
        rows = list(
            _rows(lines, line.index + 1, columns) if has_numbers else _unnumbered(lines, line.index + 1, columns)
        )
        if len(rows) >= _FEW:
            counted = enumerate(rows, 1)
            items = (one for place, row in counted for one in _item(text, row, columns, 0 if has_numbers else place))
            unrolled += [*lines[done : line.index + 1], *items]
            done = rows[-1].index + 1
    if not done:
        return tuple(lines)
    return tuple(line._replace(index=index) for index, line in enumerate([*unrolled, *lines[done:]]))


def _texts(line: Line) -> tuple[str, ...]:
    if line.text.startswith("|"):
        return tuple(cell.strip() for cell in line.text.strip("|").split("|"))
    return tuple(cell.strip() for cell in line.text.split("\t"))


def _columns(heads: tuple[str, ...]) -> _Columns | None:
    """The columns of a table of items: a title and, to its right, a decision; None for any other row."""
    if len(heads) < _FEW or not heads[0][:1].isalpha():
        return None
    folded = [head.casefold().strip(" :.") for head in heads]
    decision = next((place for place, head in enumerate(folded) if _is_decision(head)), None)
    title = next((place for place, head in enumerate(folded[:decision]) if head in _TITLE_HEADS), None)
    if decision is None or title is None:
        return None
    number = next((place for place, head in enumerate(folded[:decision]) if head in _NUMBER_HEADS), title)
    if number == title:  # "Punkt" may head the numbers, the titles beside it
        title = next((place for place in range(number + 1, decision) if folded[place] in _TITLE_HEADS), title)
    return _Columns(heads, number, title, decision) if number <= title else None


def _is_decision(head: str) -> bool:
    heading = find_heading(head)
    return head in _DECISION_HEADS or (heading is not None and heading.kind is SectionKind.DECISION)


def _rows(lines: Sequence[Line], first: int, columns: _Columns) -> Iterator[Line]:
    """The rows right below the heads, while their numbers rise."""
    last = -1
    for line in itertools.takewhile(lambda line: line.is_row, (lines[at] for at in range(first, len(lines)))):
        if last < 0 and _RULE.match(line.text):
            continue
        cells = _texts(line)
        if len(cells) != len(columns.heads):
            return
        pattern = _OWN_NUMBER if columns.number != columns.title else _LEADING_NUMBER
        match = pattern.match(cells[columns.number])
        if match is None or int(match[1]) <= last or not cells[columns.title]:
            return
        last = int(match[1])
        yield line


def _unnumbered(lines: Sequence[Line], first: int, columns: _Columns) -> list[Line]:
    """The rows right below heads that name no numbers, where they print none and one of them tells what was decided."""
    if columns.number != columns.title:
        return []
    below = ((lines[at], _texts(lines[at])) for at in range(first, len(lines)))
    own = itertools.takewhile(
        lambda row: row[0].is_row and _columns(row[1]) is None, below
    )  # to the next table's heads
    rows = [(row, cells) for row, cells in own if len(cells) == len(columns.heads) and cells[columns.title]]
    is_counted = any(_LEADING_NUMBER.match(cells[columns.title]) for _, cells in rows)
    decides = any(outcome_of(cells[columns.decision]) is not None for _, cells in rows)
    return [row for row, _ in rows] if decides and not is_counted else []


def _item(text: str, row: Line, columns: _Columns, count: int) -> Iterator[Line]:
    """The lines that a row stands for; a cell's line begins with the tab before it, as a value behind its label.

    A `count` above 0 is the item's number, where the row prints none.
    """
    cells = _texts(row)
    spans = _spans(text, row)
    title = cells[columns.title]
    if columns.number != columns.title:
        title = f"{cells[columns.number]} {title}"
    number = _LEADING_NUMBER.match(title)
    words = f"Punkt {number[1]}: {title[number.end() :]}" if number else title
    words = f"Punkt {count}: {title}" if count else words
    end = spans[columns.title].end
    attached = _ATTACHED.search(words)
    if attached is not None:
        begin = text.rindex(attached["what"], row.start, end)
        yield row._replace(end=begin, text=words[: attached.start()], is_row=False)
        yield row._replace(start=begin, end=end, text=words[attached.start("what") :], is_row=False)
    else:
        yield row._replace(end=end, text=words, is_row=False)
    for place in range(columns.title + 1, len(cells)):
        words = _labelled(columns, place, cells[place])
        yield row._replace(start=spans[place].start, end=spans[place].end, text=words, is_row=False)


def _labelled(columns: _Columns, place: int, value: str) -> str:
    """A cell as a line behind its column's head; every head of the decision is read as one word."""
    if not value:
        return ""
    head = columns.heads[place].strip(" :")
    if place == columns.decision and find_heading(head) is None:
        head = "Beslutning"
    return f"Sagsnr.: {value}" if is_case_label(head) else f"{head}: {value}"


def _spans(text: str, row: Line) -> list[Span]:
    """The place of each cell of a row; all but the first with the tab or stroke before it."""
    raw = row.span.of(text)
    mark = "\t" if "\t" in raw else "|"
    first = raw.index("|") + 1 if mark == "|" else 0
    stop = len(raw.rstrip().removesuffix("|")) if mark == "|" else len(raw)
    spans: list[Span] = []
    start = row.start + first
    for cell in raw[first:stop].split(mark):
        end = (spans[-1].end + 1 if spans else start) + len(cell)
        spans.append(Span(spans[-1].end if spans else start, end))
    return spans
