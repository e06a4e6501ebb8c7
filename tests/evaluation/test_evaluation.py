"""Our figures are the scorer's figures, and their intervals are honest."""

import json
import math
import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval import evaluation
from retrieval.evaluation import Marks

SCORER = Path(__file__).parents[3] / "shared" / "gold" / "score.py"
TEXT = "Udvalget bevilger 1.175.000 kr. til broen – og 4,50 % til *vejen*.\nPunktet\u00a0blev udsat til 3. maj 2031."
QUOTES = ["bevilger 1.175.000 kr.", "4,50 % til vejen", "blev udsat til", "står her ikke", ""]
SAYINGS = ["1175000 kr.", "1.175.000 kr", "4,5 procent", "3. maj", "2. juni", "blev udsat", "intet", "x" * 950, ""]


def question(rng: random.Random, number: int) -> dict:
    kind = rng.choice(["amount", "list", "summary", "unanswerable", "decision"])
    refs = [{"meeting": "2031-05-0" + rng.choice("123"), "item": rng.choice([1, 2, None])}]
    if rng.random() < 0.3:
        refs[0]["committee"] = rng.choice(["Broudvalget", "Vejudvalget", ""])
    return {
        "id": f"q{number}",
        "lang": rng.choice(["da", "en"]),
        "type": kind,
        "question": rng.choice(["Hvad kostede broen i 2031?", "Og de 2 andre?"]),
        "history": [{"role": "user", "content": "Der var 7 broer"}] if rng.random() < 0.3 else [],
        "refs": [] if kind == "unanswerable" or rng.random() < 0.1 else refs,
        "must": [] if kind == "unanswerable" else [rng.sample(SAYINGS[:7], 2)],
        "must_not": rng.sample(SAYINGS[:7], rng.choice([0, 0, 1])),
    }


def place(rng: random.Random) -> dict:
    return {
        "meeting": "2031-05-0" + rng.choice("123"),
        "committee": rng.choice(["Bro- og Vejudvalget", "Broudvalget", ""]),
        "item": rng.choice([1, 2]),
    }


def answer(rng: random.Random, id: str) -> dict:
    cites = [place(rng) | {"quote": rng.choice(QUOTES), "case_number": "05.01-7"} for _ in range(rng.choice([0, 1, 2]))]
    return {
        "id": id,
        "answer": " ".join(rng.sample(SAYINGS, 3)),
        "found": rng.random() < 0.8,
        "citations": cites,
        "latency_ms": rng.randint(1, 99),
    }


def write(path: Path, rows: list[dict]) -> str:
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    return str(path)


@pytest.mark.skipif(not SCORER.exists(), reason="the scorer is not beside the project")
@pytest.mark.parametrize("seed", range(6))
def test_the_figures_are_those_of_the_scorer(tmp_path, seed):
    rng = random.Random(seed)
    gold = [question(rng, number) for number in range(60)]
    answers = [answer(rng, one["id"]) for one in gold[:-2]]
    hits = [{"id": one["id"], "hits": [place(rng) for _ in range(rng.randint(0, 14))], "latency_ms": 3} for one in gold]
    (tmp_path / "minutes").mkdir()
    (tmp_path / "minutes" / "a.txt").write_text(TEXT, encoding="utf-8")
    command = [sys.executable, str(SCORER), write(tmp_path / "q", gold), "--answers", write(tmp_path / "a", answers)]
    command += ["--hits", write(tmp_path / "h", hits), "--minutes", str(tmp_path / "minutes"), "--json"]
    theirs = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)

    marks = Marks()
    evaluation.mark_answers(gold, {one["id"]: one for one in answers}, [TEXT], marks)
    evaluation.mark_hits(gold, {one["id"]: one for one in hits}, marks)
    ours = evaluation.as_json(marks, len(gold))
    assert {name: ours[name] for name in theirs} == theirs


def test_a_question_counts_only_where_the_figure_has_a_meaning():
    gold = [{"id": "1", "type": "unanswerable", "question": "?", "refs": [], "must": [], "must_not": []}]
    marks = Marks()
    evaluation.mark_answers(gold, {}, [], marks)
    evaluation.mark_hits(gold, {}, marks)
    assert {name: f.value for name, f in marks.figures().items()} == {"abstain": 1.0, "correct": 1.0}


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("1.175.000 kr.", {"1175000"}),
        ("4,50 %", {"4.5"}),
        ("den 3/5 2031", {"3", "5", "2031"}),
        ("2,0 mio.", {"2"}),
        ("100 og 0", {"100", "0"}),
    ],
)
def test_numbers_have_one_form(printed, read):
    assert evaluation.numbers(printed) == read


@given(st.text(st.characters(exclude_characters="*_`#|\\")))  # a mark taken away may leave a blank at the end
def test_comparing_folds_only_once(text):
    assert evaluation.loose(evaluation.loose(text)) == evaluation.loose(text) or "ı" in text.casefold()


@given(st.integers(1, 500), st.floats(0, 1))
def test_the_interval_holds_the_share_and_stays_within_bounds(count, share):
    hits = round(share * count)
    low, high = evaluation.wilson(hits / count, count)
    assert 0 <= low <= hits / count + 1e-9
    assert hits / count - 1e-9 <= high <= 1


def test_wilsons_interval_is_the_published_one():
    low, high = evaluation.wilson(0.9, 50)
    assert (round(low, 4), round(high, 4)) == (0.7864, 0.9565)


def test_more_questions_make_a_narrower_interval():
    few, many = evaluation.figure([1.0, 0.5] * 5), evaluation.figure([1.0, 0.5] * 500)
    assert few.value == many.value == 0.75
    assert math.isclose((few.high - few.low) / (many.high - many.low), 10, rel_tol=0.06)
