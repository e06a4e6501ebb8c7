"""Faults of the machine: damaged vectors, a full disk, a kill at any moment, two writers, a clock that jumps."""

import datetime
import os
import resource
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.snapshots import pack_answer
from bot.state import Conversation, State
from bot.upkeep import Upkeep
from retrieval.index import vectors as vectors_module
from retrieval.index.chroma import forget_clients
from retrieval.index.passages import passages_of
from retrieval.model.answers import Query
from retrieval.settings import load_settings
from retrieval.store import Store, Withdrawal, state_lock
from retrieval.store.reader import MinutesReader
from retrieval.wiring import Rooms, open_rooms
from tests.cli.conftest import one_line, sample_files

REFERAT = Path(sys.executable).with_name("referat")
NOW = datetime.datetime(2031, 3, 4, tzinfo=datetime.UTC)
QUESTION = Query("Hvad besluttede udvalget om kviklån?")


def opened(home: Path, *, holds_lock: bool = True) -> Rooms:
    return open_rooms(load_settings(REFERAT_HOME=home, REFERAT_DATABASE_URL=""), holds_lock=holds_lock)


def ranks(rooms: Rooms) -> list[tuple[object, ...]]:
    return [(hit.meeting_key, hit.item, round(hit.score, 3)) for hit in rooms.assistant.search(QUESTION)]


def holds_what_the_store_holds(rooms: Rooms) -> bool:
    """Whether the index is the one that a rebuild would make: same passages, as many vectors, same ranks."""
    for info in rooms.store.meetings():
        stored = rooms.store.get(info.key)
        if set(rooms.index.passages(info.key)) != set(passages_of(stored.key, stored.document, stored.meeting)):
            return False
    mended, vectors = ranks(rooms), rooms.index.state()
    rooms.ingester.rebuild()
    return (mended, vectors) == (ranks(rooms), rooms.index.state())


def garbage(vectors: Path) -> None:
    (vectors / "chroma.sqlite3").write_bytes(b"garbage")


def torn_pages(vectors: Path) -> None:
    with (vectors / "chroma.sqlite3").open("r+b") as file:
        file.seek(20_000)
        file.write(b"\xa5" * 60_000)


def torn_graph(vectors: Path) -> None:
    for file in vectors.glob("*/*.bin"):
        file.write_bytes(b"x")


@pytest.mark.parametrize("damage", [garbage, torn_pages, torn_graph, shutil.rmtree])
def test_damaged_vectors_are_made_anew_from_the_database(run, own, filled_once, damage):
    whole = opened(filled_once, holds_lock=False)
    damage(own / "index" / "vectors")
    told = run("doctor", "--offline").stdout
    assert ("vectors: damaged" in told) == (damage in (garbage, torn_pages))
    with state_lock(own, "another"):  # somebody else writes: a reader may not mend, words answer
        reader = opened(own, holds_lock=False)
        assert reader.assistant.search(QUESTION)
        reader.close()
    writer = opened(own)
    assert writer.index.state().vectors == "ready"
    assert ranks(writer) == ranks(whole)
    writer.close()
    whole.close()


@pytest.mark.parametrize("damage", [garbage, torn_pages, shutil.rmtree])
def test_vectors_damaged_under_a_running_bot_are_made_anew_by_it_while_words_answer(own, damage, monkeypatch):
    rooms = opened(own)
    before, upkeep = ranks(rooms), Upkeep(rooms)
    assert not upkeep.is_needed()
    monkeypatch.setattr(vectors_module, "AT_HAND", 0)  # a search asks Chroma, as where there are many vectors
    damage(own / "index" / "vectors")
    forget_clients()  # what it holds of the files is gone too
    rooms.index._keeper.catch_up()
    assert rooms.assistant.search(QUESTION)
    assert upkeep.is_needed()
    upkeep.work()
    assert not upkeep.is_needed()
    monkeypatch.undo()  # compared one by one, for Chroma's graph is another one each time
    assert (ranks(rooms), rooms.index.state().vectors) == (before, "ready")
    rooms.close()


