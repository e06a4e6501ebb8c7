"""What goes wrong with a database or its folder is told in one line that says what to do."""

import errno
import sqlite3
import threading
from pathlib import Path

import pytest
from sqlalchemy import event

from retrieval.errors import StateError, StateLocked
from retrieval.store import Store, holder, prepare_home, state_lock
from retrieval.store import engine as engines
from retrieval.store.engine import build_engine, writing
from retrieval.store.lock import explain_os
from tests.store import building


def test_a_damaged_database_says_restore(tmp_path):
    path = tmp_path / "referat.sqlite3"
    path.write_bytes(b"not a database at all" * 400)
    with pytest.raises(StateError, match="damaged: restore a backup"):
        Store(f"sqlite:///{path}")


def test_a_locked_database_says_who_waits(tmp_path, monkeypatch):
    monkeypatch.setattr(engines, "BUSY_MS", 20)
    store = Store(f"sqlite:///{tmp_path / 'referat.sqlite3'}")
    other = sqlite3.connect(tmp_path / "referat.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    source = building.document()
    with pytest.raises(StateLocked, match="busy"):
        store.save(source, building.meeting(source))
    assert store.meetings() == ()  # readers go on
    other.rollback()
    other.close()
    store.close()


def test_a_full_disk_says_so_and_nothing_is_half_written(tmp_path):
    store = Store(f"sqlite:///{tmp_path / 'referat.sqlite3'}")
    with store.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
    store.engine.dispose()

    @event.listens_for(store.engine, "connect")
    def _small(connection, _record):
        connection.execute(f"PRAGMA max_page_count={pages}")

    source = building.document("Ord. " * 20_000)
    with pytest.raises(StateError, match="disk is full"):
        store.save(source, building.meeting(source))
    assert (store.meetings(), store.check().documents) == ((), 0)
    store.close()


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(StateError, match="REFERAT_HOME"):
        prepare_home(tmp_path / "file" / "home")


def test_a_database_in_a_missing_folder_is_named(tmp_path):
    with pytest.raises(StateError, match="cannot be opened"):
        Store(f"sqlite:///{tmp_path / 'missing' / 'referat.sqlite3'}")


@pytest.mark.parametrize("url", ["nonsense", "mysql://a/b"])
def test_an_address_of_no_database_we_use_is_refused(url):
    with pytest.raises(StateError, match="REFERAT_DATABASE_URL"):
        Store(url)


def test_an_unreachable_server_is_named_without_its_password(tmp_path):
    with pytest.raises(StateError) as caught:
        Store(f"postgresql://referat:hunter2@/referat?host={tmp_path}")
    assert "hunter2" not in str(caught.value)
    assert "cannot be used" in str(caught.value)


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_every_kind_of_full_is_told_as_full(code):
    assert "disk is full" in str(explain_os(OSError(code, "full"), Path("home")))


def test_the_second_writer_is_refused_and_told_who_holds_the_directory(tmp_path):
    with state_lock(tmp_path, "referat bot"):
        assert holder(tmp_path).startswith("referat bot (process ")
        with pytest.raises(StateLocked, match="in use by referat bot"), state_lock(tmp_path, "referat ingest"):
            pass
    assert holder(tmp_path) == ""
    with state_lock(tmp_path, "referat ingest"):
        pass


def test_the_writers_of_one_process_take_turns(tmp_path: Path) -> None:
    engine = build_engine(f"sqlite:///{tmp_path / 'turns.db'}")
    with engine.connect(), engine.connect():  # a first connection waits for the writer by itself
        pass
    begun: list[int] = []

    @event.listens_for(engine, "before_cursor_execute")
    def _note(_connection, _cursor, statement, *_rest) -> None:
        if statement == "BEGIN IMMEDIATE":
            begun.append(threading.get_ident())

    def write() -> None:
        with writing(engine) as connection:
            connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS told (number INTEGER)")

    other = threading.Thread(target=write)
    with writing(engine):
        other.start()
        other.join(0.3)
        assert begun == [threading.get_ident()], "the other one does not ask the database before its turn"
    other.join(5)
    assert begun == [threading.get_ident(), other.ident]
    engine.dispose()
