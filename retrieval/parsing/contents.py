"""Contents lists: the titles a document announces before its first item."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from retrieval.parsing.dates import begins_with_date
from retrieval.parsing.lines import Line

_HEADINGS = frozenset(
    {
        "indholdsfortegnelse", "indhold", "oversigtsdagsorden", "oversigtsdagsorden: åben dagsorden",
        "dagsordenspunkter", "punkter",
    }
)  # fmt: skip
_PAGE = re.compile(r"[\s.…·:_]*(?:\.{2,}|…|\t|\s{2,})[\s.…·:_]*\d{1,4}\s*$")
_DOTS = re.compile(r"[.…·]{3,}\s*:?\s*\d*\s*$")
_LEADER = re.compile(r"[.…·_][.…·_ ]{3,}\d{1,4}$")
_ENTRY_NUMBER = re.compile(r"^(?:punkt\s+)?(\d{1,4})\s?[.:)]?\s+(?=\S)", re.IGNORECASE)
_GROUP = re.compile(r"^[A-D][.:]\s+\S")
_NOT_WORD = re.compile(r"[\W_]+")
_LIKENESS = 86  # of 100: titles in contents lists are cut, and OCR errors differ between the two places


@dataclass(frozen=True, slots=True)
class Entry:
    """One announced title; `number` is None where the list prints none."""

    number: int | None
    title: str
    line: int
    printed: str = ""


def read_contents(lines: Sequence[Line], limit: int) -> tuple[Entry, ...]:
    """The entries of the contents list before line `limit`, or none."""
    start = next((line.index for line in lines[:limit] if line.text.casefold().strip(" :") in _HEADINGS), None)
    if start is not None:
        entries = [entry for line in lines[start + 1 : limit] if (entry := _entry(line)) is not None]
        return _numbered_or_not(tuple(_before_again(entries)))
    return _front_list(lines[:limit])


@lru_cache(maxsize=1_024)
def fold_title(title: str) -> str:
    """A title as it can be compared: letters and digits only, lower case."""
    return _NOT_WORD.sub("", title.casefold())


def is_like(title: str, other: str) -> bool:
    """Whether two printings are of one title: equal, one cut short, or differing by a few letters."""
    left, right = fold_title(title), fold_title(other)
    if not left or not right:
        return False
    shorter, longer = sorted((left, right), key=len)
    if len(shorter) >= 12 and longer.startswith(shorter):
        return True
    if len(longer) > 2 * len(shorter) + 10:
        return False
    return fuzz.ratio(shorter, longer[: len(shorter) + 4]) >= _LIKENESS


def is_announced(number: int | None, title: str, contents: Sequence[Entry]) -> bool:
    """Whether the contents list has a title like this one, under its number or without any."""
    return any(entry.number in (None, number) and is_like(title, entry.title) for entry in contents)


def is_contents_line(text: str) -> bool:
    """Whether a line is an entry of a contents list wherever it stands: dots lead to a page's number."""
    return _LEADER.search(text) is not None


def _entry(line: Line) -> Entry | None:
    text = line.text
    if not text or _GROUP.match(text):
        return None
    text = _PAGE.sub("", _DOTS.sub("", text)).strip()
    match = _ENTRY_NUMBER.match(text)
    number = int(match[1]) if match else None
    title = text[match.end() :] if match else text
    return Entry(number, title.strip(" .…"), line.index, text.strip(" .…")) if title else None


def _before_again(entries: list[Entry]) -> list[Entry]:
    """The entries before the number of the first one stands again, for there the items themselves begin."""
    again = (place for place, entry in enumerate(entries[1:], 1) if entry.number == entries[0].number is not None)
    return entries[: next(again, None)]


def _numbered_or_not(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """The entries, without numbers where most print none: then a leading number belongs to the title."""
    if sum(entry.number is not None for entry in entries) * 2 > len(entries):
        return entries
    return tuple(Entry(None, entry.printed, entry.line, entry.printed) for entry in entries)


def _front_list(lines: Sequence[Line]) -> tuple[Entry, ...]:
    """A list of numbers and titles among group headings, as older minutes print it without a heading of its own."""
    entries = []
    for line in lines:
        match = re.match(r"^(\d{1,4})\.?\s+(?=\S)", line.text)
        if match and not begins_with_date(line.text):
            entries.append(Entry(int(match[1]), line.text[match.end() :].strip(), line.index))
    if any(entry.title.casefold().startswith("indholdsfortegnelse") for entry in entries):
        return ()  # the numbers are those of pages
    entries = _before_again(entries)
    numbers = [entry.number for entry in entries]
    rising = all(
        later is not None and earlier is not None and later > earlier for earlier, later in itertools.pairwise(numbers)
    )
    return tuple(entries) if len(entries) > 1 and rising else ()
