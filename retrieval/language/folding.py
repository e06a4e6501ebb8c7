"""One spelling for every way a Danish word is typed: æ/ae, ø/oe, å/aa, soft hyphens, no-break spaces, broken lines."""

import re
import unicodedata
from functools import lru_cache

_SPACES = dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u202f\u2002\u2003\ufeff"), " ")
_GONE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060"), None)
_SIGNS = {ord("‐"): "-", ord("‑"): "-", ord("–"): "-", ord("—"): "-", ord("−"): "-", ord("’"): "'", ord("´"): "'"}
_CHARACTERS = _SPACES | _GONE | _SIGNS
_LETTERS = str.maketrans({"ä": "æ", "ö": "ø", "é": "e", "è": "e", "ê": "e", "á": "a", "à": "a", "ó": "o", "ü": "u"})
# A word parted at the end of a line, but not "børne-\nog ungeudvalget", where the hyphen stands for a missing head.
_PARTED = re.compile(r"(?<=[a-zæøå])-[ \t]*\n[ \t]*(?!(?:og|eller|samt|til)\b)(?=[a-zæøå])")
_DIGRAPH = re.compile(r"aa|ae|oe")
_DIGRAPHS = {"aa": "å", "ae": "æ", "oe": "ø"}
# Words in which o and e belong to two syllables: beboere, boede, troede, broen, koefficient.
_TWO_SYLLABLES = re.compile(
    r"(?:bo|flerbo)e(?:de|nde|ndes?|t|lses?\w*|r|rs|re|ren|rens|res|rne|rnes)$|^[tg]roede$|bro(?:en|ens|er|erne)$"
    r"|koeffici|koeksist|poesi|^toer|zoe|noe[rt]$|oeuvre"
)


def clean(text: str) -> str:
    """Text with ordinary spaces and hyphens, without soft hyphens, words parted at line ends joined; case kept."""
    return _PARTED.sub("", unicodedata.normalize("NFC", text).translate(_CHARACTERS))


@lru_cache(maxsize=100_000)
def fold_word(word: str) -> str:
    """The one spelling of a single lower-case word: "naar" and "når" become "når", accents go.

    Bare vowels ("nar") are left alone: they are other words as often as not, and spelling repair sees to them.
    """
    word = word.translate(_LETTERS)
    if not _DIGRAPH.search(word) or _TWO_SYLLABLES.search(word):
        return word
    return _DIGRAPH.sub(lambda match: _DIGRAPHS[match.group()], word)


def fold(text: str) -> str:
    """Lower-case text in which every word has its one spelling and every run of white space is one blank."""
    return " ".join(fold_word(word) for word in clean(text).lower().split())
