"""Short minutes that print number, title and decision on one line ("62. Title – Godkendt."), parted into lines."""

import re
from collections.abc import Iterator, Sequence

from retrieval.model.minutes import Span
from retrieval.parsing.dates import begins_with_date
from retrieval.parsing.headings import heads_decision
from retrieval.parsing.lines import Line, clean
from retrieval.parsing.starts import speaks_of_meeting
from retrieval.parsing.unheaded import resolves

_MARK = re.compile(r"^[-•*] ")
_ITEM = re.compile(r"^(?:[-•*] )?(?:(?:punkt|pkt\.?|sag|nr\.?)\s?)?\d{1,4}\s?[.):,]?\s+(?=\S)", re.IGNORECASE)
_FIRST_LETTERS = frozenset("0123456789PpSsNn-•*")
_PARTING = re.compile(r"\s[–—-]\s+|:\s+|\s*(?:→|=>|->|⇒)\s*|\s{3,}")
_NOTHING = re.compile(r"(?:Intet|Ingen)\b.{0,40}$")
_LISTED = frozenset({"- ", "• ", "* "})
_BARE = 40  # characters of a formula in small letters: "udsat til maj"
_LONGEST = 600  # characters of a line
_LONGEST_TITLE = 160
_SEVERAL = 3


def part_decisions(text: str, lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines, each numbered title parted from the decision behind it, where most numbered lines have one.

    Where no line is numbered, list lines are counted if all of them have one. Minutes that head a decision anywhere are
    left as they are: there such a line is one of a list.
    """
    if any(heads_decision(line.text) for line in lines) or not speaks_of_meeting(lines):
        return tuple(lines)
    numbered = [line for line in lines if _is_numbered(line)]
    listed = [] if numbered else [line for line in lines if line.text[:2] in _LISTED and len(line.text) <= _LONGEST]
    gaps = {line.index: gap for line in numbered or listed if (gap := _gap(text, line)) is not None}
    is_usual = len(gaps) * 2 > len(numbered) if numbered else len(gaps) == len(listed)
    if len(gaps) < _SEVERAL or not is_usual:
        return tuple(lines)
    counts = {line.index: count for count, line in enumerate(listed, 1)}
    parted = (piece for line in lines for piece in _pieces(text, line, gaps.get(line.index), counts.get(line.index, 0)))
    return tuple(line._replace(index=index) for index, line in enumerate(parted))


def _is_numbered(line: Line) -> bool:
    if line.is_row or line.text[:1] not in _FIRST_LETTERS or len(line.text) > _LONGEST or begins_with_date(line.text):
        return False
    return _ITEM.match(line.text) is not None


def _gap(text: str, line: Line) -> Span | None:
    """The place between title and decision in a numbered line: the first mark behind which a decision begins."""
    raw = line.span.of(text)
    number = len(raw) - len(raw.lstrip()) + 4
    for match in _PARTING.finditer(raw, number, number + _LONGEST_TITLE):
        words = clean(raw[match.end() :])[0]
        is_said = words[:1].isupper() or (words[:1].islower() and len(words) <= _BARE)
        if is_said and (resolves(words[:1].upper() + words[1:]) or _NOTHING.match(words)):
            return Span(line.start + match.start(), line.start + match.end())
    return None


def _pieces(text: str, line: Line, gap: Span | None, count: int) -> Iterator[Line]:
    """A line as title and decision; a `count` above 0 is the item's number, where the line prints none."""
    if gap is None:
        yield line
        return
    title = _MARK.sub("", clean(text[line.start : gap.start])[0])
    yield line._replace(end=gap.start, text=f"Punkt {count}: {title}" if count else title, is_row=False)
    yield line._replace(start=gap.end, text=f"Beslutning: {clean(text[gap.end : line.end])[0]}", is_row=False)
