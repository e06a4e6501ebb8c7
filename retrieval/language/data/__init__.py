"""The language data shipped with the package: word lists, thesaurus, lexicon. Tab-separated, # begins a comment."""

from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=32)
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of a data file as their tab-separated cells, comments and blank lines left out."""
    text = files(__package__).joinpath(name).read_text(encoding="utf-8")
    kept = (line for line in text.splitlines() if line.strip() and not line.startswith("#"))
    return tuple(tuple(cell.strip() for cell in line.split("\t")) for line in kept)


def pairs(name: str) -> Iterator[tuple[str, str]]:
    """The rows of a two-column file."""
    for row in rows(name):
        yield row[0], row[1]


def words(name: str) -> frozenset[str]:
    """All blank-separated words of a file of words."""
    return frozenset(word for row in rows(name) for cell in row for word in cell.split())
