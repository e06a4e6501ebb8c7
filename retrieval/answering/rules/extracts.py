"""An answer in the minutes' own words: the best units and what they need to be understood. Pure."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from retrieval.answering.rules.evidence import Scored
from retrieval.answering.rules.lists import opens_list, points_after
from retrieval.answering.rules.outcomes import quoted
from retrieval.answering.rules.patterns import GATHERS_NEWS
from retrieval.answering.rules.sources import Source
from retrieval.answering.rules.tables import is_table_head, read_row, row_claim, table_head
from retrieval.answering.rules.units import Unit, UnitKind
from retrieval.model.answers import Claim, Language
from retrieval.model.minutes import Span

ROOM = 700  # characters of quotes in an answer; a list may be longer
_LIST_TOTAL = 900  # characters up to which more is told beside a list that is told whole
_CLOSE = 4.0  # a further unit may score this much less than the best one
_BESIDE = 1.0  # one that scores this much less belongs to the answer itself; the others are told after it
_ANNOUNCES = re.compile(r"\b(?:følgende|nedenstående|nedenfor|disse|herunder)\b", re.I)
_POINTS_BACK = re.compile(  # says what it says of the sentence before it
    r"^\s*(?:Det(?:te)?|De|Den(?:ne)?|Disse|Her(?:i|af|til|ved|med|udover)?|Der(?:for|med|ved|af|til)|Således|Samtidig)\b|"
    r"\b(?:derfor|dermed|derved|således|hermed|heraf)\b"
)
_REPEATED = 0.9  # share of a unit's terms from which on it says nothing new
_LOOKED_AT = 40  # units, best first, of which any may be told
_MOST = 8  # units beside each other or apart

SourceOf = Callable[[str, int], Source]
UnitsOf = Callable[[str, int], Sequence[Unit]]


def extract(
    language: Language,
    ranked: Sequence[Scored],
    source_of: SourceOf,
    units_of: UnitsOf,
    *,
    room: int = ROOM,
    whole_list: bool,
    short_list: bool = False,
) -> tuple[Claim, ...]:
    """Claims that quote the best units, the best one first, in `room` characters.

    A list line is told with its list: for `whole_list` however long it is, for `short_list` where it is short.
    """
    near = ranked[:_LOOKED_AT]
    ranked = [one for one in near if not is_table_head(one.unit, units_of(one.meeting_key, one.item))]
    if not ranked:
        return ()
    best = ranked[0]
    source = source_of(best.meeting_key, best.item)
    units = units_of(best.meeting_key, best.item)
    short_list = short_list and _is_of_short_list(best.unit, units, min(room + _LIST_TOTAL - ROOM, _LIST_TOTAL))
    limit = _LIST_TOTAL if whole_list or short_list else room
    if _is_of_miscellany(source, best.unit) and not whole_list:
        chosen = _with_surroundings(best.unit, units, whole_list=False)
    else:
        chosen = _chosen(ranked, units, limit, whole_list=whole_list or short_list)
        chosen = _completed(chosen, units, source, limit)
    leading = _group(best.unit, units) if whole_list and best.unit.group >= 0 else {best.unit.order}
    beside = {one.unit.order for one in ranked if _is_beside(one, best)} | leading
    runs = [part for run in _runs(sorted(chosen), units) for part in _parted(source, units, run)]
    main = [run for run in runs if beside.intersection(run)]
    further = [run for run in runs if run not in main]
    main.sort(key=lambda run: leading.isdisjoint(run))
    teller = _Teller(language, source, units)
    return (*teller.claims(main, "minutes_say"), *teller.claims(further, "also_says", is_further=True))


def _is_of_miscellany(source: Source, unit: Unit) -> bool:
    """Whether a unit is a line of an item whose lines have nothing to do with each other."""
    return unit.kind is UnitKind.LIST_LINE and source.item is not None and bool(GATHERS_NEWS.match(source.item.title))


def _is_beside(one: Scored, best: Scored) -> bool:
    same_item = (one.meeting_key, one.item) == (best.meeting_key, best.item)
    return same_item and one.score >= best.score - _BESIDE


def _parted(source: Source, units: Sequence[Unit], run: Sequence[int]) -> list[list[int]]:
    """A run with the rows apart that can be told with their columns, without their head, which is told with each."""
    rows = {place for place in run if _says_enough(source, units[place], units)}
    heads = {place for place in run if rows and is_table_head(units[place], units)}
    others = _runs([place for place in run if place not in rows | heads], units)
    return sorted([*([place] for place in rows), *others])


def _says_enough(source: Source, unit: Unit, units: Sequence[Unit]) -> bool:
    """Whether a unit is a table's row that can be told alone, with its columns."""
    return read_row(Language.DANISH, source, unit, table_head(source, unit, units)) is not None


