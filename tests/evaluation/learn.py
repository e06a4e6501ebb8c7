"""Learns the weights of the keyless engine: `python -m tests.evaluation.learn [QUESTIONS MINUTES]...`.

Two small linear models, both on questions whose quotes are known: which unit of an item answers (a softmax over the
units of the five best items), and whether the best unit answers at all (logistic). Prints what they reach on
questions they have not seen, and writes `retrieval/answering/data/*.json`. Takes two minutes on one core.
"""

import json
import re
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.answering.answer import Answerer
from retrieval.answering.gather import Gatherer
from retrieval.answering.rules.compose import Evidence, fitting_first
from retrieval.answering.rules.evidence import Scored, load_weights
from retrieval.answering.rules.refusal import figures
from retrieval.index.embeddings import LocalEmbeddings
from retrieval.language import Analyser
from retrieval.model.answers import Query, Turn
from retrieval.question.kinds import QuestionKind
from retrieval.settings import load_settings
from retrieval.wiring import open_rooms

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "retrieval" / "answering" / "data"
SETS = [(ROOT / "tests" / "evaluation" / "sample.jsonl", ROOT / "data" / "minutes")]
FALSE_REFUSALS = 0.04  # share of answerable questions that may be refused
ROUTINE = -4.0  # set by hand: no question but one for the decision is answered by "drøftede sagen"
_TOLD_FROM_FACTS = {"case", "summary", "vote", "absence", "coverage", "decision", "status"}

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Case:
    """One question with the evidence found for it."""

    gold: dict[str, Any]
    kind: QuestionKind
    leans: bool
    evidence: Evidence
    dates: dict[str, str]  # meeting key to ISO date


def read_cases(questions: Path, minutes: Path) -> list[Case]:
    """The questions of a file with what search finds for them in a folder of minutes."""
    with tempfile.TemporaryDirectory() as home:
        rooms = open_rooms(load_settings(REFERAT_HOME=home, OPENAI_API_KEY="", OPENAI_BASE_URL=""))
        rooms.ingester.ingest_paths([minutes])
        analyser, near = Analyser(), LocalEmbeddings()
        answerer = Answerer(
            rooms.store, rooms.index, analyser, near, lambda claims, question, sources: (tuple(claims), ())
        )
        gatherer = Gatherer(rooms.store, rooms.index, analyser, near)
        dates = {info.key: str(info.date) for info in rooms.store.meetings()}
        cases = []
        for line in questions.read_text(encoding="utf-8").splitlines():
            gold = json.loads(line)
            history = tuple(Turn(turn["role"], turn["content"]) for turn in gold["history"])
            found = answerer.find(Query(gold["question"], history), 5)
            evidence = gatherer.evidence(found.question, found.hits)
            if evidence.ranked:
                cases.append(Case(gold, found.question.kind, found.question.context.leans, evidence, dates))
        rooms.close()
    return cases


def answers(case: Case, scored: Scored) -> bool:
    """Whether a unit holds the gold quote, or every required fact."""
    date = case.dates[scored.meeting_key]
    if not any(date == ref["meeting"] and ref["item"] in (None, scored.item) for ref in case.gold["refs"]):
        return False
    unit, quote = _fold(scored.unit.text), _fold(case.gold["quote"])
    if len(unit) > 12 and (unit in quote or quote in unit or (len(unit) > 60 and unit[:60] in quote)):
        return True
    must = case.gold["must"]
    return bool(must) and all(any(form.casefold() in unit for form in forms) for forms in must)


def _fold(text: str) -> str:
    return " ".join(re.sub(r"[*_`#|\\]", "", text).split()).casefold()


def unit_matrices(cases: Sequence[Case], names: Sequence[str]) -> list[tuple[Matrix, Matrix]]:
    """For each answerable question the figures of its units (n_units, n_names), and which of them answer."""
    matrices = []
    for case in cases:
        right = (
            np.array([float(answers(case, one)) for one in case.evidence.ranked]) if case.gold["refs"] else np.zeros(1)
        )
        if right.any():
            rows = [[one.parts.get(name, 0.0) for name in names] for one in case.evidence.ranked]
            matrices.append((np.array(rows), right))
    return matrices


def fit_ranking(matrices: Sequence[tuple[Matrix, Matrix]], width: int, decay: float = 0.02, steps: int = 600) -> Matrix:
    """Weights that make right units likely: softmax over the units of a question, Adam, L2 `decay`."""
    weights, mean, spread = np.zeros(width), np.zeros(width), np.zeros(width)
    for step in range(1, steps + 1):
        slope = decay * weights / 50
        for figures_, right in matrices:
            chance = _softmax(figures_ @ weights)
            wanted = chance * right / max(float((chance * right).sum()), 1e-12)
            slope = slope + figures_.T @ (chance - wanted) / len(matrices)
        mean = 0.9 * mean + 0.1 * slope
        spread = 0.99 * spread + 0.01 * slope * slope
        pace = 0.3 if step <= 0.6 * steps else 0.09
        weights = weights - pace * (mean / (1 - 0.9**step)) / (np.sqrt(spread / (1 - 0.99**step)) + 1e-8)
    return weights


