"""The people's words, abbreviations and English words, read from their data files."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from retrieval.language.data import rows

_SYNONYM = 0.5
_ENGLISH = 0.9


@dataclass(frozen=True, slots=True)
class Entry:
    """One thesaurus entry: the administration's term, the words people use for it, English terms, a note."""

    term: str
    spoken: tuple[tuple[str, float], ...]
    english: tuple[str, ...]
    note: str


def _list(cell: str) -> tuple[str, ...]:
    return tuple([part.strip() for part in cell.split(";")]) if cell else ()


def _weighted(text: str, default: float) -> tuple[str, float]:
    """A word with its weight: "penge~0.2" is ("penge", 0.2)."""
    word, sign, weight = text.partition("~")
    return (word.strip(), float(weight)) if sign else (text, default)


@lru_cache(maxsize=1)
def entries() -> tuple[Entry, ...]:
    """The thesaurus, entry by entry."""
    return tuple(_entry(*row) for row in rows("thesaurus.tsv"))


def _entry(term: str, spoken: str, english: str = "", note: str = "") -> Entry:
    return Entry(term, tuple([_weighted(word, _SYNONYM) for word in _list(spoken)]), _list(english), note)


def abbreviations() -> Iterator[tuple[str, str]]:
    """Abbreviations with the words they stand for; several words for one abbreviation come as several pairs."""
    for row in rows("abbreviations.tsv"):
        for meaning in _list(row[1]):
            yield row[0], meaning


def english_words() -> Iterator[tuple[str, str, float]]:
    """English phrases with a Danish phrase and its weight, from the lexicon and from the thesaurus."""
    for row in rows("lexicon_en.tsv"):
        for place, danish in enumerate(_list(row[1])):
            word, weight = _weighted(danish, _ENGLISH if place == 0 else 0.7 * _ENGLISH)
            yield row[0], word, weight
    for entry in entries():
        for english in entry.english:
            yield english, entry.term, 0.8 * _ENGLISH
