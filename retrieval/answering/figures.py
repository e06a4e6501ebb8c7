"""Every number, amount, date and case number of a claim held against its quotes and its reference. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from retrieval.answering.computed import OPERATIONS
from retrieval.answering.grounding import fold
from retrieval.answering.sources import Allowed, Sources
from retrieval.answering.values import Value, find_values, readings, scaled_readings
from retrieval.answering.wording import load_wording
from retrieval.model.answers import Citation, Claim, Language
from retrieval.model.minutes import Amount, Figure, Span

_ITEM_BEFORE = re.compile(
    r"(?:\b(?:punkt|pkt\.?|item|items|punkterne)\s|\b(?:punkt|items?)\s[\d, ]+(?:og|and)\s)$", re.IGNORECASE
)
_LISTED = re.compile(r"^(\d{1,3})[.:]\s")


@dataclass(frozen=True, slots=True)
class _Ground:
    """What a claim's sources hold, by kind."""

    values: tuple[Value, ...]
    amounts: frozenset[Decimal]
    negatives: frozenset[Decimal]  # without their sign
    numbers: frozenset[Decimal]
    percents: frozenset[Decimal]
    computed: frozenset[Decimal]
    items: frozenset[int]
    text: str


def check_values(claim: Claim, words: str, sources: Sources, allowed: Allowed, language: Language) -> str:
    """Why a value in the claim's own `words` cannot stand; empty where every one is borne out."""
    for citation in claim.citations:
        stored = sources.stored(citation)
        if stored is not None and stored.meeting.committee_period:
            words = words.replace(fold(stored.meeting.committee_period), "")
    ground = _ground(claim, words, sources, allowed, language)
    for value in find_values(words, language):
        if not _stands(value, words, ground):
            return f"{value.kind} {value.text.strip()!r} stands in no quote"
    return ""


def _ground(claim: Claim, words: str, sources: Sources, allowed: Allowed, language: Language) -> _Ground:
    texts = [fold(citation.quote) for citation in claim.citations] + _references(claim.citations, sources)
    values = [value for text in texts for value in find_values(text)]
    scaled = {reading for text in texts for reading in scaled_readings(text, Language.DANISH)}
    if not allowed.strict or load_wording().around["negators"].search(words.lower()):
        values += find_values(allowed.text, language) + find_values(allowed.text)
        texts.append(fold(allowed.text))
    amounts, figures = _parsed(claim.citations, sources)
    computed = OPERATIONS[claim.computed](claim.citations, amounts) if claim.computed else frozenset()
    sums = _readings(values, "amount") | scaled | {abs(amount.value) for amount in amounts}
    return _Ground(
        values=(*values, *_dates(claim.citations, sources)),
        amounts=frozenset(sums),
        negatives=frozenset(
            {reading for value in values if value.negative for reading in value.readings}
            | {-amount.value for amount in amounts if amount.value < 0}
        ),
        numbers=frozenset(_readings(values, "number", "amount", "percent", "year") | sums | _mantissas(values)),
        percents=frozenset(
            _readings(values, "percent") | {abs(f.value) for f in figures if "%" in f.unit or "pro" in f.unit}
        ),
        computed=frozenset(abs(value) for value in computed) | ({Decimal(len(claim.citations))} if computed else set()),
        items=frozenset(citation.item for citation in claim.citations),
        text=" ".join(texts),
    )


def _stands(value: Value, words: str, ground: _Ground) -> bool:
    if value.kind in {"date", "year"} and _dated(value, ground):
        return True
    if value.kind in {"case", "time"}:
        return (
            value.text in ground.text
            or value.text.replace(".", ":") in ground.text
            or value.text.replace(":", ".") in ground.text
        )
    if value.kind == "date":
        as_printed = rf"(?<![\d/]){re.escape(value.text)}(?![\d/])"  # "1/3" may be a share
        return "/" in value.text and not value.year and re.search(as_printed, ground.text) is not None
    if value.kind == "number" and _names_item(value, words, ground):
        return True
    if value.kind == "number" and _is_item_elsewhere(value, words) and not _is_item_elsewhere(value, ground.text):
        return False
    held = {"amount": ground.amounts, "percent": ground.percents}.get(value.kind, ground.numbers)
    return bool(value.readings & (held | ground.computed)) and _sign_stands(value, ground)


def _dated(value: Value, ground: _Ground) -> bool:
    if value.kind == "year":
        return any(held.year == value.year for held in ground.values)
    years = {held.year for held in ground.values}
    return value.month > 0 and any(
        held.month == value.month
        and (not value.day or held.day == value.day)
        and (not value.year or held.year == value.year or (not held.year and value.year in years))
        for held in ground.values
        if held.kind == "date"
    )


def _names_item(value: Value, words: str, ground: _Ground) -> bool:
    """The number of an item cited: "punkt 3", "items 2 and 3", or "3. Title" at the start of a line."""
    named = any(_ITEM_BEFORE.search(words[: match.start()]) for match in _places(value, words))
    listed = _LISTED.match(words.strip())
    number = int(next(iter(value.readings), 0))
    return number in ground.items and (named or (listed is not None and listed[1] == value.text))


def _is_item_elsewhere(value: Value, words: str) -> bool:
    return any(
        re.search(r"\b(?:punkt|pkt\.?|item)\s$", words[: match.start()], re.IGNORECASE)
        for match in _places(value, words)
    )


def _places(value: Value, words: str) -> list[re.Match[str]]:
    return list(re.finditer(rf"(?<![\d.,]){re.escape(value.text)}(?!\d|[.,]\d)", words))


def _sign_stands(value: Value, ground: _Ground) -> bool:
    return not value.negative or bool(value.readings & ground.negatives)


def _readings(values: Sequence[Value], *kinds: str) -> set[Decimal]:
    return {reading for value in values if value.kind in kinds for reading in value.readings}


def _mantissas(values: Sequence[Value]) -> set[Decimal]:
    """The numbers of amounts as printed, without their unit: the 4,95 of "4,95 mio. kr."."""
    printed = [re.search(r"\d+(?:[.,]\d+)*", value.text) for value in values if value.kind == "amount"]
    return {reading for match in printed if match for reading in readings(match[0], Language.DANISH)}


def _references(citations: Sequence[Citation], sources: Sources) -> list[str]:
    texts = []
    for citation in citations:
        stored, item = sources.stored(citation), sources.item(citation)
        if stored is not None:
            texts += [stored.meeting.start, stored.meeting.end]
        if item is not None:
            texts += [fold(item.title), item.case_number]
    return [text for text in texts if text]


def _dates(citations: Sequence[Citation], sources: Sources) -> list[Value]:
    """The meeting's date, and that of an earlier decision the citation quotes from."""
    dates = [citation.meeting for citation in citations]
    for citation in citations:
        item = sources.item(citation)
        dates += [past.date for past in (item.history if item else ()) if _overlaps(past.span, citation.span)]
    return [Value("date", date.isoformat(), day=date.day, month=date.month, year=date.year) for date in dates if date]


def _parsed(citations: Sequence[Citation], sources: Sources) -> tuple[list[Amount], list[Figure]]:
    """The parsed amounts and figures printed inside the quotes."""
    amounts: list[Amount] = []
    figures: list[Figure] = []
    for citation in citations:
        item = sources.item(citation)
        if item is not None:
            amounts += [amount for amount in item.amounts if _overlaps(amount.span, citation.span)]
            figures += [figure for figure in item.figures if _overlaps(figure.span, citation.span)]
    return amounts, figures


def _overlaps(span: Span, other: Span) -> bool:
    return span.start < other.end and other.start < span.end
