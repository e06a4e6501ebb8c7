"""Round and spoken amounts of a question ("knap en halv million", "9 mio.") and the exact ones they may mean."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from retrieval.language.folding import clean
from retrieval.language.quantities import number
from retrieval.language.vocabulary import Vocabulary

_FRACTIONS = {"halv": 0.5, "halve": 0.5, "half": 0.5, "kvart": 0.25, "kvarte": 0.25, "quarter": 0.25, "trekvart": 0.75}
_COUNTS = {
    "en": 1, "et": 1, "én": 1, "one": 1, "a": 1, "halvanden": 1.5, "to": 2, "two": 2, "tre": 3, "three": 3,
    "fire": 4, "four": 4, "fem": 5, "five": 5, "seks": 6, "six": 6, "syv": 7, "seven": 7, "otte": 8, "eight": 8,
    "ni": 9, "nine": 9, "ti": 10, "ten": 10,
}  # fmt: skip
_UNITS = {
    "million": 10**6, "mio": 10**6, "milliard": 10**9, "mia": 10**9, "billion": 10**9, "tusind": 1000,
    "thousand": 1000,
}  # fmt: skip
_BELOW = ("just under", "lidt under", "almost", "nearly", "næsten", "knapt", "knap")
_ABOVE = ("lidt over", "just over", "godt", "over")
_NEAR = ("omkring", "omtrent", "cirka", "ca.", "ca", "about", "around")
_HEDGE = "|".join(map(re.escape, (*_BELOW, *_ABOVE, *_NEAR)))
_SPOKEN = re.compile(
    rf"\b(?:(?P<near>{_HEDGE})\s+)?(?:(?P<article>en|et|den|a)\s+)?"
    rf"(?:(?P<fraction>{'|'.join(_FRACTIONS)})|(?P<count>{'|'.join(_COUNTS)})|(?P<figure>\d+(?:[.,]\d+)*))"
    rf"(?:\s+(?:of\s+)?a)?\s+(?P<unit>{'|'.join(_UNITS)})"
)
_WEIGHT = 0.5
_MOST = 6  # amounts taken for one round figure


def around(text: str, vocabulary: Vocabulary | None) -> Iterator[tuple[str, float]]:
    """The amount terms a question's round or spoken amounts may mean, with weights; the exact one first."""
    for match in _SPOKEN.finditer(clean(text).lower()):
        value, step = _value(match)
        if value <= 0:
            continue
        yield f"{value:.0f}kr", 1.0
        if vocabulary is not None:
            low, high = _range(value, step, match["near"] or "")
            yield from ((term, _WEIGHT) for term in _between(vocabulary, low, high))


def _value(match: re.Match[str]) -> tuple[float, float]:
    """The amount in kroner and the size of its last figure, which is how exact it is."""
    unit = _UNITS[match["unit"]]
    if match["fraction"]:
        return _FRACTIONS[match["fraction"]] * unit, 0.1 * unit
    if match["count"]:
        return _COUNTS[match["count"]] * unit, 0.1 * unit
    figure = number(match["figure"])
    decimals = len(re.split(r"[.,]", match["figure"])[1]) if re.search(r"[.,]", match["figure"]) else 0
    return float(figure or 0) * unit, unit / 10**decimals


def _range(value: float, step: float, near: str) -> tuple[float, float]:
    if near in _BELOW:
        return 0.8 * value, value
    if near in _ABOVE:
        return value, 1.2 * value
    if near:
        return 0.9 * value, 1.1 * value
    return value - min(step / 2, 0.05 * value), value + min(step / 2, 0.05 * value)


def _between(vocabulary: Vocabulary, low: float, high: float) -> list[str]:
    values = [value for value, _ in vocabulary.amounts]
    inside = vocabulary.amounts[bisect_left(values, low) : bisect_right(values, high)]
    return [term for _, term in sorted(inside, key=lambda amount: abs(amount[0] - (low + high) / 2))[:_MOST]]
