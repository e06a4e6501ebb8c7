"""Examples as numbers: each word its place in the vocabulary, each word of that its rows in the table."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.answering.rules.likeness import question_words
from retrieval.answering.training.examples import Example, UnitText
from retrieval.index.subwords import features_of, words_of

LONGEST_TEXT, LONGEST_LEAD = 48, 20  # words that are learned from

Numbers = NDArray[Any]


@dataclass(frozen=True, slots=True)
class NumberedUnit:
    """The words of a unit and above it; `shares`: what each word counts in the whole (see `SubwordTable.embed`)."""

    words: Sequence[int]
    shares: Sequence[float]
    lead: Sequence[int]


@dataclass(frozen=True, slots=True)
class NumberedExample:
    """An example by its words' numbers; 0 is no word."""

    asked: Sequence[int]
    title: Sequence[int]
    units: Sequence[NumberedUnit]
    answering: frozenset[int]


class Vocabulary:
    """The words met, and the rows of a table of `buckets` rows that make up each."""

    def __init__(self, buckets: int) -> None:
        self._buckets = buckets
        self._numbers: dict[str, int] = {"": 0}
        self._rows: list[tuple[list[int], list[float]]] = [([0], [0.0])]
        self._known_units: dict[UnitText, NumberedUnit] = {}

    def number(self, example: Example) -> NumberedExample:
        """The example by its words' numbers."""
        asked = question_words(example.question, words_of) or words_of(example.question)
        return NumberedExample(
            self._of(asked),
            self._of(words_of(example.title)[:LONGEST_LEAD]),
            [self._unit(one) for one in example.units],
            example.answering,
        )

    def rows(self, words: Numbers) -> tuple[Numbers, Numbers, Numbers]:
        """The rows of these words one after the other, where each word's begin, and what each row weighs."""
        rows = [self._rows[word] for word in words.tolist()]
        lengths = [len(held) for held, _ in rows]
        return (
            np.concatenate([held for held, _ in rows]),
            np.r_[0, np.cumsum(lengths)[:-1]],
            np.concatenate([weights for _, weights in rows]).astype(np.float32),
        )

    def _unit(self, unit: UnitText) -> NumberedUnit:
        known = self._known_units.get(unit)
        if known is None:
            words = self._of(words_of(unit.text)[:LONGEST_TEXT])
            counts = Counter(words)
            shares = [(1 + math.log(counts[word])) / counts[word] for word in words]
            known = NumberedUnit(words, shares, self._of(words_of(unit.lead)[:LONGEST_LEAD]))
            self._known_units[unit] = known
        return known

    def _of(self, words: Sequence[str]) -> list[int]:
        return [self._number(word) for word in words]

    def _number(self, word: str) -> int:
        number = self._numbers.get(word)
        if number is None:
            number = self._numbers[word] = len(self._rows)
            self._rows.append(features_of(word, self._buckets))
        return number


def padded(lists: Sequence[Sequence[Any]], kind: Any = np.int64) -> Numbers:
    """The lists as rows of one array, filled up with zeros."""
    array = np.zeros((len(lists), max(1, max(map(len, lists), default=1))), kind)
    for row, values in zip(array, lists, strict=True):
        row[: len(values)] = values
    return array
