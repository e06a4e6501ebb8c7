"""The whole path, ingest to answer, on every database."""

import datetime
import threading
from pathlib import Path

import pytest

from retrieval.ingest import Outcome
from retrieval.model.answers import Query
from retrieval.settings import load_settings
from retrieval.wiring import open_rooms

SAMPLE = Path(__file__).parents[2] / "data" / "minutes" / "2022-10-04_social-og-beskaeftigelsesudvalget.txt"


@pytest.fixture
def rooms(url, tmp_path):
    opened = open_rooms(load_settings(REFERAT_HOME=tmp_path / "home", REFERAT_DATABASE_URL=url))
    yield opened
    opened.close()


def test_minutes_are_ingested_answered_from_and_taken_down(rooms):
    result = rooms.assistant.ingest_bytes(SAMPLE.name, SAMPLE.read_bytes())
    assert (result.change, result.version) == (Outcome.NEW, 1)
    answer = rooms.assistant.ask(Query(question="Hvad besluttede udvalget under punkt 2 den 4. oktober 2022?"))
    stored = rooms.store.get(result.meeting_key)
    assert answer.citations
    for citation in answer.citations:
        assert citation.span.of(stored.document.text) == citation.quote
        proof = rooms.assistant.proof(citation)
        assert proof.before + proof.quote + proof.after in stored.document.text
    rooms.ingester.withdraw(result.meeting_key)
    assert rooms.assistant.search(Query(question="beslutning")) == []
    assert rooms.assistant.ingest_bytes(SAMPLE.name, SAMPLE.read_bytes()).change == Outcome.WITHDRAWN


def test_uploads_in_several_threads_are_all_held_and_found(rooms):
    text = SAMPLE.read_text(encoding="utf-8")
    days = [datetime.date(2022, 10, 4) + datetime.timedelta(days=n) for n in range(4)]

    def upload(day: datetime.date) -> None:
        changed = text.replace("4. oktober 2022", f"{day.day}. oktober 2022").replace("04-10-2022", f"{day:%d-%m-%Y}")
        rooms.assistant.ingest_bytes(f"{day}.txt", changed.encode())

    threads = [threading.Thread(target=upload, args=(day,)) for day in days]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {info.date for info in rooms.store.meetings()} == set(days)
    assert rooms.ingester.stale() == (frozenset(), frozenset())


def test_another_process_with_its_own_index_catches_up_from_the_database(rooms, url, tmp_path):
    rooms.assistant.ingest_bytes(SAMPLE.name, SAMPLE.read_bytes())
    second = open_rooms(load_settings(REFERAT_HOME=tmp_path / "second", REFERAT_DATABASE_URL=url))
    assert second.assistant.search(Query(question="beslutning"))
    second.close()
