"""Phrases looked up in a run of stems: the longest first, every entry that fits."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

_BEGINNING = 3  # letters by which phrases wait for a question that needs them


@dataclass(frozen=True, slots=True)
class Target:
    """What a phrase leads to: words to be searched for, with their weight (0 to 1)."""

    words: str
    weight: float


class PhraseTable:
    """Phrases, given as written, with what they lead to and the weight of that.

    `stems` gives a phrase's stems and `beginning` the first stem without the rest. Thousands of phrases are read and a
    question needs a few, so a phrase is stemmed when the first word is looked up that begins as it does.

    A phrase of two stems or more may have `gap` other words between each two of its stems, so that "sparke ud"
    is met by "sparke folk ud".
    """

    def __init__(
        self,
        entries: Iterable[tuple[str, str, float]],
        stems: Callable[[str], tuple[str, ...]],
        beginning: Callable[[str], str],
        gap: int = 0,
    ) -> None:
        self._waiting: dict[str, list[tuple[str, str, float]]] = defaultdict(list)
        for entry in entries:
            self._waiting[beginning(entry[0])[:_BEGINNING]].append(entry)
        self._stems = stems
        self._gap = gap
        self._built: dict[str, dict[str, dict[tuple[str, ...], list[Target]]]] = {}

    def __contains__(self, stem: object) -> bool:
        return isinstance(stem, str) and (stem,) in self._phrases(stem)

    def read_all(self) -> frozenset[str]:
        """Reads all phrases now, so that no question waits for it; returns what they lead to."""
        for beginning in self._waiting:
            self._phrases(beginning)
        return frozenset(words for entries in self._waiting.values() for _, words, _ in entries)

    def find(self, stems: Sequence[str]) -> Iterator[tuple[tuple[int, ...], list[Target]]]:
        """Every phrase met, as the positions of its stems and its targets; longest first at each position."""
        said = frozenset(stems)
        for start, stem in enumerate(stems):
            for phrase, targets in self._phrases(stem).items():
                positions = self._positions(phrase, stems, start) if said.issuperset(phrase) else ()
                if positions:
                    yield positions, targets

    def _phrases(self, first: str) -> dict[tuple[str, ...], list[Target]]:
        """The phrases whose first stem is `first`, longest first."""
        beginning = first[:_BEGINNING]
        table = self._built.get(beginning)
        if table is None:  # two threads may both build it: they build the same
            table = self._built[beginning] = self._build(self._waiting.get(beginning, ()))
        return table.get(first, {})

    def _build(self, entries: Iterable[tuple[str, str, float]]) -> dict[str, dict[tuple[str, ...], list[Target]]]:
        table: dict[str, dict[tuple[str, ...], list[Target]]] = defaultdict(dict)
        for phrase, words, weight in entries:
            stems = self._stems(phrase)
            if stems:
                table[stems[0]].setdefault(stems, []).append(Target(words, weight))
        return {first: dict(sorted(found.items(), key=lambda entry: -len(entry[0]))) for first, found in table.items()}

    def _positions(self, phrase: tuple[str, ...], stems: Sequence[str], start: int) -> tuple[int, ...]:
        positions = [start]
        for stem in phrase[1:]:
            window = range(positions[-1] + 1, min(positions[-1] + 2 + self._gap, len(stems)))
            found = next((place for place in window if stems[place] == stem), None)
            if found is None:
                return ()
            positions.append(found)
        return tuple(positions)
