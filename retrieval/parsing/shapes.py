"""Items by numbers of one shape ("1 - T", "01. T", "1) T", "IV. T", "b) T", "TMU-31 T", a number above its title).

A numbered list inside an item looks the same. What tells the items is what follows them: a case number, an access mark
or the heading that opens one item after another.
"""

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.model.vocabulary import SectionKind
from retrieval.parsing.cases import access_mark, case_number_line, is_case_label, number_beside
from retrieval.parsing.contents import is_contents_line
from retrieval.parsing.dates import begins_with_date
from retrieval.parsing.headings import find_heading, inline_heading
from retrieval.parsing.labels import without_title_label
from retrieval.parsing.lines import Line, next_text
from retrieval.parsing.runs import Start, rising
from retrieval.parsing.sections import dated_decision

_NUMBERED = re.compile(
    r"^(?P<word>[A-ZÆØÅ][\wæøå]{0,14}\.?(?:-sag)?:?(?:\s(?:nr|no)\.?:?)?[ .-]|\[)?"
    r"(?:20\d\d[/-](?=\d{1,4}\s)|\d\d-(?=\d{1,4}\s))?"
    r"(?P<number>\d{1,4}(?=/(?:20)?\d\d:?\s)|\d{1,4}|[IVX]{1,6}(?=[.)])|[a-zæø](?=\)))"
    r"(?P<mark>/(?:20)?\d\d:?\s|\s?[.):\]–·-]\s|[.)]?\s)\s*(?P<title>[\"”(A-ZÆØÅ0-9§].{1,300})$"
)
_ALONE = re.compile(r"^(?P<word>[A-ZÆØÅ][A-ZÆØÅa-zæøå]{1,14} )?(?P<number>\d{1,4})(?P<mark>\s?[.):]?)$")
_ACCESS = re.compile(r"^\((?:åben|åbent|lukket|lukkede|offentlig)[^()]{0,20}\)", re.IGNORECASE)
_CLOSING = re.compile(
    r"^(?:eventuelt|evt\.?|meddelelser|orientering|gensidig orientering|næste møde|underskrift)", re.IGNORECASE
)
_READING = re.compile(r"[1-3]\. behandling\b")
_CAN_BEGIN = re.compile(r"[\[\dA-ZÆØÅ]?[^\d\n]{0,18}\d|[IVX]|[a-zæø]\)")
_YEAR = re.compile(r"20\d\d|(?<=/)\d\d")  # behind the number: the same shape in another year
_LETTERS = "abcdefghijklmnopqrstuvwxyzæø"
_ROMAN = {"I": 1, "V": 5, "X": 10}
_HEAD_LINES = 2  # lines below a title among which its case number, mark or heading stands
_FEW = 2
_STANDS_FREE = 0.2  # what a blank line above weighs; what follows weighs up to 2
_IN_RUN = 0.01  # what a candidate weighs that nothing tells from a list's line


@dataclass(frozen=True, slots=True)
class _Candidate:
    start: Start
    opening: str  # what the line below is: "case", "access", a heading's kind, or empty


def by_shape(lines: Sequence[Line]) -> tuple[Start, ...]:
    """The items by the shape of number that most of them are printed in; none where nothing tells them from lists."""
    shapes: defaultdict[str, list[_Candidate]] = defaultdict(list)
    for line in lines:
        found = _candidate(lines, line)
        if found is not None:
            shapes[found[0]].append(found[1])
    runs = [_run(lines, candidates) for candidates in shapes.values() if len(candidates) >= _FEW]
    longest = max(runs, key=len, default=[])
    return tuple(longest)