def _softmax(scores: Matrix) -> Matrix:
    powers = np.exp(scores - scores.max())
    return powers / powers.sum()


def first_right(matrices: Sequence[tuple[Matrix, Matrix]], weights: Matrix) -> str:
    """How often a right unit is first, among three, among five."""
    ranks = np.array([int(np.argmax(right[np.argsort(-(rows @ weights))])) for rows, right in matrices])
    return ", ".join(f"@{depth} {(ranks < depth).mean():.3f}" for depth in (1, 3, 5))


def fit_logistic(rows: Matrix, target: Matrix, decay: float = 1.0) -> Matrix:
    """Newton's method on a logistic model with L2 `decay`; the first column is the constant."""
    weights, penalty = np.zeros(rows.shape[1]), np.r_[0.0, np.full(rows.shape[1] - 1, decay)]
    for _ in range(200):
        chance = _logistic(rows, weights)
        slope = rows.T @ (chance - target) + penalty * weights
        curve = (rows.T * (chance * (1 - chance) + 1e-6)) @ rows + np.diag(penalty) + 1e-6 * np.eye(len(weights))
        weights = weights - 0.7 * np.linalg.solve(curve, slope)
    return weights


def _logistic(rows: Matrix, weights: Matrix) -> Matrix:
    chance: Matrix = 1 / (1 + np.exp(-np.clip(rows @ weights, -30, 30)))
    return chance


def held_out(
    count: int, folds: int, fit: Callable[[NDArray[np.int64]], Callable[[NDArray[np.int64]], Matrix]]
) -> Matrix:
    """Predictions for every case by a model that has not seen it."""
    order = np.random.default_rng(0).permutation(count)
    told = np.zeros(count)
    for fold in range(folds):
        left = order[fold::folds]
        told[left] = fit(np.setdiff1d(order, left))(left)
    return told


def learn_units(cases: Sequence[Case]) -> None:
    """The weights of `evidence.features`."""
    names = sorted({name for case in cases for one in case.evidence.ranked for name in one.parts})
    matrices = unit_matrices(cases, names)
    unseen = [matrix for place, matrix in enumerate(matrices) if place % 5 == 0]
    seen = [matrix for place, matrix in enumerate(matrices) if place % 5]
    now = np.array([load_weights().get(name, 0.0) for name in names])
    print(f"{len(matrices)} questions; right unit first: today {first_right(matrices, now)}")
    print(f"  unseen fifth: {first_right(unseen, fit_ranking(seen, len(names)))}")
    weights = dict(zip(names, fit_ranking(matrices, len(names)).round(3).tolist(), strict=True))
    weights["routine"] = min(weights.get("routine", 0.0), ROUTINE)
    _write("unit_weights.json", weights)


def learn_refusal(cases: Sequence[Case]) -> None:
    """The weights of `refusal.figures` and its limit."""
    asked = [case for case in cases if case.kind.value not in _TOLD_FROM_FACTS]
    asked = [case for case in asked if case.gold["type"] not in ("case", "summary", "vote")]
    told = [
        figures(
            case.evidence.asked,
            fitting_first(case.kind, case.evidence.ranked),
            case.evidence.candidates,
            leans=case.leans,
        )
        for case in asked
    ]
    names = sorted(told[0])
    rows = np.array([[1.0, *(one[name] for name in names)] for one in told])
    silent = np.array([case.gold["type"] == "unanswerable" for case in asked])

    def fit(seen: NDArray[np.int64]) -> Callable[[NDArray[np.int64]], Matrix]:
        weights = fit_logistic(rows[seen], silent[seen].astype(float))
        return lambda left: _logistic(rows[left], weights)

    doubt = held_out(len(asked), 10, fit)
    for share in (0.02, 0.03, 0.05, 0.1):
        caught = (doubt[silent] > np.quantile(doubt[~silent], 1 - share)).mean()
        print(f"unseen questions: {share:.0%} of the answerable refused, {caught:.0%} of the unanswerable")
    weights = fit_logistic(rows, silent.astype(float))
    limit = float(np.quantile(_logistic(rows, weights)[~silent], 1 - FALSE_REFUSALS))
    named = dict(zip(["bias", *names], weights.round(3).tolist(), strict=True))
    _write("refusal_weights.json", {"weights": named, "limit": round(limit, 3)})


def _write(name: str, data: object) -> None:
    (DATA / name).write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Learns from the sample questions and from any pairs of questions and minutes named."""
    named = [Path(argument) for argument in sys.argv[1:]]
    pairs = [*SETS, *zip(named[::2], named[1::2], strict=True)]
    cases = [case for questions, minutes in pairs for case in read_cases(questions, minutes)]
    learn_units(cases)
    load_weights.cache_clear()
    cases = [case for questions, minutes in pairs for case in read_cases(questions, minutes)]
    learn_refusal(cases)


if __name__ == "__main__":
    main()
