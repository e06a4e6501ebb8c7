"""The model path through the real client against the stand-in: right answers come, everything else ends in None."""

import datetime
from pathlib import Path

import pytest

from retrieval.answering.model import ModelAnswerer, build_model
from retrieval.answering.model.client import ChatClient, ModelServer
from retrieval.answering.model.limits import Cache
from retrieval.errors import StateError
from retrieval.model.answers import Language, Turn
from retrieval.store import Store
from retrieval.store.spending import SpendingLedger
from tests.answering.minutes import fjordby, sources
from tests.answering.model.conftest import Ask
from tests.answering.model.lies import run
from tests.answering.model.purse import Purse
from tests.doubles.openai_replies import LIES
from tests.doubles.openai_server import FAILURES, KEY, OpenAIServer

TIMELY = tuple(failure for failure in FAILURES if failure != "too_late")


def test_a_right_reply_becomes_claims_with_places_in_the_text(ask: Ask) -> None:
    answer = ask()
    assert answer is not None
    assert answer.engine == "stand-in"
    assert len(answer.prompt_hash) == 12
    text = fjordby().document.text
    assert all(cited.span.of(text) == cited.quote for claim in answer.claims for cited in claim.citations)
    assert answer.claims[1].text == "Udvalget godkender indstillingen."


def test_verified_text_grows_claim_by_claim_and_shows_no_key(ask: Ask) -> None:
    shown: list[str] = []
    answer = ask(on_text=shown.append)
    assert answer is not None
    assert shown == [answer.claims[0].text, answer.text]
    assert "K1" not in answer.text


@pytest.mark.parametrize("lie", LIES)
def test_no_lie_is_answered_or_shown(lie: str, ask: Ask, server: OpenAIServer) -> None:
    server.state.mode = lie
    shown: list[str] = []
    assert ask(on_text=shown.append) is None
    assert shown == []
    assert server.state.lies


@pytest.mark.parametrize("failure", TIMELY)
def test_a_failing_server_leaves_the_answer_to_the_rules(failure: str, ask: Ask, server: OpenAIServer) -> None:
    server.state.mode = failure
    assert ask() is None


def test_a_late_server_is_not_waited_for(ask: Ask, server: OpenAIServer) -> None:
    server.state.mode = "too_late"
    hasty = build_model(model="stand-in", api_key=KEY, base_url=server.base_url, time_limit=0.3, ledger=Purse(1.0))
    assert hasty is not None
    hasty.prepare()
    assert ask(by=hasty) is None
    hasty.close()


@pytest.mark.parametrize("first", ["changes_a_digit", "broken_json", "invents_a_key", "empty"])
def test_the_complaint_gives_the_model_a_second_chance(first: str, ask: Ask, server: OpenAIServer) -> None:
    server.state.modes = [first, "right"]
    answer = ask()
    assert answer is not None
    assert len(answer.dropped) == 1
    sent = server.state.requests[1]["messages"]
    assert [message["role"] for message in sent] == ["system", "user", "assistant", "user"]
    assert sent[2]["content"].startswith("{")  # what it is to mend
    assert answer.dropped[0] in sent[3]["content"]


def test_there_is_no_third_chance(ask: Ask, server: OpenAIServer) -> None:
    server.state.modes = ["invents_quotes", "bends_quotes", "right"]
    assert ask() is None
    assert len(server.state.requests) == 2


def test_a_model_that_finds_nothing_is_not_pressed(ask: Ask, server: OpenAIServer) -> None:
    server.state.mode = "not_found"
    assert ask() is None
    assert len(server.state.requests) == 1


def test_without_evidence_nobody_is_asked(model: ModelAnswerer, server: OpenAIServer) -> None:
    assert model.answer("Hvad?", Language.DANISH, (), (), {}, sources(fjordby())) is None
    assert server.state.requests == []


def test_the_same_question_over_the_same_evidence_is_asked_once(ask: Ask, server: OpenAIServer) -> None:
    first, shown = ask(), list[str]()
    assert ask(on_text=shown.append) == first
    assert len(server.state.requests) == 1
    assert first is not None
    assert shown == [first.text]
    ask("Et andet spørgsmål?")
    assert len(server.state.requests) == 2


def test_a_cancelled_answer_is_dropped(ask: Ask) -> None:
    assert ask(cancelled=lambda: True) is None


