"""A question's weighted terms: its own words, their other spellings, compounds, synonyms and Danish translations."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise

from retrieval.language.compounds import PART, Splitter
from retrieval.language.data import words
from retrieval.language.detect import detect_language
from retrieval.language.folding import fold_word
from retrieval.language.lexicon import Lexicon
from retrieval.language.phrases import PhraseTable
from retrieval.language.rounding import around
from retrieval.language.runs import runs
from retrieval.language.tokens import Token, TokenKind, tokens
from retrieval.language.vocabulary import Vocabulary
from retrieval.model.answers import Language

# Weights chosen by measurement on questions and on titles against their texts: more lets long words drown short ones.
_LIMIT = 2_000  # characters of a question that are read
_MOST, _LEAST = 100, 0.03  # terms searched for, and the weight below which one is not worth its time
_CASE = 3.0  # a case number says which case is meant, whatever stands beside it
_FIRST, _LAST = 0.36, 0.3  # a compound's parts against the word itself
_INSIDE = 0.3  # a word met as part of a longer one
_PART_INSIDE = 0.12  # a compound's part met as part of another one
_JOINED = 0.8  # two words of a question that stand as one in the minutes
_FOREIGN = 0.6  # a word of an English question that stands in the minutes as it is
_KNOWN = 0.8  # what stands for a word the minutes know, against one they do not
_CROWD = 0.3  # power by which many targets of one word weaken each other
_TRANSLATED = 0.6  # synonyms of a translation
_LIGHT = 0.4  # a word that says what kind of answer is wanted
_RUN = 0.5  # three stop words that stand together in the minutes too
_LOANED = 0.7  # an English word in a Danish question
_WELL_FORMED = 0.8  # what a compound of known parts may be else: as likely a word the minutes lack
_REMEMBERED = 20_000  # phrases whose words are kept


@dataclass(frozen=True, slots=True)
class QueryTerm:
    """A term to search for.

    `weight` is 0 to 1, and 3 for a case number. `origin` is one of word, compound, spelling, synonym, abbreviation,
    english, number.
    """

    term: str
    weight: float
    origin: str


class _Terms:
    """The terms of one question, each with its greatest weight, and the vocabulary they are meant for."""

    def __init__(self, vocabulary: Vocabulary | None) -> None:
        self.vocabulary = vocabulary
        self._best: dict[str, tuple[float, str]] = {}  # weight and origin

    def add(self, term: str, weight: float, origin: str) -> None:
        known = self._best.get(term)
        if known is None or known[0] < weight:
            self._best[term] = round(weight, 3), origin

    def knows(self, stem: str) -> bool:
        return self.vocabulary is None or stem in self.vocabulary

    def nearest(self, stem: str, limit: int) -> list[tuple[str, float]]:
        return self.vocabulary.nearest(stem, limit) if self.vocabulary is not None else []

    def ranked(self) -> list[QueryTerm]:
        ranked = sorted((-weight, term) for term, (weight, _) in self._best.items() if weight >= _LEAST)
        return [QueryTerm(term, -weight, self._best[term][1]) for weight, term in ranked[:_MOST]]


_YEAR = re.compile(r"(?:19|20)\d\d")  # rather a year than a sum


class Expander:
    """Expands questions; what it keeps between two of them is for speed only."""

    def __init__(
        self, stem: Callable[[str], str], stopwords: frozenset[str], splitter: Splitter, lexicon: Lexicon
    ) -> None:
        self._stem = stem
        self._stopwords = stopwords
        self._splitter = splitter
        self._lexicon = lexicon
        self._content = lru_cache(maxsize=_REMEMBERED)(self._content_words)
        self._keys = lru_cache(maxsize=_REMEMBERED)(lexicon.danish_stems)
        self._light = frozenset(map(stem, words("light.tsv")))

    def read_all(self) -> None:
        """Reads all that is known of words now, so that no question waits for it."""
        for table in (self._lexicon.synonyms, self._lexicon.abbreviations, self._lexicon.english):
            for phrase in table.read_all():
                self._content(phrase)

    def expand(self, text: str, language: Language | None, vocabulary: Vocabulary | None) -> list[QueryTerm]:
        """The terms of a question, heaviest first."""
        text = text[:_LIMIT]
        read = list(tokens(text))
        found = _Terms(vocabulary)
        for token in read:
            if token.kind is not TokenKind.WORD:
                self._figure(token, found)
        for term, weight in around(text, vocabulary):
            found.add(term, weight, "number")
        for run in runs(read, self._stopwords):
            if vocabulary is not None and run in vocabulary:
                found.add(run, _RUN, "word")
        forms = [token.text for token in read if token.kind is TokenKind.WORD]
        if (language or detect_language(text)) is Language.ENGLISH:
            self._english(forms, found)
        else:
            self._danish(forms, found)
        return found.ranked()

    def _figure(self, token: Token, found: _Terms) -> None:
        for term in token.terms:
            found.add(term, _CASE if token.kind is TokenKind.CASE else 1.0, "word")
        if token.kind is TokenKind.NUMBER and len(token.terms[0]) > 3 and not _YEAR.fullmatch(token.terms[0]):
            found.add(token.terms[0] + "kr", 0.9, "number")
        if token.kind is TokenKind.AMOUNT:
            found.add(token.terms[0].removesuffix("kr"), 0.7, "number")

    def _danish(self, forms: list[str], found: _Terms) -> None:
        stems = [self._own(form, found) for form in forms]
        for first, second in pairwise(forms):
            if first not in self._stopwords and second not in self._stopwords:
                self._joined(first + second, found)
        self._lead_on(self._lexicon.synonyms, stems, "synonym", 1.0, found)
        self._lead_on(self._lexicon.abbreviations, stems, "abbreviation", 1.0, found)

    def _own(self, form: str, found: _Terms) -> str:
        """Adds one word of a question; returns the key for looking it up, put right where it was mistyped."""
        if form in self._stopwords or len(form) < 2:
            return form
        stem = self._stem(form)
        weight = self._weight(stem)
        found.add(stem, weight, "word")
        found.add(PART + stem, weight * _INSIDE, "compound")
        parts = self._splitter.parts(form)
        self._parts(parts, weight, found)
        if found.knows(stem) or stem in self._lexicon.synonyms:
            return stem
        return self._unknown(form, stem, bool(parts), found)

    def _weight(self, *stems: str) -> float:
        return _LIGHT if all(stem in self._light for stem in stems) else 1.0

    def _unknown(self, form: str, stem: str, compound: bool, found: _Terms) -> str:
        """Adds what an unknown word may be, a slip of the pen or an English word; returns the likeliest key."""
        nearest = found.nearest(stem, limit=1 if compound else 2) or found.nearest(form, limit=1)
        for term, surety in nearest:
            found.add(term, surety * (_WELL_FORMED if compound else 1.0), "spelling")
            if not compound:
                self._parts(self._splitter.parts(term), surety, found)
        if nearest:
            return nearest[0][0]
        english = [targets for _, targets in self._lexicon.english.find([self._lexicon.english_stem(form)])]
        for target in chain.from_iterable(english):
            self._phrase(target.words, _LOANED * target.weight, "english", found)
        if not english and not compound:
            self._mended_part(form, found)
        return stem

    def _mended_part(self, form: str, found: _Terms) -> None:
        """Adds the parts of a compound the minutes do not know, one of them mistyped: "beredksabsplan"."""
        for known, other in self._splitter.halves(form):
            for term, surety in found.nearest(self._stem(other.removesuffix("s")), limit=1):
                found.add(known, _LAST, "compound")
                found.add(term, _FIRST * surety, "spelling")
                return

    def _joined(self, form: str, found: _Terms) -> None:
        stem = self._stem(form)
        if found.vocabulary is not None and len(form) > 6 and stem in found.vocabulary:
            found.add(stem, _JOINED, "spelling")

    def _parts(self, parts: tuple[str, ...], weight: float, found: _Terms) -> None:
        for place, part in enumerate(parts):
            found.add(part, weight * (_FIRST if place < len(parts) - 1 else _LAST), "compound")
            found.add(PART + part, weight * _PART_INSIDE, "compound")

    def _lead_on(self, table: PhraseTable, stems: Sequence[str], origin: str, weight: float, found: _Terms) -> None:
        """Adds what phrases among the stems lead to: less of each the more there are or the better known they are."""
        for positions, targets in table.find(stems):
            known = found.vocabulary is not None and all(found.knows(stems[place]) for place in positions)
            share = weight * (_KNOWN if known else 1.0) / len(targets) ** _CROWD
            share *= self._weight(*(stems[place] for place in positions))
            for target in targets:
                self._phrase(target.words, target.weight * share, origin, found)

    def _phrase(self, phrase: str, weight: float, origin: str, found: _Terms) -> None:
        """Adds the words of a Danish phrase, among which it shares its weight."""
        matter = self._content(phrase)
        weight /= max(len(matter), 1) ** 0.5
        for stem, lightness, parts in matter:
            share = weight * lightness
            found.add(stem, share, origin)
            found.add(PART + stem, share * _INSIDE, origin)
            self._parts(parts, share, found)

    def _content_words(self, phrase: str) -> tuple[tuple[str, float, tuple[str, ...]], ...]:
        """The words of a phrase without its stop words: each one's stem, its weight, and its parts."""
        forms = [token.text for token in tokens(phrase) if token.kind is TokenKind.WORD]
        stems = [(form, self._stem(form)) for form in forms if form not in self._stopwords]
        return tuple((stem, self._weight(stem), self._splitter.parts(form)) for form, stem in stems)

    def _english(self, forms: list[str], found: _Terms) -> None:
        stems = [self._lexicon.english_stem(form) for form in forms]
        taken: set[int] = set()
        matches = sorted(self._lexicon.english.find(stems), key=lambda match: -len(match[0]))
        for positions, targets in matches:
            alone = len(positions) == 1
            if taken.issuperset(positions) or (alone and forms[positions[0]] in english_stopwords()):
                continue
            known = alone or any(self._stands(target.words, found) for target in targets)
            taken.update(positions if known else ())
            for target in targets:
                self._phrase(target.words, target.weight, "english", found)
                self._lead_on(
                    self._lexicon.synonyms, self._keys(target.words), "synonym", _TRANSLATED * target.weight, found
                )
        for place, form in enumerate(forms):
            if form not in english_stopwords():
                self._foreign(form.removesuffix("'s"), place in taken, found)

    def _stands(self, phrase: str, found: _Terms) -> bool:
        """Whether the minutes hold all words of a Danish phrase."""
        return all(found.knows(stem) for stem in self._keys(phrase) if stem not in self._stopwords)

    def _foreign(self, form: str, translated: bool, found: _Terms) -> None:
        """A word of an English question as it stands: a name, a Danish word, or one both languages share."""
        if form in self._stopwords or len(form) < 2:
            return
        stem = self._stem(form)
        if not found.knows(stem) and not translated:
            for term, surety in found.nearest(stem, limit=1):
                found.add(term, surety * _FOREIGN, "spelling")
        found.add(stem, _FOREIGN if translated else 1.0, "word")


@lru_cache(maxsize=1)
def english_stopwords() -> frozenset[str]:
    """English words that carry no matter in a question, in the spelling that every word of a question is folded to."""
    return frozenset(map(fold_word, words("stopwords_en.tsv")))
