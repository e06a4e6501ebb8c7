"""The network between the parts goes silent: nobody waits for ever, and what comes back is used again."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from retrieval.errors import StateError
from retrieval.index import chroma, keeper, vectors
from retrieval.model.answers import Query
from retrieval.settings import load_settings
from retrieval.store import engine as engines
from retrieval.wiring import Rooms, open_rooms
from tests.cli.conftest import sample_files
from tests.faults.link import Link

QUESTION = Query("Hvad besluttede udvalget om kviklån?")
AN_ANSWERS_TIME_S = 30.0  # far beyond the limits set here; without any a test would never end


@pytest.fixture
def link(chroma_server) -> Iterator[Link]:
    """The way to Chroma, whose server is left empty."""
    with Link(("127.0.0.1", chroma_server.port)).running() as link:
        yield link
    chroma_server.empty()


@contextmanager
def opened(home: Path, link: Link) -> Iterator[Rooms]:
    given = {"REFERAT_HOME": home, "REFERAT_CHROMA_URL": f"http://127.0.0.1:{link.port}", "REFERAT_DATABASE_URL": ""}
    rooms = open_rooms(load_settings(**given))
    try:
        yield rooms
    finally:
        rooms.close()


def places(rooms: Rooms) -> list[tuple[str, int]]:
    return [(hit.meeting_key, hit.item) for hit in rooms.assistant.search(QUESTION)]


def test_a_silent_chroma_is_given_up_words_answer_and_it_is_used_again_when_it_speaks(tmp_path, link, monkeypatch):
    monkeypatch.setattr(chroma, "SILENT_S", 1.0)
    monkeypatch.setattr(vectors, "AT_HAND", 0)  # every search asks Chroma, as where there are many vectors
    with opened(tmp_path / "home", link) as rooms:
        rooms.ingester.ingest_paths(sample_files()[:2])
        whole = places(rooms)
        assert rooms.index.state().vectors == "ready"
        link.cut()
        assert rooms.assistant.ask(QUESTION).text
        assert "ReadTimeout" in rooms.index.state().vectors
        rooms.ingester.ingest_paths(sample_files()[2:3])  # minutes go on coming in
        with opened(tmp_path / "home", link) as later:  # a process that starts meanwhile
            assert later.ingester.stale() == (frozenset(), frozenset())
            assert later.assistant.search(QUESTION)
        link.mend()
        monkeypatch.setattr(keeper.time, "monotonic", lambda: 1e12)  # the wait before the next try is over
        rooms.index.mend()
        assert rooms.index.state().vectors == "ready"
        rooms.ingester.withdraw(next(iter(set(rooms.store.manifest()) - {key for key, _ in whole})))
        assert places(rooms) == whole


def test_a_database_that_takes_connections_and_says_nothing_is_told_of(monkeypatch):
    monkeypatch.setitem(engines.PATIENCE, "connect_timeout", 2)  # s, the least there is
    with socket.create_server(("127.0.0.1", 0)) as silent:
        engine = engines.build_engine(f"postgresql://referat:hunter2@127.0.0.1:{silent.getsockname()[1]}/referat")
        with pytest.raises(StateError, match="cannot be used") as caught, engines.reading(engine):
            pass
    engine.dispose()
    assert "hunter2" not in str(caught.value)


def test_who_sets_another_patience_in_the_address_gets_it(database, monkeypatch):
    engine = engines.build_engine(f"{database}&connect_timeout=77")
    with engine.connect() as connection:
        held = connection.connection.driver_connection.info.get_parameters()
    engine.dispose()
    assert (held["connect_timeout"], held["tcp_user_timeout"]) == ("77", "10000")


# In a network of its own, whose packets are dropped from one moment on, as at a switch that lost its power.
DROPPED = """
import subprocess, sys
import sqlalchemy as sa
from retrieval.errors import StateError
from retrieval.store import Store, engine as engines
from tests.faults.link import Link
from tests.store import building

def network(*command):
    subprocess.run(command, check=True)

address = sa.make_url(sys.argv[1])
engines.PATIENCE |= {"connect_timeout": 2, "tcp_user_timeout": 500}
with Link(f"{address.query['host']}/.s.PGSQL.5432").running() as link:
    store = Store(f"postgresql://referat@127.0.0.1:{link.port}/{address.database}")
    source = building.document()
    store.save(source, building.meeting(source))
    network("tc", "qdisc", "add", "dev", "lo", "root", "tbf", "rate", "8bit", "burst", "10", "latency", "1ms")
    for _ in range(2):  # on a connection that is there, and on a new one
        try:
            store.meetings()
        except StateError as error:
            print("told", error)
    network("tc", "qdisc", "del", "dev", "lo", "root")
    print("held", len(store.meetings()))
    store.close()
"""


@pytest.fixture
def own_network() -> Iterator[list[str]]:
    """What runs a command in a network of its own; not everybody may have one."""
    command = ["unshare", "-n", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"]
    if not all(map(shutil.which, ("unshare", "ip", "tc"))):
        pytest.skip("no tools for a network of its own")
    tried = ["tc", "qdisc", "add", "dev", "lo", "root", "tbf", "rate", "8bit", "burst", "10", "latency", "1ms"]
    if subprocess.run([*command, *tried], capture_output=True).returncode:
        pytest.skip("a network of its own is not allowed here")
    yield command


def test_a_database_whose_packets_are_dropped_is_given_up_and_used_again(database, own_network):
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [*own_network, sys.executable, "-c", DROPPED, database],
        capture_output=True,
        text=True,
        cwd=root,
        env=os.environ | {"PYTHONPATH": str(root)},
        timeout=AN_ANSWERS_TIME_S,
    )
    assert done.stdout.count("told the database") == 2, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1] == "held 1"
