"""Which language a question is written in: by its function words first, then by its other words and their endings."""

import re
from collections.abc import Iterable
from functools import lru_cache

from retrieval.language.data import rows, words
from retrieval.language.folding import clean, fold
from retrieval.model.answers import Language

_WORD = re.compile(r"[^\W\d_]+(?:'[a-z]+)?")
_LETTER = re.compile(r"[æøå]")
_ENGLISH_ENDING = re.compile(r"(?:tion|tions|ing|ment|ness|ally|ies|ould|ought|ght|'s|sh|th|ey|ous)$")
_DANISH_ENDING = re.compile(r"(?:erne|ede|elsen?|hed|heden|ernes|ning|ningen|ske?|skab|ene|udvalget|kommune|lige?)$")
_MATTER, _ENDING = 0.5, 0.3  # what a content word and an ending tell, against a function word's 1


@lru_cache(maxsize=1)
def _function_words() -> tuple[frozenset[str], frozenset[str]]:
    danish = words("stopwords.tsv") | words("asking.tsv")
    english = words("stopwords_en.tsv") | words("asking_en.tsv")
    shared = (danish & english) | words("both.tsv")
    return danish - shared, english - shared


@lru_cache(maxsize=1)
def _content_words() -> tuple[frozenset[str], frozenset[str]]:
    """Danish and English content words that are not in both languages."""
    danish = words("parts.tsv") | _split(row[1] for row in rows("lexicon_en.tsv"))
    danish |= _split(cell for row in rows("thesaurus.tsv") for cell in row[:2])
    english = _split(row[0] for row in rows("lexicon_en.tsv")) - _function_words()[0]
    return danish - english, english - danish


def _split(cells: Iterable[str]) -> frozenset[str]:
    return frozenset(_WORD.findall("\n".join(cells)))


@lru_cache(maxsize=20_000)
def _leaning(word: str) -> float:
    """How far a word tells for English (positive) or Danish (negative)."""
    danish, english = _function_words()
    if word in english:
        return 1.0
    if word in danish or _LETTER.search(word):
        return -1.0
    danish, english = _content_words()
    if word in english:
        return _MATTER
    if word in danish or fold(word) in danish:
        return -_MATTER
    if _DANISH_ENDING.search(word):
        return -_ENDING
    return _ENDING if len(word) > 4 and _ENGLISH_ENDING.search(word) else 0.0


def warm_up() -> None:
    """Reads the words of both languages now, so that no question waits for them."""
    _function_words()
    _content_words()


def detect_language(text: str) -> Language:
    """The language of a question; Danish where nothing tells, as are the minutes and most who ask."""
    score = sum(_leaning(word) for word in _WORD.findall(clean(text[:2000]).lower()))
    return Language.ENGLISH if score > 0 else Language.DANISH
