"""What a unit's score is made of: its words, its place, its marks, and what the question wants of it. Pure."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.answering.rules.asked import Asked, Candidate
from retrieval.answering.rules.grams import grams_of, told
from retrieval.answering.rules.likeness import SAME
from retrieval.answering.rules.patterns import WANTED, asks_for, fits, is_routine, marks_of
from retrieval.answering.rules.units import Unit, UnitKind
from retrieval.answering.rules.worth import OWN, Shares, Worth, worth_of
from retrieval.model.vocabulary import SectionKind
from retrieval.question.kinds import QuestionKind

_SECTIONS = {
    SectionKind.DECISION: "decision",
    SectionKind.RECOMMENDATION: "recommendation",
    SectionKind.FINANCES: "finances",
    SectionKind.SUMMARY: "summary",
    SectionKind.EFFECT: "effect",
}
_DECISIONS = frozenset({QuestionKind.DECISION, QuestionKind.STATUS, QuestionKind.VOTE})
_NUMBERS = frozenset({QuestionKind.AMOUNT, QuestionKind.FIGURE, QuestionKind.COMPARISON})
_TOLD_APART = (
    QuestionKind.AMOUNT,
    QuestionKind.FIGURE,
    QuestionKind.DATE,
    QuestionKind.WHY,
    QuestionKind.LIST,
    QuestionKind.PERSON,
    QuestionKind.OPEN,
    QuestionKind.DECISION,
    QuestionKind.STATUS,
)
_WORD = re.compile(r"\w+")
_FAINT = 0.35  # cosine under which two words have nothing to do with each other
_MOST_RARE = 4.0

Floats = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Soft:
    """The likeness of all candidates' units to the question's words, weighted by how rare each is among them."""

    weights: Floats  # (n_words,), sum 1 or 0


def soft_of(candidates: Sequence[Candidate]) -> Soft:
    """How much each word of the question counts: words like it in few units count most."""
    near = np.concatenate([one.alike.text for one in candidates])
    held = (near > SAME).sum(axis=0)
    rarity = np.minimum(np.log(1 + (len(near) - held + 0.5) / (held + 0.5)), _MOST_RARE)
    return Soft(rarity / max(float(rarity.sum()), 1e-6))


class UnitFigures:
    """Makes the figures of the units of one question's candidates."""

    def __init__(self, asked: Asked, candidates: Sequence[Candidate]) -> None:
        self._asked = asked
        self._worth = worth_of(asked.terms, candidates)
        self._shares = Shares(self._worth)
        self._runs = _Runs(asked.text)
        self._grams = grams_of(told(asked.text).strip())
        self._soft = soft_of(candidates)
        self._own = [term.term for term in asked.terms if term.origin in OWN]
        self._of_kind = {f"asks_{kind.value}": float(asked.kind is kind) for kind in _TOLD_APART} | {
            f"asks_{name}": value for name, value in asks_for(asked.text).items()
        }
        self._ranks = {id(one): place for place, one in enumerate(sorted(candidates, key=lambda one: -one.prior))}

    def of(self, candidate: Candidate) -> tuple[list[dict[str, float]], list[float]]:
        """The figures of each unit, each about 0 to 1, and how much of the question it covers with lead and title."""
        units = candidate.units
        title = self._shares.bits(candidate.title_terms)
        own = [self._shares.bits(unit.terms) for unit in units]
        leads = [self._shares.bits(unit.lead_terms) for unit in units]
        shared = self._of_kind | self._of_item(candidate)
        soft, grams = self._soft_figures(candidate), candidate.grams.shared(self._grams)
        most_near = max(candidate.nearness, default=0.0)
        figures = []
        for place, unit in enumerate(units):
            figures.append(
                shared
                | {name: float(values[place]) for name, values in soft.items()}
                | self._of_words(own, leads[place], title, place)
                | self._of_text(unit, float(grams[place]))
                | self._of_form(unit)
                | _nearness(candidate.nearness[place], most_near)
            )
            figures[-1]["order"] = place / len(units)
            figures[-1]["fit_words"] = figures[-1]["fit"] * self._shares.of(own[place] | leads[place])
        return figures, [self._shares.of(own[place] | leads[place] | title) for place in range(len(units))]

    def _of_item(self, candidate: Candidate) -> dict[str, float]:
        return {
            "item": candidate.prior,
            "first": float(candidate.prior >= 1.0),
            "rank": self._ranks[id(candidate)] / 5,
            "relevance": candidate.relevance,
            "units": len(candidate.units) / 100,
            "leans": float(self._asked.leans),
            "own_words": len(self._own) / 10,
        }

    def _soft_figures(self, candidate: Candidate) -> dict[str, Floats]:
        """Likeness word by word: of the unit, with its lead, with its neighbours, and of words as good as equal."""
        text, lead, weights = candidate.alike.text, candidate.alike.lead, self._soft.weights
        around = text.copy()
        around[1:] = np.maximum(around[1:], text[:-1])
        around[:-1] = np.maximum(around[:-1], text[1:])
        return {
            "soft": (text * (text > _FAINT)) @ weights,
            "soft_lead": np.maximum(text, lead) @ weights,
            "soft_around": around @ weights,
            "same_words": (text > 0.9) @ weights,
            "beside_number": candidate.alike.beside_number,
        }

    def _of_words(self, own: Sequence[int], lead: int, title: int, place: int) -> dict[str, float]:
        share, here = self._shares.of, own[place]
        before = own[place - 1] if place else 0
        after = own[place + 1] if place + 1 < len(own) else 0
        return {
            "words": share(here),
            "beyond_title": share(here & ~title),
            "lead": share(lead & ~here),
            "before": share(before & ~here),
            "after": share(after & ~here),
        }

    def _of_text(self, unit: Unit, grams: float) -> dict[str, float]:
        found = [term for term in self._own if term in unit.terms]
        words = told(unit.text)
        return {
            "rarest": max((self._worth.of_term[term] for term in found), default=0.0) / 5,
            "found": len(found) / 5,
            "found_share": len(found) / max(1, len(self._own)),
            "grams": grams / max(1, len(self._grams)),
            "gram_density": grams / max(1, len(words)),
            "phrase": self._runs.beyond_two(words) / 4,
            "year": float(any(str(year) in unit.text for year in self._asked.years)),
        }

    def _of_form(self, unit: Unit) -> dict[str, float]:
        kind, marks = self._asked.kind, marks_of(unit.text)
        section = _SECTIONS.get(unit.section, "")
        is_row = unit.kind is UnitKind.ROW
        return {
            "fit": float(kind in WANTED and unit.kind is not UnitKind.HEADING and fits(kind, unit.text)),
            "heading": float(unit.kind is UnitKind.HEADING),
            "row": float(is_row and kind not in _NUMBERS),
            "number_row": float(is_row and kind in _NUMBERS),
            "list_line": float(unit.kind is UnitKind.LIST_LINE),
            "listed": float(kind is QuestionKind.LIST and (unit.group >= 0 or marks.opens)),
            "length": min(1.0, len(unit.text) / 400),
            "log_length": math.log(1 + marks.length) / 6,
            "short": float(len(unit.text) < 40),
            "lead_length": min(len(unit.lead), 200) / 200,
            "brackets": float(marks.brackets),
            "asks": float(marks.asks),
            "opens": float(marks.opens),
            "numbers": marks.numbers,
            "sums": marks.sums,
            "cause": float(marks.cause),
            "date": float(marks.date),
            "digit": float(marks.digit),
            "name": float(marks.name),
            "names": marks.names,
            "commas": marks.commas,
            "place": float(marks.place),
            "routine": float(kind not in _DECISIONS and is_routine(unit)),
            "decided": float(section == "decision" and kind in _DECISIONS),
            "paid": float(section == "finances" and kind in _NUMBERS),
            **{name: float(name == section) for name in _SECTIONS.values()},
        }

    @property
    def worth(self) -> Worth:
        """What the question's terms are worth among these candidates."""
        return self._worth


def matrix(figures: Sequence[Mapping[str, float]], names: Sequence[str]) -> Floats:
    """(n_units, n_names) float32."""
    return np.array([[one[name] for name in names] for one in figures], np.float32).reshape(-1, len(names))


def _nearness(near: float, most: float) -> dict[str, float]:
    return {"near": near, "best_near": max(0.0, near / most) if most > 0 else 0.0}


class _Runs:
    """The runs of words of a question, to find the longest that a text holds too; stop words included."""

    def __init__(self, question: str) -> None:
        self._words = _WORD.findall(question.casefold())
        self._threes = [self._run(start, 3) for start in range(len(self._words) - 2)]

    def beyond_two(self, words: str) -> int:
        """How many words longer than two the longest run is that stands in `words`; 0 where none is."""
        best = 2
        for start, three in enumerate(self._threes):
            if three not in words:
                continue
            while start + best < len(self._words) and self._run(start, best + 1) in words:
                best += 1
        return best - 2

    def _run(self, start: int, length: int) -> str:
        return f" {' '.join(self._words[start : start + length])} "
