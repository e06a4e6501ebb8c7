"""What the vectors that tell which unit answers are learned from."""

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from retrieval.answering.rules.asked import Alike
from retrieval.answering.training.examples import (
    Example,
    UnitText,
    digest,
    folded,
    invented_examples,
    published_examples,
)
from retrieval.answering.training.vocabulary import Vocabulary, padded
from retrieval.index.subwords import SubwordTable, words_of

ROOT = Path(__file__).resolve().parents[3]
EXAMPLES = ROOT / "data" / "training"
BODY = {
    "Id": "b",
    "Udvalg": {"Navn": "Kulturudvalget"},
    "Moede": {"MeetingBeginUtc": "2024-05-14T16:00:00+02:00", "Afsluttet": True},
    "Dagsordenpunkter": [
        {
            "Number": "1",
            "Sorting": 1,
            "IsOpen": True,
            "Navn": "Ny hal",
            "Felter": [{"Html": "<h3>Sagsfremstilling</h3><p>Hallen koster 4 mio. kr. Den åbner til maj.</p>"}],
        }
    ],
}


def lines_of(name: str) -> list[dict]:
    with gzip.open(EXAMPLES / name, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def written(path: Path, lines: list[dict]) -> Path:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(line) + "\n" for line in lines)
    return path


def test_the_questions_about_published_minutes_keep_digests_alone() -> None:
    for asked in lines_of("questions.jsonl.gz"):
        assert set(asked) == {"meeting", "item", "lang", "question", "units"}
        assert all(len(unit) == 12 and int(unit, 16) >= 0 for unit in asked["units"])


def test_the_units_named_are_units_of_the_invented_item() -> None:
    for item in lines_of("invented.jsonl.gz"):
        assert item["units"]
        assert item["questions"]
        assert all(0 <= unit < len(item["units"]) for asked in item["questions"] for unit in asked["units"])


def test_an_invented_question_is_an_example_where_something_answers_it(tmp_path: Path) -> None:
    questions = [{"question": "pris?", "units": [1]}, {"question": "farve?", "units": []}]
    path = written(tmp_path / "x.gz", [{"title": "Hal", "units": ["A.", "B."], "questions": questions}])
    assert list(invented_examples(path)) == [Example("pris?", "Hal", [UnitText("A."), UnitText("B.")], frozenset({1}))]


def test_a_published_question_finds_its_unit_by_digest(tmp_path: Path) -> None:
    (tmp_path / "town").mkdir()
    (tmp_path / "town" / "body.json").write_text(json.dumps(BODY), encoding="utf-8")
    asked = {"meeting": "b", "item": 1, "question": "hvornår?", "units": [digest(folded("Den åbner til maj."))]}
    path = written(tmp_path / "q.gz", [asked, asked | {"units": ["0" * 12]}])
    (example,) = published_examples(path, tmp_path)
    assert [example.units[place].text for place in example.answering] == ["Den åbner til maj."]
    assert example.title == "Ny hal"


def test_what_a_word_counts_in_the_whole_is_what_the_table_counts() -> None:
    table = SubwordTable.quantised(np.random.default_rng(3).normal(size=(512, 8)).astype(np.float32))
    text = "hallen koster penge og hallen åbner og hallen ligger i byen"
    vocabulary = Vocabulary(512)
    (unit,) = vocabulary.number(Example("hal", "", [UnitText(text)], frozenset({0}))).units
    rows, starts, weights = vocabulary.rows(np.array(unit.words))
    sums = np.add.reduceat(table.vectors()[rows] * weights[:, None], starts)
    whole = (sums * np.array(unit.shares)[:, None]).sum(axis=0)
    assert whole / np.linalg.norm(whole) == pytest.approx(table.embed([text])[0], abs=1e-4)
    assert len(unit.words) == len(words_of(text))


def test_rows_are_filled_up_with_nothing() -> None:
    assert padded([[1, 2], [], [3]]).tolist() == [[1, 2], [0, 0], [3, 0]]


def test_what_learns_scores_as_what_comes_of_it() -> None:
    """Run where torch is at hand, which the project does not need otherwise."""
    pytest.importorskip("torch")
    from retrieval.answering.training.learn import Batch, Matcher

    dice = np.random.default_rng(5)
    table = dice.normal(size=(512, 8)).astype(np.float32)
    vocabulary = Vocabulary(512)
    example = vocabulary.number(
        Example(
            "prisen på hallen",
            "Ny hal",
            [UnitText("Den koster lidt", "Hallen"), UnitText("Byen er god")],
            frozenset({0}),
        )
    )
    batch = Batch(
        padded([example.asked]),
        padded([one.words for one in example.units]).reshape(1, 2, -1),
        padded([one.shares for one in example.units], np.float32).reshape(1, 2, -1),
        padded([one.lead for one in example.units]).reshape(1, 2, -1),
        padded([example.title]),
        np.ones((1, 2), bool),
        np.array([[True, False]]),
    )
    matcher = Matcher(table, vocabulary)
    scored = matcher(batch, 0.0).detach().numpy()[0]
    held, matching = matcher.learned()

    def sums(words):
        rows, starts, weights = vocabulary.rows(np.array(words))
        return np.add.reduceat(held[rows] * weights[:, None], starts)

    def units(words):
        return sums(words) / np.linalg.norm(sums(words), axis=1, keepdims=True)

    asked = units(example.asked)
    alike = Alike(
        weights=matching.weights(sums(example.asked)),
        text=np.stack([np.maximum(0, (asked @ units(one.words).T).max(axis=1)) for one in example.units]),
        lead=np.stack(
            [
                np.maximum(0, (asked @ units(one.lead).T).max(axis=1)) if one.lead else np.zeros(len(asked))
                for one in example.units
            ]
        ),
        title=np.maximum(0, (asked @ units(example.title).T).max(axis=1)),
        beside_number=np.zeros(2, bool),
    )
    whole = sums(example.asked).sum(axis=0)
    wholes = np.stack([(sums(one.words) * np.array(one.shares)[:, None]).sum(axis=0) for one in example.units])
    nearness = (wholes / np.linalg.norm(wholes, axis=1, keepdims=True)) @ (whole / np.linalg.norm(whole))
    assert matching.scores(alike, nearness) == pytest.approx(scored, abs=1e-3)
