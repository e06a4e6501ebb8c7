"""Learns when a question goes on from the one before it: `python -m tests.evaluation.leaning`.

Follow-ups are the questions of our sets that have a conversation before them. Questions that stand alone are all
others, each asked after another one of its set, drawn by chance, and the answer given to that. Prints, for each set,
how many of both are told rightly by weights learned on the other sets, how often the item is found first alone and in a
conversation, and the weights learned on all of them, to be put into `retrieval/question/leaning.py`.
"""

import json
import random
import tempfile
from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from retrieval.answering.answer import Answerer
from retrieval.answering.finding import Finder
from retrieval.index.embeddings import ANSWER_TABLE, LocalEmbeddings
from retrieval.language import Analyser
from retrieval.model.answers import Query, Turn
from retrieval.question.leaning import LeaningFigures, chance_of_leaning
from retrieval.question.understand import understand
from retrieval.settings import load_settings
from retrieval.wiring import open_rooms
from tests.evaluation.fitting import Matrix
from tests.evaluation.learn import SAMPLE
from tests.evaluation.published import SHORT, published_sets

ALONE = 250  # questions of a set that are asked after another one
SEED = 3


@dataclass(frozen=True)
class Case:
    """A question in a conversation; `found_*` tell whether its item comes first, without and with what came before."""

    figures: LeaningFigures
    goes_on: bool
    found_alone: bool
    found: bool


def read_cases(questions: Path, minutes: Path) -> Iterator[Case]:
    """The conversations of a set."""
    with tempfile.TemporaryDirectory() as home:
        rooms = open_rooms(load_settings(REFERAT_HOME=home, OPENAI_API_KEY="", OPENAI_BASE_URL=""))
        rooms.ingester.ingest_paths([minutes])
        analyser = Analyser()
        finder = Finder(rooms.store, rooms.index, analyser)
        answerer = Answerer(
            rooms.store,
            rooms.index,
            analyser,
            LocalEmbeddings(ANSWER_TABLE),
            lambda claims, question, sources: (tuple(claims), ()),
        )
        gold = [json.loads(line) for line in questions.read_text(encoding="utf-8").splitlines()]
        for one, history in conversations([one for one in gold if one["refs"]], answerer):
            query = Query(one["question"], history)
            meetings = rooms.store.meetings()
            alone = understand(Query(one["question"]), meetings)
            yield Case(
                finder.leaning(understand(query, meetings), alone),
                bool(one["history"]),
                found_first(answerer, one, Query(one["question"])),
                found_first(answerer, one, query),
            )
        rooms.close()


def conversations(gold: list[dict[str, Any]], answerer: Answerer) -> Iterator[tuple[dict[str, Any], tuple[Turn, ...]]]:
    """Each follow-up with its own conversation; each other question after one that has nothing to do with it."""
    for one in gold:
        if one["history"]:
            yield one, tuple(Turn(turn["role"], turn["content"]) for turn in one["history"])
    alone = [one for one in gold if not one["history"]]
    random.Random(SEED).shuffle(alone)
    for before, one in pairwise(alone[: ALONE + 1]):
        answer = answerer.answer(Query(before["question"])).text
        yield one, (Turn("user", before["question"]), Turn("assistant", answer))


def found_first(answerer: Answerer, gold: dict[str, Any], query: Query) -> bool:
    """Whether the first item found is one that answers."""
    hits = answerer.find(query, 1).hits
    return bool(hits) and any(
        str(hits[0].date) == ref["meeting"] and ref["item"] in (None, hits[0].item) for ref in gold["refs"]
    )


def fit(cases: list[Case]) -> Matrix:
    """Weights by Newton's method, the constant first; follow-ups and others count alike though they are fewer."""
    rows = np.array([[1.0, *astuple(case.figures)] for case in cases])
    wanted = np.array([float(case.goes_on) for case in cases])
    share = np.where(wanted == 1, 0.5 / wanted.mean(), 0.5 / (1 - wanted.mean()))
    weights = np.zeros(rows.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-np.clip(rows @ weights, -30, 30)))
        slope = rows.T @ (share * (chance - wanted)) + 0.1 * np.r_[0.0, weights[1:]]
        curve = (rows.T * (share * chance * (1 - chance))) @ rows + 0.1 * np.eye(len(weights))
        weights = weights - np.linalg.solve(curve, slope)
    return weights


def main() -> None:
    """Prints what is reached, set by set, and the weights."""
    sets = {"sample": list(read_cases(*SAMPLE["sample"]))}
    with published_sets() as published:
        for name, pair in published.items():
            if not name.endswith(SHORT):
                sets[name] = list(read_cases(*pair))
    for name, cases in sets.items():
        weights = fit([case for other, held in sets.items() if other != name for case in held] or cases)
        print(f"{name}: learned on the others {_told(cases, weights)}; {_held(cases)}")
    names = ["bias", *(one.name for one in fields(LeaningFigures))]
    learned = fit([case for held in sets.values() for case in held])
    print(dict(zip(names, learned.round(1).tolist(), strict=True)))


def _told(cases: list[Case], weights: Matrix) -> str:
    right = [(np.r_[1.0, astuple(case.figures)] @ weights > 0) == case.goes_on for case in cases]
    return ", ".join(
        f"{name} {np.mean([one for one, case in zip(right, cases, strict=True) if case.goes_on is kind]):.2f}"
        for name, kind in (("follow-ups", True), ("others", False))
    )


def _held(cases: list[Case]) -> str:
    kept = np.mean([(chance_of_leaning(case.figures) > 0.5) == case.goes_on for case in cases])
    lone = [case for case in cases if not case.goes_on]
    later = [case for case in cases if case.goes_on]
    return (
        f"today's weights {kept:.2f}; item first: others alone {np.mean([c.found_alone for c in lone]):.2f}, "
        f"in a conversation {np.mean([c.found for c in lone]):.2f}; follow-ups {np.mean([c.found for c in later]):.2f}"
    )


if __name__ == "__main__":
    main()
