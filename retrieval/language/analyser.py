"""Text into index terms, and questions into weighted terms."""

from functools import lru_cache

from retrieval.language import detect, stemming
from retrieval.language.compounds import PART, Splitter
from retrieval.language.data import words
from retrieval.language.expansion import Expander, QueryTerm
from retrieval.language.folding import fold_word
from retrieval.language.lexicon import Lexicon
from retrieval.language.runs import runs
from retrieval.language.tokens import Token, TokenKind, tokens
from retrieval.language.vocabulary import Vocabulary
from retrieval.model.answers import Language

_REMEMBERED = 100_000  # words whose terms are kept


class Analyser:
    """Danish analysis for indexing and for asking.

    One instance serves all threads; the same text always gives the same terms.
    """

    def __init__(self) -> None:
        self._stem = stemming.danish()
        self._stopwords = frozenset(fold_word(word) for word in words("stopwords.tsv"))
        self._lexicon = Lexicon(self._stem, self._stopwords)
        self._splitter = Splitter(self._lexicon.head, self._lexicon.tail)
        self._marked = lru_cache(maxsize=_REMEMBERED)(self._with_parts)
        self._expander = Expander(self._stem, self._stopwords, self._splitter, self._lexicon)

    def terms(self, text: str) -> list[str]:
        """The index terms of a text in order: stems, and case numbers, amounts, dates and shares whole.

        Stop words are left out. A date gives its day, its month and its year.
        """
        return [term for token in tokens(text) for term in self._token_terms(token)]

    def index_terms(self, text: str) -> list[str]:
        """`terms`, with the parts of each compound behind it, marked by a leading "~", and runs of stop words last.

        A query's parts are marked likewise, so a part counts for itself and never as the word.
        """
        read = list(tokens(text))
        found: list[str] = []
        for token in read:
            found += self._marked(token.text) if token.kind is TokenKind.WORD else token.terms
        return found + list(runs(read, self._stopwords))

    def query_terms(
        self, text: str, language: Language | None = None, vocabulary: Vocabulary | None = None
    ) -> list[QueryTerm]:
        """What to search for, heaviest first: each term once, with its weight and where it comes from.

        Args:
            text: the question.
            language: its language; found out where None.
            vocabulary: the index's terms; without it no spelling is mended and no round amount met.
        """
        return self._expander.expand(text, language, vocabulary)

    def in_english(self, word: str) -> str:
        """The English for a Danish word as minutes use it; of a compound that of its parts; empty where unknown."""
        folded, english_of = fold_word(word), self._lexicon.english_of
        if folded in self._stopwords:
            return ""
        parts = [english_of(part).partition(",")[0] for part in self._splitter.parts(folded)]
        return english_of(folded) or (" ".join(parts) if all(parts) else "")

    def warm_up(self) -> None:
        """Reads the thesaurus and the English lexicon now, so that no question waits for them."""
        self._expander.read_all()
        detect.warm_up()

    def _token_terms(self, token: Token) -> tuple[str, ...]:
        return self._word_terms(token.text) if token.kind is TokenKind.WORD else token.terms

    def _word_terms(self, word: str) -> tuple[str, ...]:
        return () if word in self._stopwords or len(word) < 2 else (self._stem(word),)

    def _with_parts(self, word: str) -> tuple[str, ...]:
        """A word's stem with the parts of the compound it is."""
        if word in self._stopwords:
            return ()
        return (*self._word_terms(word), *(PART + part for part in self._splitter.parts(word)))
