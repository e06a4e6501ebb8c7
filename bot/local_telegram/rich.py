"""`InputRichMessage`: from what the bot sends to the `RichMessage` that is stored and shown."""

from __future__ import annotations

from typing import Any

from bot.local_telegram.arguments import Arguments
from bot.local_telegram.errors import bad_request
from bot.local_telegram.markup import clean
from bot.local_telegram.rich_blocks import parse_rich_html
from bot.local_telegram.rich_given import given_blocks
from bot.local_telegram.rich_limits import check_limits
from bot.local_telegram.values import Json

_SOURCES = ("html", "markdown", "blocks")


def parse_rich(arguments: Arguments, draft: bool = False) -> Json:
    """The rich message of a request.

    Args:
        arguments: the request's; `rich_message` is read.
        draft: whether a 'thinking' block is allowed.

    Raises:
        ApiError: with the server's code or text.
    """
    return parse_rich_value(arguments.mapping("rich_message"), draft)


def parse_rich_value(given: Json, draft: bool = False) -> Json:
    """The same for an `InputRichMessage` that is already decoded."""
    sources = [name for name in _SOURCES if given.get(name) is not None]
    if len(sources) != 1:
        raise bad_request("rich message must be non-empty" if not sources else "exactly one source must be specified")
    blocks = _blocks(sources[0], given)
    if not blocks:
        raise bad_request("rich message must be non-empty")
    if not draft and any(block["type"] == "thinking" for block in blocks):
        raise bad_request("block is not allowed")
    check_limits(blocks)
    return {"blocks": blocks, "is_rtl": True} if given.get("is_rtl") else {"blocks": blocks}


def _blocks(source: str, given: Json) -> list[Json]:
    value: Any = given[source]
    if source == "blocks":
        return given_blocks(value)
    if source == "markdown":
        raise bad_request("rich markdown is not served by the local Telegram, send html or blocks")
    if not isinstance(value, str) or not value.strip():
        raise bad_request("RICH_MESSAGE_HTML_INVALID")
    return parse_rich_html(clean(value), detect=not given.get("skip_entity_detection"))
