"""Rich text inside a block: strings and typed objects, as the Bot API writes `RichText`."""

from __future__ import annotations

import re
from typing import Any

from bot.local_telegram import utf16
from bot.local_telegram.detect import detect_entities
from bot.local_telegram.errors import bad_request
from bot.local_telegram.keyboard import parse_keyboard
from bot.local_telegram.rich_tree import BLOCK_TAGS, INLINE_TYPES, Element
from bot.local_telegram.values import Json

RichText = Any  # a string, a list of rich texts, or an object with a type; recursive, so not spelt out
_SPACE = re.compile(r"[ \t\n\r\f]+")
_DATE_FORMAT = re.compile(r"r|w?[dD]?[tT]?")
_DETECTED = {
    "url": ("url", "url"),
    "email": ("email_address", "email_address"),
    "mention": ("mention", "username"),
    "hashtag": ("hashtag", "hashtag"),
    "bot_command": ("bot_command", "bot_command"),
}


class InlineReader:
    """Turns inline elements into rich text."""

    def __init__(self, references: frozenset[str] = frozenset(), detect: bool = False) -> None:
        self._references = references
        self._detect = detect

    def read(self, children: list[Element | str], keep_space: bool = False) -> RichText:
        """The rich text of some inline nodes, white space folded and ends trimmed.

        Raises:
            ApiError: when a block stands among them or an element is malformed.
        """
        parts = self._parts(children, keep_space)
        if not keep_space:
            parts = _trimmed(parts)
        return _compact(parts)

    def _parts(self, children: list[Element | str], keep_space: bool) -> list[RichText]:
        parts: list[RichText] = []
        for child in children:
            if isinstance(child, str):
                parts.extend(self._text(child if keep_space else _SPACE.sub(" ", child)))
            elif child.tag in BLOCK_TAGS:
                raise bad_request("RICH_MESSAGE_CONTENT_REQUIRED")
            elif child.tag == "br":
                parts.append("\n")
            else:
                written = self._element(child, keep_space)
                parts.extend([] if written is None else [written])
        return parts

    def _text(self, text: str) -> list[RichText]:
        if not self._detect:
            return [text] if text else []
        parts: list[RichText] = []
        position = 0
        for entity in detect_entities(text):
            kind, key = _DETECTED[entity.type]
            found = utf16.cut(text, entity.offset, entity.length)
            parts.append(utf16.cut(text, position, entity.offset - position))
            parts.append({"type": kind, "text": found, key: found})
            position = entity.offset + entity.length
        parts.append(utf16.cut(text, position, utf16.length(text) - position))
        return [part for part in parts if part]

    def _element(self, element: Element, keep_space: bool) -> RichText | None:
        if element.tag == "tg-math":
            return {"type": "mathematical_expression", "expression": plain(element)}
        if element.tag == "tg-button":
            return {"type": "button", "button": button_json(element)}
        text = _compact(self._parts(element.children, keep_space))
        if element.tag == "a":
            return self._link(element, text)
        if text == "":
            return None
        if element.tag in INLINE_TYPES:
            return {"type": INLINE_TYPES[element.tag], "text": text}
        return _special(element, text)

    def _link(self, element: Element, text: RichText) -> RichText | None:
        name, href = element.attributes.get("name"), element.attributes.get("href")
        if href is None:
            return {"type": "anchor", "name": name} if name else None
        if text == "":
            return None
        if href.startswith("#"):
            is_reference = href[1:] in self._references
            key = ("reference_link", "reference_name") if is_reference else ("anchor_link", "anchor_name")
            return {"type": key[0], "text": text, key[1]: href[1:]}
        for prefix, kind in (("mailto:", "email_address"), ("tel:", "phone_number")):
            if href.startswith(prefix):
                return {"type": kind, "text": text, kind: href.removeprefix(prefix)}
        if not re.fullmatch(r"(?:https?|tg)://[^\s]+", href):
            raise bad_request("RICH_MESSAGE_URL_INVALID")
        return {"type": "url", "text": text, "url": href}


def _special(element: Element, text: RichText) -> Json:
    attributes = element.attributes
    if element.tag == "tg-time":
        unix, written = attributes.get("unix", ""), attributes.get("format", "")
        if not unix.lstrip("-").isdigit() or not _DATE_FORMAT.fullmatch(written):
            raise bad_request("RICH_MESSAGE_DATE_INVALID")
        return {"type": "date_time", "text": text, "unix_time": int(unix), "date_time_format": written}
    if element.tag == "tg-emoji":
        emoji_id = attributes.get("emoji-id", "")
        if not emoji_id.isdigit():
            raise bad_request("RICH_MESSAGE_EMOJI_INVALID")
        return {"type": "custom_emoji", "custom_emoji_id": emoji_id, "alternative_text": plain(element)}
    if element.tag == "tg-reference":
        return {"type": "reference", "text": text, "name": attributes.get("name", "")}
    raise bad_request("RICH_MESSAGE_HTML_INVALID")


def button_json(element: Element) -> Json:
    """A button inside the text, checked like any other."""
    kind = element.attributes.get("type", "")
    data = element.attributes.get("data", element.attributes.get("url", ""))
    value: Any = {"text": data} if kind == "copy_text" else True if kind == "disabled" else data
    button = {"text": plain(element), kind: value, "style": element.attributes.get("style")}
    keyboard = parse_keyboard({"inline_keyboard": [[button]]})
    checked: Json = (keyboard or {})["inline_keyboard"][0][0]
    return checked


def plain(element: Element) -> str:
    """All text below an element."""
    return "".join(child if isinstance(child, str) else plain(child) for child in element.children)


def plain_text(text: RichText) -> str:
    """The characters a rich text shows."""
    if isinstance(text, str):
        return text
    if isinstance(text, list):
        return "".join(map(plain_text, text))
    if isinstance(text, dict):
        shown = text.get("text", text.get("expression", text.get("alternative_text", "")))
        return plain_text(text["button"]["text"] if "button" in text else shown)
    return ""


def is_blank(text: RichText) -> bool:
    """Whether a rich text shows nothing."""
    return not plain_text(text).strip()


def _compact(parts: list[RichText]) -> RichText:
    merged: list[RichText] = []
    for part in parts:
        if isinstance(part, str) and merged and isinstance(merged[-1], str):
            merged[-1] += part
        else:
            merged.append(part)
    if not merged:
        return ""
    return merged[0] if len(merged) == 1 else merged


def _trimmed(parts: list[RichText]) -> list[RichText]:
    trimmed = list(parts)
    while trimmed and isinstance(trimmed[0], str) and not trimmed[0].strip(" \n"):
        trimmed.pop(0)
    while trimmed and isinstance(trimmed[-1], str) and not trimmed[-1].strip(" \n"):
        trimmed.pop()
    if trimmed and isinstance(trimmed[0], str):
        trimmed[0] = trimmed[0].lstrip(" \n")
    if trimmed and isinstance(trimmed[-1], str):
        trimmed[-1] = trimmed[-1].rstrip(" \n")
    return trimmed
