"""Contrastive learning of the sub-word table on the CPU: in-batch InfoNCE with Adam, gradients by hand.

Oord et al. 2018, eq. 4, both ways (question to text and text to question); the table enters linearly, so that
the gradient of a row is the sum of its texts' gradients.
"""

import math
import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse  # type: ignore[import-untyped,import-not-found,unused-ignore]

from retrieval.index.subwords import Floats, features_of, words_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How to learn. `temperature` divides cosines; `minutes` ends it early."""

    buckets: int = 65_536
    dim: int = 192
    batch: int = 512
    steps: int = 800
    rate: float = 0.0015
    temperature: float = 0.06
    kept: float = 0.8  # share of the words of either text that a step sees
    minutes: float = 30.0
    seed: int = 7


class Features:
    """Texts as sparse rows over words, and words as sparse rows over the table."""

    def __init__(self, buckets: int) -> None:
        self._buckets = buckets
        self._words: dict[str, int] = {}
        self._rows: list[tuple[list[int], list[float]]] = []

    def of(self, texts: Sequence[str]) -> tuple[sparse.csr_matrix, sparse.csr_matrix]:
        """(texts x words of this batch, those words x table rows)."""
        local: dict[int, int] = {}
        data, columns, starts = [], [], [0]
        for text in texts:
            for word, count in Counter(words_of(text)).items():
                columns.append(local.setdefault(self._number(word), len(local)))
                data.append(1 + math.log(count))
            starts.append(len(columns))
        used = [self._rows[number] for number in local]
        matrix = sparse.csr_matrix((np.array(data, np.float32), columns, starts), shape=(len(texts), len(local)))
        return matrix, self._table_rows(used)

    def _number(self, word: str) -> int:
        number = self._words.get(word)
        if number is None:
            number = self._words[word] = len(self._rows)
            self._rows.append(features_of(word, self._buckets))
        return number

    def _table_rows(self, used: Sequence[tuple[list[int], list[float]]]) -> sparse.csr_matrix:
        starts = np.concatenate([[0], np.cumsum([len(rows) for rows, _ in used])])
        columns = np.concatenate([rows for rows, _ in used])
        weights = np.concatenate([weights for _, weights in used]).astype(np.float32)
        return sparse.csr_matrix((weights, columns, starts), shape=(len(used), self._buckets))


def begin(texts: Sequence[str], plan: Plan) -> Floats:
    """The table to start from: random directions, as long as a row is rare (its inverse document frequency)."""
    seen = np.zeros(plan.buckets, np.float32)
    for text in texts:
        rows = {row for word in set(words_of(text)) for row in features_of(word, plan.buckets)[0]}
        seen[list(rows)] += 1
    rarity: Floats = np.log((len(texts) + 1) / (seen + 1)).astype(np.float32)
    directions = np.random.default_rng(plan.seed).normal(size=(plan.buckets, plan.dim))
    table: Floats = (directions / math.sqrt(plan.dim) * np.maximum(rarity, 0.05)[:, None] / 4).astype(np.float32)
    return table


def learn(
    table: Floats, draw: Callable[[random.Random], list[tuple[str, str]]], plan: Plan, tell: Callable[[str], None]
) -> Floats:
    """The table after learning; `draw` gives a batch of pairs of which no two belong together."""
    dice, features = random.Random(plan.seed), Features(plan.buckets)
    first, second = np.zeros_like(table), np.zeros_like(table)
    began, loss = time.monotonic(), 0.0
    for step in range(1, plan.steps + 1):
        pairs = draw(dice)
        gradient, now = _gradient(table, features, pairs, plan.temperature)
        loss = now if step == 1 else 0.98 * loss + 0.02 * now
        rate = plan.rate * min(1.0, step / 100) * max(0.05, 1 - step / plan.steps)
        _adam(table, gradient, first, second, step, rate)
        if step % 100 == 0:
            tell(f"step {step}: loss {loss:.3f}, {time.monotonic() - began:.0f} s")
        if time.monotonic() - began > 60 * plan.minutes:
            break
    return table


def _gradient(
    table: Floats, features: Features, pairs: Sequence[tuple[str, str]], temperature: float
) -> tuple[sparse.csr_matrix, float]:
    texts = [left for left, _ in pairs] + [right for _, right in pairs]
    matrix, words = features.of(texts)
    summed = matrix @ (words @ table)
    lengths = np.linalg.norm(summed, axis=1, keepdims=True) + 1e-6
    unit = summed / lengths
    left, right = unit[: len(pairs)], unit[len(pairs) :]
    alike = left @ right.T / temperature
    by_row, by_column = _softmax(alike), _softmax(alike.T).T
    loss = -float(np.mean(np.log(np.diag(by_row) + 1e-9)))
    pull = (by_row + by_column - 2 * np.eye(len(pairs), dtype=np.float32)) / (2 * len(pairs) * temperature)
    push = np.concatenate([pull @ right, pull.T @ left])
    push = (push - (push * unit).sum(axis=1, keepdims=True) * unit) / lengths
    return words.T @ (matrix.T @ push), loss


def _softmax(scores: Floats) -> Floats:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Floats = raised / raised.sum(axis=1, keepdims=True)
    return shares


def _adam(table: Floats, gradient: Floats, first: Floats, second: Floats, step: int, rate: float) -> None:
    first *= 0.9
    first += 0.1 * gradient
    second *= 0.999
    second += 0.001 * gradient * gradient
    table -= rate * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
