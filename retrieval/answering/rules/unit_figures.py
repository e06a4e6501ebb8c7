"""What a unit's score is made of: its words, its place, its marks, and what the question wants of it. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.answering.rules.asked import Asked, Candidate
from retrieval.answering.rules.grams import grams_of, told
from retrieval.answering.rules.likeness import SAME
from retrieval.answering.rules.matching import load_matching
from retrieval.answering.rules.patterns import asks_for, statuses_asked
from retrieval.answering.rules.unit_form import FORM, form_of
from retrieval.answering.rules.units import Unit
from retrieval.answering.rules.worth import OWN, Shares, worth_of
from retrieval.model.vocabulary import AmountStatus
from retrieval.question.kinds import QuestionKind

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
_OF_ITEM = ("item", "first", "rank", "relevance", "units", "leans", "own_words")
_OF_WORDS = ("words", "beyond_title", "lead", "before", "after")
_OF_TEXT = ("rarest", "found", "found_share", "phrase", "year", "year_above", "other_year", "status", "other_status")
_OF_ALL = (
    "soft",
    "soft_lead",
    "soft_around",
    "same_words",
    "beside_number",
    "grams",
    "gram_density",
    "near",
    "best_near",
    "order",
    "match",
    "match_share",
    "match_rank",
    "match_words",
)
_OF_UNIT = (*FORM, "fit_words", *_OF_WORDS, *_OF_TEXT)
_FIT = FORM.index("fit")
_WORD = re.compile(r"\w+")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_FAINT = 0.35  # cosine under which two words have nothing to do with each other
_MOST_RARE = 4.0
_LEAST_SHARE = -12.0  # log of the least share of the match told apart

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


@dataclass(frozen=True, slots=True)
class Table:
    """The figures of an item's units: `values` (n_units, n_names), and `covered` (n_units,) of the question."""

    names: tuple[str, ...]
    values: Floats
    covered: Sequence[float]

    def of(self, names: Sequence[str]) -> Floats:
        """(n_units, len(names)) float32."""
        places = [self.names.index(name) for name in names]
        return self.values[:, places].astype(np.float32)

    def by_unit(self) -> list[dict[str, float]]:
        """The figures of each unit by their names."""
        return [dict(zip(self.names, row, strict=True)) for row in self.values.tolist()]


