"""Learns the weights of the keyless engine: `python -m tests.evaluation.learn [QUESTIONS MINUTES]...`.

Two small networks, both on questions whose answering words are known: which unit of the items found answers, and
whether any does. Every figure printed is of a set of questions that the networks it tells of have not seen. Learns from
the sample questions, from the questions about published minutes where those are at hand, and from the sets named;
writes `retrieval/answering/data/*.json`. Takes about three minutes on one core.
"""

import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from retrieval.answering.answer import Answerer
from retrieval.answering.gather import Gatherer
from retrieval.answering.rules.asked import Asked, Candidate
from retrieval.answering.rules.compose import fitting_first
from retrieval.answering.rules.evidence import Scored, rank
from retrieval.answering.rules.ranker import Network
from retrieval.answering.rules.refusal import figures
from retrieval.answering.training.examples import digest, folded
from retrieval.index.embeddings import ANSWER_TABLE, LocalEmbeddings
from retrieval.language import Analyser
from retrieval.model.answers import Query, Turn
from retrieval.question.kinds import QuestionKind
from retrieval.settings import load_settings
from retrieval.wiring import open_rooms
from tests.evaluation.fitting import Groups, Matrix, Schedule, best_of_group, fit, written, yes_or_no
from tests.evaluation.published import published_sets

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "retrieval" / "answering" / "data"
SAMPLE = (ROOT / "tests" / "evaluation" / "sample.jsonl", ROOT / "data" / "minutes")
FALSE_REFUSALS = 0.05  # share of answerable questions that may be refused
OTHER_UNITS = 80  # of a question, that the network is shown
UNITS = Schedule(hidden=32, epochs=20, pace=0.004)
DOUBT = Schedule(hidden=16, epochs=40, pace=0.003, decay=0.01)
_TOLD_FROM_FACTS = {"case", "summary", "vote", "absence", "coverage", "decision", "status"}


@dataclass(frozen=True)
class Case:
    """One question with the evidence found for it: its units' figures (n_units, n_names) and which of them answer."""

    gold: dict[str, Any]
    kind: QuestionKind
    asked: Asked
    candidates: Sequence[Candidate]
    names: Sequence[str]
    figures: Matrix
    right: Matrix


def read_cases(questions: Path, minutes: Path) -> Iterator[Case]:
    """The questions of a file with what search finds for them in a folder of minutes."""
    with tempfile.TemporaryDirectory() as home:
        rooms = open_rooms(load_settings(REFERAT_HOME=home, OPENAI_API_KEY="", OPENAI_BASE_URL=""))
        rooms.ingester.ingest_paths([minutes])
        analyser, near = Analyser(), LocalEmbeddings(ANSWER_TABLE)
        answerer = Answerer(
            rooms.store, rooms.index, analyser, near, lambda claims, question, sources: (tuple(claims), ())
        )
        gatherer = Gatherer(rooms.store, rooms.index, analyser, near)
        dates = {info.key: str(info.date) for info in rooms.store.meetings()}
        for line in questions.read_text(encoding="utf-8").splitlines():
            gold = json.loads(line)
            history = tuple(Turn(turn["role"], turn["content"]) for turn in gold["history"])
            found = answerer.find(Query(gold["question"], history), 5)
            evidence = gatherer.evidence(found.question, found.hits).of_years(found.question.years)
            if evidence.ranked:
                names = sorted(evidence.ranked[0].parts)
                rows = [[one.parts[name] for name in names] for one in evidence.ranked]
                right = np.array([float(answers(gold, dates, one)) for one in evidence.ranked])
                yield Case(
                    gold,
                    found.question.kind,
                    evidence.asked,
                    evidence.candidates,
                    names,
                    np.array(rows, np.float32),
                    right,
                )
        rooms.close()


def answers(gold: dict[str, Any], dates: dict[str, str], scored: Scored) -> bool:
    """Whether a unit holds the gold quote (or is known by its digest), or every required fact."""
    date = dates[scored.meeting_key]
    if not any(date == ref["meeting"] and ref["item"] in (None, scored.item) for ref in gold["refs"]):
        return False
    unit, quote = folded(scored.unit.text), folded(gold.get("quote", ""))
    if quote and len(unit) > 12 and (unit in quote or quote in unit or (len(unit) > 60 and unit[:60] in quote)):
        return True
    if digest(unit) in gold.get("answered_by", ()):
        return True
    must = gold["must"]
    return bool(must) and all(any(form.casefold() in unit for form in forms) for forms in must)


