"""Which units of the items found answer the question best. Pure; every score is made of parts that can be shown."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from retrieval.answering.rules.units import Unit, UnitKind, clean
from retrieval.language import QueryTerm
from retrieval.model.vocabulary import SectionKind
from retrieval.question.kinds import QuestionKind

AMOUNT = re.compile(
    r"\d[\d.,\u00a0 ]*\s*(?:kr\b|kroner|mio\b|mia\b|million|milliard|t\.?kr)|\bkr\.?\s*\d|\b(?:mio|mia|t)\.\s*kr", re.I
)
_DIGIT = re.compile(r"\d")
_COUNT_WORD = re.compile(
    r"\b(?:en|én|to|tre|fire|fem|seks|syv|otte|ni|ti|elleve|tolv|halvdelen|dobbelt\w*|ingen)\b", re.I
)
_DATE = re.compile(
    r"\d{1,2}\.\s*(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)|\d{1,2}/\d{1,2}|\d{1,2}-\d{1,2}-\d{4}|\b(?:primo|medio|ultimo)\b|"
    r"\b(?:januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december)\b|\bkl\.|\bkvartal|\b(?:19|20)\d\d\b|\buge \d",
    re.I,
)
_CAUSE = re.compile(
    r"\b(?:fordi|da|skyldes|årsag\w*|begrund\w*|derfor|grundet|på grund af|baggrund\w*|med henblik på|formål\w*|således at|"
    r"idet|eftersom|bevirker|medfør\w*|fører til|konsekvens\w*|behov\w*|for at)\b",
    re.I,
)
_NAME = re.compile(
    r"\b[A-ZÆØÅ][a-zæøåé]+(?:[ -][A-ZÆØÅ][\wæøåé-]+)+|\([A-ZÆØÅ]{1,3}\)|\w+(?:forvaltning|udvalg|styrelse|råd)\w*"
)
_FITS: Mapping[QuestionKind, re.Pattern[str]] = {
    QuestionKind.AMOUNT: AMOUNT,
    QuestionKind.COMPARISON: _DIGIT,
    QuestionKind.FIGURE: re.compile(f"{_DIGIT.pattern}|{_COUNT_WORD.pattern}", re.I),
    QuestionKind.DATE: _DATE,
    QuestionKind.WHY: _CAUSE,
    QuestionKind.PERSON: _NAME,
}
_SECTIONS: Mapping[QuestionKind, Mapping[SectionKind, float]] = {
    QuestionKind.DECISION: {SectionKind.DECISION: 0.1, SectionKind.RECOMMENDATION: 0.06},
    QuestionKind.STATUS: {SectionKind.DECISION: 0.02},
    QuestionKind.AMOUNT: {SectionKind.FINANCES: 0.06, SectionKind.RECOMMENDATION: 0.02},
    QuestionKind.COMPARISON: {SectionKind.FINANCES: 0.06},
}
_TABLE_KINDS = (QuestionKind.AMOUNT, QuestionKind.FIGURE, QuestionKind.COMPARISON)
_LEAD = 0.55  # a term that stands only in the heading or lead-in, against one in the unit itself
_NEXT = 0.3  # a term of the sentence before
_FIT = 0.28
_YEAR = 0.22
_PHRASE = 0.12  # for each word beyond two that question and unit share in a row
_ITEM = 0.55  # what being in the best item is worth against covering the whole question
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the units are held against."""

    kind: QuestionKind
    text: str
    terms: Sequence[QueryTerm]
    years: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """A unit with its score and how much of the question it covers (0 to about 1)."""

    meeting_key: str
    item: int
    unit: Unit
    score: float
    coverage: float
    fits: bool  # it holds what the kind of question asks for: an amount, a date, a reason
    parts: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An item that may hold the answer, with its units. `prior` is its search score against the best (0 to 1)."""

    meeting_key: str
    item: int
    prior: float
    units: Sequence[Unit]


def rank(asked: Asked, candidates: Sequence[Candidate]) -> list[Scored]:
    """All units of the candidates, best first."""
    weights = _weights(asked.terms, candidates)
    scored = [
        _score(asked, weights, candidate, place) for candidate in candidates for place in range(len(candidate.units))
    ]
    return sorted(scored, key=lambda one: (-one.score, one.item, one.unit.order))


def fits(kind: QuestionKind, text: str) -> bool:
    """Whether a text holds what this kind of question asks for; true where the kind asks for nothing special."""
    pattern = _FITS.get(kind)
    return pattern is None or bool(pattern.search(text))


def _weights(terms: Iterable[QueryTerm], candidates: Sequence[Candidate]) -> dict[str, float]:
    """Each query term's weight times its rarity among the candidates' units (BM25's idf)."""
    units = [unit for candidate in candidates for unit in candidate.units]
    frequency: dict[str, int] = {}
    for unit in units:
        for term in unit.terms:
            frequency[term] = frequency.get(term, 0) + 1
    total = len(units)
    return {
        term.term: term.weight
        * math.log(1 + (total - frequency.get(term.term, 0) + 0.5) / (frequency.get(term.term, 0) + 0.5))
        for term in terms
    }


def _score(asked: Asked, weights: Mapping[str, float], candidate: Candidate, place: int) -> Scored:
    unit = candidate.units[place]
    before = candidate.units[place - 1].terms if place else frozenset()
    coverage = _coverage(weights, unit, before)
    fit = unit.kind is not UnitKind.HEADING and fits(asked.kind, unit.text)
    parts = {
        "words": coverage,
        "item": _ITEM * candidate.prior,
        "fit": _FIT if fit and asked.kind in _FITS else 0.0,
        "year": _YEAR * any(str(year) in unit.text for year in asked.years) * bool(coverage),
        "section": _SECTIONS.get(asked.kind, {}).get(unit.section, 0.0),
        "phrase": _PHRASE * max(0, _shared_run(asked.text, unit.text) - 2),
    }
    if unit.kind is UnitKind.HEADING:
        parts["heading"] = -1.0
    elif unit.kind is UnitKind.ROW and asked.kind not in _TABLE_KINDS:
        parts["row"] = -0.1
    return Scored(
        meeting_key=candidate.meeting_key,
        item=candidate.item,
        unit=unit,
        score=sum(parts.values()),
        coverage=coverage,
        fits=fit,
        parts=parts,
    )


def _coverage(weights: Mapping[str, float], unit: Unit, before: frozenset[str]) -> float:
    """The share of the question's weight that the unit, its lead and the sentence before it hold."""
    whole = sum(weight for term, weight in weights.items() if not term.startswith("~"))
    if not whole:
        return 0.0
    held = sum(
        weight * (1.0 if term in unit.terms else _LEAD if term in unit.lead_terms else _NEXT if term in before else 0.0)
        for term, weight in weights.items()
    )
    length = 1.0 / (1.0 + max(0.0, len(unit.text) - 350) / 1200)
    return length * held / whole


def _shared_run(question: str, text: str) -> int:
    """The length in words of the longest run of words that both hold, stop words included."""
    asked = _WORD.findall(question.casefold())
    told = f" {' '.join(_WORD.findall(clean(text).casefold()))} "
    best = 0
    for start in range(len(asked)):
        while start + best < len(asked) and f" {' '.join(asked[start : start + best + 1])} " in told:
            best += 1
    return best