KILL = """
import os, signal, sys
import retrieval.index.vectors as vectors, retrieval.index.writing as writing, retrieval.store.rows as rows
from bot.cli import cli
def before(owner, name, times):
    whole, left = getattr(owner, name), [times]
    def killing(*args, **options):
        left[0] -= 1
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)
        return whole(*args, **options)
    setattr(owner, name, killing)
before(%s)
cli.main(["ingest", *sys.argv[1:]])
"""


@pytest.mark.parametrize(
    "moment",
    ["rows, 'make_current', 1", "vectors.VectorIndex, '_add', 1", "writing.IndexWriter, '_end', 1"],
    ids=["in_the_transaction", "between_words_and_vectors", "before_the_manifest"],
)
def test_killed_at_any_moment_the_next_start_has_what_a_rebuild_would_have(tmp_path, moment):
    home, files = tmp_path / "home", sample_files()[-1:]
    command = [sys.executable, "-c", KILL % moment, *map(str, files)]
    killed = subprocess.run(command, env=os.environ | {"REFERAT_HOME": str(home)}, capture_output=True)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    rooms = opened(home)
    assert rooms.ingester.stale() == (frozenset(), frozenset())
    rooms.ingester.ingest_paths(files)
    assert len(rooms.store.meetings()) == 1
    assert rooms.store.check().problems == ()
    assert holds_what_the_store_holds(rooms)
    rooms.close()


def test_a_full_disk_is_told_and_the_next_ingest_goes_on(tmp_path):
    home, files = tmp_path / "home", sample_files()[-2:]

    def little_space() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))

    environment = os.environ | {"REFERAT_HOME": str(home)}
    failed = subprocess.run(
        [REFERAT, "ingest", *files], env=environment, capture_output=True, text=True, preexec_fn=little_space
    )
    assert failed.returncode == 1, failed.stderr
    assert "full" in failed.stderr.splitlines()[-1], failed.stderr
    assert "Traceback" not in failed.stderr
    rooms = opened(home)
    rooms.ingester.ingest_paths(files)
    assert len(rooms.store.meetings()) == len(files)
    assert holds_what_the_store_holds(rooms)
    rooms.close()


@pytest.mark.parametrize("command", [["ingest", "."], ["bot"], ["demo", "--mine"]])
def test_the_second_on_one_state_directory_is_refused_and_told_by_whom(run, own, command):
    with state_lock(own, "referat bot"):
        result = run(*command, TELEGRAM_BOT_TOKEN="123:abc")
    assert result.exit_code == 1
    assert "in use by referat bot" in one_line(result)


@pytest.mark.parametrize("command", [["reindex"], ["takedown", "x"]])
def test_what_a_running_bot_leaves_room_for_waits_for_everybody_else(run, own, command):
    with state_lock(own, "referat ingest"):
        result = run(*command)
    assert result.exit_code == 1
    assert "in use by referat ingest" in one_line(result)


def test_an_item_taken_down_stays_down_through_import_restore_and_rebuild(own, tmp_path):
    rooms, archive = opened(own), tmp_path / "before.zip"
    rooms.store.backup(archive)
    key = rooms.store.meetings()[0].key
    item = next(item for item in rooms.store.get(key).meeting.items if item.is_open and len(item.title) > 20)
    steps = (
        lambda: rooms.ingester.withdraw(key, item.number),
        lambda: rooms.ingester.ingest_paths(sample_files()),
        lambda: (rooms.store.restore(archive), rooms.ingester.rebuild()),
        lambda: rooms.ingester.reindex(),
    )
    for step in steps:
        step()
        assert len(rooms.store.meetings()) == len(sample_files())
        assert item.title not in " ".join(rooms.store.get(key).document.text.split())
        assert item.title not in [hit.title for hit in rooms.assistant.search(Query(item.title))]
    rooms.close()


