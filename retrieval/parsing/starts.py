"""Where the agenda items begin: by a printed label, by "N. Title" with its group line, by contents list or by cycle."""

import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from retrieval.model.vocabulary import SectionKind
from retrieval.parsing.bodies import find_body
from retrieval.parsing.cases import access_mark, case_number_line, is_case_label
from retrieval.parsing.contents import Entry, fold_title, is_announced
from retrieval.parsing.dates import begins_with_date, first_date
from retrieval.parsing.head import read_head
from retrieval.parsing.headings import Heading, find_heading, heads_decision
from retrieval.parsing.hypotheses import shorn, titleness
from retrieval.parsing.labels import by_label, is_confirmed
from retrieval.parsing.lines import Line, next_text, previous_text
from retrieval.parsing.plain import by_ones, by_plain_numbers
from retrieval.parsing.runs import Start, rising
from retrieval.parsing.shapes import by_shape
from retrieval.parsing.unnumbered import (
    by_access_mark,
    by_ad_points,
    by_case_label,
    by_cycle,
    by_depth,
    by_single_page,
    is_bare_mark,
)
from retrieval.parsing.weighing import weigh

_NUMBERED = re.compile(
    r"^(?P<access>åbent |åben |lukket )?(?P<number>\d{1,4})(?P<mark>[.)]?)\s*(?!at )(?P<title>[^\d\s.,:%/)·-].*)$",
    re.IGNORECASE,
)
_GLUED = re.compile(r"^(?:Indholdsfortegnelse|Sagsfremstilling|Beslutning|Referat|Bilag)(?=\d{1,3}\. ?[A-ZÆØÅ])")
_LEADS_LIST = re.compile(r"(?:[,:]|\bat)$")  # ends a line that a list goes on from
_MAX_TITLE = 400
_OPENNESS = re.compile(r"^(?:Åbent|Lukket)\s+(?=[A-ZÆØÅ])")
_OPEN_BEFORE = re.compile(r"Åbent?(?: punkt| sag)?\s?[-–|:]\s+(?=\S)")
_ACCESS_BEFORE = re.compile(r"(?:Åbent?|Lukket)(?: punkt| sag)?\s?[-–|:]\s+(?=\S)")
_RELEASED = re.compile(r"\d{1,2}\.?\s(?:Åben|Lukket)\s\S")
_PARTING = re.compile(r"^\d+([.):]?\s*)")
_FEW = 2
_CASED = 2  # what an item below its case number weighs against one above a heading, as a list's last line may stand
_HEAD_LINES = 80  # a saved page has its menus above the meeting
_MEETING = re.compile(
    r"\b(?:møde|(?:møde|beslutnings)?referat|(?:tillægs)?dagsorden|(?:beslutnings)?protokol)", re.IGNORECASE
)
_TITLE_LINES = 10
_HEADING = 80  # characters of a heading that names body and day
_WEIGHED = "items found by what hangs together best: their form is not known"
_NONE = "no items recognised: the whole text is kept as one"


def find_starts(lines: Sequence[Line], contents: Sequence[Entry]) -> tuple[tuple[Start, ...], str]:
    """The item starts in order and a note on how they were found (empty when the document numbers its items)."""
    is_meeting = _tells_of_meeting(lines)
    starts, note = _by_rules(lines, contents) if is_meeting else ((), _NONE)
    if note or _is_doubtful(starts, contents):
        is_headed = _is_headed(lines)
        if not is_meeting and not is_headed:
            return (), _NONE
        weighed = weigh(lines, contents, starts, is_headed=is_meeting and is_headed)
        note = note if weighed == starts else _WEIGHED
        starts = weighed
    return _without_openness(_from_marks(lines, shorn(starts))), note


def _by_rules(lines: Sequence[Line], contents: Sequence[Entry]) -> tuple[tuple[Start, ...], str]:
    """The item starts by the first form that a rule knows, and a note on it."""
    first = contents[-1].line + 1 if contents else 0
    ways: tuple[tuple[Callable[[], tuple[Start, ...]], str], ...] = (
        (lambda: _from_cases(lines, by_label(lines, contents)), ""),
        (lambda: _numbered(lines, contents, first), ""),
        (lambda: _wider(_headed(lines), by_shape(lines)), ""),
        (lambda: _shaped(lines), ""),
        (lambda: by_ad_points(lines, contents), ""),
        (lambda: by_depth(lines), "items have no number: found by their titles' depth"),
        (lambda: by_access_mark(lines), "items found by their access marks"),
        (lambda: by_case_label(lines), "items have no number: found by their case labels"),
        (lambda: by_cycle(lines), "items have no number: found by their repeated headings"),
        (lambda: by_single_page(lines), "one item: the page has no list of items"),
        (lambda: by_plain_numbers(lines), "items found by their numbers alone"),
        (lambda: by_ones(lines), "items found by their numbers, which are all 1"),
    )
    for find, note in ways:
        starts = find()
        if not starts or _leaves_decisions(lines[first : starts[0].line]):
            continue
        if len(starts) <= _FEW:  # chance finds: a way that tells many more items is the document's own
            others = max(by_shape(lines), by_plain_numbers(lines), key=len)
            starts, note = (others, "") if len(others) > _FEW * len(starts) else (starts, note)
        return starts, note
    return (), _NONE


