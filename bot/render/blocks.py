"""The blocks a message is made of, before it takes a form."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that names what follows."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; its line breaks are kept."""

    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """A short list."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """Verbatim words of the minutes with the reference they are known by. Never divided between two messages."""

    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Fold:
    """Quotes that open on a press, under a line that says what they are."""

    summary: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: the first row is its head."""

    caption: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """The same facts as a table, where tables are shown, and as a list, where they are not."""

    grid: Grid
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Footer:
    """A small last line."""

    text: str


Block = Heading | Paragraph | Bullets | Quote | Fold | Grid | Listed | Footer

# Control characters, lone surrogates and direction overrides: Telegram refuses some, and others could make a message
# read differently from what it says.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_BULLET = re.compile(r"^\s*[-•*–]\s+")
EMPTY_CELL = "–"


def clean(text: str) -> str:
    """The text without characters that no message may carry."""
    return _UNSAFE.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))


def cell(text: str) -> str:
    """A table cell's text: one line, never empty, as an empty cell is invisible or refused."""
    return " ".join(clean(text).split()) or EMPTY_CELL


def from_text(text: str) -> tuple[Block, ...]:
    """Plain text as blocks: paragraphs on empty lines, lines with a dash or dot as lists."""
    blocks: list[Block] = []
    for part in re.split(r"\n\s*\n", clean(text).strip()):
        lines = [line.rstrip() for line in part.split("\n") if line.strip()]
        blocks.extend(_of_lines(lines))
    return tuple(blocks)


def _of_lines(lines: list[str]) -> list[Block]:
    blocks: list[Block] = []
    run: list[str] = []
    items: list[str] = []
    for line in lines:
        if _BULLET.match(line):
            _close(blocks, run)
            items.append(_BULLET.sub("", line))
        else:
            _close_list(blocks, items)
            run.append(line)
    _close(blocks, run)
    _close_list(blocks, items)
    return blocks


def _close(blocks: list[Block], run: list[str]) -> None:
    if run:
        blocks.append(Paragraph("\n".join(run)))
        run.clear()


def _close_list(blocks: list[Block], items: list[str]) -> None:
    if items:
        blocks.append(Bullets(tuple(items)))
        items.clear()
