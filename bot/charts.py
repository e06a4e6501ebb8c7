"""A bar chart of a table's numbers, with the same numbers in its caption for those who do not see it."""

import io
import re
import textwrap
from dataclasses import dataclass
from decimal import Decimal

from bot import texts
from bot.render.limits import CAPTION_UNITS, shorten
from retrieval.model.answers import Language, Table

BARS = 12  # more cannot be read on a phone
WIDTH_IN = 4.2  # a phone shows it a little narrower
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
        title=_title(table, column),
        names=tuple(row[names] for row in body),
        printed=tuple(cells),
        values=tuple(value for value, _ in numbers),
        unit=texts.CHART_UNIT.in_(language) if kinds == {"kr"} else kinds.pop(),
    )


def _title(table: Table, column: int) -> str:
    """The caption with the column's name where there are several; a table without a caption is named by its head."""
    head = table.rows[0]
    if len(head) > 2 and head[column]:
        return ": ".join(filter(None, (table.caption, head[column])))
    return table.caption or ", ".join(filter(None, head))


def _is_year(text: str) -> bool:
    return re.fullmatch(r"(?:19|20)\d\d", text.strip()) is not None


def caption(series: Series, language: Language) -> str:
    """The title and every number of the chart, as printed."""
    numbers = "; ".join(f"{name}: {text}" for name, text in zip(series.names, series.printed, strict=True))
    return shorten(texts.CHART_CAPTION.in_(language, caption=series.title, numbers=numbers), CAPTION_UNITS)


def draw(series: Series) -> bytes:
    """The chart as PNG: a bar for each row with its name above it, in letters that can be read at phone width."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    title = textwrap.wrap(_line(series.title, 90), 36)
    figure = Figure(
        figsize=(WIDTH_IN, 0.5 + 0.22 * len(title) + 0.58 * len(series.names)), dpi=200, layout="constrained"
    )
    axes = figure.add_subplot()
    bars = axes.barh(range(len(series.names)), [float(value) for value in series.values], height=0.42, color="#1f5f99")
    axes.bar_label(bars, [_line(text, 20) for text in series.printed], padding=4, fontsize=11, parse_math=False)
    for row, name in enumerate(series.names):
        # Above the bar, from the left edge: beside it there is no room for a name on a phone.
        axes.annotate(
            _line(name, 42),
            (0, row - 0.3),
            xycoords=("axes fraction", "data"),
            xytext=(4, 0),
            textcoords="offset points",
            fontsize=11,
            va="bottom",
            parse_math=False,
        )
    axes.set_ylim(len(series.names) - 0.5, -0.9)
    axes.margins(x=0.3)
    axes.axis("off")
    axes.axvline(0, color="#b0b0b0", linewidth=0.8, zorder=0)
    axes.set_title("\n".join(title), fontsize=12, loc="left", parse_math=False)
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
