"""Mutated minutes: `python -m tests.parsing.fuzz [COUNT] [SEED]` parses COUNT of them and names the slowest."""

import random
import resource
import sys
import time
from collections.abc import Iterator

from retrieval.errors import SourceError
from retrieval.parsing import parse
from retrieval.reading import read_bytes
from tests.parsing.golden import documents
from tests.parsing.spans import assert_sound

_PIECES = (
    b"\n",
    b"\n\n",
    b"\t",
    b" ",
    b"\x00",
    b"\xff",
    b"Punkt 3: ",
    b"Beslutning\n",
    b"<div>",
    b"</p>",
    b"1.000 kr.",
    b"-",
    b",",
    b"(",
    b")",
    b'"',
    b"Bilag\n",
    b"2024",
    b"kr. ",
    b"\xc3\xa6",
    b"Sagens forl\xc3\xb8b\n",
    b"stemmer for.",
    b"12-05-2023 ",
)
_LIMIT_S = 2.0


def mutants(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """`count` mutated documents with their names, the same for the same seed."""
    rng = random.Random(seed)
    sources = [(path.name, path.read_bytes()) for path in documents()]
    for _ in range(count):
        name, data = rng.choice(sources)
        yield name, _mutate(rng, data)


def _mutate(rng: random.Random, data: bytes) -> bytes:
    for _ in range(rng.randint(1, 12)):
        place, length = rng.randrange(len(data) + 1), rng.choice((1, 3, 40, 400))
        kind = rng.randrange(5)
        if kind == 0:
            data = data[:place] + data[place + length :]
        elif kind == 1:
            data = data[:place] + rng.choice(_PIECES) * rng.choice((1, 1, 2, 50)) + data[place:]
        elif kind == 2:
            other = rng.randrange(len(data) + 1)
            data = data[:place] + data[other : other + length] + data[place:]
        elif kind == 3:
            data = data[:place] + rng.randbytes(min(length, 8)) + data[place + length :]
        else:
            data = data[:place]
        if not data:
            return b"\n"
    return data


def check(name: str, data: bytes) -> float:
    """Parses one mutant and returns how much processor time it took, in seconds."""
    start = time.process_time()
    try:
        document = read_bytes(name, data)
    except SourceError:
        return time.process_time() - start
    assert_sound(document, parse(document))
    return time.process_time() - start


def main(count: int = 10_000, seed: int = 1) -> None:
    worst = 0.0
    for number, (name, data) in enumerate(mutants(count, seed)):
        took = check(name, data)
        if took > worst:
            worst = took
            print(f"{number}: {name} {len(data):,} bytes {took:.3f} s")
        if took > _LIMIT_S:
            raise SystemExit(f"mutant {number} of {name} (seed {seed}) took {took:.2f} s")
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{count:,} mutants, slowest {worst:.3f} s, {megabytes:.0f} MB at most")


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))
