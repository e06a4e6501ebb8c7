"""A store on every database we support: SQLite always, PostgreSQL where one is given or installed."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from retrieval.store import Store

LOCAL = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))


def _as_postgres() -> dict[str, object]:
    # initdb refuses to run as root; elsewhere the person who runs the tests owns the cluster.
    if os.geteuid() != 0:
        return {}
    entry = pwd.getpwnam("postgres")
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a running PostgreSQL server."""
    given = os.environ.get("REFERAT_TEST_POSTGRES_URL")
    if given:
        yield given
        return
    if not LOCAL:
        pytest.skip("no PostgreSQL: set REFERAT_TEST_POSTGRES_URL")
    folder = Path(tempfile.mkdtemp(prefix="referat-pg-", dir="/tmp"))
    try:
        yield from _cluster(LOCAL[-1].parent, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _cluster(binaries: Path, folder: Path) -> Iterator[str]:
    who = _as_postgres()
    if "user" in who:
        shutil.chown(folder, who["user"], who["group"])  # type: ignore[arg-type]

    def call(program: str, *arguments: str) -> None:
        with (folder / "log").open("ab") as log:
            subprocess.run([binaries / program, *arguments], check=True, cwd=folder, stdout=log, stderr=log, **who)  # type: ignore[call-overload]

    data = str(folder / "data")
    call("initdb", "-D", data, "-U", "referat", "-A", "trust", "-E", "UTF8", "--no-sync")
    call("pg_ctl", "-D", data, "-w", "-o", f"-c listen_addresses='' -k {folder} -c fsync=off", "start")
    try:
        yield f"postgresql://referat@/postgres?host={folder}"
    finally:
        call("pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")


def _fresh_database(server: str, name: str) -> str:
    address = sa.make_url(server).set(drivername="postgresql+psycopg")
    engine = sa.create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(f'DROP DATABASE IF EXISTS "{name}"'))
        connection.execute(sa.text(f'CREATE DATABASE "{name}"'))
    engine.dispose()
    return address.set(database=name).render_as_string(hide_password=False)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'referat.sqlite3'}"
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    return _fresh_database(request.getfixturevalue("postgres"), f"store_{worker}")


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """An empty store."""
    opened = Store(url)
    yield opened
    opened.close()
