"""The ledger of an item: every sum and figure with what it is for, in prose and in tables."""

import bisect
import re
import string
from collections.abc import Iterable, Sequence
from decimal import Decimal

from retrieval.model.minutes import Amount, Figure, Section, Span
from retrieval.model.vocabulary import AmountStatus, SectionKind
from retrieval.parsing.amounts import FoundAmount, find_amounts, hints_at_money, parse_number, whole
from retrieval.parsing.circumstances import (
    circumstances,
    has_status,
    is_yearly,
    lead_status,
    period_of_words,
    status_of_words,
)
from retrieval.parsing.figures import find_figures
from retrieval.parsing.lines import Line, read_lines
from retrieval.parsing.sentences import holding
from retrieval.parsing.tables import Row, Table, find_tables, is_number, is_year

_PLAIN_HEAD = re.compile(
    r"^(?:(?:19|20)\d\d|i alt|total|sum|beløb|kr\.?|[\s.]*)$", re.IGNORECASE
)  # names no status itself
_DIGIT = re.compile(r"\d")
_LEADING = re.compile(r"^[\s,;•*\d.)-]+(?=\D)")
_OPENED = re.compile(r"\s*\(\w+\s$")  # "(heraf " before the sum
_TRAILING = "–(:=-" + string.whitespace + "\u00a0\u202f"
_CLAUSE_END = re.compile(r"(?<=[,;])\s|\s(?:mens|hvoraf|heraf)\s")
# What a recommendation speaks of is not granted or budgeted yet: it is recommended.
_NOT_YET = frozenset({AmountStatus.UNSTATED, AmountStatus.GRANTED, AmountStatus.BUDGETED})
_PURPOSE_LENGTH = 160
_LABEL_LENGTH = 20
_SHORT = 200  # characters: a list line or caption, not a paragraph
_REACH = 700  # characters around a sum that can speak of it
_BESIDE = 6  # sums to either side that can share its words
_LEAD_REACH = 2500  # characters a lead-in line reaches down


def read_ledger(
    text: str, lines: Sequence[Line], sections: Sequence[Section], units: Sequence[Sequence[Span]]
) -> tuple[tuple[Amount, ...], tuple[Figure, ...]]:
    """The sums and the figures of `sections` in the order of the text: `lines` cover them, `units` are their sentences.

    Rows are read from the whole lines, for the corner of a table that opens a section is often an empty cell.
    """
    amounts: list[Amount] = []
    figures: list[Figure] = []
    for section, sentences in zip(sections, units, strict=True):
        tables = find_tables(text, _lines_of(text, lines, section.span))
        rows = {line.start for table in tables for line in table.lines}
        _read_prose(text, section, sentences, rows, amounts, figures)
        for table in tables:
            amounts += _table_amounts(text, section.kind, table)
            figures += _table_figures(text, section.kind, table)
    amounts.sort(key=lambda amount: amount.span.start)
    figures.sort(key=lambda figure: figure.span.start)
    return tuple(amounts), tuple(figures)


def _lines_of(text: str, lines: Sequence[Line], span: Span) -> Sequence[Line]:
    """The lines of a section that has table rows; of any other none."""
    first = bisect.bisect_right(lines, span.start, key=_line_start) - 1
    stop = bisect.bisect_left(lines, span.end, key=_line_start)
    own = lines[max(0, first) : stop]
    if not any(line.is_row for line in own):
        return ()
    begins_line = not text[own[0].start : span.start].strip()
    return own if begins_line else read_lines(text, span)


def _line_start(line: Line) -> int:
    return line.start


def _read_prose(
    text: str, section: Section, units: Sequence[Span], rows: set[int], amounts: list[Amount], figures: list[Figure]
) -> None:
    above: list[Span] = []  # the sentences read so far, without those of sums
    done = 0
    for place in holding(_DIGIT, text, units):
        unit = units[place]
        above += units[done:place]
        done = place + 1
        if _is_in_row(text, rows, unit):
            continue
        words = unit.of(text)
        found = find_amounts(text, unit.start, unit.end) if hints_at_money(words) else []
        if found:
            may_be_led = unit.end - unit.start < _SHORT and _begins_line(text, unit)
            lead = _lead_above(text, above, rows, unit) if may_be_led else None
            amounts += _prose_amounts(words, unit, found, section.kind, lead)
        else:
            above.append(unit)
        begin = unit.start
        taken = [(amount.span.start - begin, amount.span.end - begin) for amount in found] if found else ()
        for figure in find_figures(words, taken):
            span = Span(begin + figure.span.start, begin + figure.span.end)
            figures.append(
                Figure(
                    value=figure.value, unit=figure.unit, text=figure.text, section=section.kind, span=span, quote=unit
                )
            )


