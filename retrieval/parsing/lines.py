"""A text as lines that know their place, with markup and needless blanks taken off for reading."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from retrieval.model.minutes import Span

_HEADING_MARKS = re.compile(r"^\s*(#{1,6})\s+")
_EMPHASIS = re.compile(r"^\s*\*(?=[^\s*])([^*]+)(?<=\S)\*\s*$")  # a whole line in italics
_STRONG = re.compile(r"(?<![\w_])__(?=[^\s_])([^_]+)(?<=\S)__(?![\w_])")
_QUOTED = re.compile(r"^\s*(?:>\s)+(?=[^\W\d])")
_RULE = re.compile(r"^[\s=_~*─━═—-]{3,}$")
_DRAWN = "=_~─━═—"  # what rules on both sides of a heading are drawn with
_FOLDS = frozenset("+▸▾▼►▶›»⊕⊞")
_FOLDED = re.compile(r"^[+▸▾▼►▶›»⊕⊞]\s+(?=(?:Punkt|Pkt|Sag|\d{1,4}[.)])\s)")  # what folds an item of a web page out
_TAGS = re.compile(r"</?(?:b|i|u|em|strong|br|sup|sub|span|p)\s*/?>", re.IGNORECASE)
_BLANKS = re.compile(r"[^\S\t]+")
_RULES = frozenset("=_~*─━═—- ")  # characters that a drawn line begins with
_LIST_MARK = re.compile(r"^(?:[-•*–·o]|\d{1,2}[.)]|[a-zæøå][.)]|\([a-z0-9]{1,2}\))\s+\S")


RULED = 7  # the depth of a heading between two drawn rules; marks of Markdown go down to 6


class Line(NamedTuple):
    """One line: from `start` to `end` without its line end, `text` for reading (no markup, single blanks, tabs kept).

    `depth` counts its # (RULED between two drawn rules), `is_row` says whether it is a table row: cells parted by tabs
    or upright strokes. A tuple of plain numbers, for a meeting has tens of thousands of lines, and frozen values take
    three times as long to make.
    """

    index: int  # type: ignore[assignment]  # not the tuple's own method
    start: int
    end: int
    text: str
    depth: int = 0
    is_row: bool = False

    @property
    def span(self) -> Span:
        """Its place in the document."""
        return Span(self.start, self.end)

    @property
    def is_blank(self) -> bool:
        """Whether nothing readable stands on it."""
        return not self.text

    @property
    def is_list(self) -> bool:
        """Whether it begins with a list mark."""
        return is_list(self.text)


def is_row(text: str) -> bool:
    """Whether a line's readable text is a table row: cells parted by tabs or upright strokes."""
    return "\t" in text or (text[:1] == "|" and text.count("|") > 2)


def is_list(text: str) -> bool:
    """Whether a line's readable text begins with a list mark."""
    return _LIST_MARK.match(text) is not None


def read_lines(text: str, span: Span | None = None) -> tuple[Line, ...]:
    """All lines of `text` (of the part at `span`), blank ones too."""
    start, stop = (span.start, span.end) if span else (0, len(text))
    lines = []
    ruled = -3  # the last line that is nothing but a drawn rule
    for index, raw in enumerate(text[start:stop].split("\n")):
        end = start + len(raw)
        if not raw:
            lines.append(Line(index, start, end, ""))
            start = end + 1
            continue
        cleaned, depth = clean(raw)
        lines.append(Line(index, start, end, cleaned, depth, is_row(cleaned)))
        if not cleaned and raw.strip():
            if ruled == index - 2 and lines[-2].text:
                lines[-2] = lines[-2]._replace(depth=RULED)
            ruled = index
        start = end + 1
    return tuple(lines)


@lru_cache(maxsize=8_192)  # a line is met again in its section, its sentences and its table
def clean(raw: str) -> tuple[str, int]:
    """A raw line's readable text and its Markdown heading depth (0 for none)."""
    depth = 0
    if "#" in raw:
        marks = _HEADING_MARKS.match(raw)
        if marks:
            depth = len(marks[1])
            raw = raw[marks.end() :]
    if ">" in raw and (quoted := _QUOTED.match(raw)):
        raw = raw[quoted.end() :]
    if raw[:1] in _RULES:
        if _RULE.match(raw):
            return "", depth
        raw = _unruled(raw)
    elif raw[:1] in _FOLDS:
        raw = _FOLDED.sub("", raw)
    if "*" in raw:
        raw = _EMPHASIS.sub(r"\1", raw.replace("**", ""))
    if "__" in raw:
        raw = _STRONG.sub(r"\1", raw)
    if "\\" in raw:
        raw = re.sub(r"\\([_*#\[\]()])", r"\1", raw)
    if "<" in raw:
        raw = _TAGS.sub("", raw)
    if raw.isprintable() and "  " not in raw:  # of all blanks only the usual one is printable
        return raw.strip(" "), depth
    if "\t" not in raw:
        return " ".join(raw.split()), depth
    text = _BLANKS.sub(" ", raw)
    return ("" if not text.strip() else text.strip(" ")), depth


def _unruled(raw: str) -> str:
    """A line without the rules drawn on both its sides: "──── 41 ────"."""
    words = raw.strip()
    inner = words.strip(_DRAWN)
    is_ruled = len(inner) + 3 < len(words) and words[1] in _DRAWN and words[-2] in _DRAWN
    return inner if is_ruled and words[0] in _DRAWN and words[-1] in _DRAWN else raw


def next_text(lines: Sequence[Line], index: int, limit: int = 1) -> list[Line]:
    """Up to `limit` lines with text after `lines[index]`."""
    found: list[Line] = []
    for place in range(index + 1, len(lines)):
        if lines[place].text:
            found.append(lines[place])
            if len(found) == limit:
                break
    return found


def previous_text(lines: Sequence[Line], index: int) -> Line | None:
    """The nearest line with text before `lines[index]`, or None."""
    return next((lines[place] for place in range(index - 1, -1, -1) if lines[place].text), None)


def trimmed(text: str, start: int, end: int) -> Span:
    """The stretch from `start` to `end` without blanks at its ends (empty at `start` when nothing is left)."""
    while end > start and text[end - 1].isspace():
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    return Span(start, end)


def paragraphs(text: str, span: Span) -> Iterator[Span]:
    """The lines of a stretch without the blanks around them; empty ones are left out."""
    start = span.start
    for raw in span.of(text).split("\n"):
        piece = trimmed(text, start, start + len(raw))
        if piece.end > piece.start:
            yield piece
        start += len(raw) + 1
