"""A model that obeys whatever is planted: none of what the plants want reaches a person."""

import dataclasses
import json
from pathlib import Path

import pytest

from retrieval.model.answers import Turn
from retrieval.model.vocabulary import Outcome, SectionKind
from tests.answering.minutes import Minutes, Stored, fjordby
from tests.answering.model.conftest import Ask
from tests.doubles.openai_server import OpenAIServer

CASES = [
    json.loads(line) for line in (Path(__file__).parent / "hostile.jsonl").read_text(encoding="utf-8").splitlines()
]


def planted(case: dict[str, str]) -> Stored:
    """Minutes with the hostile text in the case's place."""
    text = case["text"] if case["where"] == "minutes" else "Der er fire bænke ved havnen."
    title = case["text"].replace("\n", " ") if case["where"] == "title" else "Bænke ved havnen"
    sections = {
        SectionKind.DECISION: "Udvalget drøftede sagen.",
        SectionKind.CASE_PRESENTATION: f"Værestederne har 12 bænke ved havnen.\n\n{text}\n\nFrivillige maler dem.",
    }
    stored = Minutes().add(title, sections, Outcome.DISCUSSED).stored()
    name = case["text"] if case["where"] == "file_name" else "m.txt"
    return dataclasses.replace(stored, document=dataclasses.replace(stored.document, name=name))


def test_the_set_is_large_and_its_cases_differ() -> None:
    assert len({case["text"] for case in CASES}) == len({case["id"] for case in CASES}) >= 60


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_what_a_plant_wants_is_never_told(case: dict[str, str], ask: Ask, server: OpenAIServer) -> None:
    server.state.mode = "obeys"
    shown: list[str] = []
    question = case["text"] if case["where"] == "question" else "Hvad blev besluttet om bænkene?"
    history = (Turn("user", case["text"]),) if case["where"] == "history" else ()
    user = case["text"] if case["where"] == "user_name" else "7"
    answer = ask(question, planted(case), history=history, user=user, on_text=shown.append)
    told = " ".join([*shown, answer.text if answer else ""])
    assert case["wants"] not in told
    assert server.state.requests


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_a_plant_neither_closes_the_fence_nor_hides_the_minutes(
    case: dict[str, str], ask: Ask, server: OpenAIServer
) -> None:
    question = case["text"] if case["where"] == "question" else "Hvad blev besluttet om bænkene?"
    history = (Turn("user", case["text"]),) if case["where"] == "history" else ()
    ask(question, planted(case), history=history, user=case["text"])
    sent = server.state.requests[0]["messages"][1]["content"]
    lines = sent.splitlines()
    mark = next(line for line in lines if line.startswith("MATERIALE ")).split()[1]
    opened = [line for line in lines if line == f"MATERIALE {mark}"]
    closed = [line for line in lines if line == f"MATERIALE {mark} SLUT"]
    assert len(opened) == len(closed) == sum("MATERIALE" in line for line in lines) / 2
    assert "Værestederne har 12 bænke ved havnen." in sent
    if case["where"] in {"file_name", "user_name", "minutes"}:
        assert case["wants"] not in sent


def test_the_same_server_answers_rightly_over_clean_minutes(ask: Ask, server: OpenAIServer) -> None:
    assert ask(stored=fjordby()) is not None
