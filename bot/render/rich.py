"""Rich HTML (Bot API 10.1): native tables and folding details."""

from html import escape

from bot.render.blocks import Block, Bullets, Fold, Footer, Grid, Heading, Listed, Paragraph, Quote, cell, clean
from bot.render.figures import is_number

CHARACTERS = 8000  # of 32,768: clients fold longer messages, one hid the rest
BLOCKS = 400  # of 500, rows and list items included
COLUMNS = 20


def rich_html(blocks: tuple[Block, ...]) -> str:
    """The blocks as rich HTML, or nothing where they are more than a rich message shows well."""
    if sum(map(_weight, blocks)) > BLOCKS or max(map(_columns, blocks), default=0) > COLUMNS:
        return ""
    html = "".join(filter(None, map(_block, blocks)))
    return html if len(html) <= CHARACTERS else ""


def text(value: str) -> str:
    """Text with its markup characters escaped and its line breaks kept."""
    return escape(clean(value).strip(), quote=False).replace("\n", "<br>")


def _weight(block: Block) -> int:
    match block:
        case Grid(rows=rows) | Listed(grid=Grid(rows=rows)):
            return 1 + len(rows)
        case Bullets(items=items):
            return 1 + 2 * len(items)
        case Fold(quotes=quotes):
            return 1 + 2 * len(quotes)
        case _:
            return 1


def _columns(block: Block) -> int:
    grid = block.grid if isinstance(block, Listed) else block
    return _width(grid) if isinstance(grid, Grid) else 0


def _width(grid: Grid) -> int:
    return max(map(len, grid.rows), default=0)


def _block(block: Block) -> str:
    match block:
        case Heading(text=value):
            return _tagged("h3", value)
        case Paragraph(text=value):
            return _tagged("p", value)
        case Footer(text=value):
            return _tagged("footer", value)
        case Bullets(items=items):
            body = "".join(_tagged("li", item) for item in items)
            return f"<ul>{body}</ul>" if body else ""
        case Quote():
            return _quote(block)
        case Fold(summary=summary, quotes=quotes):
            body = "".join(map(_quote, quotes))
            return f"<details><summary>{text(summary)}</summary>{body}</details>" if body else ""
        case Grid():
            return _grid(block)
        case Listed(grid=grid):
            return _grid(grid)


def _tagged(tag: str, value: str) -> str:
    inner = text(value)
    return f"<{tag}>{inner}</{tag}>" if inner else ""


def _quote(quote: Quote) -> str:
    inner = text(quote.text)
    return f"<blockquote>{inner}<cite>{text(quote.source)}</cite></blockquote>" if inner else ""


def _grid(grid: Grid) -> str:
    if not grid.rows:
        return ""
    head, *body = grid.rows
    width = _width(grid)
    rows = _row(head, width, "th") + "".join(_row(row, width, "td") for row in body)
    caption = f"<caption>{text(grid.caption)}</caption>" if grid.caption.strip() else ""
    return f"<table bordered striped>{caption}{rows}</table>"


def _row(row: tuple[str, ...], width: int, tag: str) -> str:
    padded = (*row, *[""] * (width - len(row)))
    return "<tr>" + "".join(_cell(value, tag) for value in padded) + "</tr>"


def _cell(value: str, tag: str) -> str:
    if tag == "td" and is_number(value):
        return f'<td align="right">{text(cell(value)).replace(" ", "&nbsp;")}</td>'  # a number stays on one line
    return f"<{tag}>{text(cell(value))}</{tag}>"