def _is_in_row(text: str, rows: set[int], unit: Span) -> bool:
    """Whether a sentence is a row of a table or a part of one; `rows` are the places where rows begin."""
    return bool(rows) and (unit.start in rows or text.rfind("\n", 0, unit.start) + 1 in rows)


def _lead_above(text: str, above: Sequence[Span], rows: set[int], unit: Span) -> str | None:
    """The words of the nearest short line `above` that can lend a status: it ends with a colon or has a status word."""
    for lead in reversed(above):
        if unit.start - lead.end > _LEAD_REACH:
            return None
        if lead.end - lead.start >= _SHORT or _is_in_row(text, rows, lead):
            continue
        words = lead.of(text)
        if words.endswith(":") or has_status(words):
            return words
    return None


def _begins_line(text: str, unit: Span) -> bool:
    return not text[text.rfind("\n", 0, unit.start) + 1 : unit.start].strip()


def _prose_amounts(
    words: str, unit: Span, found: Sequence[FoundAmount], section: SectionKind, lead: str | None
) -> Iterable[Amount]:
    places = [(amount.span.start - unit.start, amount.span.end - unit.start) for amount in found]
    for amount, place in zip(found, places, strict=True):
        near, inside, others = _surroundings(words, place, places)
        about = circumstances(near, *inside, others)
        status, period = about.status, about.period
        yearly = about.yearly
        if lead is not None and len(words) < _SHORT and not _is_ended(words):
            status = lead_status(lead) if status is AmountStatus.UNSTATED else status
            period = period or period_of_words(lead)
        if section is SectionKind.RECOMMENDATION and status in _NOT_YET:
            status = AmountStatus.RECOMMENDED
        yield Amount(
            value=amount.value, text=amount.text, currency=amount.currency, approximate=amount.approximate,
            yearly=yearly, period=period, status=status, purpose=_purpose(near, inside, others), section=section,
            span=amount.span, quote=unit,
        )  # fmt: skip


def _surroundings(
    words: str, place: tuple[int, int], places: Sequence[tuple[int, int]]
) -> tuple[str, tuple[int, int], tuple[tuple[int, int], ...]]:
    """The words around a sum, its place in them, and the places of the other sums there; a usual sentence is whole."""
    start, end = max(0, place[0] - _REACH), place[1] + _REACH
    index = bisect.bisect_left(places, place)
    beside = places[max(0, index - _BESIDE) : index + _BESIDE + 1]
    others = tuple((a - start, b - start) for a, b in beside if (a, b) != place and a >= start and b <= end)
    return words[start:end], (place[0] - start, place[1] - start), others


def _purpose(words: str, place: tuple[int, int], others: Sequence[tuple[int, int]]) -> str:
    """The words a sum stands with: of a list line all but the sum, of a sentence the clause around it."""
    left = max((stop for _, stop in others if stop <= place[0]), default=0)
    before = _bare(words[left : place[0]])
    first = min([place[0], *(begin for begin, _ in others)])
    if place[0] > first and len(before) < _LABEL_LENGTH:
        before = f"{re.sub(r'[^.:]*:?$', '', words[:first].strip(' :')).strip()} {before}".strip()
    if len(words) < _SHORT and len(before) > 2 and not _is_ended(words.strip()):
        return before[-_PURPOSE_LENGTH:].strip(" •-")
    right = min((begin for begin, _ in others if begin >= place[1]), default=len(words))
    clause = _CLAUSE_END.split(words[place[1] : right], maxsplit=1)[0]
    return f"{before[-_PURPOSE_LENGTH:]} … {clause[:_PURPOSE_LENGTH]}".strip(" .…,")


def _bare(before: str) -> str:
    """The words before a sum without list marks in front and without what opens on to the sum."""
    if mark := _LEADING.match(before):
        before = before[mark.end() :]
    if "(" in before and (opened := _OPENED.search(before)):
        return before[: opened.start()]
    return before.rstrip(_TRAILING)


