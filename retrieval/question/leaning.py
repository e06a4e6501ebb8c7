"""Whether a question goes on from the one before it or stands alone. Pure.

A logistic over a few figures; `python -m tests.evaluation.leaning` learns the weights and tells what they reach.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields

from retrieval.question.followup import Context

# A pronoun stands for something said before where no noun of its own follows: "hvad kostede det?", not "det nye gulv".
_AFTER_PRONOUN = (
    "til|for|på|paa|i|om|af|med|fra|så|saa|nu|også|ogsaa|ikke|egentlig|vel|da|skal|kan|vil|har|havde|er|var|blev|bliver|"
    "får|faar|fik|mener|imod|ville|skulle|kunne|selv|endelig|sidst|igen|ud|op|ind|ned"
)
_PRONOUN = re.compile(
    rf"\b(?:det|den|de)\b(?=\s*(?:$|[?.!,;]|(?:{_AFTER_PRONOUN})\b))|"
    r"\b(?:dem|deres|han|hun|ham|hende|hans|hendes|dens|dets|heraf|dertil|dermed|derefter|samme|sidstnævnte|førstnævnte)\b|"
    r"\b(?:it|they|them|their|its|he|she|him|her|ones?)\b|"
    r"\b(?:that|this|those|these)\b(?=\s*(?:$|[?.!,;]|(?:was|is|were|are|costs?|mean|for|to|in|with|one)\b))",
    re.I,
)
_EXPLETIVE = re.compile(
    r"\b(?:er|koster|kostede|var|kan|passer|går|gaar|bliver|blev|is|was|does) (?:det|it) "
    r"(?:at|rigtigt|muligt|sandt|korrekt|lovligt|tilladt|true|right|possible|to)\b",
    re.I,
)
_WORD = re.compile(r"\w+")
_BIAS = 7.1


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaningFigures:
    """What tells whether a question goes on from another; each about 0 to 1."""

    opens: float  # it begins as a continuation does
    points: float  # a pronoun of it stands for something said before
    words: float  # tenths of its words
    unsaid: float  # fifths of its words of matter that had not been said
    dated: float  # it names a day, month or year
    of_meeting: float  # it asks about a meeting as such
    other_language: float  # it is in another language than the question before
    best: float  # how relevant the item is that it finds by itself
    anchored: float  # how relevant the item is that the conversation is about


_WEIGHTS: Mapping[str, float] = {
    "opens": 5.4,
    "points": 1.9,
    "words": -1.7,
    "unsaid": -7.6,
    "dated": -2.1,
    "of_meeting": -4.1,
    "other_language": -5.9,
    "best": -3.7,
    "anchored": 3.4,
}


def chance_of_leaning(figures: LeaningFigures) -> float:
    """The chance, 0 to 1, that the question goes on from the one before it."""
    total = _BIAS + sum(_WEIGHTS[one.name] * getattr(figures, one.name) for one in fields(figures))
    return 1 / (1 + math.exp(-total))


def points_back(text: str) -> bool:
    """Whether a pronoun of the text stands for something said before."""
    return bool(_PRONOUN.search(text)) and not _EXPLETIVE.search(text)


def leaning_figures(
    text: str,
    context: Context,
    *,
    unsaid: int,
    dated: bool,
    of_meeting: bool,
    other_language: bool,
    best: float,
    anchored: float,
) -> LeaningFigures:
    """The figures of a question in its conversation; `unsaid` counts words, relevances are 0 to 1."""
    return LeaningFigures(
        opens=float(context.opens),
        points=float(points_back(text)),
        words=len(_WORD.findall(text)) / 10,
        unsaid=unsaid / 5,
        dated=float(dated),
        of_meeting=float(of_meeting),
        other_language=float(other_language),
        best=best,
        anchored=anchored,
    )