def test_what_was_taken_down_goes_from_the_answers_kept_and_the_others_stay(own, monkeypatch):
    rooms = opened(own)
    state, where = State(rooms.settings.database), Conversation(chat_id=1, thread_id=0, user_id=1)
    upkeep = Upkeep(rooms)
    assert upkeep.forget() == 0
    answer = rooms.assistant.ask(QUESTION)
    key, item, quote = answer.citations[0].meeting_key, answer.citations[0].item, answer.citations[0].quote
    other = next(info.key for info in rooms.store.meetings() if info.key != key)
    state.keep({"kind": "answer", "near": [{"meeting_key": other, "item": 1}]}, 1, "other")
    state.keep({"kind": "answer", "near": [{"meeting_key": key, "item": item + 1}]}, 1, "neighbour")
    state.keep(pack_answer(answer), 1, answer.id)
    state.freeze(answer.id, 1, QUESTION.question, pack_answer(answer))
    state.show(answer.id, 1, where.chat_id, 7)
    state.remember(where, QUESTION.question, answer.text, 7)
    rooms.ingester.withdraw(key, item)
    assert upkeep.forget() == 2
    assert state.kept(answer.id) is None and state.feedback() == ()
    assert [turn.content for turn in state.history(where)] == [QUESTION.question, ""]
    assert state.kept("neighbour") and state.kept("other")
    again = rooms.assistant.ask(Query(QUESTION.question, state.history(where)))
    assert quote not in str(pack_answer(again))  # neither told nor kept to explain it
    rooms.ingester.withdraw(key)
    others = [Withdrawal(meeting_key=f"{n:012x}", item=None, name="", reason="", at=NOW) for n in range(1500)]
    monkeypatch.setattr(rooms.store, "withdrawals", lambda: (*others, *MinutesReader.withdrawals(rooms.store)))
    assert upkeep.forget() == 1
    assert state.kept("neighbour") is None and state.kept("other")
    state.close()
    rooms.close()


def test_a_clock_that_goes_back_loses_no_conversation_and_no_version(tmp_path):
    now = [1_800_000_000.0]
    state = State(f"sqlite:///{tmp_path / 'bot.sqlite3'}", now=lambda: now[0])
    where = Conversation(chat_id=1, thread_id=0, user_id=1)
    state.remember(where, "hvad?", "dette", 1)
    now[0] -= 3600
    state.expire()
    state.remember(where, "og hvad?", "dette også", 2)
    assert [turn.content for turn in state.history(where)] == ["hvad?", "dette", "og hvad?", "dette også"]
    state.close()


def test_a_clock_that_jumps_forward_and_back_ends_what_has_a_time_limit_and_nothing_else(own):
    now = [1_800_000_000.0]
    url = f"sqlite:///{own / 'referat.sqlite3'}"
    state, where = State(url, now=lambda: now[0]), Conversation(chat_id=1, thread_id=0, user_id=1)
    state.prefer(1, language="en")
    state.remember(where, "hvad?", "dette", 1)
    assert state.receive({1: '{"update_id": 1}'})
    now[0] += 86400  # a day ahead
    state.expire()
    assert state.history(where) == ()
    assert state.unhandled() == ('{"update_id": 1}',)  # a question that nobody answered yet
    state.remember(where, "og nu?", "ja", 2)
    now[0] -= 86400  # put right
    state.expire()
    state.remember(where, "og igen?", "nej", 3)
    assert [turn.content for turn in state.history(where)] == ["og nu?", "ja", "og igen?", "nej"]
    assert state.preferences(1).language == "en"
    state.close()
    rooms = opened(own)
    assert len(rooms.store.meetings()) == len(sample_files())
    assert rooms.assistant.search(QUESTION)
    rooms.close()


def test_versions_follow_each_other_whatever_the_clock_says(tmp_path):
    from retrieval.parsing import parse
    from retrieval.reading import read_bytes

    times = iter(datetime.datetime(year, 1, 1, tzinfo=datetime.UTC) for year in (2030, 2020))
    store = Store(f"sqlite:///{tmp_path / 'store.sqlite3'}", clock=lambda: next(times))
    data = sample_files()[0].read_bytes()
    for text in (data, data + b"\nEn rettelse.\n"):
        document = read_bytes("a.txt", text)
        saved = store.save(document, parse(document))
    assert saved.stored.version == 2
    assert store.get(saved.stored.key).version == 2
    store.close()
