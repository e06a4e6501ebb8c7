"""Sums of money as printed: "8.781.082 kr.", "1,5 mio. kr.", "kr. 16.000,-", "2 milliarder kr.", "t.kr. 450", EUR."""

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from retrieval.model.minutes import Span

_B = r"[ \u00a0\u202f]"  # blanks that stand inside an amount
NUMBER = r"(?:\d{1,3}(?:(?:\.\d{3})+|(?:[\u00a0\u202f ]\d{3})+)(?:,\d+)?|\d+(?:,\d+)?)(?!\d)"
_SCALE = r"mia\.?|mio\.?|mill?\.|milliarder|milliard|millioner|million|tusinde|tusind|t\.?"
_COIN = r"kr(?!\w)\.?|kroner\b|DKK\b|dkr\b\.?|danske kroner\b|euro\b|EUR\b|€"
_SUFFIXED = (
    rf"(?!(?:19|20)\d\d{_B}kr\.{_B}\d)(?P<number>{NUMBER}){_B}{{0,2}}(?:(?P<scale>{_SCALE}){_B}{{0,2}})?(?P<coin>{_COIN})(?:,-)?"
    rf"|(?P<dashed>{NUMBER}),-(?!\w)"
)
_PREFIXED = (
    rf"(?P<precoin>t\.?kr\.?|kr\.|kr|DKK|EUR|€){_B}{{0,2}}(?P<presign>[-−–]{_B}?)?(?P<prenumber>{NUMBER})(?:,-)?"
    rf"(?:{_B}{{0,2}}(?P<prescale>mia\.?|mio\.?|millioner|milliarder)(?!\w))?(?:{_B}{{1,2}}(?P<twice>kr\.?)(?!\w))?"
)
# Digits that stand apart, as character recognition prints them ("2 0 0.0 0 0"), are read as no number at all.
_APART_BEFORE = rf"(?<!{_B}\d{_B})"
_APART_AFTER = rf"(?!{_B}\d(?:{_B}|[.,]\d{_B}))"
_AMOUNT = re.compile(
    rf"(?<![\w,.])(?:(?=[ktde€])(?:{_PREFIXED})(?![\d%]){_APART_AFTER}|(?=\d){_APART_BEFORE}(?:{_SUFFIXED}))",
    re.IGNORECASE,
)
_APPROXIMATE = re.compile(
    r"\b(?:ca\.?|cirka|omkring|omtrent|knap|godt|næsten|anslået|rundt regnet|op mod|i størrelsesordenen"
    r"|mere end|over|skønsmæssigt|op til|mindst"
    r"|minimum)[ \u00a0]+(?:til[ \u00a0]+)?(?:en udgift på[ \u00a0]+)?$",
    re.IGNORECASE,
)
_DASHES = frozenset("-−–")
_SIGN = re.compile(rf"(?:^|[\s(|:])(?P<sign>[-−–])(?P<gap>{_B}?)$")
_SIGN_AFTER_BLANK = re.compile(r"(?:\b(?:på|til|af|med|er|udgør|blev|var|fra)|\t|\|)\s?$")
_RANGE = re.compile(rf"(?<![\w,.])(?P<low>{NUMBER})(?P<gap>{_B}?)(?P<joint>[-–]|og|til){_B}?$", re.IGNORECASE)
_JOINTS = ("-", "–", "og", "til")
_BETWEEN = re.compile(r"\b(?:mellem|fra)[ \u00a0]+(?:ca\.?[ \u00a0]+)?$", re.IGNORECASE)
_UNIT_LEAD = re.compile(r"(?:\(|\bi|beløb i|hele|[-–])[ \u00a0]*$|^[ \u00a0]*$|\t[ \u00a0]*$", re.IGNORECASE)
_UNIT_TAIL = re.compile(r"[ \u00a0]*(?:\)|,|netto|brutto|$|\t|\n|\|)", re.IGNORECASE)
_YEAR_LEAD = re.compile(r"\b(?:i|budget|regnskab|år|for|pr\.)[ \u00a0]$", re.IGNORECASE)
_FACTORS = {"mia": 10**9, "milliard": 10**9, "mio": 10**6, "mil": 10**6, "million": 10**6, "tusind": 10**3, "t": 10**3}
_AS_DECIMAL = str.maketrans({**dict.fromkeys(". \t\n\u00a0\u202f"), "−": "-", "–": "-", ",": "."})
_LOOK_BACK = 40


class FoundAmount(NamedTuple):
    """A printed sum. `value` is in whole `currency` units with thousands and millions resolved."""

    value: Decimal
    currency: str
    approximate: bool
    span: Span
    text: str


