"""Tables of tab- or stroke-parted rows: heads, columns, unit, and whether the columns can be read with certainty."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from retrieval.model.minutes import Span
from retrieval.parsing.lines import Line, clean

_NUMBER = re.compile(r"^[-−–+]?\s?\d{1,3}(?:[. \u00a0]\d{3})*(?:,\d+)?$|^[-−–+]?\s?\d+(?:,\d+)?$")
_YEAR = re.compile(r"^(?:19|20)\d\d\*?$")
_SUM = re.compile(
    r"\d[ \u00a0]?(?:mio|mia|t)\.?[ \u00a0]?kr|(?<![\d.,])(?!1\.?000[ \u00a0]kr)\d[\d.,]*\d[ \u00a0]kr\b"
    r"|\d\d[ \u00a0]?%",
    re.IGNORECASE,
)
_EMPTY = frozenset({"", "-", "–", "—", "·", "0"})
_UNITS = (
    (re.compile(r"\b1\.?000 kr\.?|\bt\.? ?kr\.?|\btkr\.?|\btusinde kr|\bhele 1\.000", re.IGNORECASE), 1000),
    (re.compile(r"\bmio\.? ?kr\.?|\bmillioner kr|\bmio\. ", re.IGNORECASE), 1_000_000),
    (re.compile(r"\bmia\.? ?kr", re.IGNORECASE), 1_000_000_000),
    (re.compile(r"\b(?:i |hele )?(?:kr\.?|kroner|DKK)(?!\w)", re.IGNORECASE), 1),
)
_COUNTED = re.compile(  # in small letters
    r"\b(?:andel|fuldtid|(?:antal|pct|personer|borgere|årsværk|elever|nr|sager|uge|grad|m2|kvm|stillinger|jobordrer"
    r"|ansøgere|pladser)\b)|%|procent"
)
_MONEY = re.compile(  # in small letters
    r"budget|regnskab|tilskud|finansier|bevilling|udgift|indtægt|økonomi|puljen?\b|midler|kassepåvirkning|gevinst"
    r"|provenu|investering|afvigelse|ramme\b|\b(?:kr\b|pris|beløb|forbrug)"
)
_LONGEST_GROUP = 60  # characters
_NESTED = 2  # names of groups that stand one below the other
_GROUPED = re.compile(r"\d\.\d{3}")
_RULE = re.compile(r":?-*:?")
_DATA = re.compile(r"[-−–+]?\s?\d[\d.,]*\s?(?:%|pct|kr|mio|mia|t\.?kr)|\d[\d.]* \(")


class Cell(NamedTuple):
    """One cell: its readable text and its place in the document (without blanks at its ends)."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Row:
    """One data row: its label (first cell), its cells, and the heads of the columns above them."""

    line: Line
    cells: tuple[Cell, ...]
    heads: tuple[str, ...]
    label: str
    group: str = ""  # a row above that names what the rows below it are


@dataclass(frozen=True, slots=True)
class Table:
    """Rows that belong together. `factor` is the unit of bare numbers in kroner, None where no unit is printed."""

    lines: tuple[Line, ...]
    caption: str
    rows: tuple[Row, ...]
    factor: int | None
    unit: str
    is_certain: bool
    is_money: bool

    def counts(self, column: int) -> bool:
        """Whether a column counts things or shares rather than money."""
        heads = next((row.heads for row in self.rows if column < len(row.heads)), ())
        return bool(heads) and _is_counted(heads[column])


def find_tables(text: str, lines: Sequence[Line]) -> list[Table]:
    """The tables among `lines`, in order."""
    tables = []
    block: list[Line] = []
    for place, line in enumerate([*lines, None]):
        if line is not None and (line.is_row or (block and _is_group(text, lines, place))):
            block.append(line)
            continue
        if block:
            caption = _caption(lines, place - len(block))
            tables.append(_table(text, tuple(block), caption))
            block = []
    return tables


def _is_group(text: str, lines: Sequence[Line], place: int) -> bool:
    """Whether a short line among rows of one width names the rows below it; a head below begins another table."""
    if not _can_name_group(lines[place]):
        return False
    below = next((line for line in lines[place + 1 : place + 1 + _NESTED] if not _can_name_group(line)), None)
    above = next((lines[at] for at in range(place - 1, -1, -1) if lines[at].is_row), None)
    if above is None or below is None or not below.is_row:
        return False
    wide, next_row = split_row(text, above), split_row(text, below)
    return len(wide) == len(next_row) and not _is_head([cell.text for cell in next_row])


def _can_name_group(line: Line) -> bool:
    return not line.is_row and 0 < len(line.text) <= _LONGEST_GROUP and line.text[-1] not in ".:"


@lru_cache(maxsize=1_024)  # a column's head is asked about for each of its cells
def _is_counted(head: str) -> bool:
    return _COUNTED.search(head.lower()) is not None


def is_number(cell: str) -> bool:
    """Whether a cell is a bare number."""
    return bool(_NUMBER.match(cell))


def is_year(cell: str) -> bool:
    """Whether a cell is a year: such a row is a head."""
    return bool(_YEAR.match(cell))


def split_row(text: str, line: Line) -> tuple[Cell, ...]:
    """The cells of a row with their places."""
    raw = line.span.of(text)
    mark = "\t" if "\t" in raw else "|"
    start, stop = line.start, line.end
    if mark == "|":
        inner = raw.strip()
        start += raw.index(inner) + inner.startswith("|")
        stop = line.start + raw.index(inner) + len(inner) - (inner.endswith("|") and len(inner) > 1)
    cells = []
    for piece in text[start:stop].split(mark):
        stripped = piece.strip()
        begin = start + piece.index(stripped) if stripped else start
        words = clean(piece)[0]
        if words != stripped and words in stripped:
            begin += stripped.index(words)
            stripped = words
        cells.append(Cell(words, Span(begin, begin + len(stripped))))
        start += len(piece) + 1
    return tuple(cells)


