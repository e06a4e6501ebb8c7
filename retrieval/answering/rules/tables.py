"""The sums of a table's row told with their columns and unit, where the parser could read them. Pure."""

import re
from collections.abc import Sequence
from decimal import Decimal

from retrieval.answering.rules.phrases import say
from retrieval.answering.rules.sources import Source
from retrieval.answering.rules.units import Unit, UnitKind, clean, holds_figures
from retrieval.model.answers import Citation, Claim, Language
from retrieval.model.minutes import Amount, Span

_UNIT = re.compile(r"kr|mio|mia|million|milliard|tusind|dkk|€|eur", re.I)
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


def row_claim(language: Language, source: Source, row: Unit, head: Citation | None) -> Claim | None:
    """All cells of a row, each with its column; None where it is not clear which that is, or there are too many."""
    if head is None:
        return None
    label, cells = _sums(language, source, row) or _paired(row, head)
    if not _NAMED.search(label) or not 0 < len(cells) <= _MOST_COLUMNS:
        return None
    told = ", ".join(f"{cell} ({column})" for column, cell in cells)
    text = say(language, "row", label=label, cells=told)
    return Claim(text=text, citations=(source.cite(row.section, row.span), head))


Cells = tuple[str, list[tuple[str, str]]]  # the row's label; each column with what stands in it


def _sums(language: Language, source: Source, row: Unit) -> Cells | None:
    """The row as the ledger read it, with its unit; None where the ledger read nothing in it."""
    named = [(amount.purpose.rpartition(", "), amount) for amount in _amounts(source, row)]
    labels = {label for (label, _, _), _ in named}
    if len(labels) != 1:
        return None
    return clean(labels.pop()), [(clean(column), _printed(language, amount)) for (_, _, column), amount in named]


def _paired(row: Unit, head: Citation) -> Cells:
    """Each cell beside the cell of the head above it, where there are as many of them and all are named."""
    (label, *cells), columns = _cells(row.text), _cells(head.quote)
    corner = columns.pop(0) if len(columns) > len(cells) else ""
    if len(cells) != len(columns) or not all(columns):
        return "", []
    unit = f" ({corner})" if _UNIT.search(corner) else ""
    return label + unit, [pair for pair in zip(columns, cells, strict=True) if pair[1]]


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
    printed = clean(amount.text)
    if _UNIT.search(printed):
        plain = printed.removesuffix(".")
        return f"{plain}." if language is Language.DANISH and plain.endswith("kr") else plain
    bare = Decimal(_DIGITS.sub("", printed).replace(",", ".") or "0")
    if bare and amount.value == bare * _THOUSAND:
        return say(language, "thousand", number=printed)
    if bare and amount.value == bare * _THOUSAND * _THOUSAND:
        return say(language, "million", number=printed)
    return say(language, "kroner", number=printed)
