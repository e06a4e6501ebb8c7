"""`referat eval` asks every gold question and prints figures, spread and failures."""

import json

import pytest

from tests.cli.conftest import one_line

GOLD = [
    {
        "id": "g1",
        "lang": "da",
        "type": "decision",
        "question": "Hvad besluttede udvalget den 14. november 2017 under punkt 2?",
        "refs": [{"meeting": "2017-11-14", "item": 2}],
        "must": [["findes ikke i noget svar"]],
        "must_not": [],
    },
    {
        "id": "g2",
        "lang": "en",
        "type": "unanswerable",
        "question": "What did the committee decide about the moon in 1999?",
        "refs": [],
        "must": [],
        "must_not": [],
    },
]
GROUPS = ("language da", "type decision")  # of the one question that has an item


@pytest.fixture
def gold(tmp_path):
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(map(json.dumps, GOLD)) + "\n", encoding="utf-8")
    return path


def test_figures_come_with_intervals_types_and_languages(run, filled, gold):
    figures = json.loads(run("eval", gold, "--json").stdout)
    assert figures["questions"] == 2
    assert figures["correct_by_type"]["decision"] == [0, 1]
    assert set(figures["correct_by_language"]) == {"da", "en"}
    assert figures["quoted"] == 1.0
    low, high, count = figures["intervals"]["correct"]
    assert (low <= figures["correct"] <= high, count) == (True, 2)
    assert {"answer_ms", "search_ms", "recall@1", "recall@5", "mrr@10"} <= set(figures)
    searched = figures["search_by_group"]
    assert {f"{name} {group}" for name in ("recall@1", "recall@5", "mrr@10") for group in GROUPS} == set(searched)
    assert searched["mrr@10 type decision"] == [1.0, 1]


def test_questions_that_search_misses_are_printed_with_what_came_first(run, filled, tmp_path):
    wrong = {**GOLD[0], "refs": [{"meeting": "2017-11-14", "item": 99}]}
    (tmp_path / "wrong.jsonl").write_text(json.dumps(wrong), encoding="utf-8")
    told = run("eval", tmp_path / "wrong.jsonl", "--misses", "5").stderr
    assert "g1 [decision]" in told
    assert "right at rank –; first: 2017-11-14" in told


def test_failures_are_printed_on_stderr_when_asked_for(run, filled, gold):
    assert run("eval", gold).stderr == ""
    result = run("eval", gold, "--fails", "5")
    assert "g1 [decision]" in result.stderr
    assert "missing [['findes ikke i noget svar']]" in result.stderr
    assert "correct" in result.stdout


@pytest.mark.parametrize(
    ("line", "told"),
    [("{", "not JSON"), ('{"question": "a", "id": "1"}', "it lacks type, refs, must, must_not"), ("", "no questions")],
)
def test_a_file_that_is_no_gold_is_told(run, filled, tmp_path, line, told):
    (tmp_path / "bad.jsonl").write_text(line)
    result = run("eval", tmp_path / "bad.jsonl")
    assert (result.exit_code, told in one_line(result)) == (2, True)
