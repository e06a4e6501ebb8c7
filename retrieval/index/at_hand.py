"""Few vectors compared one by one: quicker than a graph, exact, and kept in a file to leave Chroma closed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from retrieval.index.subwords import Floats

Places = NDArray[np.intp]

AT_HAND = 20_000  # vectors up to which they are compared one by one
_FILE = "at-hand.npz"
_NONE: Places = np.empty(0, np.intp)


@dataclass(frozen=True)
class AtHand:
    """Vectors of length 1, (n, dim), with the passage, the meeting and the item of each."""

    unit: Floats
    keys: list[str]
    meetings: list[str]
    items: list[int]

    def search(
        self, vector: Sequence[float], limit: int, meeting_keys: frozenset[str] | None = None, item: int | None = None
    ) -> list[tuple[str, float]]:
        """(passage key, cosine) of the nearest passages, nearest first."""
        if not self.keys or not any(vector):
            return []
        rows = self._rows(meeting_keys, item)
        asked = np.asarray(vector, np.float32)
        unit = self.unit if rows is None else self.unit[rows]
        # Not `@`: the linear algebra library's threads wait for each other longer than so little work takes.
        cosines = np.einsum("ij,j->i", unit, asked / np.linalg.norm(asked))
        best = _largest(cosines, limit)
        places = best if rows is None else rows[best]
        return [(self.keys[place], float(cosine)) for place, cosine in zip(places, cosines[best], strict=True)]

    def _rows(self, meeting_keys: frozenset[str] | None, item: int | None) -> Places | None:
        """The rows that pass the filter, in order; None where all do."""
        if meeting_keys is None:
            return None if item is None else np.flatnonzero(self._items == item)
        rows = np.sort(np.concatenate([_NONE, *(self._rows_of[key] for key in meeting_keys & self._rows_of.keys())]))
        return rows if item is None else rows[self._items[rows] == item]

    @cached_property
    def _rows_of(self) -> Mapping[str, Places]:
        """Each meeting's rows."""
        rows: dict[str, list[int]] = defaultdict(list)
        for row, meeting in enumerate(self.meetings):
            rows[meeting].append(row)
        return {meeting: np.array(listed, np.intp) for meeting, listed in rows.items()}

    @cached_property
    def _items(self) -> Places:
        return np.array(self.items, np.intp)


def _largest(values: Floats, limit: int) -> Places:
    """Where the largest values stand, largest first; of equal ones the earlier first."""
    if len(values) <= limit:
        return np.argsort(-values, kind="stable")
    least = np.partition(values, len(values) - limit)[len(values) - limit]
    among = np.flatnonzero(values >= least)
    return among[np.argsort(-values[among], kind="stable")][:limit]


def save_at_hand(folder: Path, held: AtHand, stamp: str) -> None:
    """Keeps the vectors for the next process; where the folder cannot be written, that one reads Chroma again.

    `stamp` names the state they were read in: it is another one after any change of them.
    """
    draft = folder / f".{_FILE}"
    with suppress(OSError), draft.open("wb") as file:
        np.savez(file, stamp=stamp, unit=held.unit, keys=held.keys, meetings=held.meetings, items=held.items)
        draft.replace(folder / _FILE)


def are_at_hand(folder: Path) -> bool:
    """Whether vectors are kept at hand in the folder, of whatever state."""
    return (folder / _FILE).exists()


def drop_at_hand(folder: Path) -> None:
    """Drops vectors that are no longer those held."""
    with suppress(OSError):
        (folder / _FILE).unlink(missing_ok=True)


def load_at_hand(folder: Path, stamp: str) -> AtHand | None:
    """The vectors kept under this stamp, or None."""
    try:
        with np.load(folder / _FILE) as held:
            if str(held["stamp"]) != stamp:
                return None
            return AtHand(held["unit"], held["keys"].tolist(), held["meetings"].tolist(), held["items"].tolist())
    except (OSError, ValueError, KeyError, BadZipFile, EOFError):
        return None
