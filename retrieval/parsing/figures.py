"""Percentages and counts in running text, each with the noun it counts."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from retrieval.model.minutes import Span
from retrieval.parsing.amounts import parse_number
from retrieval.parsing.dates import MONTHS

_SHARE = re.compile(
    r"(?<![\w.,])(?P<number>[-−]?\d+(?:,\d+)?)[ \u00a0]?(?P<unit>%-?point|%|pct\.?(?:point)?|procentpoint"
    r"|procent)(?!\w)",
    re.IGNORECASE,
)
_COUNT = re.compile(
    r"(?P<number>\d(?<![\w.,/§-]\d)(?:\d{0,2}(?:\.\d{3})+|\d{0,5}))[ \u00a0](?P<unit>(?:(?:unge|nye|private"
    r"|almene|fordrevne|interne|ekstra|socialt|udsatte|ud af|ikke-)\s)?[a-zæøå][a-zæøå-]{3,30})\b"
)
_NOT_COUNTED = frozenset(
    [
        *MONTHS,
        "kroner",
        "millioner",
        "milliarder",
        "million",
        "milliard",
        "procent",
        "procentpoint",
        "tusinde",
        "tusind",
        "samt",
        "eller",
        "blev",
        "bliver",
        "indgik",
        "indstillede",
        "drøftede",
        "besluttede",
        "skal",
        "være",
        "efter",
        "inden",
        "under",
        "over",
        "siden",
        "mens",
        "hvor",
        "hvilket",
        "hvilken",
        "hvis",
        "fordi",
        "ikke",
        "også",
        "kvartal",
        "halvår",
        "været",
        "godkendt",
        "godkendte",
        "vedtaget",
        "vedtog",
        "vedrørende",
        "drøftet",
        "som",
        "fra",
        "til",
        "med",
        "for",
        "det",
        "den",
        "har",
        "kunne",
        "ville",
        "forventes",
        "skønner",
        "mellem",
        "igen",
        "viser",
        "sker",
    ]
)
_YEARS = range(1900, 2100)


class FoundFigure(NamedTuple):
    """A figure in a text: its value, "%" or "procentpoint" or the noun counted, and its place."""

    value: Decimal
    unit: str
    text: str
    span: Span


def find_figures(text: str, taken: Sequence[tuple[int, int]]) -> list[FoundFigure]:
    """The figures of `text`, without those at the places `taken` by sums of money."""
    found: list[FoundFigure] = []
    for match in _SHARE.finditer(text) if _has_share_sign(text) else ():
        unit = match["unit"].casefold()
        name = "procentpoint" if "point" in unit else "%"
        found.append(FoundFigure(parse_number(match["number"]), name, match[0], Span(*match.span())))
    places = [*taken, *((figure.span.start, figure.span.end) for figure in found)]
    for match in _COUNT.finditer(text):
        if _counts(match) and not any(start < match.end() and match.start() < end for start, end in places):
            found.append(FoundFigure(parse_number(match["number"]), match["unit"], match[0], Span(*match.span())))
    if len(found) > 1:
        found.sort(key=lambda figure: figure.span.start)
    return found


def _has_share_sign(text: str) -> bool:
    """Whether one of the signs stands in `text` that stand in every share."""
    lower = text.lower()
    return "%" in text or "procent" in lower or "pct" in lower


def _counts(match: re.Match[str]) -> bool:
    if match["unit"].split()[-1].casefold() in _NOT_COUNTED:
        return False
    return not (match["number"].isdigit() and int(match["number"]) in _YEARS and len(match["number"]) == 4)
