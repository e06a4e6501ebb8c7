"""Few vectors compared one by one: quicker than a graph, exact, and kept in a file to leave Chroma closed."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from retrieval.index.subwords import Floats

AT_HAND = 20_000  # vectors up to which they are compared one by one
_FILE = "at-hand.npz"


@dataclass(frozen=True, slots=True)
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
        asked = np.asarray(vector, np.float32)
        cosines = self.unit @ (asked / np.linalg.norm(asked))
        places = [
            place
            for place in np.argsort(-cosines, kind="stable").tolist()
            if (meeting_keys is None or self.meetings[place] in meeting_keys) and item in (None, self.items[place])
        ]
        return [(self.keys[place], float(cosines[place])) for place in places[:limit]]


def save_at_hand(folder: Path, held: AtHand, stamp: str) -> None:
    """Keeps the vectors for the next process; where the folder cannot be written, that one reads Chroma again.

    `stamp` names the state they were read in: it is another one after any change of them.
    """
    draft = folder / f".{_FILE}"
    with suppress(OSError), draft.open("wb") as file:
        np.savez(file, stamp=stamp, unit=held.unit, keys=held.keys, meetings=held.meetings, items=held.items)
        draft.replace(folder / _FILE)


def load_at_hand(folder: Path, stamp: str) -> AtHand | None:
    """The vectors kept under this stamp, or None."""
    try:
        with np.load(folder / _FILE) as held:
            if str(held["stamp"]) != stamp:
                return None
            return AtHand(held["unit"], held["keys"].tolist(), held["meetings"].tolist(), held["items"].tolist())
    except (OSError, ValueError, KeyError, BadZipFile, EOFError):
        return None