def _candidate(lines: Sequence[Line], line: Line) -> tuple[str, _Candidate] | None:
    """The item that `line` may begin, with the shape of its number."""
    if line.is_row or not _CAN_BEGIN.match(line.text):
        return None
    if match := _ALONE.match(line.text):
        near = next_text(lines, line.index, _HEAD_LINES + 1)
        below = list(
            itertools.dropwhile(lambda one: is_case_label(one.text) or access_mark(one.text) is not None, near)
        )
        if not below or below[0].is_row or not _begins_title(below[0].text) or find_heading(below[0].text) is not None:
            return None
        start = Start(line.index, int(match["number"]), without_title_label(below[0].text), below[0].index)
        return f"alone {match['word'] or ''}{match['mark']}", _Candidate(start, _opening(lines, start))
    match = _NUMBERED.match(line.text)
    if match is None or begins_with_date(line.text) or is_contents_line(line.text) or match["title"][-1] in ",;":
        return None
    start = Start(line.index, _value(match["number"]), match["title"].strip(), line.index)
    kind = "number" if match["number"].isdecimal() else "letters"
    shape = f"{match['word'] or ''}{kind}{_YEAR.sub('', match['mark'].strip())}"
    opening = "access" if _ACCESS.match(start.title) else _opening(lines, start)
    return shape, _Candidate(start, opening)


def _begins_title(text: str) -> bool:
    """Whether a line begins as a title does: with a capital, or as "2. behandling af budget"."""
    return text[0].isupper() or _READING.match(text) is not None


def _opening(lines: Sequence[Line], start: Start) -> str:
    """What tells the item that begins at `start` from a list's line: the first thing of its head below its title."""
    if number_beside(start.title)[1]:
        return "case"
    for line in [*lines[start.line + 1 : start.title_line], *next_text(lines, start.title_line, _HEAD_LINES)]:
        if case_number_line(line.text) or is_case_label(line.text):
            return "case"
        if access_mark(line.text) is not None:
            return "access"
        if dated_decision(line.text) is not None:
            return SectionKind.DECISION.value
        heading = find_heading(line.text)
        inline = inline_heading(line.text) if heading is None else None
        if heading is None and inline is None:
            continue
        kind = heading or (inline[0] if inline else None)
        return kind.kind.value if kind is not None and kind.strength == "strong" else ""
    return ""


def _run(lines: Sequence[Line], candidates: Sequence[_Candidate]) -> list[Start]:
    """The items among candidates of one shape: those with a head, and those counted between, before and after them."""
    openings = Counter(candidate.opening for candidate in candidates if candidate.opening)
    if not openings:
        return []
    most = max(openings.values())
    weights = [
        (1 + openings[one.opening] / most if one.opening else _IN_RUN) + _STANDS_FREE * _stands_free(lines, one.start)
        for one in candidates
    ]
    told = {one.start for one in candidates if one.opening}
    run = [start for start in rising([one.start for one in candidates], weights) if start in told]
    if len(run) < _FEW:
        return []
    return _with_untold(lines, run, [one.start for one in candidates if one.start not in told])


def _with_untold(lines: Sequence[Line], run: list[Start], others: Sequence[Start]) -> list[Start]:
    """The run with the items that have no head of their own and whose numbers are missing in it."""
    free = [start for start in others if _stands_free(lines, start)]
    whole = list(run)
    for start in free:
        before = max((known for known in whole if known.line < start.line), key=lambda known: known.line, default=None)
        after = min((known for known in whole if known.line > start.line), key=lambda known: known.line, default=None)
        counts_on = before is None or start.number == (before.number or 0) + 1
        counts_to = after is None or (start.number or 0) < (after.number or 0)
        if before is None and (after is None or (start.number or 0) + 1 != after.number or start.number != 1):
            continue
        if counts_on and counts_to and (after is not None or _CLOSING.match(start.title)):
            whole = sorted([*whole, start], key=lambda known: known.line)
    return whole


def _stands_free(lines: Sequence[Line], start: Start) -> bool:
    """Whether a blank line or the beginning of the text is above."""
    return start.line == 0 or not lines[start.line - 1].text


def _value(printed: str) -> int:
    """The value of a number, of a letter that counts ("b)"), or of a Roman number up to 39.

    The order of a Roman number's letters is not checked, for a run must rise by itself.
    """
    if printed.isdecimal():
        return int(printed)
    if printed.islower():
        return _LETTERS.index(printed) + 1
    values = [_ROMAN[letter] for letter in printed]
    return sum(-one if one < later else one for one, later in itertools.pairwise([*values, 0]))
