"""What each term of a question is worth among the items found, and how much of it a text holds. Pure."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from retrieval.answering.rules.asked import Candidate
from retrieval.language import QueryTerm

OWN = frozenset({"word", "number"})  # origins of the terms a person wrote
NAMING = OWN | {"english", "spelling"}  # and of those that name the same thing, put right or rendered
_MOST_RARE = 4.0  # what a word counts at most in the whole of a question


@dataclass(frozen=True, slots=True)
class Worth:
    """What each term of a question is worth, and how much its own words are worth together."""

    of_term: Mapping[str, float]
    own: float

    def share(self, terms: Set[str]) -> float:
        """The worth of the question's terms in `terms`, as a share of its own words' worth."""
        return sum(worth for term, worth in self.of_term.items() if term in terms) / self.own


def worth_of(terms: Iterable[QueryTerm], candidates: Sequence[Candidate]) -> Worth:
    """Each query term's weight times its rarity among the candidates' units (BM25's idf); absent words count little."""
    terms = list(terms)
    units = [unit for candidate in candidates for unit in candidate.units]
    asked = frozenset(term.term for term in terms)
    frequency = Counter(word for unit in units for word in asked & unit.terms)
    of_term, own = {}, 0.0
    for term in terms:
        held = frequency[term.term]
        rarity = math.log(1 + (len(units) - held + 0.5) / (held + 0.5))
        of_term[term.term] = term.weight * rarity
        if term.origin in OWN:
            own += term.weight * min(rarity, _MOST_RARE)
    return Worth(of_term, max(own, 1e-9))


class Shares:
    """Shares of the question's worth, remembered. A set of its terms is held as the bits of a number."""

    def __init__(self, worth: Worth) -> None:
        self._worth = worth
        self._bits = {term: 1 << place for place, term in enumerate(worth.of_term)}
        self._terms = frozenset(self._bits)
        self._known: dict[int, float] = {}

    def bits(self, terms: frozenset[str]) -> int:
        """Those of the question's terms that are among `terms`."""
        return sum(map(self._bits.__getitem__, self._terms & terms))

    def of(self, bits: int) -> float:
        """The worth of these terms, as a share of the question's own words' worth."""
        share = self._known.get(bits)
        if share is None:
            share = self._known[bits] = self._worth.share({term for term, bit in self._bits.items() if bits & bit})
        return share
