"""Where an item begins, and which of many candidates make up the row of items: those whose numbers rise."""

from collections.abc import Sequence
from dataclasses import dataclass

_LOOK_BACK = 60  # candidates: no list inside an item has more lines that look like items


@dataclass(frozen=True, slots=True)
class Start:
    """The first line of an item: its printed number (None without one) and what of its title stands on that line."""

    line: int
    number: int | None
    title: str
    title_line: int  # where the title stands; differs from `line` when label and title are on lines of their own
    letter: str = ""  # behind the number: "14b" follows "14a"


def rising(candidates: Sequence[Start], weights: Sequence[float] | None = None) -> list[Start]:
    """The candidates whose numbers rise, keeping the weightiest run (the longest without `weights`)."""
    if not candidates:
        return []
    own = list(weights) if weights is not None else [1.0] * len(candidates)
    best = list(own)
    before = [-1] * len(candidates)
    numbers = [(start.number or 0, start.letter) for start in candidates]
    for place in range(len(candidates)):
        for earlier in range(max(0, place - _LOOK_BACK), place):
            if numbers[earlier] < numbers[place] and best[earlier] + own[place] > best[place]:
                best[place], before[place] = best[earlier] + own[place], earlier
    place = max(range(len(candidates)), key=lambda index: (best[index], -index))
    run = []
    while place >= 0:
        run.append(candidates[place])
        place = before[place]
    return run[::-1]