def _is_ended(words: str) -> bool:
    """Whether words end as a sentence does; the point of "kr." ends none."""
    bare = words.rstrip('"”)')
    return bare.endswith((".", "!", "?")) and not bare.endswith("kr", 0, -1)


def _table_amounts(text: str, section: SectionKind, table: Table) -> Iterable[Amount]:
    for row in table.rows:
        quote = _row_span(row)
        for column, cell in enumerate(row.cells):
            if not _DIGIT.search(cell.text):
                continue
            printed = (
                find_amounts(text, cell.span.start, cell.span.end, in_cell=True) if hints_at_money(cell.text) else []
            )
            for amount in printed:
                yield _cell_amount(table, row, column, section, quote, amount.value, amount.span, amount.text, amount)
            if not printed and _is_sum(table, column, cell.text):
                value = whole(parse_number(cell.text.replace(" ", "")) * (table.factor or 1))
                yield _cell_amount(table, row, column, section, quote, value, cell.span, cell.span.of(text), None)


def _is_sum(table: Table, column: int, words: str) -> bool:
    """Whether a bare number is read as money: only in a certain table of money, in a column that counts nothing."""
    if column == 0 or not table.is_certain or not table.is_money or not is_number(words) or is_year(words):
        return False
    if table.counts(column):
        return False
    return table.factor is not None or "." in words


def _cell_amount(
    table: Table, row: Row, column: int, section: SectionKind, quote: Span, value: Decimal, span: Span, printed: str,
    amount: FoundAmount | None,
) -> Amount:  # fmt: skip
    head = row.heads[column] if table.is_certain and column < len(row.heads) else ""
    label = row.label if row.cells[column].text != row.label else ""
    about = f"{head} {label}"
    corner = row.heads[0] if row.heads else ""
    group = "" if re.search(r"\bi alt\b|\bsamlet\b", label, re.IGNORECASE) else row.group
    sources = (head, label, group, corner, table.caption) if _PLAIN_HEAD.match(head) else (head,)
    status = next(
        (found for words in sources if (found := status_of_words(words)) is not AmountStatus.UNSTATED),
        AmountStatus.UNSTATED,
    )
    purpose = ", ".join(word.strip(" :") for word in (group, label, head) if word.strip(" :"))
    return Amount(
        value=value, text=printed, unit="" if amount else table.unit, currency=amount.currency if amount else "DKK",
        approximate=amount.approximate if amount else False,
        yearly=is_yearly(about) or is_yearly(corner),
        period=period_of_words(head) or period_of_words(label) or period_of_words(row.group),
        status=status, purpose=purpose, section=section,
        span=span, quote=quote,
    )  # fmt: skip


def _table_figures(text: str, section: SectionKind, table: Table) -> Iterable[Figure]:
    for row in table.rows:
        quote = _row_span(row)
        for column, cell in enumerate(row.cells):
            if column == 0 or not _DIGIT.search(cell.text):
                continue
            is_bare = is_number(cell.text)  # then it names nothing that it counts
            for figure in () if is_bare else find_figures(cell.text, []):
                place = cell.span.of(text).find(figure.text)
                if place >= 0:
                    span = Span(cell.span.start + place, cell.span.start + place + len(figure.text))
                    yield Figure(
                        value=figure.value, unit=figure.unit, text=figure.text, section=section, span=span, quote=quote
                    )
            if is_bare and not is_year(cell.text) and not _is_sum(table, column, cell.text):
                yield Figure(
                    value=parse_number(cell.text.replace(" ", "")),
                    unit=_counted_in(table, row, column),
                    text=cell.span.of(text),
                    section=section,
                    span=cell.span,
                    quote=quote,
                )


def _counted_in(table: Table, row: Row, column: int) -> str:
    """What a bare number of a table counts: corner, row and column where the columns are certain, else unknown."""
    if not table.is_certain or column >= len(row.heads):
        return ""
    label = row.label if row.label != row.cells[column].text else ""
    return ", ".join(
        dict.fromkeys(word.strip(" :") for word in (row.heads[0], label, row.heads[column]) if word.strip(" :"))
    )


def _row_span(row: Row) -> Span:
    cells = [cell for cell in row.cells if cell.text]
    return (
        Span(min(cell.span.start for cell in cells), max(cell.span.end for cell in cells)) if cells else row.line.span
    )
