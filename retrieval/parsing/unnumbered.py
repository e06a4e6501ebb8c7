"""Where items begin in documents that print no usual number: by access marks, case labels, repeated headings."""

import itertools
import re
from collections.abc import Sequence

from retrieval.model.vocabulary import SectionKind
from retrieval.parsing.bodies import find_body
from retrieval.parsing.cases import access_mark, case_number_line, is_case_label
from retrieval.parsing.contents import Entry
from retrieval.parsing.dates import first_date
from retrieval.parsing.headings import find_heading, heads_decision, inline_heading
from retrieval.parsing.lines import Line, next_text, previous_text
from retrieval.parsing.plain import is_point
from retrieval.parsing.runs import Start

_AD = re.compile(r"^Ad\s?(?:punkt|pkt\.?|dagsordenens punkt)?\s?(?P<number>\d{1,3})\s?[.:)–-]*\s*(?P<title>\S.*)?$")
_NUMBER_ALONE = re.compile(r"^(\d{1,4})[.)]?$")
_NUMBER_BEFORE = re.compile(r"^(?P<number>\d{1,4})[.)]?\s+(?P<title>\S.*)$")
_HEAD_WORD = re.compile(
    r"^(?:mødested|mødedato|mødetidspunkt|mødelokale|sted|lokale|dato|tidspunkt|starttidspunkt|sluttidspunkt|udvalg"
    r"|møde|deltagere|til stede|fraværende|afbud)\s*:|\bkl\.?\s?\d{1,2}",
    re.IGNORECASE,
)
_CODED = re.compile(r"^[A-ZÆØÅ](?P<number>\d{1,3})[.:)]\s+(?P<title>[A-ZÆØÅ].*)$")  # "B1. Title", "O1. Title"
_KIND_ALONE = re.compile(r"(?:møde|beslutnings)?referat|(?:beslutnings)?protokol", re.IGNORECASE)
_WHEN = re.compile(r"^(?:(?:man|tirs|ons|tors|fre|lør|søn)dag\b|(?:den )?\d{1,2}[. -])", re.IGNORECASE)
_LOWER = re.compile(r"^[a-zæøå]")
_FEW = 2
_MAX_TITLE = 200


def by_ad_points(lines: Sequence[Line], contents: Sequence[Entry]) -> tuple[Start, ...]:
    """Items by "Ad 2. Title" or "Ad pkt. 2", as boards and councils write their minutes.

    A point that prints no title has that of its number in the list of contents.
    """
    titles = {entry.number: entry.title for entry in contents}
    starts: list[Start] = []
    for line in lines:
        match = _AD.match(line.text) if line.text.startswith("Ad") else None
        if match is None or (starts and int(match["number"]) <= (starts[-1].number or 0)):
            continue
        number = int(match["number"])
        starts.append(Start(line.index, number, (match["title"] or titles.get(number, "")).strip(), line.index))
    return tuple(starts) if len(starts) >= _FEW else ()


def by_access_mark(lines: Sequence[Line]) -> tuple[Start, ...]:
    """Items that begin with "Åben", "Lukket" or both words as column heads, then perhaps a number and a title."""
    marks = [line for line in lines if is_bare_mark(line.text)]
    pairs = _column_heads(lines, marks) or [(mark, mark) for mark in marks]
    return tuple(_marked(lines, first, last) for first, last in pairs) if len(pairs) >= _FEW else ()


def is_bare_mark(text: str) -> bool:
    """Whether a line says "Åben" or "Lukket punkt" and no more: no label before the word, no case number behind it."""
    return text[:1] in "åÅlL" and access_mark(text) is not None and not case_number_line(text)


def _column_heads(lines: Sequence[Line], marks: Sequence[Line]) -> list[tuple[Line, Line]]:
    """The marks in pairs where each item prints both words above it ("Åbent punkt", "Lukket punkt"); else none."""
    pairs = list(zip(marks[::2], marks[1::2], strict=False))
    words = {(first.text, second.text) for first, second in pairs}
    if len(marks) % 2 or len(words) != 1 or words == {(marks[0].text, marks[0].text)}:
        return []
    return pairs if all(next_text(lines, first.index)[0] is second for first, second in pairs) else []


def _marked(lines: Sequence[Line], mark: Line, last: Line) -> Start:
    """The item that begins with the access mark on line `mark`; `last` is the last line of the mark."""
    below = next_text(lines, last.index, 2)
    number: int | None = None
    if below and (alone := _NUMBER_ALONE.match(below[0].text)):
        number, below = int(alone[1]), below[1:]
    if not below or access_mark(below[0].text) is not None or not can_be_title(below[0]):
        return Start(mark.index, number, "", mark.index)
    text = below[0].text
    if number is None and (match := _NUMBER_BEFORE.match(text)):
        return Start(mark.index, int(match["number"]), match["title"], below[0].index)
    return Start(mark.index, number, text, below[0].index)


def by_case_label(lines: Sequence[Line]) -> tuple[Start, ...]:
    """Items whose case label stands under a title, above one, or without a title, and that print no number."""
    starts: list[Start] = []
    for line in lines:
        if is_case_label(line.text):
            above = previous_text(lines, line.index)
            if above is not None and can_be_title(above) and (not starts or above.index > starts[-1].title_line):
                coded = _CODED.match(above.text)
                number, title = (int(coded["number"]), coded["title"]) if coded else (None, above.text)
                starts.append(Start(above.index, number, title, above.index))
            else:
                starts.append(_labelled(lines, line))
    return tuple(starts) if len(starts) >= _FEW and _has_sections(lines) else ()