@dataclass(frozen=True, slots=True)
class _Teller:
    """Tells runs of an item's units."""

    language: Language
    source: Source
    units: Sequence[Unit]

    def claims(self, runs: Sequence[Sequence[int]], opening: str, *, is_further: bool = False) -> list[Claim]:
        """A claim for each run: rows with their columns, all else quoted; the first quote says whose words they are."""
        rows = [_says_enough(self.source, self.units[run[0]], self.units) for run in runs]
        beside = 0 if is_further else sum(rows)
        told = []
        for run, is_row in zip(runs, rows, strict=True):
            if is_row:
                told.append(self._row(run[0], is_spread=beside == 1, is_listed=beside > 1))
                continue
            told.append(self._quote(run, opening))
            opening = "says"
        return [replace(claim, is_further=is_further) for claim in told]

    def _row(self, place: int, *, is_spread: bool, is_listed: bool) -> Claim:
        unit = self.units[place]
        head = table_head(self.source, unit, self.units)
        row = read_row(self.language, self.source, unit, head)
        assert row is not None and head is not None, "the run was found to be a row that can be told"
        citations = (self.source.cite(unit.section, unit.span), head)
        return row_claim(row, citations, is_spread=is_spread, is_listed=is_listed)

    def _quote(self, run: Sequence[int], key: str) -> Claim:
        """A run quoted as one stretch; a table's rows with the head of their table."""
        first = self.units[run[0]]
        head = table_head(self.source, first, self.units)
        citation = self.source.cite(first.section, Span(first.span.start, self.units[run[-1]].span.end))
        text = quoted(self.language, citation, key)
        if head is None:
            return Claim(text=text, citations=(citation,))
        return Claim(text=f"{text} {quoted(self.language, head, 'table_head')}", citations=(citation, head))


def _chosen(ranked: Sequence[Scored], units: Sequence[Unit], limit: int, *, whole_list: bool) -> set[int]:
    best = ranked[0]
    chosen = _with_surroundings(best.unit, units, whole_list=whole_list)
    if _length(chosen | (before := _pointed_back_to(best.unit, units)), units) <= limit:
        chosen |= before
    if not whole_list and _length(chosen, units) > limit:
        chosen = {best.unit.order}
    told = set().union(*(units[place].terms for place in chosen))
    for other in ranked[1:]:
        if len(chosen) >= _MOST or other.score < best.score - _CLOSE:
            break
        if (other.meeting_key, other.item) != (best.meeting_key, best.item) or other.unit.order in chosen:
            continue
        if _repeats(other.unit, told) or other.unit.kind is UnitKind.HEADING:
            continue
        wider = chosen | _with_surroundings(other.unit, units, whole_list=False)
        if _length(wider, units) > limit:
            continue
        chosen, told = wider, told | other.unit.terms
    return chosen


def _completed(chosen: set[int], units: Sequence[Unit], source: Source, limit: int) -> set[int]:
    """A list of which two lines are chosen is shown whole, where it fits; a table too whose rows say nothing alone."""
    lines = [units[place] for place in chosen if units[place].group >= 0]
    lines = [line for line in lines if not _says_enough(source, line, units)]
    for group in {(line.section, line.group) for line in lines}:
        members = {unit.order for unit in units if (unit.section, unit.group) == group}
        whole = chosen | members
        if len(chosen & members) > 1 and _length(whole, units) <= limit:
            chosen = whole
    return chosen


def _pointed_back_to(unit: Unit, units: Sequence[Unit]) -> set[int]:
    """The sentence before one that cannot be understood without it."""
    place = unit.order - 1
    if unit.kind is not UnitKind.SENTENCE or place < 0 or not _POINTS_BACK.search(unit.text):
        return set()
    before = units[place]
    is_near = before.kind is UnitKind.SENTENCE and before.section == unit.section
    return {place} if is_near else set()


def _length(places: set[int], units: Sequence[Unit]) -> int:
    return sum(len(units[place].text) for place in places)


def _repeats(unit: Unit, told: set[str]) -> bool:
    """Whether most of what a unit says is told already: minutes repeat the summary in the presentation."""
    return len(unit.terms & told) >= _REPEATED * max(1, len(unit.terms))


def _with_surroundings(unit: Unit, units: Sequence[Unit], *, whole_list: bool) -> set[int]:
    """The unit's place with its lead-in or the list it opens."""
    place = unit.order
    chosen = {place}
    if unit.group >= 0 and whole_list:
        chosen |= _group(unit, units)
        place = min(chosen)
    if place and opens_list(units[place - 1]) and units[place].kind is not UnitKind.ROW:
        chosen.add(place - 1)
    if opens_list(unit) or (whole_list and unit.group < 0):
        following = place + 1
        if following < len(units) and (units[following].group >= 0 or opens_list(unit)):
            chosen |= _group(units[following], units) if units[following].group >= 0 else {following}
    return chosen | points_after(units[max(chosen)], units) if whole_list else chosen


def _is_of_short_list(unit: Unit, units: Sequence[Unit], longest: int) -> bool:
    """Whether a unit is a line of a list that can be told whole, or the sentence that announces one."""
    following = unit.order + 1
    if unit.kind is UnitKind.SENTENCE and _ANNOUNCES.search(unit.text) and following < len(units):
        unit = units[following]
    return unit.kind is UnitKind.LIST_LINE and _length(_group(unit, units), units) <= longest


def _group(unit: Unit, units: Sequence[Unit]) -> set[int]:
    return {other.order for other in units if other.group == unit.group and other.section == unit.section} or {
        unit.order
    }


def _runs(places: Sequence[int], units: Sequence[Unit]) -> list[list[int]]:
    """Neighbouring places of one section together, rows apart from text: they are quoted as one stretch."""
    runs: list[list[int]] = []
    for place in places:
        if runs and place == runs[-1][-1] + 1 and _belong(units[place], units[runs[-1][-1]]):
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs


def _belong(unit: Unit, other: Unit) -> bool:
    return unit.section == other.section and (unit.kind is UnitKind.ROW) == (other.kind is UnitKind.ROW)
