"""Memory over many documents: `python -m tests.parsing.memory [COUNT]` reads COUNT of them in one process.

They are the invented minutes with a piece changed in each, so that little remembered of one serves the next.
"""

import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from retrieval.errors import SourceError
from retrieval.parsing import parse
from retrieval.reading import read_bytes
from tests.parsing.fuzz import mutants


def held(count: int) -> Iterator[tuple[int, float]]:
    """How many documents were read and the resident memory in MB then, at every tenth of `count`."""
    for number, (name, data) in enumerate(mutants(count, seed=3), start=1):
        _read(name, data)
        if number % max(1, count // 10) == 0:
            yield number, _resident()


def _resident() -> float:
    """Memory held now, in MB; the most held so far where the system does not tell."""
    statm = Path("/proc/self/statm")
    if not statm.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return int(statm.read_text().split()[1]) * resource.getpagesize() / 2**20


def _read(name: str, data: bytes) -> None:
    try:
        parse(read_bytes(name, data))
    except SourceError:
        return


def main(count: int = 10_000) -> None:
    for number, megabytes in held(count):
        print(f"{number:,} documents: {megabytes:.0f} MB, {time.process_time():.0f} s", flush=True)


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))
