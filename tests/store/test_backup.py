"""A backup holds everything, restores to the same, and never brings back what was taken down."""

import itertools
import threading
import zipfile

import pytest
import sqlalchemy as sa

from retrieval.errors import BadInput, StateError
from retrieval.store import Store
from retrieval.store.backup import _tables
from tests.store import building


def filled(store: Store) -> str:
    for words in ("Udvalget bevilger 1 kr.", building.SENTENCE):
        source = building.document(words, titles=("Ny bro", "Persons forhold"))
        key = store.save(source, building.meeting(source)).stored.key
    other = building.document("Andre ord.")
    store.save(other, building.meeting(other, committee="Andet udvalg"))
    store.set_aside("scan.pdf", "f" * 64, "no text in it")
    return key


def contents(store: Store) -> dict[str, list[tuple[object, ...]]]:
    with store.engine.connect() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(table.select().order_by(*table.columns))]
            for table in _tables(connection)
            if not any(isinstance(column.type, sa.JSON) for column in table.columns)
        }


def test_restoring_gives_back_exactly_what_was_saved(store, tmp_path):
    key = filled(store)
    before, meeting = contents(store), store.get(key)
    saved = store.backup(tmp_path / "b.zip")
    save_more = building.document("Senere ord.")
    store.save(save_more, building.meeting(save_more, committee="Senere udvalg"))
    restored = store.restore(tmp_path / "b.zip")
    assert (contents(store), store.get(key)) == (before, meeting)
    assert saved.tables == restored.tables
    assert saved.tables["meetings"] == 2


def test_a_backup_made_while_another_writes_is_one_moment_of_its_work(store, url, tmp_path):
    done, written = threading.Event(), itertools.count()

    def write() -> None:
        other = Store(url)
        while not done.is_set():
            source = building.document(f"Ord nummer {next(written)}.", name="ord.txt")
            other.save(source, building.meeting(source, committee=f"Udvalg {len(other.meetings())}"))
        other.close()

    writing = threading.Thread(target=write)
    writing.start()
    held = []
    try:
        for number in range(3):
            while len(store.meetings()) <= sum(held):
                done.wait(0.01)
            saved = store.backup(tmp_path / f"{number}.zip").tables
            held.append(saved["meetings"])
            assert saved["versions"] == saved["documents"] == saved["items"] == saved["meetings"]
    finally:
        done.set()
        writing.join()
    assert held == sorted(set(held))  # it went on writing
    for number, count in enumerate(held):
        restored = Store(f"sqlite:///{tmp_path / str(number)}")
        restored.restore(tmp_path / f"{number}.zip")
        assert {info.committee for info in restored.meetings()} == {f"Udvalg {n}" for n in range(count)}
        assert restored.check().problems == ()
        restored.close()


def test_a_backup_moves_to_another_database(store, tmp_path):
    key = filled(store)
    store.backup(tmp_path / "b.zip")
    other = Store(f"sqlite:///{tmp_path / 'other.sqlite3'}")
    other.restore(tmp_path / "b.zip")
    assert other.get(key) == store.get(key)
    assert other.amounts() == store.amounts()
    assert other.set_asides() == store.set_asides()
    other.close()


def test_what_was_taken_down_after_the_backup_stays_down(store, tmp_path):
    key = filled(store)
    other = next(info.key for info in store.meetings() if info.key != key)
    store.backup(tmp_path / "b.zip")
    store.withdraw(key, 2)
    store.withdraw(other)
    store.restore(tmp_path / "b.zip")
    assert [info.key for info in store.meetings()] == [key]
    for version in (1, 2):
        assert "Persons forhold" not in store.version(key, version).document.text
    assert len(store.withdrawals()) == 2


def test_a_counted_key_goes_on_after_the_highest_restored(store, tmp_path):
    turns = sa.Table("turns", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True), sa.Column("t", sa.Text))
    turns.create(store.engine)
    with store.engine.begin() as connection:
        connection.execute(turns.insert(), [{"id": n, "t": "a"} for n in (1, 2, 3)])
    store.backup(tmp_path / "b.zip")
    store.restore(tmp_path / "b.zip")
    with store.engine.begin() as connection:
        assert connection.execute(turns.insert().values(t="b")).inserted_primary_key == (4,)


@pytest.mark.parametrize("damage", ["cut", "other words", "no zip", "missing"])
def test_a_damaged_archive_is_refused_and_changes_nothing(store, tmp_path, damage):
    filled(store)
    path = tmp_path / "b.zip"
    store.backup(path)
    before = contents(store)
    if damage == "cut":
        path.write_bytes(path.read_bytes()[:-200])
    elif damage == "no zip":
        path.write_text("hello")
    elif damage == "missing":
        path.unlink()
    else:
        _change_words(path)
    with pytest.raises(BadInput):
        store.restore(path)
    assert contents(store) == before


def _change_words(path):
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data.replace(b"1,5 mio.", b"9,5 mio.") if name.startswith("tables") else data)


def test_an_archive_of_another_schema_says_which_version_restores_it(store, tmp_path, monkeypatch):
    monkeypatch.setattr("retrieval.store.migrate.HEAD", "0000")
    store.backup(tmp_path / "b.zip")
    monkeypatch.undo()
    with pytest.raises(BadInput, match="another version"):
        store.restore(tmp_path / "b.zip")


def test_a_place_that_cannot_be_written_is_told(store, tmp_path):
    with pytest.raises(StateError, match="name another place"):
        store.backup(tmp_path / "missing" / "b.zip")
