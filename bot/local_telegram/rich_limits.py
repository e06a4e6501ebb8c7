"""How big a rich message may be."""

from __future__ import annotations

from collections.abc import Iterator

from bot.local_telegram.errors import bad_request
from bot.local_telegram.rich_inline import RichText, plain_text
from bot.local_telegram.values import Json

MAX_CHARACTERS = 32_768
MAX_BLOCKS = 500
MAX_DEPTH = 16
MAX_COLUMNS = 20


def check_limits(blocks: list[Json]) -> None:
    """Raise the server's code when the blocks break a limit."""
    if sum(len(plain_text(text)) for text in _texts(blocks)) > MAX_CHARACTERS:
        raise bad_request("RICH_MESSAGE_TEXT_TOO_LONG")
    if _count(blocks) > MAX_BLOCKS:
        raise bad_request("RICH_MESSAGE_BLOCKS_TOO_MANY")
    if _depth(blocks) > MAX_DEPTH:
        raise bad_request("RICH_MESSAGE_DEPTH_INVALID")
    if any(_columns(block) > MAX_COLUMNS for block in _all(blocks) if block["type"] == "table"):
        raise bad_request("RICH_MESSAGE_TABLE_COLS_TOO_MANY")


def _inside(block: Json) -> list[list[Json]]:
    """The lists of blocks one level below a block."""
    if block["type"] == "list":
        return [item["blocks"] for item in block["items"]]
    return [block["blocks"]] if "blocks" in block else []


def _all(blocks: list[Json]) -> Iterator[Json]:
    for block in blocks:
        yield block
        for inner in _inside(block):
            yield from _all(inner)


def _texts(blocks: list[Json]) -> Iterator[RichText]:
    for block in _all(blocks):
        for name in ("text", "summary", "caption", "credit", "expression"):
            yield block.get(name, "")
        for row in block.get("cells", []):
            for cell in row:
                yield cell.get("text", "")
        for button in block.get("buttons", []):
            yield button["text"]


def _count(blocks: list[Json]) -> int:
    return sum(1 + len(block.get("items", [])) + len(block.get("cells", [])) for block in _all(blocks))


def _depth(blocks: list[Json]) -> int:
    depths = [max((_depth(inner) for inner in _inside(block)), default=0) for block in blocks]
    return 1 + max(depths) if depths else 0


def _columns(table: Json) -> int:
    return max(sum(int(cell.get("colspan", 1)) for cell in row) for row in table["cells"])
