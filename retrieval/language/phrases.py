"""Phrases looked up in a run of stems: the longest first, every entry that fits."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Target:
    """What a phrase leads to: words to be searched for, with their weight (0 to 1)."""

    words: str
    weight: float


class PhraseTable:
    """Phrases (tuples of stems) with their targets.

    A phrase of two stems or more may have `gap` other words between each two of its stems, so that "sparke ud"
    is met by "sparke folk ud".
    """

    def __init__(self, entries: Iterable[tuple[tuple[str, ...], Target]], gap: int = 0) -> None:
        self._by_first: dict[str, dict[tuple[str, ...], list[Target]]] = defaultdict(dict)
        self._gap = gap
        for phrase, target in entries:
            if phrase:
                self._by_first[phrase[0]].setdefault(phrase, []).append(target)
        for first, table in self._by_first.items():
            self._by_first[first] = dict(sorted(table.items(), key=lambda entry: -len(entry[0])))

    def __contains__(self, stem: object) -> bool:
        return isinstance(stem, str) and (stem,) in self._by_first.get(stem, {})

    def find(self, stems: Sequence[str]) -> Iterator[tuple[tuple[int, ...], list[Target]]]:
        """Every phrase met, as the positions of its stems and its targets; longest first at each position."""
        for start, stem in enumerate(stems):
            for phrase, targets in self._by_first.get(stem, {}).items():
                positions = self._positions(phrase, stems, start)
                if positions:
                    yield positions, targets

    def _positions(self, phrase: tuple[str, ...], stems: Sequence[str], start: int) -> tuple[int, ...]:
        positions = [start]
        for stem in phrase[1:]:
            window = range(positions[-1] + 1, min(positions[-1] + 2 + self._gap, len(stems)))
            found = next((place for place in window if stems[place] == stem), None)
            if found is None:
                return ()
            positions.append(found)
        return tuple(positions)
