"""Learns the weights of the keyless engine: `python -m tests.evaluation.learn [QUESTIONS MINUTES]...`.

Three small networks, on questions whose answering words are known: which unit of the items found answers, whether any
does, and whether the minutes treat the matter at all (learned from the questions of one municipality put to the minutes
of another). Every figure printed is of a set of questions that the networks it tells of have not seen. Learns from
the sample questions, from the questions about published minutes where those are at hand, and from the sets named;
writes `retrieval/answering/data/*.json`. Takes about six minutes on one core.
"""

import contextlib
import json
import random
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.answering.answer import Answerer
from retrieval.answering.gather import Gatherer
from retrieval.answering.rules.asked import Asked, Candidate
from retrieval.answering.rules.compose import fitting_first
from retrieval.answering.rules.evidence import Scored, rank
from retrieval.answering.rules.ranker import Network
from retrieval.answering.rules.refusal import figures, length_of
from retrieval.answering.training.examples import digest, folded
from retrieval.index.embeddings import ANSWER_TABLE, LocalEmbeddings
from retrieval.language import Analyser
from retrieval.model.answers import Query, Turn
from retrieval.question.kinds import QuestionKind
from retrieval.settings import load_settings
from retrieval.wiring import open_rooms
from tests.evaluation.fitting import Groups, Matrix, Schedule, best_of_group, fit, written, yes_or_no
from tests.evaluation.published import SHORT, published_sets

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "retrieval" / "answering" / "data"
MINUTES = ROOT / "data" / "minutes"
SAMPLE = {
    "sample": (ROOT / "tests" / "evaluation" / "sample.jsonl", MINUTES),
    f"sample{SHORT}": (ROOT / "tests" / "evaluation" / "short.jsonl", MINUTES),
}
FALSE_REFUSALS = {"long": 0.03, "short": 0.05}  # share of answerable questions of a length that each doubt may refuse
LENGTHS = ("long", "short")
FOREIGN = 200  # questions of another municipality put to the minutes of a set
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


@contextlib.contextmanager
def held(minutes: Path) -> Iterator["Held"]:
    """A folder of minutes, ingested, to be asked."""
    with tempfile.TemporaryDirectory() as home:
        rooms = open_rooms(load_settings(REFERAT_HOME=home, OPENAI_API_KEY="", OPENAI_BASE_URL=""))
        rooms.ingester.ingest_paths([minutes])
        analyser, near = Analyser(), LocalEmbeddings(ANSWER_TABLE)
        answerer = Answerer(
            rooms.store, rooms.index, analyser, near, lambda claims, question, sources: (tuple(claims), ())
        )
        gatherer = Gatherer(rooms.store, rooms.index, analyser, near)
        yield Held(answerer, gatherer, {info.key: str(info.date) for info in rooms.store.meetings()})
        rooms.close()


@dataclass(frozen=True)
class Held:
    """Minutes that questions can be put to; `dates`: of the meetings by key."""

    answerer: Answerer
    gatherer: Gatherer
    dates: dict[str, str]

    def cases(self, questions: Iterable[dict[str, Any]]) -> Iterator[Case]:
        """The questions with what search finds for them; those for which it finds nothing are left out."""
        for gold in questions:
            history = tuple(Turn(turn["role"], turn["content"]) for turn in gold["history"])
            found = self.answerer.find(Query(gold["question"], history), 5)
            evidence = self.gatherer.evidence(found.question, found.hits).of_years(found.question.years)
            if not evidence.ranked:
                continue
            names = sorted(evidence.ranked[0].parts)
            rows = np.array([[one.parts[name] for name in names] for one in evidence.ranked], np.float32)
            right = np.array([float(answers(gold, self.dates, one)) for one in evidence.ranked])
            yield Case(gold, found.question.kind, evidence.asked, evidence.candidates, names, rows, right)


def read_questions(path: Path) -> list[dict[str, Any]]:
    """The questions of a file with their right answers."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def of_others(asked: dict[str, list[dict[str, Any]]], name: str) -> list[dict[str, Any]]:
    """Questions of another municipality than the set's, which its minutes cannot answer: chosen by chance, the same."""
    chosen = [
        question | {"type": "unanswerable", "refs": [], "must": []}
        for other, questions in asked.items()
        for question in questions
        if is_published(other) != is_published(name) and other.endswith(SHORT) == name.endswith(SHORT)
        if question["refs"] and not question["history"]
    ]
    random.Random(name).shuffle(chosen)
    return chosen[:FOREIGN]


def others_of(sets: Iterable[str], name: str) -> list[str]:
    """The sets about other minutes than those that a set is about."""
    return [other for other in sets if other.removesuffix(SHORT) != name.removesuffix(SHORT)]


def is_published(name: str) -> bool:
    """Whether a set is of the one municipality whose published meetings are asked about."""
    return name.startswith("set")


@dataclass(frozen=True)
class Rows:
    """What the doubts are made of: figures (n_questions, n_names), which the minutes do not answer, which are short."""

    names: Sequence[str]
    figures: Matrix
    silent: NDArray[np.bool_]
    lengths: NDArray[np.str_]


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


