"""A question's weighted terms: its own words, their other spellings, compounds, synonyms and Danish translations."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from retrieval.language.compounds import Splitter
from retrieval.language.data import words
from retrieval.language.detect import detect_language
from retrieval.language.lexicon import Lexicon
from retrieval.language.phrases import PhraseTable
from retrieval.language.rounding import around
from retrieval.language.tokens import Token, TokenKind, tokens
from retrieval.language.vocabulary import Vocabulary
from retrieval.model.answers import Language

_LIMIT = 2_000  # characters of a question that are read
_PART = 0.35  # a compound's part against the word itself
_INSIDE = 0.35  # a word met as part of a longer one
_FOREIGN = 0.6  # a word of an English question that stands in the minutes as it is


@dataclass(frozen=True, slots=True)
class QueryTerm:
    """A term to search for: `weight` 0 to 1, `origin` word, compound, spelling, synonym, abbreviation, english or number."""

    term: str
    weight: float
    origin: str


class _Terms:
    """Terms gathered, each with its greatest weight."""

    def __init__(self) -> None:
        self._best: dict[str, QueryTerm] = {}

    def add(self, term: str, weight: float, origin: str) -> None:
        known = self._best.get(term)
        if known is None or known.weight < weight:
            self._best[term] = QueryTerm(term, round(min(weight, 1.0), 3), origin)

    def ranked(self) -> list[QueryTerm]:
        return sorted(self._best.values(), key=lambda term: (-term.weight, term.term))


class Expander:
    """Expands questions; holds no state of its own between two of them."""

    def __init__(
        self, stem: Callable[[str], str], stopwords: frozenset[str], splitter: Splitter, lexicon: Lexicon
    ) -> None:
        self._stem = stem
        self._stopwords = stopwords
        self._splitter = splitter
        self._lexicon = lexicon

    def expand(self, text: str, language: Language | None, vocabulary: Vocabulary | None) -> list[QueryTerm]:
        """The terms of a question, heaviest first."""
        text = text[:_LIMIT]
        read = list(tokens(text))
        found = _Terms()
        for token in read:
            if token.kind is not TokenKind.WORD:
                self._figure(token, found)
        for term, weight in around(text, vocabulary):
            found.add(term, weight, "number")
        if (language or detect_language(text)) is Language.ENGLISH:
            self._english(read, vocabulary, found)
        else:
            self._danish(read, vocabulary, found)
        return found.ranked()

    def _figure(self, token: Token, found: _Terms) -> None:
        for term in token.terms:
            found.add(term, 1.0, "word")
        if token.kind is TokenKind.NUMBER and len(token.terms[0]) > 3:
            found.add(token.terms[0] + "kr", 0.9, "number")
        if token.kind is TokenKind.AMOUNT:
            found.add(token.terms[0].removesuffix("kr"), 0.7, "number")

    def _danish(self, read: list[Token], vocabulary: Vocabulary | None, found: _Terms) -> None:
        texts = [token.text for token in read if token.kind is TokenKind.WORD]
        stems = [self._mended(text, vocabulary, found) for text in texts]
        self._lead_on(self._lexicon.synonyms, stems, "synonym", found)
        self._lead_on(self._lexicon.abbreviations, stems, "abbreviation", found)

    def _mended(self, word: str, vocabulary: Vocabulary | None, found: _Terms) -> str:
        """Adds one word of a question; returns its stem, put right where it was mistyped."""
        stem = self._stem(word)
        if word in self._stopwords or len(word) < 2:
            return stem
        found.add(stem, 1.0, "word")
        found.add("~" + stem, _INSIDE, "compound")
        known = vocabulary is None or stem in vocabulary
        parts = self._splitter.parts(word)
        self._parts(parts, 1.0, found)
        if known or parts or stem in self._lexicon.synonyms:
            return stem
        return self._spelt(stem, vocabulary, found)

    def _spelt(self, stem: str, vocabulary: Vocabulary | None, found: _Terms) -> str:
        nearest = vocabulary.nearest(stem) if vocabulary is not None else []
        for term, surety in nearest:
            found.add(term, surety, "spelling")
        if nearest:
            return nearest[0][0]
        english = self._lexicon.english.find([self._lexicon.english_stem(stem)])
        for _, targets in english:
            for target in targets:
                self._phrase(target.words, 0.7 * target.weight, "english", found)
        return stem

    def _parts(self, parts: tuple[str, ...], weight: float, found: _Terms) -> None:
        for place, part in enumerate(parts):
            last = place == len(parts) - 1
            found.add(part, weight * _PART * (0.8 if last else 1.0), "compound")
            found.add("~" + part, weight * _PART * 0.6, "compound")

    def _lead_on(self, table: PhraseTable, stems: list[str], origin: str, found: _Terms) -> None:
        for _, targets in table.find(stems):
            for target in targets:
                self._phrase(target.words, target.weight, origin, found)

    def _phrase(self, phrase: str, weight: float, origin: str, found: _Terms) -> None:
        """Adds the words of a Danish phrase; a phrase of several words shares its weight among them."""
        forms = [token.text for token in tokens(phrase) if token.kind is TokenKind.WORD]
        forms = [form for form in forms if form not in self._stopwords]
        share = weight / (1.0 if len(forms) < 2 else len(forms) ** 0.5)
        for form in forms:
            stem = self._stem(form)
            found.add(stem, share, origin)
            found.add("~" + stem, share * _INSIDE, origin)
            self._parts(self._splitter.parts(form), share, found)

    def _english(self, read: list[Token], vocabulary: Vocabulary | None, found: _Terms) -> None:
        texts = [token.text for token in read if token.kind is TokenKind.WORD]
        stems = [self._lexicon.english_stem(text) for text in texts]
        taken: set[int] = set()
        for positions, targets in sorted(self._lexicon.english.find(stems), key=lambda match: -len(match[0])):
            if taken.issuperset(positions) or (len(positions) == 1 and positions[0] in taken):
                continue
            if len(positions) == 1 and texts[positions[0]] in _english_stopwords():
                continue
            taken.update(positions)
            for target in targets:
                self._phrase(target.words, target.weight, "english", found)
                self._lead_on_english(target.words, target.weight, found)
        for place, text in enumerate(texts):
            if text not in _english_stopwords():
                self._foreign(text, place in taken, vocabulary, found)

    def _lead_on_english(self, phrase: str, weight: float, found: _Terms) -> None:
        stems = list(self._lexicon.danish_stems(phrase))
        for _, targets in self._lexicon.synonyms.find(stems):
            for target in targets:
                self._phrase(target.words, 0.6 * weight * target.weight, "synonym", found)

    def _foreign(self, word: str, translated: bool, vocabulary: Vocabulary | None, found: _Terms) -> None:
        """A word of an English question as it stands: a name, a Danish word, or one both languages share."""
        word = word.removesuffix("'s")
        if word in self._stopwords or len(word) < 2:
            return
        stem = self._stem(word)
        if vocabulary is not None and stem not in vocabulary and not translated:
            for term, surety in vocabulary.nearest(stem, limit=1):
                found.add(term, surety * _FOREIGN, "spelling")
        found.add(stem, _FOREIGN if translated else 1.0, "word")


@lru_cache(maxsize=1)
def _english_stopwords() -> frozenset[str]:
    return words("stopwords_en.tsv")
