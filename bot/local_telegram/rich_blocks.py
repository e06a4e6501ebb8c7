"""Rich HTML to blocks, as the Bot API returns them in `rich_message`."""

from __future__ import annotations

from collections.abc import Iterator

from bot.local_telegram.errors import ApiError, bad_request
from bot.local_telegram.rich_inline import InlineReader, RichText, button_json, is_blank, plain
from bot.local_telegram.rich_tree import BLOCK_TAGS, HEADINGS, MEDIA_TAGS, Element, parse_tree
from bot.local_telegram.values import Json

MAX_ROW_BUTTONS = 8
_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L")),
    *((40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)
_ALIGN = frozenset({"left", "center", "right"})
_VALIGN = frozenset({"top", "middle", "bottom"})


def parse_rich_html(source: str, detect: bool) -> list[Json]:
    """The blocks of rich HTML.

    Args:
        source: the HTML.
        detect: whether links, mentions and the like are found in plain text too.

    Raises:
        ApiError: with the server code for what is wrong.
    """
    root = parse_tree(source)
    references = frozenset(
        element.attributes.get("name", "") for element in _all_elements(root) if element.tag == "tg-reference"
    )
    return _BlockReader(InlineReader(references, detect)).read(root.children)


class _BlockReader:
    """One method a block; inline runs between blocks become paragraphs."""

    def __init__(self, inline: InlineReader) -> None:
        self._inline = inline

    def read(self, children: list[Element | str]) -> list[Json]:
        blocks: list[Json] = []
        run: list[Element | str] = []
        for child in children:
            if isinstance(child, Element) and child.tag in BLOCK_TAGS:
                blocks.extend(self._paragraphs(run))
                run = []
                blocks.append(self._block(child))
            else:
                run.append(child)
        return blocks + self._paragraphs(run)

    def _paragraphs(self, run: list[Element | str]) -> list[Json]:
        text = self._inline.read(run)
        if isinstance(text, dict) and text["type"] == "anchor":
            return [{"type": "anchor", "name": text["name"]}]
        return [] if is_blank(text) else [{"type": "paragraph", "text": text}]

    def _block(self, element: Element) -> Json:
        tag = element.tag
        if tag in HEADINGS:
            return {"type": "heading", "text": self._required(element), "size": int(tag[1])}
        if tag in MEDIA_TAGS:
            raise bad_request("wrong file identifier/HTTP URL specified")
        simple = {"p": "paragraph", "footer": "footer", "tg-thinking": "thinking"}
        if tag in simple:
            return {"type": simple[tag], "text": self._required(element)}
        readers = {
            "pre": self._preformatted,
            "hr": lambda _: {"type": "divider"},
            "ul": self._list,
            "ol": self._list,
            "blockquote": self._quote,
            "aside": self._pull_quote,
            "details": self._details,
            "table": self._table,
            "tg-math-block": lambda one: {"type": "mathematical_expression", "expression": plain(one)},
            "tg-map": _map,
            "tg-button-row": _button_row,
        }
        return readers[tag](element)

    def _required(self, element: Element) -> RichText:
        text = self._inline.read(element.children)
        if is_blank(text):
            raise _content_required()
        return text

    def _preformatted(self, element: Element) -> Json:
        code = element.take("code") if len(element.children) == 1 else None
        text = self._inline.read((code or element).children, keep_space=True)
        if is_blank(text):
            raise _content_required()
        block: Json = {"type": "pre", "text": text.strip("\n") if isinstance(text, str) else text}
        language = (code.attributes if code else {}).get("class", "")
        if language.startswith("language-"):
            block["language"] = language.removeprefix("language-")
        return block

    def _list(self, element: Element) -> Json:
        items = [child for child in element.children if isinstance(child, Element)]
        stray = any(isinstance(child, str) and child.strip() for child in element.children)
        if stray or any(item.tag != "li" for item in items):
            raise bad_request("RICH_MESSAGE_HTML_INVALID")
        if not items:
            raise bad_request("list must be non-empty")
        if element.tag == "ul":
            return {"type": "list", "items": [self._item(item, "•") for item in items]}
        return {"type": "list", "items": self._numbered(element, items)}

    def _numbered(self, element: Element, items: list[Element]) -> list[Json]:
        reverse = "reversed" in element.attributes
        value = _number(element.attributes.get("start"), len(items) if reverse else 1)
        numbered = []
        for item in items:
            value = _number(item.attributes.get("value"), value)
            kind = item.attributes.get("type", element.attributes.get("type", "1"))
            numbered.append({**self._item(item, _label(value, kind)), "value": value, "type": kind})
            value += -1 if reverse else 1
        return numbered

    def _item(self, item: Element, label: str) -> Json:
        box = item.take("input")
        blocks = self.read(item.children)
        if not blocks:
            raise _content_required()
        written: Json = {"label": label, "blocks": blocks}
        if box is not None:
            written["has_checkbox"] = True
            if "checked" in box.attributes:
                written["is_checked"] = True
        return written

    def _quote(self, element: Element) -> Json:
        credit = self._credit(element)
        blocks = self.read(element.children)
        if not blocks:
            raise _content_required()
        expandable = {"is_expandable": True} if "expandable" in element.attributes else {}
        return {"type": "blockquote", "blocks": blocks, **credit, **expandable}

    def _pull_quote(self, element: Element) -> Json:
        credit = self._credit(element)
        return {"type": "pullquote", "text": self._required(element), **credit}

    def _credit(self, element: Element) -> Json:
        cite = element.take("cite")
        return {} if cite is None else {"credit": self._required(cite)}

    def _details(self, element: Element) -> Json:
        summary = element.take("summary")
        if summary is None:
            raise _content_required()
        blocks = self.read(element.children)
        if not blocks:
            raise _content_required()
        block: Json = {"type": "details", "summary": self._required(summary), "blocks": blocks}
        return {**block, "is_open": True} if "open" in element.attributes else block

    def _table(self, element: Element) -> Json:
        caption = element.take("caption")
        rows = [self._row(child) for child in _only(element, frozenset({"tr"}))]
        if not rows:
            raise _content_required()
        block: Json = {"type": "table", "cells": rows}
        for attribute in ("bordered", "striped", "compact"):
            if attribute in element.attributes:
                block[f"is_{attribute}"] = True
        return block if caption is None else {**block, "caption": self._required(caption)}

    def _row(self, row: Element) -> list[Json]:
        cells = [self._cell(cell) for cell in _only(row, frozenset({"td", "th"}))]
        if not cells:
            raise bad_request("table cell must be non-empty")
        return cells

    def _cell(self, cell: Element) -> Json:
        text = self._inline.read(cell.children)
        align, valign = cell.attributes.get("align", "left"), cell.attributes.get("valign", "top")
        written: Json = {
            "align": align if align in _ALIGN else "left",
            "valign": valign if valign in _VALIGN else "top",
        }
        if not is_blank(text):
            written["text"] = text
        if cell.tag == "th":
            written["is_header"] = True
        for span in ("colspan", "rowspan"):
            if span in cell.attributes:
                written[span] = _span(cell.attributes[span], span)
        return written


def _only(element: Element, tags: frozenset[str]) -> Iterator[Element]:
    for child in element.children:
        if isinstance(child, Element) and child.tag in tags:
            yield child
        elif isinstance(child, Element) or child.strip():
            raise bad_request("RICH_MESSAGE_HTML_INVALID")


def _span(raw: str, name: str) -> int:
    if not raw.isdigit() or not 1 <= int(raw) <= 100:
        raise bad_request(f"invalid table cell {name} specified")
    return int(raw)


def _number(raw: str | None, default: int) -> int:
    return int(raw) if raw and raw.lstrip("-").isdigit() else default


def _label(value: int, kind: str) -> str:
    if kind in {"a", "A"} and value > 0:
        letters = ""
        while value > 0:
            value, rest = divmod(value - 1, 26)
            letters = chr(ord("a") + rest) + letters
        return f"{letters.upper() if kind == 'A' else letters}."
    if kind in {"i", "I"} and 0 < value < 4000:
        return f"{_roman(value) if kind == 'I' else _roman(value).lower()}."
    return f"{value}."


def _roman(value: int) -> str:
    written = ""
    for number, letters in _ROMAN:
        count, value = divmod(value, number)
        written += letters * count
    return written


def _map(element: Element) -> Json:
    place = {"latitude": _coordinate(element, "lat"), "longitude": _coordinate(element, "long")}
    zoom = _number(element.attributes.get("zoom"), 15)
    return {"type": "map", "location": place, "zoom": min(max(zoom, 13), 20), "width": 640, "height": 360}


def _coordinate(element: Element, name: str) -> float:
    try:
        return float(element.attributes.get(name, ""))
    except ValueError as error:
        raise bad_request("RICH_MESSAGE_HTML_INVALID") from error


def _button_row(element: Element) -> Json:
    buttons = [button_json(child) for child in _only(element, frozenset({"tg-button"}))]
    if not 1 <= len(buttons) <= MAX_ROW_BUTTONS:
        raise _content_required()
    return {"type": "buttons", "buttons": buttons, "align": element.attributes.get("align", "left")}


def _content_required() -> ApiError:
    return bad_request("RICH_MESSAGE_CONTENT_REQUIRED")


def _all_elements(root: Element) -> Iterator[Element]:
    for child in root.children:
        if isinstance(child, Element):
            yield child
            yield from _all_elements(child)
