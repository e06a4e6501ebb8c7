"""A cell of a table told as a sum: the row, the column and the unit, where the parser could read them. Pure."""

import re
from decimal import Decimal

from retrieval.answering.rules.phrases import say
from retrieval.answering.rules.sources import Source
from retrieval.answering.rules.units import Unit, clean
from retrieval.model.answers import Claim, Language
from retrieval.model.minutes import Amount, Span

_UNIT = re.compile(r"kr|mio|mia|million|milliard|tusind|dkk|€|eur", re.I)
_THOUSAND = Decimal(1000)
_DIGITS = re.compile(r"[^\d,-]")


def cell_claim(
    language: Language, source: Source, row: Unit, head: Unit | None, years: tuple[int, ...]
) -> Claim | None:
    """The sum in the row that belongs to the year asked about; None where it is not clear which one is meant."""
    amounts = [amount for amount in source.item.amounts if _within(amount.span, row.span)] if source.item else []
    wanted = [amount for amount in amounts if amount.purpose and any(str(year) in amount.period for year in years)]
    if len(wanted) > 1:
        wanted = [amount for amount in wanted if amount is wanted[-1]] if _same_column(wanted) else []
    if len(wanted) != 1:
        return None
    amount = wanted[0]
    citations = [source.cite(row.section, row.span)]
    if head is not None:
        citations.append(source.cite(head.section, head.span))
    text = say(language, "cell", purpose=clean(amount.purpose), amount=_printed(language, amount))
    return Claim(text=text, citations=tuple(citations))


def _same_column(amounts: list[Amount]) -> bool:
    return len({amount.purpose for amount in amounts}) == 1


def _within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start < outer.end


def _printed(language: Language, amount: Amount) -> str:
    """The sum as printed with the unit its table gives: "432.174 tusind kr."."""
    printed = clean(amount.text)
    if _UNIT.search(printed):
        return printed
    bare = Decimal(_DIGITS.sub("", printed).replace(",", ".") or "0")
    if bare and amount.value == bare * _THOUSAND:
        return say(language, "thousand", number=printed)
    if bare and amount.value == bare * _THOUSAND * _THOUSAND:
        return say(language, "million", number=printed)
    return say(language, "kroner", number=printed)
