"""What is held of a person: exported whole, erased whole, and not brought back by an older archive."""

import json
import sqlite3

from bot.alerts.database import FOLLOWS
from bot.persons import Persons
from bot.state import Conversation, State
from retrieval.store import Store
from retrieval.store import engine as engines
from tests.cli.conftest import one_line

ANNA, BO = 1001, 1002


def filled(home):
    url = f"sqlite:///{home / 'referat.sqlite3'}"
    store = Store(url)
    people = Persons(store.engine)
    state = State(url)
    for person in (ANNA, BO):
        state.prefer(person, language="da")
        state.remember(Conversation(chat_id=person, thread_id=0, user_id=person), "hvad?", "dette", 1)
        state.keep({"question": "hvad?"}, person)
    with store.engine.begin() as connection:
        for person in (ANNA, BO):
            row = {"chat_id": person, "thread_id": 0, "kind": "case", "words": "x", "created_by": person, "at": 1.0}
            connection.execute(FOLLOWS.insert().values(**row))
    state.close()
    return store, people


def test_everything_of_one_person_is_printed_and_erased_and_nothing_of_others(run, own):
    store, _ = filled(own)
    store.close()
    held = json.loads(run("person", ANNA).stdout)
    assert set(held) == {"bot_people", "bot_turns", "bot_keys", "alert_follows"}
    assert "1002" not in json.dumps(held)
    of_bo = json.loads(run("person", BO).stdout)
    assert run("person", ANNA, "--erase").stdout == "5 rows erased\n"
    assert json.loads(run("person", ANNA).stdout) == {}
    assert json.loads(run("person", BO).stdout) == of_bo


def test_an_archive_from_before_does_not_bring_an_erased_person_back(run, own, tmp_path):
    store, people = filled(own)
    of_bo = people.held(BO)
    store.close()
    assert run("backup", tmp_path / "before.zip").exit_code == 0
    state = State(f"sqlite:///{own / 'referat.sqlite3'}")
    state.forget(ANNA)  # as /sletmig does
    state.close()
    assert run("restore", tmp_path / "before.zip", "--replace").exit_code == 0
    store = Store(f"sqlite:///{own / 'referat.sqlite3'}")
    people = Persons(store.engine)
    assert people.held(ANNA) == {}
    assert people.held(BO) == of_bo
    store.close()


def test_subscriptions_come_along_to_a_new_machine(run, own, tmp_path, monkeypatch):
    store, people = filled(own)
    of_anna = people.held(ANNA)
    store.close()
    assert run("backup", tmp_path / "all.zip").exit_code == 0
    monkeypatch.setenv("REFERAT_HOME", str(tmp_path / "new"))
    result = run("restore", tmp_path / "all.zip")
    assert result.exit_code == 0, result.output
    assert "left out" not in result.output
    store = Store(f"sqlite:///{tmp_path / 'new' / 'referat.sqlite3'}")
    assert Persons(store.engine).held(ANNA) == of_anna
    store.close()


def test_an_erasure_beside_somebody_who_writes_is_told_in_one_line_and_can_be_done_again(run, own, monkeypatch):
    store, _ = filled(own)
    store.close()
    monkeypatch.setattr(engines, "BUSY_MS", 20)
    other = sqlite3.connect(own / "referat.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    refused = run("person", ANNA, "--erase")
    other.rollback()
    other.close()
    assert refused.exit_code == 1
    assert "is busy" in one_line(refused)
    assert run("person", ANNA, "--erase").stdout == "5 rows erased\n"
