"""`referat feedback`: what people called wrong becomes evaluation questions."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import cli
from bot.state import State
from retrieval.settings import load_settings

FROZEN = {
    "text": "Byrådet godkendte indstillingen.",
    "language": "da",
    "question_kind": "decision",
    "citations": [{"meeting": "2023-09-27", "committee": "Byrådet", "item": 3, "quote": "Godkendt."}],
}


@pytest.fixture
def reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("REFERAT_HOME", str(tmp_path))
    state = State(load_settings().database)
    state.freeze("k1", 7, "Hvad blev besluttet om cykelstien?", FROZEN)
    state.close()
    return "k1"


def test_reports_become_questions_with_what_was_cited(reported: str) -> None:
    result = CliRunner().invoke(cli, ["feedback", "--questions"])
    question = json.loads(result.stdout)
    assert question["question"] == "Hvad blev besluttet om cykelstien?"
    assert question["refs"] == [{"meeting": "2023-09-27", "committee": "Byrådet", "item": 3}]
    assert question["type"] == "decision"


def test_the_list_names_question_answer_and_source_and_nobody(reported: str) -> None:
    result = CliRunner().invoke(cli, ["feedback"])
    assert "cykelstien" in result.stdout and "2023-09-27 item 3" in result.stdout
    assert result.exit_code == 0


def test_no_reports_are_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REFERAT_HOME", str(tmp_path))
    result = CliRunner().invoke(cli, ["feedback"])
    assert result.exit_code == 0 and "nobody" in result.output
