"""Plain text: the form that every client and screen reader shows."""

from bot.render.blocks import Block, Bullets, Fold, Footer, Grid, Heading, Listed, Paragraph, Quote, cell, clean
from bot.render.limits import MESSAGE_UNITS, Atom, divide, pack, units

_SOURCE_UNITS = 300


def plain_pieces(blocks: tuple[Block, ...]) -> tuple[str, ...]:
    """The blocks as messages of plain text."""
    return pack([Atom(part, units(part)) for block in blocks for part in _parts(block)])


def _parts(block: Block) -> list[str]:
    match block:
        case Heading(text=value) | Paragraph(text=value) | Footer(text=value):
            return divide(clean(value), MESSAGE_UNITS)
        case Bullets(items=items) | Listed(items=items):
            return divide(clean("\n".join(f"• {item.strip()}" for item in items)), MESSAGE_UNITS)
        case Quote():
            return [f"“{words}”\n{source}" for words, source in quote_parts(block)]
        case Fold(summary=summary, quotes=quotes):
            return [*divide(clean(summary), MESSAGE_UNITS), *(part for quote in quotes for part in _parts(quote))]
        case Grid(caption=caption):
            lines = [f"{name}: {value}" if value else name for name, value in grid_lines(block)]
            return divide(clean("\n".join([caption, *lines] if caption.strip() else lines)), MESSAGE_UNITS)


def quote_parts(quote: Quote) -> list[tuple[str, str]]:
    """Words and source of a quote; one longer than a message becomes several, each with its source."""
    source = divide(clean(quote.source), _SOURCE_UNITS)[:1] or [""]
    words = divide(clean(quote.text), MESSAGE_UNITS - _SOURCE_UNITS - 10)
    return [(part, source[0]) for part in words]


def grid_lines(grid: Grid) -> list[tuple[str, str]]:
    """One line a row: its first cell as the name, the others with the head they stand under."""
    if not grid.rows:
        return []
    head, *body = grid.rows
    return [(cell(row[0]), _values(head, row)) for row in body if row] if body else [(cell(head[0]), _rest(head))]


def _rest(row: tuple[str, ...]) -> str:
    return ", ".join(cell(value) for value in row[1:])


def _values(head: tuple[str, ...], row: tuple[str, ...]) -> str:
    if len(head) <= 2:
        return _rest(row)
    names = [*head, *[""] * (len(row) - len(head))]
    pairs = [(name, value) for name, value in zip(names[1:], row[1:], strict=False) if value.strip()]
    return ", ".join(f"{cell(name)} {cell(value)}" if name.strip() else cell(value) for name, value in pairs)
