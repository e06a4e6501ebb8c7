"""How well a unit answers a question by its words: learned from questions and the sentences that answer them. Pure.

Each word of the question counts as much as its vector says; it is covered by the nearest word of the unit and, less,
by those above it, beside it and in the item's title. Learned by `python -m retrieval.answering.training`.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.answering.rules.asked import Alike
from retrieval.answering.rules.ranker import read_data

STEEPNESS = 12.0  # of the step from "has nothing to do with it" to "means it"

Floats = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Matching:
    """What was learned beside the words' vectors; `lead`, `beside` and `title`: what a word covered there counts."""

    importance: Floats  # (dim,)
    length: float  # what the length of a word's vector adds to its importance
    bias: float
    nearness: float
    step: float
    threshold: float  # cosine about which the step lies
    lead: float
    beside: float
    title: float
    covered: float  # what the share covered counts in the score
    together: float  # what the nearness of the texts as wholes counts

    def weights(self, sums: Floats) -> Floats:
        """How much each word of a question counts, (n_words,) of sum 1, for their vectors (n_words, dim)."""
        raw = self.length * np.linalg.norm(sums, axis=1) + sums @ self.importance + self.bias
        counted = np.logaddexp(0.0, raw)
        weights: Floats = counted / max(float(counted.sum()), 1e-6)
        return weights

    def scores(self, alike: Alike, nearness: Floats) -> Floats:
        """(n_units,) in log-odds, for the units' likeness to the question's words and as wholes (n_units,)."""
        near = self._covered(alike)
        told = self.nearness * near + self.step / (1 + np.exp(-STEEPNESS * (near - self.threshold)))
        scores: Floats = self.covered * (told @ alike.weights) + self.together * nearness
        return scores

    def _covered(self, alike: Alike) -> Floats:
        """How near each word of the question comes to something in or about each unit, (n_units, n_words)."""
        here = alike.text
        beside = np.zeros_like(here)
        beside[1:] = here[:-1]
        beside[:-1] = np.maximum(beside[:-1], here[1:])
        near = here + self.lead * np.maximum(0.0, alike.lead - here)
        near = near + self.beside * np.maximum(0.0, beside - near)
        covered: Floats = near + self.title * np.maximum(0.0, alike.title - near)
        return covered


@cache
def load_matching() -> Matching:
    """What comes with the project."""
    held = read_data("matching.json")
    return Matching(np.array(held.pop("importance"), np.float32), **held)
