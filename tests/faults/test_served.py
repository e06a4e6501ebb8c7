"""PostgreSQL and a Chroma server by configuration alone: the same answers as with the embedded stores."""

import pytest

from bot.upkeep import Upkeep
from retrieval.index import keeper
from retrieval.index import vectors as vectors_module
from retrieval.model.answers import Answer, ItemHit, Query
from retrieval.settings import load_settings
from retrieval.wiring import Rooms, open_rooms
from tests.cli.conftest import sample_files

QUESTIONS = (
    "Hvad besluttede udvalget om kviklån?",
    "Hvornår holder udvalget møder i 2021?",
    "Hvad koster fritidspasset?",
    "Who voted against?",
    "Hvad siger referaterne om atomkraft?",
)


def opened(home, **given) -> Rooms:
    return open_rooms(load_settings(REFERAT_HOME=home, **({"REFERAT_DATABASE_URL": ""} | given)))


def what(answer: Answer) -> tuple[object, ...]:
    quoted = [(c.meeting_key, c.item, c.section, c.span, c.quote) for c in answer.citations]
    return answer.text, answer.found, answer.kind, quoted


def places(hits: list[ItemHit]) -> list[tuple[object, ...]]:
    return [(hit.meeting_key, hit.item, round(hit.score, 3)) for hit in hits]


@pytest.fixture(scope="module")
def embedded(filled_once):
    rooms = opened(filled_once)
    yield rooms
    rooms.close()


@pytest.fixture
def served(tmp_path, database, chroma_server):
    rooms = opened(tmp_path / "served", REFERAT_DATABASE_URL=database, REFERAT_CHROMA_URL=chroma_server.url)
    yield rooms
    _forget(rooms)
    rooms.close()


def _forget(rooms: Rooms) -> None:
    vectors = rooms.index._keeper.opened()
    if vectors is not None:
        vectors.reset()


def test_answers_and_ranks_are_those_of_the_embedded_stores_also_after_a_rebuild(embedded, served):
    served.ingester.ingest_paths(sample_files())
    assert served.index.state().vectors == "ready"
    for _ in range(2):
        for question in QUESTIONS:
            assert what(served.assistant.ask(Query(question))) == what(embedded.assistant.ask(Query(question)))
            assert places(served.assistant.search(Query(question))) == places(
                embedded.assistant.search(Query(question))
            )
        served.ingester.reindex()


def test_chroma_away_words_answer_and_chroma_back_is_used_again(served, chroma_server, monkeypatch):
    served.ingester.ingest_paths(sample_files()[:1])
    question = Query("Hvad besluttede udvalget?")
    whole = places(served.assistant.search(question))
    given = {name: value for name, value in served.settings if name in ("database_url", "chroma_url")}
    chroma_server.stop()
    try:
        again = opened(
            served.settings.home,
            REFERAT_DATABASE_URL=given["database_url"].get_secret_value(),
            REFERAT_CHROMA_URL=given["chroma_url"],
        )
        assert again.assistant.ask(question).found == served.assistant.ask(question).found
        assert again.assistant.search(question)
        assert "Chroma" in again.index.state().vectors
        again.ingester.ingest_paths(sample_files()[1:2])  # minutes go on coming in
        assert again.ingester.stale() == (frozenset(), frozenset())
    finally:
        chroma_server.start()
    monkeypatch.setattr(keeper.time, "monotonic", lambda: 1e12)  # the wait before the next try is over
    Upkeep(again).work()
    assert again.index.state().vectors == "ready"
    again.ingester.withdraw(again.store.meetings()[0].key)
    assert places(again.assistant.search(question)) == whole
    again.close()


