"""The operations a claim may show: each computes values from what the quotes hold, and only from that. Pure."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import combinations

from retrieval.answering.values import Value, find_values
from retrieval.model.answers import Citation, Language
from retrieval.model.minutes import Amount


def difference(citations: Sequence[Citation], amounts: Sequence[Amount]) -> frozenset[Decimal]:
    """The distances between any two quoted values of one kind."""
    return frozenset(
        abs(left - right) for values in _by_kind(citations, amounts) for left, right in combinations(sorted(values), 2)
    )


def total(citations: Sequence[Citation], amounts: Sequence[Amount]) -> frozenset[Decimal]:
    """The sum of all quoted values of one kind, where they share one scope: one item, one section, one status."""
    scopes = {(citation.meeting_key, citation.item, citation.section) for citation in citations}
    if len(scopes) != 1 or len({amount.status for amount in amounts}) > 1 or len({a.yearly for a in amounts}) > 1:
        return frozenset()
    return frozenset(sum(values, Decimal(0)) for values in _lists_by_kind(citations) if len(values) > 1)


def count(citations: Sequence[Citation], amounts: Sequence[Amount]) -> frozenset[Decimal]:
    """How many different places, and how many different items, are cited."""
    places = {(citation.meeting_key, citation.span) for citation in citations}
    items = {(citation.meeting_key, citation.item) for citation in citations}
    lines = [line for citation in citations for line in citation.quote.splitlines() if line.strip()]
    return frozenset({Decimal(len(places)), Decimal(len(items)), Decimal(len(lines))})


def rounded(citations: Sequence[Citation], amounts: Sequence[Amount]) -> frozenset[Decimal]:
    """Every quoted amount rounded to two, three or four significant digits."""
    return frozenset(
        _round(value, digits) for values in _by_kind(citations, amounts) for value in values for digits in (1, 2, 3, 4)
    )


def percent(citations: Sequence[Citation], amounts: Sequence[Amount]) -> frozenset[Decimal]:
    """The change between any two quoted values of one kind in per cent of the first, to nought, one or two decimals."""
    changes = [
        abs(new - old) * 100 / abs(old)
        for values in _by_kind(citations, amounts)
        for old in values
        for new in values
        if old and new != old
    ]
    return frozenset(round(change, digits) for change in changes for digits in (0, 1, 2))


OPERATIONS: dict[str, Callable[[Sequence[Citation], Sequence[Amount]], frozenset[Decimal]]] = {
    "difference": difference,
    "sum": total,
    "count": count,
    "rounded": rounded,
    "percent": percent,
}


def _by_kind(citations: Sequence[Citation], amounts: Sequence[Amount]) -> list[set[Decimal]]:
    kinds = [set(values) for values in _lists_by_kind(citations)]
    return [*kinds, {amount.value for amount in amounts}]


def _lists_by_kind(citations: Sequence[Citation]) -> list[list[Decimal]]:
    values = [value for citation in citations for value in find_values(citation.quote, Language.DANISH)]
    return [
        [_one(value) for value in values if value.kind == kind and value.readings]
        for kind in ("amount", "percent", "number")
    ]


def _one(value: Value) -> Decimal:
    read = max(value.readings)
    return -read if value.negative else read


def _round(value: Decimal, digits: int) -> Decimal:
    if not value:
        return value
    place = value.adjusted() - digits + 1
    return Decimal(round(value.scaleb(-place))).scaleb(place)
