"""Static sub-word vectors: a table of hashed words and character n-grams, summed over a text. Pure but for loading.

A word's vector is the sum of its own row and of its n-grams' rows (weighted 1/sqrt of their number); a text's vector is
the sum of its words' vectors, each weighted 1 + ln(times it stands there), scaled to length 1. How much a word counts
is learned: it is the length of its rows.
"""

import hashlib
import math
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

SHORTEST_GRAM, LONGEST_GRAM = 3, 5
REMEMBERED_WORDS = 60_000
_WORD = re.compile(r"[^\W_]+(?:[-/.][^\W_]+)*")
_DIGRAPHS = (("aa", "å"), ("ae", "æ"), ("oe", "ø"))

Floats = NDArray[np.float32]


def words_of(text: str) -> list[str]:
    """Lower-case words of a text with æ, ø, å in one spelling."""
    return [_one_spelling(word) for word in _WORD.findall(text.lower())]


def _one_spelling(word: str) -> str:
    for digraph, letter in _DIGRAPHS:
        if digraph in word:
            word = word.replace(digraph, letter)
    return word


def features_of(word: str, buckets: int) -> tuple[list[int], list[float]]:
    """The rows of a word and their weights: the word itself, then its n-grams between boundary marks."""
    marked = f"<{word}>"
    grams = [
        marked[start : start + size]
        for size in range(SHORTEST_GRAM, min(LONGEST_GRAM, len(marked) - 1) + 1)
        for start in range(len(marked) - size + 1)
    ]
    rows = [zlib.crc32(feature.encode()) % buckets for feature in (marked, *grams)]
    return rows, [1.0, *[1 / math.sqrt(max(len(grams), 1))] * len(grams)]


class SubwordTable:
    """A trained table: `rows` (buckets, dim) int8 and `scales` (buckets,) float16; a row's vector is their product."""

    def __init__(self, rows: NDArray[np.int8], scales: NDArray[np.float16]) -> None:
        self._rows = rows
        self._scales = scales
        self._known: dict[str, Floats] = {}
        self.buckets, self.dim = rows.shape

    @classmethod
    def load(cls, path: Path) -> "SubwordTable":
        """The table in an .npz file written by `save`."""
        with np.load(path) as held:
            return cls(held["rows"], held["scales"])

    @classmethod
    def quantised(cls, vectors: Floats) -> "SubwordTable":
        """The table nearest to float vectors (buckets, dim)."""
        scales = np.maximum(np.abs(vectors).max(axis=1), 1e-6).astype(np.float16)
        rows = np.rint(vectors / scales[:, None].astype(np.float32) * 127).clip(-127, 127).astype(np.int8)
        return cls(rows, (scales.astype(np.float32) / 127).astype(np.float16))

    def save(self, path: Path) -> None:
        """Writes the table to an .npz file."""
        np.savez(path, rows=self._rows, scales=self._scales)

    def vectors(self) -> Floats:
        """The rows as they are summed, (buckets, dim) float32."""
        return self._rows.astype(np.float32) * self._scales[:, None].astype(np.float32)

    @property
    def fingerprint(self) -> str:
        """Twelve hex digits that change with the table."""
        return hashlib.sha256(self._rows[::97].tobytes() + self._scales.tobytes()).hexdigest()[:12]

    def embed(self, texts: Sequence[str]) -> Floats:
        """(len(texts), dim) float32, rows of length 1; all zeros for a text without words."""
        vectors = np.zeros((len(texts), self.dim), dtype=np.float32)
        for place, text in enumerate(texts):
            vectors[place] = self._sum(words_of(text))
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit: Floats = np.divide(vectors, lengths, out=vectors, where=lengths > 0)
        return unit

    def embed_words(self, words: Sequence[str]) -> Floats:
        """(len(words), dim) float32, rows of length 1; all zeros for an empty word."""
        vectors = self.sum_words(words)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit: Floats = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
        return unit

    def sum_words(self, words: Sequence[str]) -> Floats:
        """(len(words), dim) float32, each as long as the word counts; all zeros for an empty word."""
        if not words:
            return np.zeros((0, self.dim), dtype=np.float32)
        return np.stack([self._vector(word) if word else np.zeros(self.dim, np.float32) for word in words])

    def _sum(self, words: Iterable[str]) -> Floats:
        counted = Counter(words)
        if not counted:
            return np.zeros(self.dim, dtype=np.float32)
        stacked = np.concatenate([self._vector(word) for word in counted]).reshape(-1, self.dim)
        weights = np.fromiter((1 + math.log(count) for count in counted.values()), np.float32, len(counted))
        summed: Floats = weights @ stacked
        return summed

    def _vector(self, word: str) -> Floats:
        vector = self._known.get(word)
        if vector is None:
            features, weights = features_of(word, self.buckets)
            rows = np.array(features)
            scaled = np.array(weights, np.float32) * self._scales.take(rows)
            vector = np.asarray(scaled @ self._rows.take(rows, axis=0).astype(np.float32), np.float32)
            if len(self._known) < REMEMBERED_WORDS:
                self._known[word] = vector
        return vector