def _caption(lines: Sequence[Line], place: int) -> str:
    """The one or two lines of text right above a table."""
    above = []
    for line in reversed(lines[max(0, place - 6) : place]):
        if line.text and not line.is_row:
            above.append(line.text)
            if len(above) == 2 or len(line.text) > 120:
                break
    return " ".join(reversed(above))[-400:]


def _table(text: str, lines: tuple[Line, ...], caption: str) -> Table:
    rows: list[Row] = []
    heads: list[tuple[Cell, ...]] = []
    group, fresh = "", True
    for line in lines:
        cells = split_row(text, line)
        words = [cell.text for cell in cells]
        if _is_rule(words):
            continue
        if _is_head(words):
            if len([word for word in words if word]) == 1 and words[0] and (rows or not line.is_row):
                group = words[0]
                continue
            if not fresh:
                heads, group = [], ""
            heads.append(cells)
            fresh = True
            continue
        if fresh and heads and _goes_on_head(words):
            heads.append(cells)
            continue
        fresh = False
        label = words[0] if not is_number(words[0]) or is_year(words[0]) else ""
        rows.append(Row(line, cells, _columns(heads, len(cells)), _label(words, label), group))
    return _described(lines, caption, tuple(rows), heads)


def _label(words: Sequence[str], label: str) -> str:
    """A row's label: its first cell, or the second where the first is a running number."""
    if not label and len(words) > 1 and words[0].isdigit() and not is_number(words[1]):
        return words[1]
    return label


def _described(
    lines: tuple[Line, ...], caption: str, rows: tuple[Row, ...], heads: Sequence[tuple[Cell, ...]]
) -> Table:
    head_words = " ".join(cell.text for row in (heads or ()) for cell in row)
    all_heads = " ".join(dict.fromkeys(word for row in rows for word in row.heads)) + " " + head_words
    unit, factor = _unit(all_heads) if all_heads.strip() else ("", None)
    if factor is None:
        unit, factor = _unit(" ".join(re.findall(r"\([^)]*\)|\bi (?:1\.000|hele|mio\.|t\.)[^.]*\.?", caption)))
    words = f"{all_heads} {caption} {rows[0].label if rows else ''}"
    grouped = sum(bool(_GROUPED.search(cell.text)) for row in rows for cell in row.cells)
    counted = bool(_COUNTED.search(all_heads.lower())) and not any(
        _MONEY.search(word.lower()) for row in rows for word in row.heads
    )
    labels = " ".join(row.label for row in rows)
    is_money = factor is not None or (grouped > 1 and not counted and bool(_MONEY.search(f"{words} {labels}".lower())))
    return Table(lines, caption, rows, factor, unit, _is_certain(rows), is_money)


def _unit(words: str) -> tuple[str, int | None]:
    for pattern, factor in _UNITS:
        match = pattern.search(words)
        if match:
            return match[0].strip(), factor
    return "", None


def _is_rule(words: Iterable[str]) -> bool:
    return any("-" in word for word in words) and all(_RULE.fullmatch(word) for word in words)


def _is_head(words: Sequence[str]) -> bool:
    """A row without data: texts and years only."""
    data = [word for word in words[1:] if word and word not in _EMPTY]
    if not data:
        return not any(word in ("-", "–", "0") for word in words[1:])
    if all(is_year(word) for word in data):
        return True
    if any("kr" in word.lower() or "%" in word for word in words) and any(_SUM.search(word) for word in words):
        return False
    return not any(
        any(character.isdigit() for character in word) and not is_year(word) and _looks_like_data(word) for word in data
    )


def _goes_on_head(words: Sequence[str]) -> bool:
    """Whether a row of bare numbers right below a head names columns too: no row has values and no name."""
    return len(words) > 1 and not words[0] and all(is_number(word) for word in words[1:])


def _looks_like_data(word: str) -> bool:
    return is_number(word) or _DATA.match(word) is not None


def _columns(heads: Sequence[tuple[Cell, ...]], width: int) -> tuple[str, ...]:
    """The heads over each column; a blank in an upper head goes on from its left where a lower head has words."""
    columns = [""] * width
    for depth, row in enumerate(heads):
        carried = ""
        for column in range(width):
            word = row[column].text if column < len(row) else ""
            lower = any(column < len(below) and below[column].text for below in heads[depth + 1 :])
            carried = word or (carried if lower else "")
            if carried and column:
                columns[column] = f"{columns[column]} {carried}".strip()
            elif word:
                columns[column] = f"{columns[column]} {word}".strip()
    return tuple(columns)


def _is_certain(rows: Sequence[Row]) -> bool:
    """Whether every row is as wide as its head and no column mixes words with numbers."""
    if not rows or not all(row.heads and any(row.heads[1:]) for row in rows):
        return False
    width = max(len(row.cells) for row in rows)
    if any(len(row.cells) != width for row in rows):
        return False
    for column in range(1, width):
        texts = [row.cells[column].text for row in rows if row.cells[column].text not in _EMPTY]
        numeric = sum(_looks_like_data(word) for word in texts)
        if numeric and numeric < len(texts):
            return False
    return not any(not row.label and sum(1 for cell in row.cells if cell.text) > 2 for row in rows)
