"""An item's head: title as printed and as read, category, openness, case number."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.model.vocabulary import ItemClass
from retrieval.parsing.cases import (
    access_beside,
    access_mark,
    case_number_line,
    is_access_label,
    is_case_label,
    is_item_mark,
    number_beside,
)
from retrieval.parsing.contents import Entry, fold_title, is_like
from retrieval.parsing.furniture import is_furniture
from retrieval.parsing.groups import GROUP
from retrieval.parsing.headings import find_heading, inline_heading
from retrieval.parsing.labels import own_label
from retrieval.parsing.lines import Line, next_text
from retrieval.parsing.runs import Start

_CATEGORY = re.compile(r"^([A-D])[- ]?sag\s*[:.–-]\s*", re.IGNORECASE)
_SUFFIX_CATEGORY = re.compile(r"\s*\(([A-D])-sag\)$", re.IGNORECASE)
_CHANGED = re.compile(
    r"\s*[-–(]?\s*\(?(?:ændret|ophøjet|ændres"
    r"|nedsat)\s+(?:fra\s+(?:en\s+)?(?P<old>[A-D])[- ]?sag\s+)?til\s+(?:en\s+)?(?P<new>[A-D])[- ]?sag\)?\s*$",
    re.IGNORECASE,
)
_CLOSED = re.compile(
    r"^\(?lukket(?:\s+(?:sag|punkt|møde|dagsorden|dagsordenspunkt))?\)?\s*[:–-]|[-–(:]\s*lukket(?:\s+(?:sag|punkt"
    r"|dagsordenspunkt))?\)?\s*$"
    r"|\(for lukkede døre\)|^lukket (?:sag|punkt)\b|^lukket$",
    re.IGNORECASE,
)
_CLOSED_NUMBER = re.compile(
    r"^lukket(?: (?:punkt|sag|pkt\.?))?(?: nr\.?)? \d{1,4}\b"
    r"|\((?:lukket|fortrolig|ikke offentlig)\w*(?: (?:sag|punkt))?\)"
    r"|\d\.? (?:[-–·|] )?lukket(?: (?:punkt|sag))?(?:\.?$|\s?[-–|:]\s)",
    re.IGNORECASE,
)
_ACCESS_BEFORE = re.compile(
    r"^(?:Åbent|Lukket)\s+(?=[A-ZÆØÅ])|^\((?i:åbent?|lukket|offentlig)\w*(?: (?:sag|punkt))?\)(?:\s*[-–:])?\s*(?=\S)"
)
_ACCESS_AFTER = re.compile(r"(?<=\S)\s+\(åbent?(?: (?:punkt|sag))?\)$", re.IGNORECASE)
_LABELLED_VALUE = re.compile(r"[A-ZÆØÅ][\wæøå/. -]{1,25}:\s.{0,60}$")  # "Sagsbehandler: HNB"
_PARTED = re.compile(r"[a-zæøå]-$")
_AND = re.compile(r"(?:og|eller|samt|/)")
_DETAILS = 2  # lines of an item's head further down in which a mark is looked for
_HEAD_LINES = 8
_FULL_LINE = 50  # characters: a title that may go on over the next line
_NARROW_LINE = 30  # the same where the next line is followed by a case label
_MAX_THEME = 160


@dataclass(frozen=True, slots=True)
class ItemHead:
    """What an item's first lines say. `body` is the index of the first line after the head."""

    printed_title: str
    title: str
    category: ItemClass
    changed_category: ItemClass
    case_number: str
    is_open: bool
    body: int


def read_item_head(lines: Sequence[Line], start: Start, end: int, contents: Sequence[Entry], group: str) -> ItemHead:
    """The head of the item that begins at `start` and ends before line `end`; `group` is the group line above it."""
    printed, last = _full_title(lines, start, end, contents)
    if not printed:
        last = start.title_line - 1  # the item begins with its case label
    number = next((found for line in lines[start.line : last] if (found := case_number_line(line.text))), "")
    told = (mark for line in lines[start.line : last] for mark in (access_mark(line.text), access_beside(line.text)))
    marks = [mark for mark in told if mark is not None]
    is_open, category_line, body, has_group = not marks or any(marks), group, last + 1, False
    place = last + 1
    while place < end and place <= last + _HEAD_LINES:
        line = lines[place]
        mark = access_mark(line.text)
        if line.is_blank or is_furniture(line.text):
            pass
        elif case_number_line(line.text) or mark is not None or is_case_label(line.text):
            number = number or case_number_line(line.text)
            is_open = is_open and mark is not False and access_beside(line.text) is not False
            body = place + 1
        elif own_label(line.text, start.number) or is_access_label(line.text):
            body = place + 1
        elif GROUP.match(line.text):
            if has_group:
                break  # the next group's heading, at the end of an item without text
            category_line, body, has_group = line.text, place + 1, True
        elif printed and fold_title(line.text) == fold_title(printed) and find_heading(line.text) is None:
            body = place + 1
        elif not (_LABELLED_VALUE.match(line.text) and not _is_head_line(line) and _mark_follows(lines, place, end)):
            break
        place += 1
    access = _ACCESS_BEFORE.match(printed)
    is_open = (
        is_open
        and not (access and access[0].lstrip("(")[0] in "Ll")
        and not _CLOSED_NUMBER.search(lines[start.line].text)
    )
    title, category, changed = split_title(_ACCESS_AFTER.sub("", printed[access.end() :] if access else printed))
    title, beside = number_beside(title)
    number = number or beside
    is_open = is_open and not is_closed_title(printed) and not is_closed_title(title)
    is_open = is_open and not _is_listed_as_closed(start.number, title, contents)
    title = title or _theme(lines, body, end) or (f"Sag {number}" if number else "Uden titel")
    if category is ItemClass.UNSTATED and (match := re.match(r"([A-D])[.:]\s", category_line)):
        category = ItemClass(match[1])
    return ItemHead(printed, title, category, changed, number, is_open, body)