def test_a_second_machine_joins_without_disturbing_the_first(served, tmp_path, database, chroma_server):
    served.ingester.ingest_paths(sample_files()[:2])
    question = Query(QUESTIONS[1])
    before = places(served.assistant.search(question))
    second = opened(tmp_path / "second", REFERAT_DATABASE_URL=database, REFERAT_CHROMA_URL=chroma_server.url)
    try:
        assert places(second.assistant.search(question)) == before
        assert places(served.assistant.search(question)) == before
        assert served.index.state().vectors == "ready"
        second.ingester.ingest_paths(sample_files()[2:])
        assert served.assistant.search(question)  # vectors of a meeting that is not in its words yet
        assert served.ingester.mend() == 1
        assert places(served.assistant.search(question)) == places(second.assistant.search(question))
        key = second.store.meetings()[0].key
        second.ingester.withdraw(key)
        served.ingester.mend()
        assert all(hit.meeting_key != key for hit in served.assistant.search(question))
    finally:
        second.close()


def test_what_one_machine_takes_down_no_other_tells_before_its_index_knows_of_it(
    served, tmp_path, database, chroma_server
):
    served.ingester.ingest_paths(sample_files())
    other = opened(tmp_path / "other", REFERAT_DATABASE_URL=database, REFERAT_CHROMA_URL=chroma_server.url)
    key, item = next(
        (info.key, item)
        for info in other.store.meetings()
        for item in other.store.get(info.key).meeting.items
        if item.case_number and item.is_open and len(item.title) > 20
    )
    question = Query(f"Hvad blev besluttet om {item.title}?")

    def told() -> str:
        answer, hits = other.assistant.ask(question), other.assistant.search(question, 30)
        case = other.assistant.case(item.case_number)
        return " ".join([answer.text, case.text, *(hit.title for hit in (*hits, *answer.considered, *answer.near))])

    try:
        assert item.title in told()
        served.ingester.withdraw(key, item.number)
        assert item.title not in told()
        assert all(hit.meeting_key != key or hit.item != item.number for hit in other.assistant.search(question, 30))
        served.ingester.withdraw(key)
        assert other.ingester.stale()[1] == {key}  # its index holds the words yet
        assert item.title not in told()
        assert all(hit.meeting_key != key for hit in other.assistant.search(question, 30))
    finally:
        other.close()


def test_while_one_machine_builds_its_index_anew_the_others_serve_from_theirs(
    served, tmp_path, database, chroma_server, monkeypatch
):
    served.ingester.ingest_paths(sample_files())
    monkeypatch.setattr(vectors_module, "AT_HAND", 0)  # every search asks Chroma, as where there are many vectors
    other = opened(tmp_path / "other", REFERAT_DATABASE_URL=database, REFERAT_CHROMA_URL=chroma_server.url)
    question = Query(QUESTIONS[0])
    gone = other.store.meetings()[-1].key
    before, seen = [place for place in places(other.assistant.search(question)) if place[0] != gone], []
    served.store.withdraw(gone)  # its vectors are what the new index must be rid of
    entries = served.ingester._entries

    def watched(keys):
        for entry in entries(keys):
            seen.append((places(other.assistant.search(question)), other.index.state().vectors))
            yield entry

    monkeypatch.setattr(served.ingester, "_entries", watched)
    try:
        served.ingester.rebuild()
        assert len(seen) == len(sample_files()) - 1
        assert all(one == (before, "ready") for one in seen)
        held = served.index._keeper.opened().keys()
        assert held and not any(key.startswith(gone) for key in held)
        assert len(held) == served.index.state().passages
    finally:
        other.close()


def test_a_database_that_is_away_is_told_and_its_return_is_enough(served, monkeypatch):
    from retrieval.errors import StateError

    served.ingester.ingest_paths(sample_files()[:1])
    question = Query("Hvad besluttede udvalget?")
    with monkeypatch.context() as patch:
        served.store.engine.dispose()
        patch.setattr(served.store.engine.dialect, "connect", _refused)
        with pytest.raises(StateError, match="cannot be used"):
            served.assistant.ask(question)
    assert served.assistant.ask(question).text


def _refused(*_arguments: object, **_options: object) -> object:
    import psycopg

    raise psycopg.OperationalError("connection refused")
