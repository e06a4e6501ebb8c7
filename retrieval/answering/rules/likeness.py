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


def likeness(asked: Floats, texts: WordPlaces, leads: WordPlaces) -> Alike:
    """How near the question's words, vectors of length 1 (n_words, dim), come to those of each unit and its lead."""
    held = _nearness(asked, texts)
    counted = np.logical_and((held > SAME).any(axis=0), texts.numbers)
    beside = np.logical_or.reduceat(counted, texts.starts)
    lead = np.maximum.reduceat(_nearness(asked, leads), leads.starts, axis=1).T
    return Alike(np.maximum.reduceat(held, texts.starts, axis=1).T, lead, beside)


def _nearness(asked: Floats, texts: WordPlaces) -> Floats:
    """(n_words, n_places): the cosine of each word of the question with each word of the texts."""
    near: Floats = (asked / _PARTS) @ texts.vectors.astype(np.float32).T
    return near[:, texts.places]


def text_words(units: Sequence[Unit], words: Words, vectors: Vectors) -> tuple[WordPlaces, WordPlaces]:
    """The words of the units and of what stands above them."""
    texts, leads = [clean(unit.text) for unit in units], [unit.lead for unit in units]
    return word_places(texts, words, vectors), word_places(leads, words, vectors)