def _without_openness(starts: tuple[Start, ...]) -> tuple[Start, ...]:
    """The starts without "Åben - " and "Lukket - " before their titles, where the open ones print it too."""
    if not any(_OPEN_BEFORE.match(start.title) for start in starts):
        return starts
    return tuple(replace(start, title=_ACCESS_BEFORE.sub("", start.title)) for start in starts)


def _tells_of_meeting(lines: Sequence[Line]) -> bool:
    """Whether a text can be minutes or an agenda: its head speaks of a meeting, or a decision stands under its heading.

    Letters, notes and policies number their chapters as minutes number their items.
    """
    return speaks_of_meeting(lines) or any(heads_decision(line.text) for line in lines)


def _is_doubtful(starts: Sequence[Start], contents: Sequence[Entry]) -> bool:
    """Whether no items were found, or such as have no titles, leave numbers out or stand in the list of contents."""
    if sum(titleness(start.title) for start in starts) * 2 <= len(starts):
        return True
    if any(entry.number == starts[-1].number and starts[0].line < entry.line < starts[-1].line for entry in contents):
        return True
    numbers = [start.number for start in starts if start.number is not None]
    return any(later > one + 1 for one, later in itertools.pairwise(numbers))


def _is_headed(lines: Sequence[Line]) -> bool:
    """Whether the head calls the text minutes or an agenda, or names a body and its day."""
    head = read_head(lines[:_HEAD_LINES])
    if head.kind is not None or (head.committee and head.date):
        return True
    return any(line.text.casefold().endswith("referat") for line in lines[:_TITLE_LINES])  # "Landsbyforum – referat"


def speaks_of_meeting(lines: Sequence[Line]) -> bool:
    """Whether the head names a meeting, or a body and its day in a heading ("Byrådets beslutninger den 3. maj")."""
    return any(_MEETING.search(line.text) or _is_dated_body(line.text) for line in lines[:_HEAD_LINES])


def _is_dated_body(text: str) -> bool:
    if not 0 < len(text) <= _HEADING or text[-1] in ".:," or "beslut" not in text:
        return False
    return bool(find_body(text)) and first_date(text) is not None


def _leaves_decisions(before: Sequence[Line]) -> bool:
    """Whether a decision stands before the first start: then a list inside an item was taken for the items."""
    return any(heads_decision(line.text) for line in before)


def _from_cases(lines: Sequence[Line], starts: tuple[Start, ...]) -> tuple[Start, ...]:
    """The starts moved up to the case numbers right above them, where every item has one there."""
    above = [lines[start.line - 1] for start in starts if start.line]
    if len(above) < len(starts) or not all(is_case_label(line.text) and case_number_line(line.text) for line in above):
        return starts
    return tuple(replace(start, line=start.line - 1) for start in starts)


def _from_marks(lines: Sequence[Line], starts: tuple[Start, ...]) -> tuple[Start, ...]:
    """The starts moved up to the access marks above them, where every item has one there."""
    above = [previous_text(lines, start.line) for start in starts]
    marks = [line.index for line in above if line is not None and is_bare_mark(line.text)]
    if len(marks) < len(starts):
        return starts
    return tuple(replace(start, line=mark) for start, mark in zip(starts, marks, strict=True))


def _wider(starts: tuple[Start, ...], others: tuple[Start, ...]) -> tuple[Start, ...]:
    """The `others` where they hold all of `starts` and more, else `starts`."""
    return others if starts and {one.line for one in starts} < {one.line for one in others} else starts


def _shaped(lines: Sequence[Line]) -> tuple[Start, ...]:
    """Items by the shape of their numbers, unless the access marks above them tell the same items and more."""
    shaped = by_shape(lines)
    marked = {start.title_line for start in by_access_mark(lines)} if shaped else set()
    return () if {start.title_line for start in shaped} <= marked else shaped


def _numbered(lines: Sequence[Line], contents: Sequence[Entry], first: int) -> tuple[Start, ...]:
    """Items by "N. Title": only where the front list has the title or a group line or access mark follows."""
    marked, announced = [], []
    for line in lines:
        match = _NUMBERED.match(line.text) if line.text[:1].isdigit() or line.text[:1] in "åÅlL" else None
        if match is None or line.is_row or len(line.text) > _MAX_TITLE or find_heading(line.text):
            continue
        if begins_with_date(line.text) or _is_open_attachment(lines, line):
            continue
        start = Start(line.index, int(match["number"]), match["title"].strip(), line.index)
        if _has_head(lines, start):
            marked.append(start)
        elif line.index >= first and match["mark"] != ")" and is_announced(start.number, start.title, contents):
            announced.append(start)
    starts = sorted([*marked, *announced], key=lambda start: start.line)
    if marked and len(starts) > len(marked):
        starts = [start for start in starts if start in marked or is_confirmed(lines, start)]
    return tuple(_bridged(lines, _unique(starts))) if marked or len(starts) >= _FEW else ()


