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
_LONGEST = 600  # characters of a line
_LONGEST_TITLE = 160
_SEVERAL = 3


def part_decisions(text: str, lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines, each numbered title parted from the decision behind it, where most numbered lines have one.

    Minutes that head a decision anywhere are left as they are: there such a line is one of a list.
    """
    numbered = [line for line in lines if _is_numbered(line)] if speaks_of_meeting(lines) else []
    gaps = {line.index: gap for line in numbered if (gap := _gap(text, line)) is not None}
    if len(gaps) < _SEVERAL or len(gaps) * 2 <= len(numbered) or any(heads_decision(line.text) for line in lines):
        return tuple(lines)
    parted = (piece for line in lines for piece in _pieces(text, line, gaps.get(line.index)))
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
        if words[:1].isupper() and (resolves(words) or _NOTHING.match(words)):
            return Span(line.start + match.start(), line.start + match.end())
    return None


def _pieces(text: str, line: Line, gap: Span | None) -> Iterator[Line]:
    if gap is None:
        yield line
        return
    title = _MARK.sub("", clean(text[line.start : gap.start])[0])
    yield line._replace(end=gap.start, text=title, is_row=False)
    yield line._replace(start=gap.end, text=f"Beslutning: {clean(text[gap.end : line.end])[0]}", is_row=False)
