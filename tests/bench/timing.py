"""Time on the clock and of the processor."""

import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

REFERAT = Path(sys.executable).parent / "referat"


class Spent(NamedTuple):
    """Seconds on the clock and of processor time, all threads and children together."""

    clock: float
    processor: float


def measured(act: Callable[[], object]) -> Spent:
    """What `act` takes."""
    clock, processor = time.perf_counter(), _processor()
    act()
    return Spent(time.perf_counter() - clock, _processor() - processor)


def _processor() -> float:
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which that share lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
