"""Danish stems: Snowball, put right by a table of irregular words, and English stems for English questions."""

import re
import threading
from collections.abc import Iterable, Iterator

import Stemmer

from retrieval.language.data import pairs

_CACHE_LIMIT = 200_000
_SHORT = 5  # letters of words whose beginnings a stemmer changes: dying, die
_TAIL = "*"
_ENDINGS = ("", "s", "en", "ens", "et", "ets", "er", "ers", "erne", "ernes", "ene", "enes")
# Danish endings that Snowball leaves on, so that forms of one word are parted: "regnede" from "regne", "mulighederne"
# from "mulighed", "kapaciteten" from "kapacitet", "lokalt" from "lokal", "opnår" from "opnå".
_LEFT_ON = (
    (re.compile(r"(?<=\w{4})edes?$"), "e"),
    (re.compile(r"hedernes?$"), "hed"),
    (re.compile(r"itet(?:en|er|erne)s?$"), "itet"),
    (re.compile(r"(?<=\w{2})(al|[eimnru]el|iv|ær|bar)t$"), r"\1"),
    (re.compile(r"(gå|stå|slå|få|nå)r$"), r"\1"),
)


class Stems:
    """Stems of folded lower-case words of one language; safe to share between threads.

    `left_on` are endings that are put right before the algorithm sees the word: what they look like, what they become.
    """

    def __init__(
        self,
        algorithm: str,
        irregular: Iterable[tuple[str, str]] = (),
        left_on: Iterable[tuple[re.Pattern[str], str]] = (),
    ) -> None:
        self._algorithm = algorithm
        self._left_on = tuple(left_on)
        self._local = threading.local()
        self._known: dict[str, str] = {form.lstrip(_TAIL): stem for form, stem in irregular}
        self._tails = {form[1:]: stem for form, stem in irregular if form.startswith(_TAIL)}
        self._longest_tail = max(map(len, self._tails), default=0)

    def __call__(self, word: str) -> str:
        """The stem of a word; the same word always has the same stem."""
        stem = self._known.get(word)
        if stem is None:
            stem = self._compute(word)
            if len(self._known) < _CACHE_LIMIT:
                self._known[word] = stem
        return stem

    def beginning(self, word: str) -> str:
        """What has the first letters of the word's stem, found without stemming where stemming leaves them alone."""
        return word if len(word) > _SHORT and word not in self._known else self(word)

    def _compute(self, word: str) -> str:
        word = word.partition("'")[0] or word  # "smv'er", "kl's"
        for length in range(min(self._longest_tail, len(word) - 3), 3, -1):
            if word[-length:] in self._tails:
                return word[:-length] + self._tails[word[-length:]]
        for ending, instead in self._left_on:
            word = ending.sub(instead, word)
        stemmer = getattr(self._local, "stemmer", None)
        if stemmer is None:  # the library's stemmers keep state: one a thread
            stemmer = self._local.stemmer = Stemmer.Stemmer(self._algorithm)
        return str(stemmer.stemWord(word)) or word


def danish() -> Stems:
    """Danish stems with the irregular words of data/irregular.tsv."""
    return Stems("danish", tuple(irregular_forms()), _LEFT_ON)


def irregular_forms(name: str = "irregular.tsv") -> Iterator[tuple[str, str]]:
    """The irregular forms with their stems; "sats+" stands for all its endings, a leading * is kept."""
    for stem, forms in pairs(name):
        for form in forms.split():
            bare = form.removesuffix("+")
            for ending in _ENDINGS if form != bare else ("",):
                yield bare + ending, stem


def english() -> Stems:
    """English stems with the irregular words of data/irregular_en.tsv, for looking up English words."""
    return Stems("english", tuple(irregular_forms("irregular_en.tsv")))
