"""Danish compounds taken apart: børnefattigdom into børn and fattigdom."""

from collections.abc import Callable, Iterator
from functools import lru_cache

PART = "~"  # stands before a compound's part as a term, to keep it apart from the word itself
_SHORTEST = 3  # letters of a part
_SHORTEST_SLIP = 5  # letters of a part that may be mistyped
_SHORTEST_WORD = 7  # letters of a word worth taking apart
_JOINTS = ("", "s", "e", "er", "n", "r")


class Splitter:
    """Takes words apart. `head_of` and `tail_of` give the stem of a form that may stand first or last, else None."""

    def __init__(self, head_of: Callable[[str], str | None], tail_of: Callable[[str], str | None]) -> None:
        self._head_of = head_of
        self._tail_of = tail_of
        self.parts = lru_cache(maxsize=50_000)(self._parts)

    def _parts(self, word: str) -> tuple[str, ...]:
        """The stems of the parts of a folded word, in order; empty where it cannot be taken apart wholly."""
        if len(word) < _SHORTEST_WORD or not word.isalpha():
            return ()
        best = self._best(word, 4, {})
        return best if best is not None and len(best) > 1 else ()

    def halves(self, word: str) -> Iterator[tuple[str, str]]:
        """Where only one part of a folded word is known: its stem and the other letters, longest known part first."""
        for length in range(len(word) - _SHORTEST_SLIP, _SHORTEST, -1):
            for known, other in (
                (self._tail_of(word[-length:]), word[:-length]),
                (self._head(word[:length]), word[length:]),
            ):
                if known is not None:
                    yield known, other

    def _best(self, rest: str, room: int, seen: dict[str, tuple[str, ...] | None]) -> tuple[str, ...] | None:
        """The fewest parts that make up `rest`, the longest last part first; None where there are none."""
        if rest in seen:
            return seen[rest]
        whole = self._tail_of(rest)
        found: tuple[str, ...] | None = (whole,) if whole is not None and room < 4 else None
        if found is None and room > 1:
            found = self._shortest(rest, room, seen)
        seen[rest] = found
        return found

    def _shortest(self, rest: str, room: int, seen: dict[str, tuple[str, ...] | None]) -> tuple[str, ...] | None:
        best: tuple[str, ...] | None = None
        for cut in range(len(rest) - _SHORTEST, _SHORTEST - 1, -1):
            head = self._head(rest[:cut])
            tail = self._best(rest[cut:], room - 1, seen) if head is not None else None
            if head is not None and tail is not None and (best is None or len(tail) + 1 < len(best)):
                best = (head, *tail)
        return best

    def _head(self, form: str) -> str | None:
        """The stem of a first part, its joint taken off."""
        for joint in _JOINTS:
            if joint and not form.endswith(joint):
                continue
            bare = form[: len(form) - len(joint)]
            stem = self._head_of(bare) if len(bare) >= _SHORTEST else None
            if stem is not None:
                return stem
        return None
