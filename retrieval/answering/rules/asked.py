"""What the units are held against, and the items they come from. Pure values."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from retrieval.answering.rules.grams import Grams
from retrieval.answering.rules.units import Unit
from retrieval.language import QueryTerm
from retrieval.question.kinds import QuestionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The question, as far as its words go. `leans`: it goes on from an earlier one.

    `rendered`: for each word of an English question that says what it is about, the terms it may be in Danish.
    """

    kind: QuestionKind
    text: str
    terms: Sequence[QueryTerm]
    years: tuple[int, ...] = ()
    leans: bool = False
    rendered: Sequence[frozenset[str]] = ()


@dataclass(frozen=True, slots=True)
class Alike:
    """How near each word of the question (columns) is to the nearest word of each unit (rows): cosine, 0 to 1.

    `title`: to the nearest word of the item's title (n_words,). `weights`: how much each word counts (n_words,), sum 1.
    `beside_number`: whether a number stands in the unit right before a word like one of the question's.
    """

    weights: NDArray[Any]
    text: NDArray[Any]
    lead: NDArray[Any]
    title: NDArray[Any]
    beside_number: NDArray[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An item that may hold the answer.

    `prior` is its search score against the best (0 to 1), `relevance` how sure search is that the question is about it
    (0 to 1, calibrated).
    `nearness` is each unit's likeness to the question by its vector (cosine), in the order of `units`.
    """

    meeting_key: str
    item: int
    prior: float
    relevance: float = 0.0
    title_terms: frozenset[str]
    units: Sequence[Unit]
    nearness: Sequence[float]
    alike: Alike
    grams: Grams
