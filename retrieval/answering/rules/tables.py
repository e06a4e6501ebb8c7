"""The sums of a table's row told with their columns and unit, where the parser could read them. Pure."""

import re
from collections.abc import Sequence
from decimal import Decimal

from retrieval.answering.rules.phrases import say
from retrieval.answering.rules.sources import Source
from retrieval.answering.rules.units import Unit, UnitKind, clean, holds_figures
from retrieval.model.answers import Citation, Claim, Language, Row
from retrieval.model.minutes import Amount, Span

_MONEY = re.compile(r"kr|mio|mia|million|milliard|tusind|dkk|€|eur", re.I)
_THOUSAND = Decimal(1000)
_MOST_COLUMNS = 8
_MOST_HEAD_ROWS = 3
_NAMED = re.compile(r"[^\W\d_]{2}")  # "2019" alone does not say what the row is about
_CELL_END = re.compile(r"\t|\|")
_DIGITS = re.compile(r"[^\d,-]")


def table_head(source: Source, row: Unit, units: Sequence[Unit]) -> Citation | None:
    """The rows above a table's figures, without which a row cannot be read; None where the table has none."""
    heads = _heads(row, units) if row.kind is UnitKind.ROW else []
    if not heads or row in heads:
        return None
    return source.cite(row.section, Span(heads[0].span.start, heads[-1].span.end))


def is_table_head(unit: Unit, units: Sequence[Unit]) -> bool:
    """Whether a unit only names a table's columns."""
    return unit.kind is UnitKind.ROW and not holds_figures(unit.text) and unit in _heads(unit, units)


def _heads(row: Unit, units: Sequence[Unit]) -> Sequence[Unit]:
    """The first rows of a row's table, down to the first that holds figures; the first row where none does."""
    rows = [one for one in units if (one.section, one.group) == (row.section, row.group)]
    lines = next((place for place, one in enumerate(rows) if holds_figures(one.text)), 1)
    return rows[:lines] if lines <= _MOST_HEAD_ROWS else []


def read_row(language: Language, source: Source, row: Unit, head: Citation | None) -> Row | None:
    """All cells of a row, each with its column; None where it is not clear which that is, or there are too many."""
    if head is None:
        return None
    read = _sums(language, source, row) or _paired(row, head)
    return read if read and _NAMED.search(read.label) and 0 < len(read.cells) <= _MOST_COLUMNS else None


def row_claim(row: Row, citations: tuple[Citation, ...], *, is_spread: bool = False, is_listed: bool = False) -> Claim:
    """A row told in one line, or spread over a line for each column; in a list's line where several rows are told."""
    cells = [(column, f"{cell} {row.unit}".strip()) for column, cell in row.cells]
    if is_spread and len(cells) > 1:
        text = "\n".join([f"{row.label}:", *(f"– {column}: {cell}" for column, cell in cells)])
    else:
        told = ", ".join(f"{cell} ({column})" if column else cell for column, cell in cells)
        text = f"{'– ' if is_listed else ''}{row.label}: {told}."
    return Claim(text=text, citations=citations, row=row)


def _sums(language: Language, source: Source, row: Unit) -> Row | None:
    """The row as the ledger read it; None where the ledger read nothing in it."""
    amounts = _amounts(source, row)
    named = [amount.purpose.rpartition(", ") for amount in amounts]
    if len(amounts) == 1 and not named[0][0]:  # its column has no name
        named = [(amounts[0].purpose, "", "")]
    if len({label for label, _, _ in named}) != 1:
        return None
    units = {_unit(language, amount) for amount in amounts if amount.value}
    unit = units.pop() if len(units) == 1 else ""
    cells = [clean(amount.text) if unit else _printed(language, amount) for amount in amounts]
    columns = [clean(column) for _, _, column in named]
    return Row(clean(named[0][0]), unit, tuple(zip(columns, cells, strict=True)))


def _paired(row: Unit, head: Citation) -> Row | None:
    """Each cell beside the cell of the head above it, where there are as many of them and all are named."""
    (label, *cells), columns = _cells(row.text), _cells(head.quote)
    corner = columns.pop(0) if len(columns) > len(cells) else ""
    if len(cells) != len(columns) or not all(columns):
        return None
    if label.rstrip(".").isdigit() and _NAMED.search(cells[0]):  # a running number, then what the row is about
        label, cells, columns = cells[0], cells[1:], columns[1:]
    unit = f" ({corner})" if _MONEY.search(corner) else ""
    return Row(label + unit, "", tuple(pair for pair in zip(columns, cells, strict=True) if pair[1]))


def _cells(line: str) -> list[str]:
    return [clean(cell) for cell in _CELL_END.split(line.strip("| \n"))]


def cell_claim(
    language: Language, source: Source, row: Unit, head: Citation | None, years: tuple[int, ...]
) -> Claim | None:
    """The sum in the row that belongs to the year asked about; None where it is not clear which one is meant."""
    amounts = _amounts(source, row)
    wanted = [amount for amount in amounts if amount.purpose and any(str(year) in amount.period for year in years)]
    if len(wanted) > 1:
        wanted = [amount for amount in wanted if amount is wanted[-1]] if _same_column(wanted) else []
    if len(wanted) != 1:
        return None
    amount = wanted[0]
    citations = [source.cite(row.section, row.span), *([head] if head else [])]
    text = say(language, "cell", purpose=clean(amount.purpose), amount=_printed(language, amount))
    return Claim(text=text, citations=tuple(citations))


def _same_column(amounts: list[Amount]) -> bool:
    return len({amount.purpose for amount in amounts}) == 1


def _amounts(source: Source, row: Unit) -> list[Amount]:
    """What the ledger read in a row, in the order of its columns."""
    listed = source.item.amounts if source.item and row.sums else ()
    return [amount for amount in listed if row.span.start <= amount.span.start < row.span.end]


def _printed(language: Language, amount: Amount) -> str:
    """The sum as printed with the unit its table gives: "432.174 tusind kr."."""
    printed, unit = clean(amount.text), _unit(language, amount)
    if unit:
        return f"{printed} {unit}"
    plain = printed.removesuffix(".")
    return f"{plain}." if language is Language.DANISH and plain.endswith("kr") else plain


def _unit(language: Language, amount: Amount) -> str:
    """The unit that a table's head gives to a sum printed without one; empty where the sum has its own."""
    printed = clean(amount.text)
    if _MONEY.search(printed):
        return ""
    bare = Decimal(_DIGITS.sub("", printed).replace(",", ".") or "0")
    factors = {_THOUSAND: "thousand", _THOUSAND * _THOUSAND: "million"}
    return say(language, next((name for factor, name in factors.items() if amount.value == bare * factor), "kroner"))
