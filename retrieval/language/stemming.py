"""Danish stems: Snowball, put right by a table of irregular words, and English stems for English questions."""

import threading

import Stemmer

from retrieval.language.data import pairs

_CACHE_LIMIT = 200_000


class Stems:
    """Stems of folded lower-case words of one language; safe to share between threads."""

    def __init__(self, algorithm: str, irregular: dict[str, str] | None = None) -> None:
        self._algorithm = algorithm
        self._irregular = irregular or {}
        self._local = threading.local()
        self._known: dict[str, str] = dict(self._irregular)

    def __call__(self, word: str) -> str:
        """The stem of a word; the same word always has the same stem."""
        stem = self._known.get(word)
        if stem is None:
            stem = self._compute(word)
            if len(self._known) < _CACHE_LIMIT:
                self._known[word] = stem
        return stem

    def _compute(self, word: str) -> str:
        stemmer = getattr(self._local, "stemmer", None)
        if stemmer is None:  # the library's stemmers keep state: one a thread
            stemmer = self._local.stemmer = Stemmer.Stemmer(self._algorithm)
        return str(stemmer.stemWord(word)) or word


def danish() -> Stems:
    """Danish stems with the irregular words of data/irregular.tsv."""
    return Stems("danish", {form: stem for stem, forms in pairs("irregular.tsv") for form in forms.split()})


def english() -> Stems:
    """English stems, for looking up English words."""
    return Stems("english")
