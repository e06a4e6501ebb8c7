"""A bar chart of a table's numbers, with the same numbers in its caption for those who do not see it."""

import io
import re
from dataclasses import dataclass
from decimal import Decimal

from bot import texts
from bot.render.limits import CAPTION_UNITS, shorten
from retrieval.model.answers import Language, Table

BARS = 12  # more cannot be read on a phone
_NUMBER = re.compile(r"(?P<sign>[-−–])?\s*(?P<digits>\d{1,3}(?:\.\d{3})+|\d+)(?:,(?P<part>\d+))?\s*(?P<unit>[^\d]*)")
_FACTORS = {"mia": Decimal(1_000_000_000), "milliard": Decimal(1_000_000_000), "mio": Decimal(1_000_000)}


@dataclass(frozen=True, slots=True)
class Series:
    """Named numbers of one kind: `printed` as the table has them, `values` for the bars' lengths."""

    title: str
    names: tuple[str, ...]
    printed: tuple[str, ...]
    values: tuple[Decimal, ...]
    unit: str


def series_of(table: Table, language: Language) -> Series | None:
    """The first column of a table that holds one kind of number in two rows or more, or None.

    Rows without a readable number make the column unfit, and so do amounts of different status (applied for beside
    granted): a chart that leaves out a row or sets unlike things side by side would mislead.
    """
    if not 3 <= len(table.rows) <= BARS + 1 or _has_mixed_status(table):
        return None
    for column in range(len(table.rows[0])):
        if series := _column(table, column, language):
            return series
    return None


def _has_mixed_status(table: Table) -> bool:
    head, *body = table.rows
    columns = [n for n, name in enumerate(head) if name.strip().casefold() == "status"]
    return any(len({row[n] for row in body if n < len(row)}) > 1 for n in columns)


def _column(table: Table, column: int, language: Language) -> Series | None:
    head, *body = table.rows
    names = 1 if column == 0 else 0
    cells = [row[column] if column < len(row) else "" for row in body]
    numbers = [number for number in map(_number, cells) if number]
    kinds = {kind for _, kind in numbers}
    complete = len(numbers) == len(body) and all(len(row) > names for row in body)
    if not complete or len(kinds) != 1 or len(head) < 2 or all(map(_is_year, cells)):
        return None
    return Series(
        title=f"{table.caption}: {head[column]}" if len(head) > 2 and head[column] else table.caption,
        names=tuple(row[names] for row in body),
        printed=tuple(cells),
        values=tuple(value for value, _ in numbers),
        unit=texts.CHART_UNIT.in_(language) if kinds == {"kr"} else kinds.pop(),
    )


def _is_year(text: str) -> bool:
    return re.fullmatch(r"(?:19|20)\d\d", text.strip()) is not None


def caption(series: Series, language: Language) -> str:
    """The title and every number of the chart, as printed."""
    numbers = "; ".join(f"{name}: {text}" for name, text in zip(series.names, series.printed, strict=True))
    return shorten(texts.CHART_CAPTION.in_(language, caption=series.title, numbers=numbers), CAPTION_UNITS)


def draw(series: Series) -> bytes:
    """The chart as PNG: horizontal bars with their printed numbers, readable at phone width."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6, 1.4 + 0.55 * len(series.names)), dpi=150, layout="constrained")
    axes = figure.add_subplot()
    names = [_line(name, 28) for name in series.names]
    bars = axes.barh(range(len(names)), [float(value) for value in series.values], color="#1f5f99")
    axes.set_yticks(range(len(names)), names, fontsize=11, parse_math=False)
    axes.bar_label(bars, [_line(text, 24) for text in series.printed], padding=4, fontsize=11, parse_math=False)
    axes.invert_yaxis()
    axes.margins(x=0.35)
    axes.xaxis.set_visible(False)
    axes.spines[["top", "right", "bottom"]].set_visible(False)
    axes.axvline(0, color="#444444", linewidth=0.8)
    axes.set_title(_line(series.title, 60), fontsize=12, loc="left", parse_math=False)
    target = io.BytesIO()
    FigureCanvasAgg(figure).print_figure(target, format="png")
    return target.getvalue()


def _line(text: str, limit: int) -> str:
    folded = " ".join(text.split())
    return folded if len(folded) <= limit else folded[: limit - 1] + "…"


def _number(text: str) -> tuple[Decimal, str] | None:
    """Value and kind ("kr", "%" or the unit's own word) of a cell that is one number, else None."""
    match = _NUMBER.fullmatch(text.strip().removeprefix("ca. ").removeprefix("cirka "))
    if match is None:
        return None
    value = Decimal(match["digits"].replace(".", "") + ("." + match["part"] if match["part"] else ""))
    unit = match["unit"].strip().casefold().rstrip(".")
    for word, factor in _FACTORS.items():
        if unit.startswith(word):
            value, unit = value * factor, "kr"
    kind = "kr" if unit in ("kr", "kroner", "dkk") else unit
    return (-value if match["sign"] else value), kind