class UnitFigures:
    """Makes the figures of the units of one question's candidates."""

    def __init__(self, asked: Asked, candidates: Sequence[Candidate]) -> None:
        self._asked = asked
        self._years = tuple(map(str, asked.years))
        self._statuses = statuses_asked(asked.text)
        self._worth = worth_of(asked.terms, candidates)
        self._shares = Shares(self._worth)
        self._runs = _Runs(asked.text)
        self._grams = grams_of(told(asked.text).strip())
        self._soft = soft_of(candidates)
        self._matches = _Matches(candidates)
        self._own = [term.term for term in asked.terms if term.origin in OWN]
        self._known_words: dict[int, tuple[float, float, float]] = {}
        self._of_kind = {f"asks_{kind.value}": float(asked.kind is kind) for kind in _TOLD_APART} | {
            f"asks_{name}": value for name, value in asks_for(asked.text).items()
        }
        self._ranks = {id(one): place for place, one in enumerate(sorted(candidates, key=lambda one: -one.prior))}

    def of(self, candidate: Candidate) -> Table:
        """The figures of each unit, each about 0 to 1, and how much of the question it covers with lead and title."""
        units, share = candidate.units, self._shares.of
        title = self._shares.bits(candidate.title_terms)
        own = [self._shares.bits(unit.terms) for unit in units]
        leads = [self._shares.bits(unit.lead_terms) for unit in units]
        rows = []
        for place, unit in enumerate(units):
            grouped, lead = unit.group >= 0, len(unit.lead)
            form = form_of(self._asked.kind, unit.section, unit.kind, grouped, unit.text, lead, len(unit.sums))
            fit_words = form[_FIT] * share(own[place] | leads[place])
            words = self._of_words(own, leads[place], title, place)
            rows.append((*form, fit_words, *words, *self._of_text(unit, own[place])))
        return Table(
            names=(*self._of_kind, *_OF_ITEM, *_OF_UNIT, *_OF_ALL),
            values=self._beside_item(candidate, np.array(rows).reshape(len(units), len(_OF_UNIT))),
            covered=[share(mine | lead | title) for mine, lead in zip(own, leads, strict=True)],
        )

    def _beside_item(self, candidate: Candidate, rows: Floats) -> Floats:
        """The figures of the units with those of their item before them, and behind them those of all units at once."""
        shared = np.array([*self._of_kind.values(), *self._of_item(candidate)])
        before = np.broadcast_to(shared, (len(rows), len(shared)))
        return np.concatenate([before, rows, np.column_stack(self._of_all(candidate))], axis=1)

    def _of_item(self, candidate: Candidate) -> tuple[float, ...]:
        return (
            candidate.prior,
            float(candidate.prior >= 1.0),
            self._ranks[id(candidate)] / 5,
            candidate.relevance,
            len(candidate.units) / 100,
            float(self._asked.leans),
            len(self._own) / 10,
        )

    def _of_all(self, candidate: Candidate) -> tuple[Floats, ...]:
        """Likeness word by word, of the unit, with its lead, with its neighbours; runs of letters, nearness, place."""
        text, lead, weights = candidate.alike.text, candidate.alike.lead, self._soft.weights
        around = text.copy()
        around[1:] = np.maximum(around[1:], text[:-1])
        around[:-1] = np.maximum(around[:-1], text[1:])
        grams = candidate.grams.shared(self._grams).astype(float)
        lengths = np.array([max(1, len(told(unit.text))) for unit in candidate.units])
        near = np.array(candidate.nearness, float)
        most = max(candidate.nearness, default=0.0)
        return (
            (text * (text > _FAINT)) @ weights,
            np.maximum(text, lead) @ weights,
            around @ weights,
            (text > 0.9) @ weights,
            candidate.alike.beside_number.astype(float),
            grams / max(1, len(self._grams)),
            grams / lengths,
            near,
            np.maximum(0.0, near / most) if most > 0 else np.zeros(len(near)),
            np.arange(len(near)) / max(1, len(near)),
            *self._matches.of(candidate),
            text @ candidate.alike.weights,
        )

    def _of_words(self, own: Sequence[int], lead: int, title: int, place: int) -> tuple[float, ...]:
        share, here = self._shares.of, own[place]
        before = own[place - 1] if place else 0
        after = own[place + 1] if place + 1 < len(own) else 0
        return (
            share(here),
            share(here & ~title),
            share(lead & ~here),
            share(before & ~here),
            share(after & ~here),
        )

    def _of_text(self, unit: Unit, bits: int) -> tuple[float, ...]:
        words = self._known_words.get(bits)
        if words is None:
            found = [term for term in self._own if term in unit.terms]
            rarest = max((self._worth.of_term[term] for term in found), default=0.0) / 5
            words = self._known_words[bits] = rarest, len(found) / 5, len(found) / max(1, len(self._own))
        return (
            *words,
            self._runs.beyond_two(told(unit.text)) / 4,
            *self._of_years(unit),
            *self._of_status(unit),
        )

    def _of_years(self, unit: Unit) -> tuple[float, ...]:
        """Whether a year asked for stands in the unit, or above it, and whether another one does instead."""
        if not self._years:
            return 0.0, 0.0, 0.0
        here = any(year in unit.text for year in self._years)
        above = any(year in unit.lead for year in self._years)
        return float(here), float(above), float(not here and not above and bool(_YEAR.search(unit.text)))

    def _of_status(self, unit: Unit) -> tuple[float, ...]:
        """Whether sums in the unit are what is asked for: applied for, granted, spent; and whether they are not."""
        known = self._statuses and [status for status in unit.sums if status is not AmountStatus.UNSTATED]
        if not known or self._asked.kind is not QuestionKind.AMOUNT:
            return 0.0, 0.0
        is_asked = not self._statuses.isdisjoint(known)
        return float(is_asked), float(not is_asked)


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


class _Matches:
    """How well each unit of the candidates matches the question by what was learned of words (rules/matching.py)."""

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        matching = load_matching()
        self._scores = {id(one): matching.scores(one.alike, np.array(one.nearness)) for one in candidates}
        self._all = np.sort(np.concatenate(list(self._scores.values())))
        self._sum = float(np.logaddexp.reduce(self._all)) if len(self._all) else 0.0

    def of(self, candidate: Candidate) -> tuple[Floats, ...]:
        """The units' scores, their log share among all candidates' units, and their rank there, each about 0 to 1."""
        scores = self._scores[id(candidate)]
        ranks = len(self._all) - np.searchsorted(self._all, scores, side="right")
        return scores / 8, np.maximum(scores - self._sum, _LEAST_SHARE) / 4, np.log1p(ranks) / 4
