"""What is said, in the forms Telegram takes: blocks in, `Content` out; pure."""

from bot.outgoing import Content
from bot.render.blocks import Block
from bot.render.classic import html_pieces
from bot.render.plain import plain_pieces
from bot.render.rich import rich_html

__all__ = ["compose"]


def compose(blocks: tuple[Block, ...], *, structured: bool = False) -> Content:
    """The blocks in their forms; the rich one only where `structured` says that tables or folds help the reader."""
    return Content(
        rich=rich_html(blocks) if structured else "",
        html=html_pieces(blocks),
        plain=plain_pieces(blocks),
    )