def doubt_rows(cases: Sequence[Case], network: Network) -> Rows:
    """What the doubts are made of for each question that is answered by its best unit."""
    told, silent, lengths = [], [], []
    for case in cases:
        if case.kind.value in _TOLD_FROM_FACTS or case.gold["type"] in ("case", "summary", "vote"):
            continue
        ranked = fitting_first(case.kind, rank(case.asked, case.candidates, network))
        told.append(figures(case.asked, ranked, case.candidates))
        silent.append(case.gold["type"] == "unanswerable")
        lengths.append(length_of(case.asked.text))
    names = sorted(told[0])
    values = np.array([[one[name] for name in names] for one in told], np.float32)
    return Rows(names, values, np.array(silent), np.array(lengths))


def fit_doubt(told: Sequence[Rows], silent: Sequence[Rows]) -> Network:
    """The network that tells the questions of the sets that are answered from those of `silent` that are not.

    Those are repeated until they are half as many as the answered ones of their set, for how many of a set were written
    says nothing about what people ask.
    """
    answered = [one.figures[~one.silent] for one in told]
    unanswered = []
    for known, other in zip(answered, silent, strict=True):
        rows = other.figures[other.silent]
        unanswered.append(np.repeat(rows, max(1, round(len(known) / 2 / max(1, len(rows)))), axis=0))
    label = np.concatenate([np.zeros(sum(map(len, answered))), np.ones(sum(map(len, unanswered)))])
    rows = np.concatenate([*answered, *unanswered])
    return fit(Groups(rows, label, np.ones(len(label), int)), told[0].names, yes_or_no, DOUBT)


def learn(sets: dict[str, list[Case]], foreign: dict[str, list[Case]]) -> None:
    """Learns all networks; the doubts from rankings by networks that had not seen the questions ranked."""
    told, far = {}, {}
    for name, cases in sets.items():
        network = fit_units([case for other in others_of(sets, name) for case in sets[other]] or cases)
        print(f"{name}: {len(cases)} questions, right unit {first_right(cases, network)}", flush=True)
        told[name] = doubt_rows(cases, network)
        if foreign[name]:
            far[name] = doubt_rows(foreign[name], network)
    doubts: dict[str, dict[str, Any]] = {}
    for length in LENGTHS:
        for doubt, silent in {"untold": told, "foreign": far}.items():
            known = _taught_by(length, silent)
            for name in known:
                others = others_of(known, name) or [name]
                network = fit_doubt([told[other] for other in others], [silent[other] for other in others])
                _tell_doubt(f"{name}, {doubt}, {length}", network, told[name], silent[name])
            if known:
                learned = fit_doubt([told[name] for name in known], [silent[name] for name in known])
                limit = _limit(learned, [told[name] for name in known], length)
                doubts.setdefault(length, {})[doubt] = {"network": written(learned), "limit": limit}
    _write("unit_network.json", written(fit_units([case for held in sets.values() for case in held])))
    _write("doubt_networks.json", doubts)


def _taught_by(length: str, sets: Iterable[str]) -> list[str]:
    """The sets that networks for questions of a length learn from: short questions teach nothing about long ones."""
    return [name for name in sets if length == "short" or not name.endswith(SHORT)]


def _limit(network: Network, told: Sequence[Rows], length: str) -> float:
    """The doubt above which the share allowed of the answerable questions of a length lies."""
    rows = np.concatenate([one.figures[~one.silent & (one.lengths == length)] for one in told])
    return round(float(np.quantile(1 / (1 + np.exp(-network.scores(rows))), 1 - FALSE_REFUSALS[length])), 4)


def _tell_doubt(name: str, network: Network, told: Rows, silent: Rows) -> None:
    answered, unanswered = network.scores(told.figures[~told.silent]), network.scores(silent.figures[silent.silent])
    caught = [(unanswered > np.quantile(answered, 1 - share)).mean() for share in (0.02, 0.03, 0.05, 0.1)]
    print(f"{name}: refusing 2, 3, 5, 10 % of the answerable catches " + ", ".join(f"{one:.0%}" for one in caught))


def _write(name: str, data: object) -> None:
    (DATA / name).write_text(json.dumps(data) + "\n", encoding="utf-8")


def main() -> None:
    """Learns from all sets at hand."""
    named = [Path(argument) for argument in sys.argv[1:]]
    with published_sets() as published:
        paths = {
            **SAMPLE,
            **{one.stem: (one, folder) for one, folder in zip(named[::2], named[1::2], strict=True)},
            **published,
        }
        asked = {name: read_questions(questions) for name, (questions, _) in paths.items()}
        sets, foreign = {}, {}
        for name, (_, minutes) in paths.items():
            with held(minutes) as rooms:
                sets[name] = list(rooms.cases(asked[name]))
                foreign[name] = list(rooms.cases(of_others(asked, name)))
    learn(sets, foreign)


if __name__ == "__main__":
    main()
