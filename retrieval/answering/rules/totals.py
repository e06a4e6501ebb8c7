"""What the parts of one list come to, where a total is asked for and the minutes print none. Pure."""

import re
from collections.abc import Sequence
from decimal import Decimal

from retrieval.answering.rules.phrases import say
from retrieval.answering.rules.records import unit_of, write_like
from retrieval.answering.rules.sources import Source
from retrieval.answering.rules.units import Unit, UnitKind, clean
from retrieval.model.answers import Claim, Language
from retrieval.model.minutes import Amount, Span

_ASKED = re.compile(
    r"\bi alt\b|\btilsammen\b|\bsammenlagt\b|\bsamle(?:t|de)\b|\btotal\w*\b|\baltogether\b|\bin all\b", re.I
)
# Lines of which one is chosen, or that are parts of another: their sum is no sum of anything.
_NO_PARTS = re.compile(
    r"\bmodel|\bmulighed|\balternativ|\bscenari|\bvariant|\bløsning|\bforslag|\benten\b|\bheraf\b", re.I
)
_PRINTED = re.compile(r"\bi alt\b|\btilsammen\b|\bsammenlagt\b|\bsamle(?:t|de)\b|\btotal\w*\b|\bsum(?:men)?\b", re.I)
_FEWEST, _MOST = 2, 12  # parts that are added up


def asks_for_total(question: str) -> bool:
    """Whether it asks what several sums come to."""
    return bool(_ASKED.search(question))


def total_claim(language: Language, source: Source, best: Unit, units: Sequence[Unit]) -> Claim | None:
    """The sum of the list that the best unit is a line of: one amount a line, all of one unit, status and time.

    None where it is not so, or the item prints a total: then that is told.
    """
    if best.kind is not UnitKind.LIST_LINE or _prints_total(source, units):
        return None
    lines = [unit for unit in units if unit.section == best.section and unit.group == best.group]
    if any(_NO_PARTS.search(f"{unit.lead} {unit.text}") for unit in lines):
        return None
    parts = [_only_amount(source, unit) for unit in lines]
    amounts = [amount for amount in parts if amount is not None]
    if len(amounts) != len(parts) or not _FEWEST <= len(amounts) <= _MOST or not _is_one_scope(amounts):
        return None
    told = write_like(amounts[0].text, sum((amount.value for amount in amounts), Decimal(0)))
    text = say(language, "total", total=told, parts=" + ".join(clean(amount.text) for amount in amounts).rstrip("."))
    citation = source.cite(best.section, Span(lines[0].span.start, lines[-1].span.end))
    return Claim(text=text, citations=(citation,), computed="sum")


def _prints_total(source: Source, units: Sequence[Unit]) -> bool:
    return any(_PRINTED.search(unit.text) and _amounts(source, unit) for unit in units)


def _amounts(source: Source, unit: Unit) -> list[Amount]:
    listed = source.item.amounts if source.item else ()
    return [amount for amount in listed if unit.span.start <= amount.span.start < unit.span.end]


def _only_amount(source: Source, unit: Unit) -> Amount | None:
    amounts = _amounts(source, unit)
    return amounts[0] if len(amounts) == 1 and not amounts[0].approximate else None


def _is_one_scope(amounts: Sequence[Amount]) -> bool:
    """Whether amounts may be added: one unit and currency, status, period, and all yearly or none."""
    return len({(unit_of(one.text), one.currency, one.status, one.period, one.yearly) for one in amounts}) == 1
