"""`referat answer --explain`: how an answer came about, for as long as it is kept."""

import json
import time

from tests.cli.conftest import one_line

QUESTION = "Hvad besluttede udvalget den 14. november 2017 under punkt 2?"


def asked(run):
    return json.loads(run("ask", QUESTION, "--json").stdout)


def test_an_answer_is_explained_by_its_id(run, filled):
    answer = asked(run)
    told = run("answer", "--explain", answer["id"])
    assert told.exit_code == 0
    assert QUESTION in told.stdout
    assert "held against these items" in told.stdout
    quote = " ".join(answer["citations"][0]["quote"].split())
    assert f"» {quote} «" in told.stdout


def test_all_that_is_kept_can_be_read_by_a_program(run, filled):
    answer = asked(run)
    kept = json.loads(run("answer", "--explain", answer["id"], "--json").stdout)
    assert (kept["id"], kept["text"], kept["engine"]) == (answer["id"], answer["answer"], "rules")
    assert kept["claims"] and kept["considered"]
    quotes = {quote["quote"] for claim in kept["claims"] for quote in claim["quotes"]}
    assert quotes & {citation["quote"] for citation in answer["citations"]}


def test_an_answer_in_the_chat_is_explained_too(run, filled):
    from bot.snapshots import pack_answer
    from bot.state import State
    from retrieval.model.answers import Answer, Language

    state = State(f"sqlite:///{filled / 'referat.sqlite3'}")
    answer = Answer(
        id="00ff00ff00ff00ff", question="Hvad?", text="Intet.", found=False, kind="open", language=Language("da")
    )
    state.keep(pack_answer(answer), 7, answer.id)
    assert "00ff00ff00ff00ff (not found" in run("answer", "--explain", answer.id).stdout
    state.forget(7)
    state.close()
    assert run("answer", "--explain", answer.id).exit_code == 2


def test_answers_of_the_command_line_go_after_90_days_without_a_bot_and_before_that_when_erased(run, own):
    from bot.state import State

    def held():
        return [row["key"] for row in json.loads(run("person", "0").stdout).get("bot_keys", [])]

    old = State(f"sqlite:///{own / 'referat.sqlite3'}", now=lambda: time.time() - 91 * 86400)
    old.keep({"kind": "answer"}, key="0123456789abcdef")
    old.close()
    assert "0123456789abcdef" in held()
    answer = asked(run)
    assert answer["id"] in held() and "0123456789abcdef" not in held()
    assert run("person", "0", "--erase").exit_code == 0
    assert held() == []


def test_an_unknown_id_is_refused_with_where_ids_stand(run, filled):
    result = run("answer", "--explain", "nonsense")
    assert (result.exit_code, "ids stand in" in one_line(result)) == (2, True)


def test_an_explanation_goes_with_no_batch(run, filled):
    assert run("answer", "--explain", "x", "--in", "y").exit_code == 2
    assert run("answer").exit_code == 2