def _is_open_attachment(lines: Sequence[Line], line: Line) -> bool:
    """Whether a line such as "2 Åben Tender" stands in the list right below "Bilag", which tells what is released."""
    above = line.index
    while above >= 0 and _RELEASED.match(lines[above].text):
        above -= 1
    heading = find_heading(lines[above].text) if 0 <= above < line.index else None
    return heading is not None and heading.kind is SectionKind.ATTACHMENTS


def _bridged(lines: Sequence[Line], starts: Sequence[Start]) -> list[Start]:
    """The starts with those that count on from them, are printed alike and open with the same heading."""
    openings = Counter(kind for start in starts if (kind := _opening(lines, start)) is not None)
    usual = openings.most_common(1)[0][0] if openings else None
    bridged = list(starts)
    for line in lines if usual is not None else ():
        match = _NUMBERED.match(line.text) if line.text[:1].isdigit() and not line.is_row else None
        before = max((start for start in bridged if start.line < line.index), key=lambda s: s.line, default=None)
        if match is None or before is None or int(match["number"]) != (before.number or 0) + 1:
            continue
        start = Start(line.index, int(match["number"]), match["title"].strip(), line.index)
        below = next_text(lines, line.index)
        heading = find_heading(below[0].text) if below else None
        is_alike = _parting(line.text) == _parting(lines[before.line].text)
        if is_alike and heading is not None and all(start.number != s.number for s in bridged):
            follows = heading.kind is usual or _decides_after_decision(lines, heading, before.line, line.index)
            bridged += [start] if follows else []
    return sorted(bridged, key=lambda start: start.line)


def _decides_after_decision(lines: Sequence[Line], heading: Heading, before: int, place: int) -> bool:
    """Whether an item with nothing but a decision follows one that is decided, so that no list stands there."""
    return heading.kind is SectionKind.DECISION and any(heads_decision(line.text) for line in lines[before:place])


def _opening(lines: Sequence[Line], start: Start) -> SectionKind | None:
    """The kind of the first heading below an item's title."""
    headings = (find_heading(line.text) for line in next_text(lines, start.title_line, 4))
    return next((heading.kind for heading in headings if heading is not None), None)


def _parting(text: str) -> str:
    """What stands between an item's number and its title: ". ", " " or nothing."""
    match = _PARTING.match(text)
    return match[1] if match else ""


def _has_head(lines: Sequence[Line], start: Start) -> bool:
    """Whether a group line, an access mark or a case label follows soon, or a bare case number at once."""
    if _OPENNESS.match(start.title):
        return True
    below = next_text(lines, start.line)
    if below and below[0].index == start.line + 1 and case_number_line(below[0].text):
        return True
    for line in next_text(lines, start.line, 3):
        if fold_title(line.text) == fold_title(start.title):
            return True
        if access_mark(line.text) is not None or is_case_label(line.text):
            return True
        if find_heading(line.text) or _NUMBERED.match(line.text):
            return False
    return False


def _headed(lines: Sequence[Line]) -> tuple[Start, ...]:
    """Items by "N. Title" with the case number right above, or with the heading right below that opens each item."""
    found: list[tuple[Start, SectionKind | None]] = []
    for line in lines:
        match = _NUMBERED.match(_GLUED.sub("", line.text)) if line.text[:1] in "0123456789ISBR" else None
        if match is None or line.is_row or len(line.text) > _MAX_TITLE or match["mark"] == ")":
            continue
        above, below = previous_text(lines, line.index), next_text(lines, line.index)
        if match["title"][0].islower() or (above is not None and _LEADS_LIST.search(above.text)):
            continue
        cased = above is not None and bool(case_number_line(above.text)) and not is_case_label(above.text)
        heading = find_heading(below[0].text) if below else None
        if cased or (heading is not None and heading.strength == "strong"):
            first = above.index if cased and above is not None else line.index
            start = Start(first, int(match["number"]), match["title"].strip(), line.index)
            found.append((start, None if cased or heading is None else heading.kind))
    openings = Counter(kind for _, kind in found if kind is not None)
    usual = openings.most_common(1)[0][0] if openings else None
    told = [(start, _CASED if kind is None else 1) for start, kind in found if kind in (None, usual)]
    run = rising([start for start, _ in told], [weight for _, weight in told])
    return tuple(run) if len(run) >= _FEW else ()


def _unique(starts: Iterable[Start]) -> list[Start]:
    kept: list[Start] = []
    for start in starts:
        if kept and kept[-1].number == start.number and fold_title(kept[-1].title) == fold_title(start.title):
            kept[-1] = replace(start, line=kept[-1].line)
        else:
            kept.append(start)
    return kept