def find_amounts(text: str, start: int = 0, end: int | None = None, *, in_cell: bool = False) -> list[FoundAmount]:
    """All sums of money in `text` (from `start` to `end`) in order; a table's bare unit "1.000 kr." is none.

    `in_cell` says that the stretch is a table's cell, where a dash in front is a minus and no list mark.
    """
    end = len(text) if end is None else end
    found: list[FoundAmount] = []
    for match in _AMOUNT.finditer(text, start, end):
        number = match["number"] or match["dashed"] or match["prenumber"]
        factor = _factor(
            match["scale"] or match["prescale"] or (match["precoin"] or "").removesuffix(".").removesuffix("kr")
        )
        value = parse_number(number) * factor
        if _is_unit(text, match, value, end) or _is_year(text, match):
            continue
        begin = match.start()
        before = text[max(start, begin - _LOOK_BACK) : begin]
        sign = _sign("\t" + before if in_cell else before)
        if match["presign"]:
            value = -value
        elif sign is not None:
            value, begin = -value, begin - sign
        currency = _currency(match["coin"] or match["precoin"] or "kr")
        low = None if match["presign"] or sign is not None else _range_start(before, match, value, factor)
        begin = begin if low is None else low[1] + begin - len(before)
        span = Span(begin, match.end())
        approximate = low is not None or bool(_APPROXIMATE.search(before))
        ends = [value] if low is None else [low[0], value]
        found += [FoundAmount(whole(end), currency, approximate, span, span.of(text)) for end in ends]
    return found


def hints_at_money(words: str) -> bool:
    """Whether one of the signs stands in `words` that stand in every sum: a quick test before the pattern."""
    lower = words.lower()
    return "kr" in lower or ",-" in words or "dkk" in lower or "eur" in lower or "€" in words


def parse_number(printed: str) -> Decimal:
    """A Danish number: points or blanks part thousands, a comma the decimals."""
    return Decimal(printed.translate(_AS_DECIMAL))


def whole(value: Decimal) -> Decimal:
    """`value` without needless decimals: 2000000 rather than 2000000.0."""
    return Decimal(int(value)) if value == int(value) else value


@lru_cache(maxsize=256)
def _factor(scale: str) -> int:
    scale = scale.casefold().rstrip(".")
    if scale in ("", "kr", "dkk", "eur", "€"):
        return 1
    return next((factor for word, factor in _FACTORS.items() if scale.startswith(word)), 1)


def _currency(coin: str) -> str:
    return "EUR" if coin.casefold().startswith(("eur", "€")) else "DKK"


def _sign(before: str) -> int | None:
    """How many characters of minus stand before the number, or None; " - " after words is a dash, not a minus."""
    match = _SIGN.search(before) if not _DASHES.isdisjoint(before[-2:]) else None
    if match is None:
        return None
    lead = before[: match.start("sign")]
    if match["gap"] and not _SIGN_AFTER_BLANK.search(lead):
        return None
    if match["sign"] == "–" and match["gap"]:
        return None
    if re.search(r"\d\s*$", lead):
        return None
    return len(match["sign"]) + len(match["gap"])


def _range_start(before: str, match: re.Match[str], high: Decimal, factor: int) -> tuple[Decimal, int] | None:
    """The lower end of "2-3 mio. kr." or "mellem 2 og 3 mio. kr.", and its place in `before`.

    It has the unit of the upper end, and its thousands where they are printed once ("10-12.000 kr.").
    """
    low = _RANGE.search(before) if before.rstrip().lower().endswith(_JOINTS) else None
    if low is None or not match["number"]:
        return None
    if low["joint"].isalpha() and not _BETWEEN.search(before[: low.start()]):
        return None
    value = parse_number(low["low"])
    if factor == 1 and low["low"].isdecimal():
        if low["gap"] and not low["joint"].isalpha():
            return None  # "Punkt 3 - 500 kr."
        value *= 1000 if "." in match["number"] and value * 1000 < high else 1
        if len(str(high)) - len(str(value)) > 1:
            return None
    value *= factor
    return (value, low.start()) if value < high else None


def _is_year(text: str, match: re.Match[str]) -> bool:
    """Whether the number is the year of a column head such as "Bevilget i 2025 kr."."""
    number = match["number"] or ""
    if len(number) != 4 or not number.isdigit() or number[:2] not in ("19", "20") or match["scale"]:
        return False
    return bool(_YEAR_LEAD.search(text[max(0, match.start() - 12) : match.start()]))


def _is_unit(text: str, match: re.Match[str], value: Decimal, end: int) -> bool:
    """Whether "1.000 kr." is the unit of a table and no sum of its own."""
    if (
        value not in (1000, 1_000_000, 100_000)
        or match["dashed"]
        or match["prenumber"]
        or (match["scale"] and match["number"] != "1")
    ):
        return False
    before = text[max(0, match.start() - 24) : match.start()]
    after = text[match.end() : min(end, match.end() + 12)]
    line_start = not before or before.rstrip(" ").endswith("\n")
    if re.search(r"(?:\(|\bi|beløb i|hele)[ \u00a0]*$", before, re.IGNORECASE):
        return bool(_UNIT_TAIL.match(after)) or after[:1] in ").,;:"
    return (line_start or bool(_UNIT_LEAD.search(before))) and bool(
        re.match(r"[ \u00a0]*(?:netto|brutto|\t|,? ?årets|,? ?\d{4}-pr)", after)
    )
