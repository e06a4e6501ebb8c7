"""Whether an English claim speaks of what its Danish quotes speak of, word by word through the lexicon. Pure."""

import re
from functools import lru_cache

from retrieval.answering.wording import load_data
from retrieval.language import Analyser
from retrieval.model.answers import Language

_PREFIX = 4  # letters by which two Danish stems are taken for one word
_SMALL = frozenset(
    [
        *("about", "above", "after", "against", "also", "among", "because", "been", "before", "being", "between"),
        *("both", "case", "does", "down", "each", "following", "from", "further", "have", "having", "here", "into"),
        *("item", "itself", "just", "matter", "meeting", "more", "most", "only", "other", "over", "same", "says"),
        *("some", "such", "than", "that", "their", "them", "then", "there", "these", "they", "this", "those"),
        *("through", "total", "under", "until", "very", "were", "what", "when", "where", "which", "while", "will"),
        *("with", "would", "minutes", "danish", "million", "billion", "kroner", "during", "within", "without", "cent"),
    ]
)


def shared_words(claim: str, ground: str) -> float:
    """The share of the claim's longer English words whose Danish counterparts stand in `ground`; 1.0 of none."""
    generic = {word.lower() for word in load_data("names.toml")["generic"]["en"]}
    tokens = re.findall(r"[a-z]+", claim.lower())
    told = {
        word: (word, " ".join(tokens[max(place - 1, 0) : place + 1]), " ".join(tokens[place : place + 2]))
        for place, word in enumerate(tokens)
        if len(word) > 3 and word not in _SMALL | generic
    }
    if not told:
        return 1.0
    held = set(analyser().terms(ground))
    beginnings = {term[:_PREFIX] for term in held}
    return sum(any(_stands(words, held, beginnings) for words in ways) for ways in told.values()) / len(told)


def _stands(words: str, held: set[str], beginnings: set[str]) -> bool:
    terms = analyser().query_terms(words, Language.ENGLISH)
    own = {term.term for term in terms if term.origin in {"english", "word"} and not term.term.startswith("~")}
    return bool(own & held) or any(len(term) >= _PREFIX and term[:_PREFIX] in beginnings for term in own)


@lru_cache
def analyser() -> Analyser:
    """The one analyser by which English and Danish are held against each other."""
    return Analyser()
