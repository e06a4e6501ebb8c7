"""Small learned networks: one hidden layer beside a linear part. Pure.

Learned by `python -m tests.evaluation.learn`. Scores are log-odds: of a unit being the answer, of nothing being one.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[Any]
FARTHEST = 5.0  # standard deviations a figure counts at most


@dataclass(frozen=True, slots=True)
class Network:
    """`names` of the figures; their means and deviations (n_figures,); the weights of both parts."""

    names: tuple[str, ...]
    mean: Floats
    deviation: Floats
    direct: Floats  # (n_figures,)
    inner: Floats  # (n_figures, n_hidden)
    bias: Floats  # (n_hidden,)
    outer: Floats  # (n_hidden,)

    def scores(self, figures: Floats) -> Floats:
        """(n_units,) for figures (n_units, n_figures)."""
        scaled = np.clip((figures - self.mean) / self.deviation, -FARTHEST, FARTHEST)
        told: Floats = scaled @ self.direct + np.tanh(scaled @ self.inner + self.bias) @ self.outer
        return told


def read_data(name: str) -> dict[str, Any]:
    """One of the files of learned numbers that come with the project."""
    held: dict[str, Any] = json.loads(
        resources.files("retrieval.answering").joinpath(f"data/{name}").read_text(encoding="utf-8")
    )
    return held


def read_network(held: Mapping[str, Any]) -> Network:
    """A network as it was written."""
    arrays = {name: np.array(values, np.float32) for name, values in held.items() if name != "names"}
    return Network(tuple(held["names"]), **arrays)


@cache
def load_network() -> Network:
    """The network that scores units."""
    return read_network(read_data("unit_network.json"))
