"""Items by their numbers alone ("3. Title"), in a text that calls itself minutes: counted on, or every one "1."."""

import re
from collections.abc import Sequence

from retrieval.parsing.dates import first_date
from retrieval.parsing.lines import Line, next_text
from retrieval.parsing.runs import Start

_POINT = re.compile(
    r"^(?:[Kk]l\.?\s?\d{1,2}[.:]\d\d(?:\s?[-–]\s?\d{1,2}[.:]\d\d)?\s?[:–-]?\s)?"
    r"(?:(?:Dagsordenspunkt|Punkt|Sag|Pkt\.?|Nr\.?)?\s?(?P<number>\d{1,3})\s?[.:)/–·-]|#(?P<hashed>\d{1,3}))"
    r"\s+(?P<title>[A-ZÆØÅ].*)$"
)
_TITLE_END = re.compile(r"[^.:;,!]$|^\d+\. Evt\.$")
_MEETING_WORD = re.compile(
    r"^(?:(?:møde|beslutnings)?referat|(?:tillægs)?dagsorden|beslutningsprotokol)\b", re.IGNORECASE
)
_MEETING_WITHIN = re.compile(r"\b(?:beslutnings)?referat\b", re.IGNORECASE)
_MEETING_OF = re.compile(r"^(?:(?:[Oo]rdinært|[Ee]kstraordinært) )?[Mm]ødet? (?:i|for|med) [A-ZÆØÅ]")
_ONE = re.compile(r"^1\. (?P<title>[A-ZÆØÅ].*)$")
_ANSWER = re.compile(r"(?:mødereferat|referat|beslutning|konklusion)\s*:", re.IGNORECASE)
_NEAR = 4  # lines below a title among which what was said of it begins
_SEVERAL = 3
_MAX_POINT = 120
_HEAD_LINES = 30


def by_plain_numbers(lines: Sequence[Line]) -> tuple[Start, ...]:
    """Items by "N. Title" alone, counted without a gap, in a text that calls itself minutes or an agenda."""
    if not any(_calls_itself_minutes(line.text) for line in lines[:_HEAD_LINES]):
        return ()
    runs: list[list[Start]] = [[]]
    for line in lines:
        match = _POINT.match(line.text)
        if match is None or not _stands_free(lines, line, runs[-1]) or not _TITLE_END.search(line.text):
            continue
        start = Start(line.index, int(match["number"] or match["hashed"]), match["title"].strip(), line.index)
        if runs[-1] and start.number != (runs[-1][-1].number or 0) + 1:
            if start.number != 1:
                continue
            runs.append([])
        runs[-1].append(start)
    best = max(runs, key=len)
    return tuple(best) if len(best) >= _SEVERAL else ()


def _calls_itself_minutes(text: str) -> bool:
    """Whether a line is the title of minutes: "Referat", "Møde i Byrådet", "Seniorrådet - referat 3. maj 2024"."""
    if (_MEETING_WORD.match(text) or _MEETING_OF.match(text)) and text[-1] != ".":
        return True
    return len(text) <= _MAX_POINT and _MEETING_WITHIN.search(text) is not None and first_date(text) is not None


def _stands_free(lines: Sequence[Line], line: Line, run: Sequence[Start]) -> bool:
    """Whether a numbered line is a paragraph of its own or goes on with a list of nothing but titles."""
    if len(line.text) > _MAX_POINT or line.is_row:
        return False
    above = lines[line.index - 1] if line.index else None
    if above is None or not above.text or _MEETING_WORD.match(above.text):
        return True
    return bool(run) and run[-1].line == above.index


def by_ones(lines: Sequence[Line]) -> tuple[Start, ...]:
    """Items that a page numbers "1." each, for it begins a list anew, with "Referat:" below most of them."""
    ones = [
        (line, match)
        for line in lines
        if (match := _ONE.match(line.text)) is not None and _stands_free(lines, line, ())
    ]
    answered = sum(any(_ANSWER.match(one.text) for one in next_text(lines, line.index, _NEAR)) for line, _ in ones)
    if len(ones) < _SEVERAL or answered * 2 <= len(ones):
        return ()
    return tuple(Start(line.index, None, match["title"].strip(), line.index) for line, match in ones)


def is_point(text: str) -> bool:
    """Whether a line is a number with a title behind it."""
    return _POINT.match(text) is not None
