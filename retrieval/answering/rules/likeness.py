"""The words of an item's units as vectors, and how near a question's words come to them. Pure but for the vectors."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.answering.rules.asked import Alike
from retrieval.answering.rules.units import Unit, clean

_PARTS = np.float32(127)
SAME = 0.7  # cosine from which on two words are taken for forms of one
_ASKING = frozenset(
    re.findall(
        r"\w+",
        "hvad hvor hvem hvilke hvilken hvilket hvorfor hvornår hvordan er var det den de der som i på til for af med "
        "og en et at har havde skal kan vil blev bliver man om fra ved så the of is in to what how much many when "
        "who why did does",
    )
)

Floats = NDArray[Any]
Words = Callable[[str], list[str]]
Vectors = Callable[[Sequence[str]], Floats]


@dataclass(frozen=True, slots=True)
class WordPlaces:
    """The words of some texts: `places` into the words' vectors, text after text, each begun at its `starts`.

    Every text has one more place, to no word, so that no run is empty. Vectors of length 1 are kept in 127ths.
    """

    vectors: NDArray[np.int8]  # (n_words, dim)
    places: Floats
    starts: Floats
    numbers: Floats  # whether the place before is a number


def word_places(texts: Sequence[str], words: Words, vectors: Vectors) -> WordPlaces:
    """The words of the texts."""
    known: dict[str, int] = {"": 0}
    places: list[int] = []
    starts: list[int] = []
    numbers: list[bool] = []
    for text in texts:
        starts.append(len(places))
        before = ""
        for word in ("", *words(text)):
            places.append(known.setdefault(word, len(known)))
            numbers.append(before.replace(".", "").isdecimal())
            before = word
    kept = np.rint(vectors(tuple(known)) * _PARTS).astype(np.int8)
    return WordPlaces(kept, np.array(places, np.int32), np.array(starts, int), np.array(numbers, bool))


def question_words(text: str, words: Words) -> list[str]:
    """The words of a question that carry its matter."""
    return [word for word in words(text) if word not in _ASKING and len(word) > 1]


@dataclass(frozen=True, slots=True)
class AskedWords:
    """The words of a question: `vectors` of length 1 (n_words, dim), `weights` (n_words,), and `whole` (dim,)."""

    vectors: Floats
    weights: Floats
    whole: Floats


def asked_words(words: Sequence[str], sums: Vectors, weights: Callable[[Floats], Floats]) -> AskedWords:
    """The words with the vectors that `sums` tells, each as long as its word counts."""
    vectors = sums(words)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    whole = vectors.sum(axis=0)
    return AskedWords(
        vectors / np.maximum(lengths, 1e-6), weights(vectors), whole / max(float(np.linalg.norm(whole)), 1e-6)
    )


@dataclass(frozen=True, slots=True)
class ItemWords:
    """The words of an item's units, of what stands above each, and of its title."""

    texts: WordPlaces
    leads: WordPlaces
    title: WordPlaces


def likeness(asked: AskedWords, item: ItemWords) -> Alike:
    """How near the question's words come to those of each unit, of its lead and of the item's title."""
    texts, leads = item.texts, item.leads
    held = _nearness(asked.vectors, texts)
    counted = np.logical_and((held > SAME).any(axis=0), texts.numbers)
    beside = np.logical_or.reduceat(counted, texts.starts)
    lead = np.maximum.reduceat(_nearness(asked.vectors, leads), leads.starts, axis=1).T
    title = _nearness(asked.vectors, item.title).max(axis=1)
    return Alike(asked.weights, np.maximum.reduceat(held, texts.starts, axis=1).T, lead, title, beside)


def _nearness(asked: Floats, texts: WordPlaces) -> Floats:
    """(n_words, n_places): the cosine of each word of the question with each word of the texts."""
    near: Floats = (asked / _PARTS) @ texts.vectors.astype(np.float32).T
    return near[:, texts.places]


def item_words(title: str, units: Sequence[Unit], words: Words, vectors: Vectors) -> ItemWords:
    """The words of an item of that title, cut into those units."""
    texts, leads = [clean(unit.text) for unit in units], [unit.lead for unit in units]
    return ItemWords(*(word_places(held, words, vectors) for held in (texts, leads, [title])))
