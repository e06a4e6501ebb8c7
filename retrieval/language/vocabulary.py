"""The terms a corpus knows, and the nearest of them to a mistyped word."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property

from rapidfuzz.distance import OSA

from retrieval.language.spelling import sound, sounds

_SHORTEST = 4  # shorter words have too many neighbours to be repaired
_LONG = 9  # from this length on two slips are repaired
_SURE, _LEAST_SURE = 0.9, 0.7  # how sure a word is that sounds the same; of others, the share of it that agrees
_LESS = 0.7  # share of that for a word that sounds as near but is written less alike than the likeliest
_EDGE = 3  # letters that must agree at one end
_LETTERS = "".join(filter(str.islower, map(chr, range(0x180))))  # Latin small letters, with whatever marks
_FIGURES = "0123456789"


class Vocabulary:
    """The terms of an index with the number of passages each stands in. Its search tables are built when first used.

    `starting_with` gives the terms that begin with one of some characters, where that is quicker than reading them all.
    """

    def __init__(
        self, frequencies: Mapping[str, int], starting_with: Callable[[Iterable[str]], Iterable[str]] | None = None
    ) -> None:
        self._frequencies = frequencies
        self._starting_with = starting_with or self._all_starting_with

    def _all_starting_with(self, characters: Iterable[str]) -> Iterator[str]:
        wanted = frozenset(characters)
        return (term for term in self._frequencies if term[:1] in wanted)

    def __contains__(self, term: object) -> bool:
        return term in self._frequencies

    def __len__(self) -> int:
        return len(self._frequencies)

    def frequency(self, term: str) -> int:
        """How many passages hold the term; 0 where none does."""
        return self._frequencies.get(term, 0)

    @cached_property
    def _sounds(self) -> dict[str, list[str]]:
        table: dict[str, list[str]] = defaultdict(list)
        words = [term for term in self._starting_with(_LETTERS) if term.isalpha()]
        for term, key in zip(words, sounds(words), strict=True):
            table[key].append(term)
        return dict(table)

    @cached_property
    def _edges(self) -> dict[str, list[str]]:
        """Sounds by their first and by their last letters."""
        table: dict[str, list[str]] = defaultdict(list)
        for key in self._sounds:
            if len(key) >= _SHORTEST - 1:
                table["^" + key[:_EDGE]].append(key)
                table[key[-_EDGE:] + "$"].append(key)
        return dict(table)

    @cached_property
    def amounts(self) -> tuple[tuple[float, str], ...]:
        """The amounts in kroner among the terms with their values, smallest first."""
        terms = (term for term in self._starting_with(_FIGURES) if term.endswith("kr"))
        return tuple(sorted((float(term[:-2].replace(",", ".")), term) for term in terms))

    def warm_up(self) -> None:
        """Builds now what the first mistyped word would wait for."""
        _ = self._edges

    def nearest(self, word: str, limit: int = 2) -> list[tuple[str, float]]:
        """The known terms a mistyped word may mean, likeliest first, each with how sure that is (0 to 1)."""
        if len(word) < _SHORTEST or not word.isalpha():
            return []
        key = sound(word)
        found = {term: _SURE for term in self._sounds.get(key, ())}
        if not found:
            found = dict(self._by_distance(word, key))
        written = {term: OSA.distance(word, term) for term in found}
        ranked = sorted(found, key=lambda term: (-found[term], written[term], -self.frequency(term), term))[:limit]
        return [(term, found[term] * (_LESS if written[term] > written[ranked[0]] else 1.0)) for term in ranked]

    def _by_distance(self, word: str, key: str) -> Iterator[tuple[str, float]]:
        allowed = 1 if len(key) < _LONG else 2
        candidates = {*self._edges.get("^" + key[:_EDGE], ()), *self._edges.get(key[-_EDGE:] + "$", ())}
        distances = {
            other: OSA.distance(key, other, score_cutoff=allowed)
            for other in candidates
            if abs(len(other) - len(key)) <= allowed
        }
        closest = min(distances.values(), default=allowed + 1)
        if closest > allowed or (len(key) < _SHORTEST and closest):
            return
        surety = max(_LEAST_SURE, _SURE * (1 - closest / len(key)))
        for other, distance in distances.items():
            if distance == closest:
                yield from ((term, surety) for term in self._sounds[other] if self._alike(word, term))

    @staticmethod
    def _alike(word: str, term: str) -> bool:
        return len(word) >= 5 or word[0] == term[0]
