"""The list that a question for several things means: by how many are asked for, or as most of what fits best. Pure."""

import itertools
import re
from collections.abc import Sequence

from retrieval.answering.rules.evidence import Scored
from retrieval.answering.rules.tables import is_table_head
from retrieval.answering.rules.units import Unit, UnitKind, clean
from retrieval.answering.values import load_numerals
from retrieval.model.answers import Language

_NUMERALS = load_numerals(Language.ENGLISH) | load_numerals(Language.DANISH)
_COUNT = re.compile(  # "de seks overskrifter", "which three proposals"; "de 18-årige" are no eighteen things
    rf"\b(?:de|hvilke|the|which|what)\s+(?P<count>\d{{1,2}}|{'|'.join(_NUMERALS)})\s+[^\W\d]", re.I
)
_ASKS_HOW_MANY = re.compile(r"\bhvor mange\b|\bhow many\b", re.I)  # then the number told is of what is known
_POINT = re.compile(r"\s*\(?(\d{1,2})([.)])\s")
_CLOSE = 4.0  # a line of the list asked for scores at most this much less than the best unit
_FEWEST = 3  # things asked for: any two sentences may be two lines
_BEST, _MOST_OF_BEST = 5, 3  # so many of the best units being of one list, that is meant


def list_meant(question: str, ranked: Sequence[Scored], units: Sequence[Unit]) -> Unit | None:
    """The unit to begin with, among `units` of the best one's item: what opens the list meant, or its first line.

    Where the best one is the heading of a table, its first row that tells something.
    """
    best = ranked[0]
    if best.unit.kind is UnitKind.HEADING and (row := _first_row(units[best.unit.order + 1 :], units)):
        return row
    of_item = [one for one in ranked if (one.meeting_key, one.item) == (best.meeting_key, best.item)]
    own = [one.unit for one in of_item if one.score >= best.score - _CLOSE]
    count = _count_asked(question)
    of_count = [lines for unit in own if count >= _FEWEST and len(lines := lines_of(unit, units)) == count]
    beginnings = [_beginning(lines, units) for lines in of_count]
    if beginnings:  # one that says how many follow is meant for sure
        return next((one for one in beginnings if one and count in _counts(one.text)), beginnings[0])
    lines = lines_of(best.unit, units)
    if sum(unit.order in lines or unit is _beginning(lines, units) for unit in own[:_BEST]) >= _MOST_OF_BEST:
        return _beginning(lines, units)
    return None


def _first_row(below: Sequence[Unit], units: Sequence[Unit]) -> Unit | None:
    """The first row of the table that opens what is below, its head left out; None where no table does."""
    rows = itertools.takewhile(lambda unit: unit.kind is UnitKind.ROW, below)
    return next((row for row in rows if not is_table_head(row, units)), None)


def lines_of(unit: Unit, units: Sequence[Unit]) -> set[int]:
    """The places of the lines of the list that the unit is of or opens; none where it is of no list."""
    if opens_list(unit) and unit.order + 1 < len(units):
        unit = units[unit.order + 1]
    if unit.kind is not UnitKind.LIST_LINE:
        return set()
    for first in (one for one in reversed(units[: unit.order + 1]) if _number(one) == 1):
        points = {first.order} | points_after(first, units)
        if unit.order in points:
            return points
    same = [one for one in units if one.group == unit.group and one.section == unit.section]
    return {one.order for one in same if (_number(one) is None) == (_number(unit) is None)}


def points_after(unit: Unit, units: Sequence[Unit]) -> set[int]:
    """The further points of a numbered list whose points have text of their own between them."""
    point = _POINT.match(unit.text)
    found: set[int] = set()
    for other in units[unit.order + 1 :] if point else ():
        following = _POINT.match(other.text)
        if other.section != unit.section:
            break
        if point and following and following[2] == point[2] and int(following[1]) == int(point[1]) + 1:
            found.add(other.order)
            point = following
    return found


def _number(unit: Unit) -> int | None:
    point = _POINT.match(unit.text)
    return int(point[1]) if point else None


def opens_list(unit: Unit) -> bool:
    """Whether a sentence or heading announces what follows it."""
    return unit.kind in (UnitKind.SENTENCE, UnitKind.HEADING) and clean(unit.text).endswith(":")


def _beginning(lines: set[int], units: Sequence[Unit]) -> Unit | None:
    if not lines:
        return None
    first = min(lines)
    return units[first - 1] if first and opens_list(units[first - 1]) else units[first]


def _count_asked(question: str) -> int:
    asked = None if _ASKS_HOW_MANY.search(question) else _COUNT.search(question)
    return next(iter(_counts(asked["count"])), 0) if asked else 0


def _counts(text: str) -> set[int]:
    words = re.findall(r"\w+", text.casefold())
    return {int(word) for word in words if word.isdecimal()} | {_NUMERALS[word] for word in words if word in _NUMERALS}
