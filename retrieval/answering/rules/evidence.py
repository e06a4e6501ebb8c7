"""Which units of the items found answer the question best. Pure; every score is made of parts that can be shown."""

import json
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

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
    r"\d{1,2}\.\s*(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)|\d{1,2}/\d{1,2}|\d{1,2}-\d{1,2}-\d{4}|"
    r"\b(?:primo|medio|ultimo)\b|"
    r"\b(?:januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december)\b|"
    r"\bkl\.|\bkvartal|\b(?:19|20)\d\d\b|\buge \d|\bmåned",
    re.I,
)
_CAUSE = re.compile(
    r"\b(?:fordi|da|skyldes|årsag\w*|begrund\w*|derfor|grundet|på grund af|baggrund\w*|med henblik på|formål\w*|"
    r"således at|"
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
_SECTIONS = {
    SectionKind.DECISION: "decision",
    SectionKind.RECOMMENDATION: "recommendation",
    SectionKind.FINANCES: "finances",
    SectionKind.SUMMARY: "summary",
    SectionKind.EFFECT: "effect",
}
_DECISIONS = frozenset({QuestionKind.DECISION, QuestionKind.STATUS, QuestionKind.VOTE})
_NUMBERS = frozenset({QuestionKind.AMOUNT, QuestionKind.FIGURE, QuestionKind.COMPARISON})
_OWN = frozenset({"word", "number"})  # origins of the terms a person wrote
_MOST_RARE = 4.0  # what a word counts at most in the whole of a question
_WORD = re.compile(r"\w+")
_ROUTINE = re.compile(
    r"^.{0,80}\b(?:drøftede sagen|godkender? (?:indstillingen|dagsordenen)|anbefaler indstillingen)\.?$|"
    r"^orientering(?:en)? (?:blev )?(?:givet|taget til efterretning)|^mødet (?:er |blev )?aflyst|"
    r"^punkt(?:et|er)? (?:er )?udsat|\bdeltog ikke\b",
    re.I,
)

Similarity = Callable[[str, Sequence[Unit]], Sequence[float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the units are held against."""

    kind: QuestionKind
    text: str
    terms: Sequence[QueryTerm]
    years: tuple[int, ...] = ()


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """A unit with its score, how much of the question it covers (0 to about 1), and what the score is made of."""

    meeting_key: str
    item: int
    unit: Unit
    score: float
    coverage: float
    fits: bool  # it holds what the kind of question asks for: an amount, a date, a reason
    parts: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Worth:
    """What each term of a question is worth, and how much its own words are worth together."""

    of_term: Mapping[str, float]
    own: float

    def share(self, terms: frozenset[str]) -> float:
        """The worth of the question's terms in `terms`, as a share of its own words' worth."""
        return sum(worth for term, worth in self.of_term.items() if term in terms) / self.own


def rank(asked: Asked, candidates: Sequence[Candidate]) -> list[Scored]:
    """All units of the candidates, best first."""
    worth = worth_of(asked.terms, candidates)
    weights = load_weights()
    scored = []
    for candidate in candidates:
        for place, unit in enumerate(candidate.units):
            parts = features(asked, worth, candidate, place)
            score = sum(weights.get(name, 0.0) * value for name, value in parts.items())
            scored.append(
                Scored(
                    meeting_key=candidate.meeting_key,
                    item=candidate.item,
                    unit=unit,
                    score=score,
                    coverage=worth.share(unit.terms | unit.lead_terms | candidate.title_terms),
                    fits=unit.kind is not UnitKind.HEADING and fits(asked.kind, unit.text),
                    parts=parts,
                )
            )
    return sorted(scored, key=lambda one: (-one.score, one.item, one.unit.order))


def fits(kind: QuestionKind, text: str) -> bool:
    """Whether a text holds what this kind of question asks for; true where the kind asks for nothing special."""
    pattern = _FITS.get(kind)
    return pattern is None or bool(pattern.search(text))


def is_routine(unit: Unit) -> bool:
    """Whether a unit of a decision says only what every decision says, or who was away."""
    return unit.section is SectionKind.DECISION and bool(_ROUTINE.search(clean(unit.text)))


def features(asked: Asked, worth: Worth, candidate: Candidate, place: int) -> dict[str, float]:
    """The figures of one unit, each about 0 to 1."""
    units = candidate.units
    unit = units[place]
    before = units[place - 1].terms if place else frozenset[str]()
    after = units[place + 1].terms if place + 1 < len(units) else frozenset[str]()
    fit = asked.kind in _FITS and unit.kind is not UnitKind.HEADING and fits(asked.kind, unit.text)
    section = _SECTIONS.get(unit.section, "")
    values = {
        "words": worth.share(unit.terms),
        "beyond_title": worth.share(unit.terms - candidate.title_terms),
        "lead": worth.share(unit.lead_terms - unit.terms),
        "before": worth.share(before - unit.terms),
        "after": worth.share(after - unit.terms),
        "near": candidate.nearness[place] if candidate.nearness else 0.0,
        "item": candidate.prior,
        "first": float(candidate.prior >= 1.0),
        "fit": float(fit),
        "fit_words": fit * worth.share(unit.terms | unit.lead_terms),
        "year": float(any(str(year) in unit.text for year in asked.years)),
        "phrase": max(0, _shared_run(asked.text, unit.text) - 2) / 4,
        "heading": float(unit.kind is UnitKind.HEADING),
        "row": float(unit.kind is UnitKind.ROW and asked.kind not in _NUMBERS),
        "number_row": float(unit.kind is UnitKind.ROW and asked.kind in _NUMBERS),
        "list_line": float(unit.kind is UnitKind.LIST_LINE),
        "length": min(1.0, len(unit.text) / 400),
        "short": float(len(unit.text) < 40),
        "routine": float(is_routine(unit) and asked.kind not in _DECISIONS),
        "decided": float(section == "decision" and asked.kind in _DECISIONS),
        "listed": float(asked.kind is QuestionKind.LIST and (unit.group >= 0 or clean(unit.text).endswith(":"))),
        "best_near": _nearest(candidate.nearness, place),
        "paid": float(section == "finances" and asked.kind in _NUMBERS),
    }
    if section:
        values[section] = 1.0
    return values


def _nearest(nearness: Sequence[float], place: int) -> float:
    """How near the unit is against the nearest of its item; 1 for that one itself."""
    most = max(nearness, default=0.0)
    return max(0.0, nearness[place] / most) if most > 0 else 0.0


@cache
def load_weights() -> Mapping[str, float]:
    """The weight of each figure, learned by `python -m tests.evaluation.learn`."""
    text = resources.files("retrieval.answering").joinpath("data/unit_weights.json").read_text(encoding="utf-8")
    weights: dict[str, float] = json.loads(text)
    return weights


def worth_of(terms: Iterable[QueryTerm], candidates: Sequence[Candidate]) -> Worth:
    """Each query term's weight times its rarity among the candidates' units (BM25's idf); absent words count little."""
    units = [unit for candidate in candidates for unit in candidate.units]
    frequency: dict[str, int] = {}
    for unit in units:
        for word in unit.terms:
            frequency[word] = frequency.get(word, 0) + 1
    of_term, own = {}, 0.0
    for term in terms:
        held = frequency.get(term.term, 0)
        rarity = math.log(1 + (len(units) - held + 0.5) / (held + 0.5))
        of_term[term.term] = term.weight * rarity
        if term.origin in _OWN:
            own += term.weight * min(rarity, _MOST_RARE)
    return Worth(of_term, max(own, 1e-9))


def _shared_run(question: str, text: str) -> int:
    """The length in words of the longest run of words that both hold, stop words included."""
    asked = _WORD.findall(question.casefold())
    told = f" {' '.join(_WORD.findall(clean(text).casefold()))} "
    best = 0
    for start in range(len(asked)):
        while start + best < len(asked) and f" {' '.join(asked[start : start + best + 1])} " in told:
            best += 1
    return best