def _is_listed_as_closed(number: int | None, title: str, contents: Sequence[Entry]) -> bool:
    """Whether the list in front has a row for this item with "Lukket" in its last cell."""
    rows = (entry.title.rpartition("\t") for entry in contents if entry.number == number and "\t" in entry.title)
    return any(access_mark(access) is False and is_like(title, listed) for listed, _, access in rows)


def _mark_follows(lines: Sequence[Line], place: int, end: int) -> bool:
    """Whether a case number or an access mark stands soon below, so that a detail of the head is above it."""
    below = [line.text for line in next_text(lines, place, _DETAILS) if line.index < end]
    if any(find_heading(text) for text in below[:1]):
        return False
    return any(is_case_label(text) or access_mark(text) is not None for text in below)


def read_late_marks(lines: Sequence[Line], body: int, end: int) -> tuple[str, bool | None]:
    """The case number and the openness that an item tells below its decision instead of in its head."""
    marks = [line.text for line in lines[body:end] if line.text and is_item_mark(line.text)]
    numbers = (case_number_line(text) for text in marks if is_case_label(text))
    accesses = (access_mark(text) for text in marks)
    number = next((number for number in numbers if number), "")
    return number, next((access for access in accesses if access is not None), None)


def _theme(lines: Sequence[Line], body: int, end: int) -> str:
    """The one sentence of a "Beslutningstema" that opens an item without a title: it says what the item is about."""
    words = [line.text for line in lines[body:end] if line.text][:3]
    if len(words) < 2 or not words[0].casefold().startswith("beslutningstema") or len(words[1]) > _MAX_THEME:
        return ""
    is_alone = len(words) < 3 or find_heading(words[2]) is not None
    return words[1].rstrip(".") if is_alone and find_heading(words[1]) is None else ""


def split_title(printed: str) -> tuple[str, ItemClass, ItemClass]:
    """A printed title without its category prefix and change: the title, its category, the category it was given."""
    category = changed = ItemClass.UNSTATED
    title = printed
    if match := _CATEGORY.match(title):
        category, title = ItemClass(match[1].upper()), title[match.end() :]
    if match := _CHANGED.search(title):
        changed, title = ItemClass(match["new"].upper()), title[: match.start()]
        category = ItemClass(match["old"].upper()) if match["old"] else category
    elif match := _SUFFIX_CATEGORY.search(title):
        category, title = ItemClass(match[1].upper()), title[: match.start()]
    return title.strip(), category, changed


def is_closed_title(title: str) -> bool:
    """Whether a title says that its item is closed to the public."""
    return bool(_CLOSED.search(title))


def _full_title(lines: Sequence[Line], start: Start, end: int, contents: Sequence[Entry]) -> tuple[str, int]:
    """The title with the lines it goes on over, and the index of its last line."""
    title, last = start.title, start.title_line
    announced = next((e.title for e in contents if e.number in (None, start.number) and is_like(title, e.title)), "")
    for line in next_text(lines, last, 2):
        adjacent = line.index == last + 1
        if (
            line.index >= end
            or _is_head_line(line)
            or own_label(line.text, start.number)
            or _LABELLED_VALUE.match(line.text)
            or len(title) > 300
        ):
            break
        joined = _joined(title, line.text)
        goes_on = len(fold_title(announced)) > len(fold_title(title)) and fold_title(announced).startswith(
            fold_title(joined)[: len(fold_title(announced))]
        )
        is_broken = adjacent and (
            len(title) >= _FULL_LINE or (len(title) >= _NARROW_LINE and _case_follows(lines, line))
        )
        if not (goes_on or (is_broken and _head_follows(lines, line))):
            break
        title, last = joined, line.index
    return title, last


def _joined(title: str, line: str) -> str:
    """A title with its next line; a word that the line's end parted is whole again."""
    is_parted = _PARTED.search(title) is not None and line[:1].islower() and not _AND.match(line)
    return f"{title[:-1]}{line}" if is_parted else f"{title} {line}"


def _head_follows(lines: Sequence[Line], line: Line) -> bool:
    below = next_text(lines, line.index)
    return bool(below) and _is_head_line(below[0]) and line.text[-1] not in ".:"


def _case_follows(lines: Sequence[Line], line: Line) -> bool:
    """Whether the label of a case number stands right below, as under a title that a narrow column broke."""
    below = lines[line.index + 1] if line.index + 1 < len(lines) else None
    return below is not None and is_case_label(below.text)


def _is_head_line(line: Line) -> bool:
    text = line.text
    return bool(
        line.is_row or case_number_line(text) or is_case_label(text) or access_mark(text) is not None
        or GROUP.match(text) or find_heading(text) or inline_heading(text)
    )  # fmt: skip
