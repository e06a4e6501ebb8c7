"""Runs of four letters that a question and a text share: they survive slips of the pen and other endings. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.answering.rules.patterns import REMEMBERED
from retrieval.answering.rules.units import clean

_WORD = re.compile(r"\w+")
_LENGTH = 4
_BASE = np.uint64(0x110000)  # above every code point; four of them are told apart within 64 bits but for a few
_NONE = np.zeros(1, np.uint64)  # so that no text is without a run

Floats = NDArray[Any]


@lru_cache(maxsize=REMEMBERED)
def told(text: str) -> str:
    """The words of a text, each between blanks."""
    return f" {' '.join(_WORD.findall(clean(text).casefold()))} "


@dataclass(frozen=True, slots=True)
class Grams:
    """The distinct runs of some texts as numbers, text after text, each begun at its `starts`."""

    runs: Floats
    starts: Floats

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Grams":
        """The runs of the texts."""
        runs = [np.append(_NONE, grams_of(told(text))) for text in texts]
        starts = np.cumsum([0, *map(len, runs[:-1])]) if runs else np.zeros(0, int)
        return cls(np.concatenate(runs) if runs else _NONE, starts)

    def shared(self, asked: Floats) -> Floats:
        """How many of the runs in `asked`, sorted, each text holds."""
        if not len(asked) or not len(self.starts):
            return np.zeros(len(self.starts))
        places = np.minimum(np.searchsorted(asked, self.runs), len(asked) - 1)
        held: Floats = np.add.reduceat((asked[places] == self.runs).astype(np.float32), self.starts)
        return held


def grams_of(words: str) -> Floats:
    """The distinct runs of a text, sorted."""
    letters = np.frombuffer(words.encode("utf-32-le", "replace"), np.uint32).astype(np.uint64)
    if len(letters) < _LENGTH:
        return np.zeros(0, np.uint64)
    runs = letters[: len(letters) - _LENGTH + 1].copy()
    for place in range(1, _LENGTH):
        runs = runs * _BASE + letters[place : len(letters) - _LENGTH + 1 + place]
    return np.unique(runs)
