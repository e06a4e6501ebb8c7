"""The words we know without any corpus: parts of compounds, the thesaurus, abbreviations, English."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

from retrieval.language import stemming, thesaurus
from retrieval.language.data import pairs, words
from retrieval.language.folding import fold_word
from retrieval.language.phrases import PhraseTable
from retrieval.language.tokens import TokenKind, tokens

_UPWARD = 0.25  # weight of the people's word for the administration's, the rarer way round
_SURE = 0.5  # weight from which a people's word is taken that way too
_SPELT_OUT = 0.6
_ENDING = re.compile(r"(?<=\w{3})(?:ernes|erne|enes|ene|ens|ets|ers|ede|en|et|er|ne|te|es|e|s|t|r)$")


class Lexicon:
    """Shipped word knowledge, in stems."""

    def __init__(self, stem: stemming.Stems, stopwords: frozenset[str]) -> None:
        self._stem = stem
        self._stopwords = stopwords
        self._english_stem = stemming.english()
        self._parts = self._read_parts()
        self._part_stems = frozenset(self._parts.values())
        self.synonyms = PhraseTable(_synonyms(), self.danish_stems, self._danish_beginning, gap=2)
        self.abbreviations = PhraseTable(_abbreviations(), self.danish_stems, self._danish_beginning)

    @cached_property
    def english(self) -> PhraseTable:
        """English words with the Danish ones, read at the first English question."""
        return PhraseTable(thesaurus.english_words(), self.english_stems, self._english_beginning)

    def english_of(self, form: str) -> str:
        """The English for a folded Danish word as minutes use it; empty where unknown or where it may be two words."""
        exact, bared = self._glossary
        return exact.get(form) or bared.get(bare(form), "")

    @cached_property
    def _glossary(self) -> tuple[Mapping[str, str], Mapping[str, str]]:
        """By folded forms; by these without endings, but for what is left of words that mean something else.

        "kost" (diet) and "koster" (costs) leave the same.
        """
        exact = {fold_word(danish): english for danish, english in pairs("glossary.tsv")}
        meanings: dict[str, set[str]] = {}
        for form, english in exact.items():
            for left in {form, bare(form)}:
                meanings.setdefault(left, set()).add(english)
        return exact, {left: next(iter(sole)) for left, sole in meanings.items() if len(sole) == 1}

    def _read_parts(self) -> dict[str, str]:
        """The forms of parts with their stems; a form with a joint ("fattigdoms") has the stem of the bare word."""
        forms = {fold_word(word) for word in words("parts.tsv")}
        bare = {form: form[:-1] if form[-1] in "se" and form[:-1] in forms else form for form in forms}
        return {form: self._stem(word) for form, word in bare.items()}

    def head(self, form: str) -> str | None:
        """The stem of a word that may stand first in a compound, joint taken off; None for any other."""
        return self._parts.get(form)

    def tail(self, form: str) -> str | None:
        """The stem of a word, inflected or not, that may stand last in a compound; None for any other."""
        stem = self._parts.get(form) or self._stem(form)
        return stem if stem in self._part_stems and (form in self._parts or len(stem) > 3) else None

    def danish_stems(self, text: str) -> tuple[str, ...]:
        """The keys of all words of a phrase by which it is looked up, stop words included."""
        return tuple(self.key(word) for word in _words(text))

    def key(self, form: str) -> str:
        """A word's stem, but a stop word as it is: "bare" must not be taken for "bar"."""
        return form if form in self._stopwords else self._stem(form)

    def english_stems(self, text: str) -> tuple[str, ...]:
        """The English stems of all words of a phrase."""
        return tuple(self.english_stem(word) for word in _words(text))

    def english_stem(self, word: str) -> str:
        """The English stem of a lower-case word; a genitive 's goes."""
        return self._english_stem(word.removesuffix("'s"))

    def _danish_beginning(self, phrase: str) -> str:
        return _beginning(phrase, self._stem, self.danish_stems)

    def _english_beginning(self, phrase: str) -> str:
        return _beginning(phrase, self._english_stem, self.english_stems)


def bare(form: str) -> str:
    """A folded word without the ending of its case, number or tense; unlike a stem it keeps what derives a word."""
    return _ENDING.sub("", form)


def _beginning(phrase: str, stem: stemming.Stems, stems: Callable[[str], tuple[str, ...]]) -> str:
    """What begins as the first of a phrase's stems does; empty for a phrase without words."""
    word = phrase.partition(" ")[0]
    return stem.beginning(fold_word(word)) if word.isalpha() else "".join(stems(phrase)[:1])


def _synonyms() -> Iterator[tuple[str, str, float]]:
    """What people say with what the administration writes, and more lightly the other way round."""
    for entry in thesaurus.entries():
        single = " " not in entry.term
        for spoken, weight in entry.spoken:
            yield spoken, entry.term, weight
            if single and weight >= _SURE and " " not in spoken:
                yield entry.term, spoken, _UPWARD


def _abbreviations() -> Iterator[tuple[str, str, float]]:
    for short, meaning in thesaurus.abbreviations():
        yield short, meaning, _SPELT_OUT
        if " " in meaning or len(meaning) > 8:
            yield meaning, short, _SPELT_OUT


def _words(phrase: str) -> list[str]:
    """The folded words of a phrase."""
    plain = phrase.lower().split()
    if all(map(str.isalpha, plain)):  # nearly all entries: there are no numbers or signs to tell apart
        return [fold_word(word) for word in plain]
    return [token.text for token in tokens(phrase) if token.kind is TokenKind.WORD]
