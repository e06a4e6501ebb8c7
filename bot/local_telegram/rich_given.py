"""Rich blocks that come ready from the bot: checked for shape, completed with defaults."""

from __future__ import annotations

from typing import Any

from bot.local_telegram.errors import ApiError, bad_request
from bot.local_telegram.keyboard import parse_keyboard
from bot.local_telegram.rich_inline import RichText, is_blank
from bot.local_telegram.values import Json

_TEXT_BLOCKS = frozenset({"paragraph", "heading", "footer", "pre", "pullquote", "thinking"})
_TEXT_TYPES = frozenset(
    [
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "date_time",
        "text_mention",
        "subscript",
        "superscript",
        "marked",
        "code",
        "custom_emoji",
        "mathematical_expression",
        "url",
        "email_address",
        "phone_number",
        "bank_card_number",
        "mention",
        "hashtag",
        "cashtag",
        "bot_command",
        "anchor",
        "anchor_link",
        "reference",
        "reference_link",
        "button",
    ]
)
_PLAIN_BLOCKS = {
    "divider": (),
    "anchor": ("name",),
    "mathematical_expression": ("expression",),
    "map": ("location", "zoom"),
}
_CELL_FIELDS = ("text", "is_header", "colspan", "rowspan", "align", "valign")


def given_blocks(blocks: Any) -> list[Json]:
    """The blocks of a message, checked.

    Raises:
        ApiError: `can't parse InputRichBlock…`, or the code for an empty block.
    """
    if not isinstance(blocks, list):
        raise _shape("expected an Array")
    return [_block(block) for block in blocks]


def _block(block: Any) -> Json:
    if not isinstance(block, dict) or not isinstance(block.get("type"), str):
        raise _shape("expected an Object with a type")
    kind = block["type"]
    if kind in _TEXT_BLOCKS:
        return _text_block(block)
    if kind in _PLAIN_BLOCKS:
        return _plain_block(block)
    if kind == "buttons":
        return _buttons(block)
    if kind == "list":
        return {"type": kind, "items": [_item(item) for item in _filled(block, "items")]}
    if kind in {"blockquote", "details"}:
        return _container(block)
    if kind == "table":
        return _table(block)
    raise _shape(f'type "{kind}" is not served')


def _text_block(block: Json) -> Json:
    text = _text(block.get("text"))
    if is_blank(text):
        raise bad_request("RICH_MESSAGE_CONTENT_REQUIRED")
    kept: Json = {key: block[key] for key in ("size", "language", "credit") if key in block}
    if block["type"] == "heading" and kept.get("size") not in range(1, 7):
        raise bad_request("invalid section heading size specified")
    return {"type": block["type"], "text": text, **kept}


def _plain_block(block: Json) -> Json:
    fields = _PLAIN_BLOCKS[block["type"]]
    if any(not block.get(name) for name in fields):
        raise bad_request("RICH_MESSAGE_CONTENT_REQUIRED")
    return {name: block[name] for name in ("type", *fields)}


def _buttons(block: Json) -> Json:
    keyboard = parse_keyboard({"inline_keyboard": [_filled(block, "buttons")]})
    return {"type": "buttons", "buttons": (keyboard or {})["inline_keyboard"][0], "align": block.get("align", "left")}


def _container(block: Json) -> Json:
    kept: Json = {key: block[key] for key in ("is_open", "is_expandable") if key in block}
    if "credit" in block:
        kept["credit"] = _text(block["credit"])
    if block["type"] == "details":
        kept["summary"] = _text(block.get("summary"))
        if is_blank(kept["summary"]):
            raise bad_request("RICH_MESSAGE_CONTENT_REQUIRED")
    return {"type": block["type"], "blocks": given_blocks(_filled(block, "blocks")), **kept}


def _item(item: Any) -> Json:
    if not isinstance(item, dict):
        raise _shape("expected an Object as list item")
    kept: Json = {key: item[key] for key in ("has_checkbox", "is_checked", "value", "type") if key in item}
    label = f"{item['value']}." if "value" in item else "•"
    return {"label": label, "blocks": given_blocks(_filled(item, "blocks")), **kept}


def _table(block: Json) -> Json:
    rows = [[_cell(cell) for cell in row] for row in _filled(block, "cells") if isinstance(row, list)]
    if not rows or not all(rows):
        raise bad_request("table cell must be non-empty")
    kept: Json = {key: block[key] for key in ("is_bordered", "is_striped", "is_compact", "caption") if key in block}
    return {"type": "table", "cells": rows, **kept}


def _cell(cell: Any) -> Json:
    if not isinstance(cell, dict):
        raise _shape("expected an Object as table cell")
    kept: Json = {key: cell[key] for key in _CELL_FIELDS if key in cell}
    if not all(isinstance(kept.get(span, 1), int) and kept.get(span, 1) > 0 for span in ("colspan", "rowspan")):
        raise bad_request("invalid table cell colspan specified")
    if "text" in kept:
        kept["text"] = _text(kept["text"])
    return {"align": "left", "valign": "top", **kept}


def _filled(block: Json, name: str) -> list[Any]:
    value = block.get(name)
    if not isinstance(value, list) or not value:
        raise bad_request("RICH_MESSAGE_CONTENT_REQUIRED")
    return value


def _text(text: Any) -> RichText:
    if text is None or isinstance(text, str):
        return text or ""
    if isinstance(text, list):
        return [_text(part) for part in text]
    if isinstance(text, dict) and text.get("type") in _TEXT_TYPES:
        if text["type"] == "button":
            raise _shape("a button belongs in a buttons block")
        return {**text, "text": _text(text["text"])} if "text" in text else dict(text)
    raise _shape("unsupported rich text")


def _shape(detail: str) -> ApiError:
    return bad_request(f"can't parse InputRichBlock: {detail}")
