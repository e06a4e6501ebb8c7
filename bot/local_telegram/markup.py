"""Classic message text: HTML, given entities, the cleaning and the trimming, with Telegram's own complaints."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.local_telegram import utf16
from bot.local_telegram.detect import detect_entities
from bot.local_telegram.errors import bad_request
from bot.local_telegram.references import CLASSIC_NAMES, decode_references
from bot.local_telegram.values import Entity, FormattedText, Json

MAX_RAW_BYTES = 32_768
MAX_ENTITIES = 100
_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "u": "underline",
    "ins": "underline",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
}
_ATTRIBUTE = re.compile(r"\s*([^\s=>/\"']+)\s*(?:=\s*(\"[^\"]*\"|'[^']*'|[A-Za-z0-9.-]+(?=[\s>])))?")
_LINK = re.compile(r"(?:https?://)?[^\s/@]+\.[^\s]+|https?://(?:localhost|127\.0\.0\.1)\S*|tg://\S+", re.IGNORECASE)
_EDGES = " \n"


@dataclass(slots=True)
class _Open:
    tag: str
    attributes: dict[str, str]
    offset: int
    start: int


def parse_text(raw: str, parse_mode: str | None, entities: list[Json] | None = None) -> FormattedText:
    """The text a message shows.

    Args:
        raw: what the bot sent.
        parse_mode: `HTML` or nothing.
        entities: ready entities, used when there is no parse mode.

    Raises:
        ApiError: with Telegram's text when the markup is wrong.
    """
    if len(raw.encode("utf-8", "replace")) > MAX_RAW_BYTES:
        raise bad_request("text is too long")
    cleaned = clean(raw)
    mode = (parse_mode or "").lower()
    if mode == "html":
        formatted = _HtmlReader(cleaned).read()
    elif mode in {"", "none"}:
        formatted = FormattedText(cleaned, _given_entities(entities or []))
    else:
        raise bad_request("unsupported parse_mode")
    return finish(formatted)


def clean(text: str) -> str:
    """Drop what Telegram drops: carriage returns, control characters, direction overrides."""
    text = text.replace("\r", "")
    text = re.sub(r"[\x00-\x09\x0b-\x1f\ud800-\udfff]", " ", text)
    return re.sub(r"[\u2028-\u202e]", "", text)


def finish(formatted: FormattedText) -> FormattedText:
    """Trim the ends, move the entities along, add what Telegram detects by itself."""
    lead = utf16.length(formatted.text) - utf16.length(formatted.text.lstrip(_EDGES))
    text = formatted.text.strip(_EDGES)
    size = utf16.length(text)
    kept: list[Entity] = []
    for entity in formatted.entities[:MAX_ENTITIES]:
        start = max(entity.offset - lead, 0)
        end = min(entity.offset - lead + entity.length, size)
        if end > start:
            kept.append(replace(entity, offset=start, length=end - start))
    kept = _without_forbidden_nesting(kept)
    kept.extend(detect_entities(text, kept))
    return FormattedText(text, tuple(sorted(kept, key=lambda one: (one.offset, -one.length))))


def _without_forbidden_nesting(entities: list[Entity]) -> list[Entity]:
    """Code holds no other entity and quotes do not nest; the inner one is dropped."""
    kept: list[Entity] = []
    for entity in sorted(entities, key=lambda one: (one.offset, -one.length)):
        around = [o for o in kept if o.offset <= entity.offset and entity.offset + entity.length <= o.offset + o.length]
        in_code = any(outer.type in {"code", "pre"} for outer in around)
        in_quote = entity.type.endswith("blockquote") and any(o.type.endswith("blockquote") for o in around)
        if not in_code and not in_quote:
            kept.append(entity)
    return kept


def _given_entities(entities: list[Json]) -> tuple[Entity, ...]:
    found = []
    for entity in entities:
        if not isinstance(entity, dict):
            raise bad_request("can't parse MessageEntity: expected an Object")
        extra = tuple((key, value) for key, value in entity.items() if key not in {"type", "offset", "length"})
        try:
            found.append(Entity(str(entity["type"]), int(entity["offset"]), int(entity["length"]), extra))
        except (KeyError, TypeError, ValueError) as error:
            raise bad_request("can't parse MessageEntity") from error
    return tuple(found)


class _HtmlReader:
    """Reads Telegram's HTML in one pass; byte offsets in the complaints count UTF-8 bytes of the source."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._position = 0
        self._text: list[str] = []
        self._units = 0
        self._open: list[_Open] = []
        self._entities: list[Entity] = []

    def read(self) -> FormattedText:
        while self._position < len(self._source):
            next_tag = self._source.find("<", self._position)
            end = len(self._source) if next_tag < 0 else next_tag
            self._append(decode_references(self._source[self._position : end], CLASSIC_NAMES))
            self._position = end
            if next_tag >= 0:
                self._read_tag(next_tag)
        if self._open:
            raise self._error(f'Can\'t find end tag corresponding to start tag "{self._open[-1].tag}"')
        return FormattedText("".join(self._text), tuple(self._entities))

    def _append(self, text: str) -> None:
        self._text.append(text)
        self._units += utf16.length(text)

    def _read_tag(self, begin: int) -> None:
        if self._source.startswith("</", begin):
            self._read_end(begin)
        else:
            self._read_start(begin)

    def _read_start(self, begin: int) -> None:
        match = re.compile(r"[^\s>]*").match(self._source, begin + 1)
        name = match.group().lower() if match else ""
        position = begin + 1 + len(name)
        if position >= len(self._source):
            raise self._error("Unclosed start tag", begin)
        if name not in _TAGS:
            raise self._error(f'Unsupported start tag "{name}"', begin)
        attributes, self._position = self._read_attributes(name, position, begin)
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise self._error('Tag "span" must have class "tg-spoiler"', begin)
        self._open.append(_Open(name, attributes, self._units, len(self._text)))

    def _read_attributes(self, tag: str, position: int, begin: int) -> tuple[dict[str, str], int]:
        attributes: dict[str, str] = {}
        while True:
            while position < len(self._source) and self._source[position].isspace():
                position += 1
            if position >= len(self._source):
                raise self._error(f'Unclosed start tag "{tag}"', begin)
            if self._source[position] == ">":
                return attributes, position + 1
            match = _ATTRIBUTE.match(self._source, position)
            if match is None:
                raise self._error(f'Empty attribute name in the tag "{tag}"', begin)
            value = (match.group(2) or "").strip("\"'")
            attributes[match.group(1).lower()] = decode_references(value, CLASSIC_NAMES)
            position = match.end()
            if self._source.startswith("=", position):
                raise self._error(f'Unclosed start tag "{tag}"', begin)

    def _read_end(self, begin: int) -> None:
        if not self._open:
            raise self._error("Unexpected end tag", begin)
        match = re.compile(r"</([^\s>]*)\s*(>?)").match(self._source, begin)
        if match is None or not match.group(2):
            raise self._error("Unclosed end tag", begin)
        opened, name = self._open[-1], match.group(1).lower()
        if name and name != opened.tag:
            raise self._error("Unmatched end tag", begin, f', expected "</{opened.tag}>", found "</{name}>"')
        self._open.pop()
        self._position = match.end()
        self._close(opened)

    def _close(self, opened: _Open) -> None:
        length = self._units - opened.offset
        if not length:
            return
        kind, extra = _TAGS[opened.tag], ()
        if kind == "blockquote" and "expandable" in opened.attributes:
            kind = "expandable_blockquote"
        details = self._details(kind, opened, "".join(self._text[opened.start :]))
        if details is None:
            return
        if kind == "code" and self._open and self._open[-1].tag == "pre":
            self._open[-1].attributes.update(opened.attributes)
            return
        self._entities.append(Entity(kind, opened.offset, length, details or extra))

    def _details(self, kind: str, opened: _Open, inner: str) -> tuple[tuple[str, str | int], ...] | None:
        """The extra fields of an entity; None when Telegram would drop the entity and keep the text."""
        attributes = opened.attributes
        if kind == "text_link":
            url = attributes.get("href") or inner
            return (("url", _normal_url(url)),) if _LINK.fullmatch(url) else None
        if kind == "custom_emoji":
            return (("custom_emoji_id", attributes.get("emoji-id", "")),)
        if kind == "date_time":
            return (
                ("unix_time", int(attributes.get("unix", "0") or 0)),
                ("date_time_format", attributes.get("format", "")),
            )
        language = attributes.get("class", "")
        if kind == "pre" and language.startswith("language-"):
            return (("language", language.removeprefix("language-")),)
        return ()

    def _error(self, text: str, position: int | None = None, tail: str = "") -> Exception:
        where = "" if position is None else f" at byte offset {len(self._source[:position].encode())}"
        return bad_request(f"can't parse entities: {text}{where}{tail}")


def _normal_url(url: str) -> str:
    return url if "://" in url else f"http://{url}"