def _has_sections(lines: Sequence[Line]) -> bool:
    """Whether any line heads a section: a list of cases has none."""
    headings = (find_heading(line.text) or (inline_heading(line.text) or (None,))[0] for line in lines)
    return any(heading is not None and heading.strength == "strong" for heading in headings)


def _labelled(lines: Sequence[Line], label: Line) -> Start:
    """The item that begins with its case label: its title is the line right below, where that can be one."""
    below = lines[label.index + 1] if label.index + 1 < len(lines) else None
    if below is not None and below.text and can_be_title(below) and _opens_a_part(lines, below):
        return Start(label.index, None, below.text, below.index)
    return Start(label.index, None, "", label.index)


def _opens_a_part(lines: Sequence[Line], title: Line) -> bool:
    """Whether a blank line or a heading follows a title."""
    after = lines[title.index + 1].text if title.index + 1 < len(lines) else ""
    return not after or find_heading(after) is not None or inline_heading(after) is not None


def by_depth(lines: Sequence[Line]) -> tuple[Start, ...]:
    """Items without a number whose titles are headings of one depth, with a decision below nearly every one."""
    for depth in sorted({line.depth for line in lines} - {0}):
        heads = [line for line in lines if line.depth == depth and can_be_title(line)]
        ends = [*(line.index for line in heads), len(lines)][1:]
        deciding = [
            place
            for place, (line, end) in enumerate(zip(heads, ends, strict=False))
            if any(heads_decision(one.text) for one in lines[line.index : end])
        ]
        own = heads[deciding[0] : deciding[-1] + 1] if deciding else []
        if len(deciding) >= _FEW and len(deciding) * 5 >= len(own) * 4:
            return tuple(Start(line.index, None, line.text, line.index) for line in own)
    return ()


def by_cycle(lines: Sequence[Line]) -> tuple[Start, ...]:
    """Items without any label: each begins above the heading that opens the cycle."""
    heads = [
        (line, heading.kind) for line in lines if (heading := find_heading(line.text)) and heading.strength == "strong"
    ]
    words = [line.text.casefold().strip(" :.,") for line, _ in heads]
    repeated = (kind for (_, kind), word in zip(heads, words, strict=True) if words.count(word) > 1)
    opening = next((kind for kind in repeated if kind is not SectionKind.ATTACHMENTS), None)
    if opening is None:
        return ()
    starts: list[Start] = []
    seen: set[SectionKind] = set()
    for line, kind in heads:
        if kind is opening and (not starts or seen):
            starts.append(_titled(lines, line, starts))
            seen = set()
        elif kind is not opening:
            seen.add(kind)
    if len(starts) > 1 and starts[0].title and not any(start.title for start in starts[1:]):
        first = next(line.index for line, kind in heads if kind is opening)
        return (Start(first, None, "", first), *starts[1:])  # the last line of the head, for no item has a title
    return tuple(starts)


def _titled(lines: Sequence[Line], heading: Line, starts: Sequence[Start]) -> Start:
    above = previous_text(lines, heading.index)
    if above is None or not can_be_title(above) or (starts and above.index <= starts[-1].line):
        return Start(heading.index, None, "", heading.index)
    first, words = above, above.text
    while first.index > 0 and _LOWER.match(first.text) and can_be_title(lines[first.index - 1]):
        first = lines[first.index - 1]
        words = f"{first.text} {words}"
    if _LOWER.match(first.text):
        first, words = above, above.text
    return Start(first.index, None, words, above.index)


def by_single_page(lines: Sequence[Line]) -> tuple[Start, ...]:
    """The one item of a page that holds one item: its title stands under the lines of the head."""
    heads = [(line, heading) for line in lines if (heading := find_heading(line.text)) and heading.strength == "strong"]
    kinds = [kind for kind, _ in itertools.groupby(heading.kind for _, heading in heads)]
    once = all(kinds.count(kind) <= 1 for kind in (SectionKind.DECISION, SectionKind.RECOMMENDATION))
    if not once or SectionKind.DECISION not in kinds or len(set(kinds)) < _FEW:
        return ()
    front = [line for line in lines[: heads[0][0].index] if line.text]
    last = max((place for place, line in enumerate(front) if is_head_line(line.text)), default=-1)
    title = next((line for line in front[last + 1 :] if can_be_title(line) or _is_numbered_title(line)), None)
    title = title or next((line for line in front[:last] if _is_numbered_title(line)), None)
    if title is None:
        return ()
    match = _NUMBER_BEFORE.match(title.text)
    if match is None:
        return (Start(title.index, None, title.text, title.index),)
    return (Start(title.index, int(match["number"]), match["title"], title.index),)


def _is_numbered_title(line: Line) -> bool:
    return len(line.text) <= _MAX_TITLE and not line.is_row and is_point(line.text) and line.text[-1] not in ".,;"


def is_head_line(text: str) -> bool:
    """Whether a line tells when and where a meeting is, or which body meets: no title of an item."""
    if _HEAD_WORD.search(text) or _KIND_ALONE.fullmatch(text):
        return True
    if find_body(text) == text:
        return True
    return _WHEN.match(text) is not None and first_date(text) is not None


def can_be_title(line: Line) -> bool:
    """Whether a line may be an item's title: short, no sentence, no row or list, no heading, no line of the head."""
    text = line.text
    return bool(
        text
        and len(text) <= _MAX_TITLE
        and (text[-1] not in ".,;" or text.casefold() == "evt.")
        and not line.is_row
        and find_heading(text) is None
        and not line.is_list
        and not is_head_line(text)
    )