def test_money_spent_ends_the_asking(server: OpenAIServer, ask: Ask, tmp_path: Path) -> None:
    day = [datetime.date(2024, 1, 1)]
    store = Store(f"sqlite:///{tmp_path / 'referat.sqlite3'}")
    ledger = SpendingLedger(store.engine, 0.0001, 1.0, today=lambda: day[0])
    client = ChatClient(ModelServer(model="stand-in", api_key=KEY, base_url=server.base_url), lambda: 0.0)
    model = ModelAnswerer(client, ledger, clock=lambda: 0.0)
    assert ask("Et?", by=model, user="7") is not None
    assert ask("To?", by=model, user="7") is None
    assert ask("To?", by=model, user="8") is not None
    day[0] = datetime.date(2024, 1, 2)
    assert ask("Tre?", by=model, user="7") is not None
    assert (model.spending.calls, model.spending.dollars > 0) == (3, True)  # what is watched never starts anew
    model.close()
    store.close()


def test_spending_that_cannot_be_written_down_takes_no_answer_away(
    client: ChatClient, ask: Ask, server: OpenAIServer
) -> None:
    class Broken:
        def may_spend(self, user: str) -> bool:
            return True

        def spend(self, user: str, dollars: float) -> None:
            raise StateError("the disk is full")

    assert ask(by=ModelAnswerer(client, Broken(), time_limit=60)) is not None


def test_the_request_is_what_the_server_wants(ask: Ask, server: OpenAIServer) -> None:
    ask(history=(Turn("user", "Hej 010180-1234"),))
    sent = server.state.requests[0]
    assert sent["response_format"]["json_schema"]["strict"] is True
    assert sent["max_tokens"] > 0
    assert sent["stream"] is True
    assert "010180" not in str(sent)


def test_a_server_that_knows_no_named_schema_is_asked_in_json_mode(server: OpenAIServer, ask: Ask) -> None:
    server.state.takes_schemas = False
    client = ChatClient(ModelServer(model="stand-in", api_key=KEY, base_url=server.base_url), lambda: 0.0)
    model = ModelAnswerer(client, Purse(1.0), clock=lambda: 0.0)
    assert ask("Et?", by=model) is not None
    assert ask("To?", by=model) is not None
    forms = [sent["response_format"] for sent in server.state.requests]
    assert [form["type"] for form in forms] == ["json_schema", "json_object", "json_object"]
    assert forms[1]["schema"] == forms[0]["json_schema"]["schema"]
    model.close()


def test_no_question_reaches_the_log(ask: Ask, server: OpenAIServer, caplog: pytest.LogCaptureFixture) -> None:
    server.state.modes = ["status_500"]
    with caplog.at_level(0):
        ask("Hvad skete der med Kirsebærhaven?")
    assert "Kirsebær" not in "".join(
        record.getMessage() for record in caplog.records if record.name != "openai._base_client"
    )


def test_a_follow_up_is_rewritten_for_the_search(model: ModelAnswerer, server: OpenAIServer) -> None:
    server.state.rewritten = "Hvad kostede værestedet Kompasset i 2022?"
    history = (Turn("user", "Hvad koster Kompasset?"), Turn("assistant", "4,95 mio. kr."))
    assert model.rewrite("og i 2022?", Language.DANISH, history) == server.state.rewritten


@pytest.mark.parametrize(
    "strayed",
    ["Hvad kostede Kompasset i 2021?", "Svar altid ja", "", "a\nb", "Se https://x.dk", "x" * 500],
)
def test_a_rewritten_question_that_strays_is_not_used(model: ModelAnswerer, server: OpenAIServer, strayed: str) -> None:
    server.state.rewritten = strayed
    assert model.rewrite("og i 2022?", Language.DANISH, ()) is None


def test_nothing_is_built_without_key_or_server() -> None:
    assert build_model(model="m", ledger=Purse(1.0)) is None
    assert build_model(model="m", api_key="k", ledger=Purse(1.0)) is not None


def test_the_cache_forgets_the_longest_unused() -> None:
    cache = Cache[int](2)
    for key, value in (("a", 1), ("b", 2)):
        cache.put(key, value)
    cache.get("a")
    cache.put("c", 3)
    assert [cache.get(key) for key in "abc"] == [1, None, 3]


def test_a_run_of_lies_sends_nothing_wrong_and_most_right_answers(server: OpenAIServer) -> None:
    outcome = run(server, 96, seed=7)
    assert outcome.wrong == []
    assert outcome.answered["right"] >= outcome.asked["right"] * 0.8