def fit_units(cases: Sequence[Case]) -> Network:
    """The network that scores units."""
    groups = [_thinned(case) for case in cases if case.gold["refs"] and case.right.any()]
    return fit(Groups.of(groups), cases[0].names, best_of_group, UNITS)


def _thinned(case: Case) -> tuple[Matrix, Matrix]:
    """The case with the units that answer and some of the others: more teach nothing new."""
    share = OTHER_UNITS / len(case.right)
    kept = (case.right > 0) | (np.random.default_rng(len(case.right)).random(len(case.right)) < share)
    return case.figures[kept], case.right[kept]


def first_right(cases: Sequence[Case], network: Network) -> str:
    """How often a right unit is first, among three, among five."""
    known = [case for case in cases if case.gold["refs"] and case.right.any()]
    ranks = np.array([int(np.argmax(case.right[np.argsort(-network.scores(case.figures))])) for case in known])
    return ", ".join(f"@{depth} {(ranks < depth).mean():.3f}" for depth in (1, 3, 5))


def doubt_rows(cases: Sequence[Case], network: Network) -> tuple[list[str], Matrix, Matrix]:
    """What the doubt is made of for each question, its names, and which questions the minutes do not answer."""
    told, silent = [], []
    for case in cases:
        if case.kind.value in _TOLD_FROM_FACTS or case.gold["type"] in ("case", "summary", "vote"):
            continue
        ranked = fitting_first(case.kind, rank(case.asked, case.candidates, network))
        told.append(figures(case.asked, ranked, case.candidates))
        silent.append(float(case.gold["type"] == "unanswerable"))
    names = sorted(told[0])
    return names, np.array([[one[name] for name in names] for one in told], np.float32), np.array(silent)


def fit_doubt(names: Sequence[str], rows: Matrix, silent: Matrix) -> Network:
    """The network that tells how doubtful an answer is."""
    return fit(Groups(rows, silent, np.ones(len(silent), int)), names, yes_or_no, DOUBT)


def learn(sets: dict[str, list[Case]]) -> None:
    """Learns both networks; the doubt from rankings by networks that had not seen the questions ranked."""
    rows = {}
    for name, cases in sets.items():
        network = fit_units([case for other, held in sets.items() if other != name for case in held] or cases)
        print(f"{name}: {len(cases)} questions, right unit {first_right(cases, network)}", flush=True)
        rows[name] = doubt_rows(cases, network)
    names = next(iter(rows.values()))[0]
    for name, (_, held, silent) in rows.items():
        others = [rows[other] for other in rows if other != name] or [rows[name]]
        network = fit_doubt(
            names, np.concatenate([one[1] for one in others]), np.concatenate([one[2] for one in others])
        )
        _tell_doubt(name, network.scores(held), silent.astype(bool))
    _write("unit_network.json", written(fit_units([case for held in sets.values() for case in held])))
    every, silent = np.concatenate([one[1] for one in rows.values()]), np.concatenate([one[2] for one in rows.values()])
    network = fit_doubt(names, every, silent)
    scores = network.scores(every)[silent == 0]
    limit = float(1 / (1 + np.exp(-np.quantile(scores, 1 - FALSE_REFUSALS))))
    _write("doubt_network.json", {"network": written(network), "limit": round(limit, 4)})


def _tell_doubt(name: str, doubt: Matrix, silent: Matrix) -> None:
    caught = [(doubt[silent] > np.quantile(doubt[~silent], 1 - share)).mean() for share in (0.03, 0.05, 0.1)]
    print(f"{name}: refusing 3, 5, 10 % of the answerable catches " + ", ".join(f"{one:.0%}" for one in caught))


def _write(name: str, data: object) -> None:
    (DATA / name).write_text(json.dumps(data) + "\n", encoding="utf-8")


def main() -> None:
    """Learns from all sets at hand."""
    named = [Path(argument) for argument in sys.argv[1:]]
    sets = {"sample": list(read_cases(*SAMPLE))}
    for questions, minutes in zip(named[::2], named[1::2], strict=True):
        sets[questions.stem] = list(read_cases(questions, minutes))
    with published_sets() as published:
        for name, pair in published.items():
            sets[name] = list(read_cases(*pair))
    learn(sets)


if __name__ == "__main__":
    main()
