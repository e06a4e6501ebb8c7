"""Which units of the items found answer the question best. Pure; every score is made of parts that can be shown."""

import json
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache, lru_cache
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
_REMEMBERED = 20_000  # units whose words are kept
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

    def share(self, terms: Set[str]) -> float:
        """The worth of the question's terms in `terms`, as a share of its own words' worth."""
        return sum(worth for term, worth in self.of_term.items() if term in terms) / self.own


class _Shares:
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


class _Runs:
    """The runs of words of a question, to find the longest that a text holds too; stop words included."""

    def __init__(self, question: str) -> None:
        self._words = _WORD.findall(question.casefold())
        self._threes = [self._run(start, 3) for start in range(len(self._words) - 2)]

    def beyond_two(self, text: str) -> int:
        """How many words longer than two the longest run is that stands in `text`; 0 where none is."""
        told = _told(text)
        best = 2
        for start, three in enumerate(self._threes):
            if three not in told:
                continue
            while start + best < len(self._words) and self._run(start, best + 1) in told:
                best += 1
        return best - 2

    def _run(self, start: int, length: int) -> str:
        return f" {' '.join(self._words[start : start + length])} "


@lru_cache(maxsize=_REMEMBERED)
def _told(text: str) -> str:
    """The words of a text, each between blanks."""
    return f" {' '.join(_WORD.findall(clean(text).casefold()))} "


@dataclass(frozen=True, slots=True)
class _Reading:
    """A candidate held against the question: which of its terms stand in the title, in each unit and in its lead."""

    candidate: Candidate
    title: int
    units: Sequence[int]
    leads: Sequence[int]
    most_near: float


def rank(asked: Asked, candidates: Sequence[Candidate]) -> list[Scored]:
    """All units of the candidates, best first."""
    shares, runs = _Shares(worth_of(asked.terms, candidates)), _Runs(asked.text)
    weights = load_weights()
    scored = []
    for candidate in candidates:
        reading = _read(candidate, shares)
        for place, unit in enumerate(candidate.units):
            parts = _features(asked, shares, runs, reading, place)
            scored.append(
                Scored(
                    meeting_key=candidate.meeting_key,
                    item=candidate.item,
                    unit=unit,
                    score=sum(weights.get(name, 0.0) * value for name, value in parts.items() if value),
                    coverage=shares.of(reading.units[place] | reading.leads[place] | reading.title),
                    fits=unit.kind is not UnitKind.HEADING and (asked.kind not in _FITS or parts["fit"] > 0),
                    parts=parts,
                )
            )
    return sorted(scored, key=lambda one: (-one.score, one.item, one.unit.order))


def _read(candidate: Candidate, shares: _Shares) -> _Reading:
    return _Reading(
        candidate,
        shares.bits(candidate.title_terms),
        [shares.bits(unit.terms) for unit in candidate.units],
        [shares.bits(unit.lead_terms) for unit in candidate.units],
        max(candidate.nearness, default=0.0),
    )


def fits(kind: QuestionKind, text: str) -> bool:
    """Whether a text holds what this kind of question asks for; true where the kind asks for nothing special."""
    pattern = _FITS.get(kind)
    return pattern is None or bool(pattern.search(text))


def is_routine(unit: Unit) -> bool:
    """Whether a unit of a decision says only what every decision says, or who was away."""
    return unit.section is SectionKind.DECISION and bool(_ROUTINE.search(clean(unit.text)))


def _features(asked: Asked, shares: _Shares, runs: _Runs, reading: _Reading, place: int) -> dict[str, float]:
    """The figures of one unit, each about 0 to 1."""
    candidate, units, share = reading.candidate, reading.units, shares.of
    unit, own, lead = candidate.units[place], units[place], reading.leads[place]
    before = units[place - 1] if place else 0
    after = units[place + 1] if place + 1 < len(units) else 0
    fit = asked.kind in _FITS and unit.kind is not UnitKind.HEADING and fits(asked.kind, unit.text)
    section = _SECTIONS.get(unit.section, "")
    values = {
        "words": share(own),
        "beyond_title": share(own & ~reading.title),
        "lead": share(lead & ~own),
        "before": share(before & ~own),
        "after": share(after & ~own),
        "near": candidate.nearness[place] if candidate.nearness else 0.0,
        "item": candidate.prior,
        "first": float(candidate.prior >= 1.0),
        "fit": float(fit),
        "fit_words": fit * share(own | lead),
        "year": float(any(str(year) in unit.text for year in asked.years)),
        "phrase": runs.beyond_two(unit.text) / 4,
        "heading": float(unit.kind is UnitKind.HEADING),
        "row": float(unit.kind is UnitKind.ROW and asked.kind not in _NUMBERS),
        "number_row": float(unit.kind is UnitKind.ROW and asked.kind in _NUMBERS),
        "list_line": float(unit.kind is UnitKind.LIST_LINE),
        "length": min(1.0, len(unit.text) / 400),
        "short": float(len(unit.text) < 40),
        "routine": float(asked.kind not in _DECISIONS and is_routine(unit)),
        "decided": float(section == "decision" and asked.kind in _DECISIONS),
        "listed": float(asked.kind is QuestionKind.LIST and (unit.group >= 0 or clean(unit.text).endswith(":"))),
        "best_near": max(0.0, candidate.nearness[place] / reading.most_near) if reading.most_near > 0 else 0.0,
        "paid": float(section == "finances" and asked.kind in _NUMBERS),
    }
    if section:
        values[section] = 1.0
    return values


@cache
def load_weights() -> Mapping[str, float]:
    """The weight of each figure, learned by `python -m tests.evaluation.learn`."""
    text = resources.files("retrieval.answering").joinpath("data/unit_weights.json").read_text(encoding="utf-8")
    weights: dict[str, float] = json.loads(text)
    return weights


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
        if term.origin in _OWN:
            own += term.weight * min(rarity, _MOST_RARE)
    return Worth(of_term, max(own, 1e-9))
