"""Fits the small networks of the keyless engine: plain numpy, Adam, L2, dropout; one seed, one network."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.answering.rules.ranker import FARTHEST, Network

Matrix = NDArray[Any]
Weights = dict[str, Matrix]


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """How a network is fitted; `pace` is Adam's, quartered for the last two fifths of the epochs."""

    hidden: int
    epochs: int
    pace: float
    decay: float = 0.003
    dropped: float = 0.3
    batch: int = 128


@dataclass(frozen=True)
class Groups:
    """Rows of figures in groups: all units of a question, one question after the other."""

    figures: Matrix  # (n_rows, n_figures)
    wanted: Matrix  # (n_rows,), 1 where the row answers
    lengths: Matrix  # (n_groups,)

    @classmethod
    def of(cls, groups: Sequence[tuple[Matrix, Matrix]]) -> "Groups":
        """All groups together."""
        return cls(
            np.concatenate([figures for figures, _ in groups]),
            np.concatenate([wanted for _, wanted in groups]),
            np.array([len(wanted) for _, wanted in groups]),
        )

    @property
    def starts(self) -> Matrix:
        """The first row of each group."""
        return np.r_[0, np.cumsum(self.lengths)[:-1]]

    def some(self, chosen: Matrix) -> "Groups":
        """These groups alone."""
        starts = self.starts
        rows = np.concatenate([np.arange(starts[one], starts[one] + self.lengths[one]) for one in chosen])
        return Groups(self.figures[rows], self.wanted[rows], self.lengths[chosen])


Errors = Callable[[Groups, Matrix], Matrix]  # the slope of the loss by each row's score


def best_of_group(batch: Groups, scores: Matrix) -> Matrix:
    """Softmax over each group: minus the log chance of a row that is wanted."""
    of = np.repeat(np.arange(len(batch.lengths)), batch.lengths)
    powers = np.exp(scores - np.maximum.reduceat(scores, batch.starts)[of])
    chance = powers / np.add.reduceat(powers, batch.starts)[of]
    wanted = chance * batch.wanted
    wanted = wanted / np.maximum(np.add.reduceat(wanted, batch.starts), 1e-12)[of]
    return (chance - wanted) / len(batch.lengths)


def yes_or_no(batch: Groups, scores: Matrix) -> Matrix:
    """Logistic: minus the log chance of what each row is."""
    return (1 / (1 + np.exp(-np.clip(scores, -30, 30))) - batch.wanted) / len(scores)


def fit(groups: Groups, names: Sequence[str], errors: Errors, schedule: Schedule, seed: int = 0) -> Network:
    """A network fitted to these groups."""
    rng = np.random.default_rng(seed)
    mean, deviation = groups.figures.mean(0), groups.figures.std(0) + 1e-3
    scaled = np.clip((groups.figures - mean) / deviation, -FARTHEST, FARTHEST)
    groups = Groups(scaled, groups.wanted, groups.lengths)
    width, hidden = len(names), schedule.hidden
    weights = {
        "direct": np.zeros(width),
        "inner": rng.normal(0, width**-0.5, (width, hidden)),
        "bias": np.zeros(hidden),
        "outer": rng.normal(0, 0.1, hidden),
    }
    adam = _Adam(weights)
    for epoch in range(schedule.epochs):
        order = rng.permutation(len(groups.lengths))
        pace = schedule.pace if epoch < 0.6 * schedule.epochs else schedule.pace / 4
        for start in range(0, len(order), schedule.batch):
            kept = (rng.random(hidden) > schedule.dropped) / (1 - schedule.dropped)
            batch = groups.some(order[start : start + schedule.batch])
            adam.step(_slopes(batch, weights, kept, errors, schedule.decay), pace)
    return Network(tuple(names), mean, deviation, **weights)


def _slopes(batch: Groups, weights: Weights, kept: Matrix, errors: Errors, decay: float) -> Weights:
    hidden = np.tanh(batch.figures @ weights["inner"] + weights["bias"])
    error = errors(batch, batch.figures @ weights["direct"] + (hidden * kept) @ weights["outer"])
    inward = np.outer(error, weights["outer"] * kept) * (1 - hidden * hidden)
    return {
        "direct": batch.figures.T @ error + decay * weights["direct"],
        "inner": batch.figures.T @ inward + decay * weights["inner"],
        "bias": inward.sum(0),
        "outer": (hidden * kept).T @ error + decay * weights["outer"],
    }


class _Adam:
    """Kingma and Ba 2015, in place."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._mean = {name: np.zeros_like(held) for name, held in weights.items()}
        self._spread = {name: np.zeros_like(held) for name, held in weights.items()}
        self._steps = 0

    def step(self, slopes: Weights, pace: float) -> None:
        """One step down the slopes."""
        self._steps += 1
        for name, slope in slopes.items():
            self._mean[name] = 0.9 * self._mean[name] + 0.1 * slope
            self._spread[name] = 0.99 * self._spread[name] + 0.01 * slope * slope
            mean = self._mean[name] / (1 - 0.9**self._steps)
            spread = self._spread[name] / (1 - 0.99**self._steps)
            self._weights[name] -= pace * mean / (np.sqrt(spread) + 1e-8)


def written(network: Network) -> dict[str, Any]:
    """The network as JSON values, four digits behind the point."""
    parts = ("mean", "deviation", "direct", "inner", "bias", "outer")
    return {"names": list(network.names), **{name: np.round(getattr(network, name), 4).tolist() for name in parts}}
