"""The keyboard under a message: read from JSON and checked as Telegram checks it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from bot.local_telegram import utf16
from bot.local_telegram.errors import bad_request
from bot.local_telegram.values import Json

MAX_BUTTONS = 100
MAX_DATA_BYTES = 64
MAX_COPY_UNITS = 256
_ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
    "disabled",
)
_URL = re.compile(r"(?:https?://|tg://|tonsite://)?[^\s/]+\.[^\s]+|https?://[^\s]+|tg://[^\s]+", re.IGNORECASE)
_STYLES = frozenset({"danger", "success", "primary"})


def parse_keyboard(raw: Any) -> Json | None:
    """The reply markup of a message, or None.

    Raises:
        ApiError: with Telegram's text when it is not a keyboard or a button breaks a limit.
    """
    if raw is None or raw == "":
        return None
    markup = _decoded(raw)
    if "inline_keyboard" not in markup:
        return markup if {"keyboard", "remove_keyboard", "force_reply"} & markup.keys() else None
    rows = [row for row in _rows(markup["inline_keyboard"]) if row]
    if sum(map(len, rows)) > MAX_BUTTONS:
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    return {"inline_keyboard": [[_button(button) for button in row] for row in rows]} if rows else None


def buttons(keyboard: Json | None) -> Iterator[Json]:
    """Every inline button of a keyboard, row by row."""
    for row in (keyboard or {}).get("inline_keyboard", []):
        yield from row


def _decoded(raw: Any) -> Json:
    if isinstance(raw, str):
        try:
            raw = json.loads(raw)
        except ValueError as error:
            raise bad_request("can't parse reply keyboard markup JSON object") from error
    if not isinstance(raw, dict):
        raise bad_request("object expected as reply markup")
    return raw


def _rows(rows: Any) -> list[list[Any]]:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    return rows


def _button(button: Any) -> Json:
    if not isinstance(button, dict):
        raise bad_request("can't parse inline keyboard button: Can't parse inline keyboard button: expected an Object")
    text = button.get("text")
    if not isinstance(text, str):
        raise bad_request('can\'t parse inline keyboard button: Field "text" must be of type String')
    if not text.strip():
        raise bad_request("inline keyboard button text must be non-empty")
    actions = [name for name in _ACTIONS if button.get(name) is not None]
    if not actions:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    _check_action(button, actions[0])
    checked = {"text": text, actions[0]: button[actions[0]]}
    if str(button.get("style")) in _STYLES:
        checked["style"] = button["style"]
    return checked


def _check_action(button: Json, action: str) -> None:
    value = button[action]
    if action == "callback_data" and not 1 <= len(str(value).encode()) <= MAX_DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if action == "url" and not _URL.fullmatch(str(value)):
        raise bad_request(f"inline keyboard button URL '{value}' is invalid: Wrong HTTP URL")
    if action == "copy_text":
        copied = str(value.get("text", "")) if isinstance(value, dict) else ""
        if not 1 <= utf16.length(copied) <= MAX_COPY_UNITS:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")
