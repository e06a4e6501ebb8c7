"""The prompts as they are sent, and what the loader refuses."""

from collections.abc import Callable

import pytest

from retrieval.answering.model.answerer import ModelAnswerer
from retrieval.answering.model.client import ChatClient, ModelServer
from retrieval.answering.model.evidence import MOST_CHARACTERS, MOST_HISTORY, gather, render_history
from retrieval.answering.model.prompts import load_prompts, read_prompt
from retrieval.model.answers import Language, Turn
from retrieval.model.vocabulary import Outcome
from tests.answering.minutes import fjordby, passages
from tests.answering.model.corpus import items_of, meetings
from tests.answering.model.purse import Purse
from tests.doubles.openai_server import KEY, OpenAIServer

Golden = Callable[[str, str], None]
HISTORY = (Turn("user", "Hvad koster Kompasset?"), Turn("assistant", "4,95 mio. kr. i 2024."))


def model(server_url: str = "http://127.0.0.1:9") -> ModelAnswerer:
    client = ChatClient(ModelServer(model="stand-in", api_key=KEY, base_url=server_url), lambda: 0.0)
    return ModelAnswerer(client, Purse(1.0), draw_mark=lambda: "f00d")


@pytest.mark.parametrize("language", list(Language))
def test_the_answer_prompt_is_as_a_person_approved_it(language: Language, golden: Golden) -> None:
    stored = fjordby()
    evidence = gather(passages(stored)[:5])
    messages = model().messages("Og i 2022?", language, HISTORY, evidence, items_of(stored))
    text = "\n\n".join(f"===== {role} =====\n{words}" for role, words in messages)
    golden(f"prompts/answer.{language.value}.md", text + "\n")


def test_the_retry_is_as_a_person_approved_it(golden: Golden) -> None:
    complaint = "- number '9' stands in no quote\n- the quote does not stand in the item cited"
    golden("prompts/answer.retry.md", load_prompts()["answer.retry"].render(complaints=complaint) + "\n")


def test_the_rewriting_is_as_a_person_approved_it(server: OpenAIServer, golden: Golden) -> None:
    model(server.base_url).rewrite("og i 2022?", Language.DANISH, HISTORY)
    sent = server.state.requests[0]["messages"]
    text = "\n\n".join(f"===== {message['role']} =====\n{message['content']}" for message in sent)
    golden("prompts/rewrite.md", text + "\n")


def test_the_stable_part_is_the_same_for_every_question() -> None:
    stored = fjordby()
    first, second = (
        model().messages(question, Language.DANISH, (), gather(passages(stored)[:count]), items_of(stored))[0]
        for question, count in (("Hvad?", 1), ("Hvem?", 4))
    )
    assert first == second


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("Ingen hoved $a", "first line"),
        ("<!-- variables: a -->\nIngen", "a"),
        ("<!-- variables: a -->\n$a $b", "b"),
    ],
)
def test_a_prompt_whose_head_and_prose_differ_is_refused(source: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        read_prompt("p", source)


@pytest.mark.parametrize("values", [{}, {"a": 1, "b": 2}])
def test_a_missing_or_unknown_variable_is_refused(values: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="'p'"):
        read_prompt("p", "<!-- variables: a -->\n$a").render(**values)


def test_every_outcome_has_its_words() -> None:
    assert {outcome.value for outcome in Outcome} <= load_prompts().words.keys()


def test_evidence_keeps_within_its_room() -> None:
    found = gather([passage for stored in meetings() for passage in passages(stored)])
    assert 1 < sum(len(passage.text) for passage in found.by_key.values()) <= MOST_CHARACTERS


def test_of_a_long_conversation_the_latest_turns_are_sent() -> None:
    turns = [Turn("user", f"Spørgsmål {number} " + "x" * 300) for number in range(20)]
    told = render_history(turns, load_prompts())
    assert len(told) <= MOST_HISTORY + 20
    assert "Spørgsmål 19" in told
    assert "Spørgsmål 1 " not in told


def test_the_readme_names_every_prompt() -> None:
    from importlib.resources import files

    folder = files("prompts")
    readme = folder.joinpath("README.md").read_text(encoding="utf-8")
    names = [path.name for path in folder.iterdir() if path.name.endswith(".md") and path.name != "README.md"]
    assert all(name in readme for name in names)
