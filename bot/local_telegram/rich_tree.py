"""Rich HTML as a tree of elements: strict about tags, their nesting and their closing."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.local_telegram.errors import bad_request
from bot.local_telegram.references import RICH_NAMES, decode_references

INLINE_TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "mark": "marked",
    "sub": "subscript",
    "sup": "superscript",
    "tg-spoiler": "spoiler",
}
INLINE_TAGS = frozenset(INLINE_TYPES) | {"a", "br", "tg-math", "tg-time", "tg-emoji", "tg-reference", "tg-button"}
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
MEDIA_TAGS = frozenset({"img", "video", "audio", "tg-document", "figure", "tg-collage", "tg-slideshow"})
BLOCK_TAGS = (
    frozenset(HEADINGS)
    | MEDIA_TAGS
    | frozenset(
        [
            "p",
            "pre",
            "hr",
            "footer",
            "ul",
            "ol",
            "blockquote",
            "aside",
            "details",
            "table",
            "tg-math-block",
            "tg-map",
            "tg-thinking",
            "tg-button-row",
        ]
    )
)
_PARTS = frozenset(["li", "cite", "summary", "caption", "tr", "th", "td", "input", "figcaption"])
_VOID = frozenset({"br", "hr", "img", "input", "tg-map"})
_TAG = re.compile(
    r"<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*)"
    r"(?P<attributes>(?:\s+[^\s=>/\"'<]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'>/<]+))?)*)\s*(?P<closed>/?)>"
)
_ATTRIBUTE = re.compile(r"([^\s=>/\"'<]+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'>/<]+))?")


@dataclass(slots=True)
class Element:
    """One element; `children` holds text and elements in their order."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    def take(self, tag: str) -> Element | None:
        """Remove and return the first child element with this tag."""
        for position, child in enumerate(self.children):
            if isinstance(child, Element) and child.tag == tag:
                del self.children[position]
                return child
        return None


def parse_tree(source: str) -> Element:
    """The elements of `source` under a nameless root.

    Raises:
        ApiError: RICH_MESSAGE_HTML_INVALID for an unknown, cut or wrongly nested tag.
    """
    stack = [Element("")]
    position = 0
    while position < len(source):
        begin = source.find("<", position)
        _add_text(stack[-1], source[position : begin if begin >= 0 else len(source)])
        if begin < 0:
            break
        match = _TAG.match(source, begin)
        if match is None:
            raise bad_request("RICH_MESSAGE_HTML_INVALID")
        _apply(stack, match)
        position = match.end()
    if len(stack) > 1:
        raise bad_request("RICH_MESSAGE_HTML_INVALID")
    return stack[0]


def _add_text(element: Element, text: str) -> None:
    if text:
        element.children.append(decode_references(text, RICH_NAMES))


def _apply(stack: list[Element], match: re.Match[str]) -> None:
    name = match["name"].lower()
    if name not in INLINE_TAGS | BLOCK_TAGS | _PARTS:
        raise bad_request("RICH_MESSAGE_HTML_INVALID")
    if match["end"]:
        if stack[-1].tag != name:
            raise bad_request("RICH_MESSAGE_HTML_INVALID")
        stack.pop()
        return
    element = Element(name, _attributes(match["attributes"]))
    stack[-1].children.append(element)
    if not match["closed"] and name not in _VOID:
        stack.append(element)


def _attributes(source: str) -> dict[str, str]:
    found = {}
    for name, value in _ATTRIBUTE.findall(source):
        unquoted = value[1:-1] if value[:1] in {'"', "'"} else value
        found[name.lower()] = decode_references(unquoted, RICH_NAMES)
    return found
