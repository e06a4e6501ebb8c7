"""One engine a process, with the pragmas and the error messages every database needs."""

import sqlite3
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from retrieval.errors import StateError, StateLocked

_TURNS: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)  # by the database's file
BUSY_MS = 5000  # how long a writer waits for another one before it gives up

# A server whose packets no longer arrive is given up after these times; libpq would wait for a quarter of an hour.
PATIENCE = {
    "connect_timeout": 5,  # s
    "tcp_user_timeout": 10_000,  # ms that what was sent may stay unconfirmed
    "keepalives_idle": 10,  # s; then it is asked three times whether it is there
    "keepalives_interval": 3,
    "keepalives_count": 3,
}


def build_engine(url: str) -> sa.Engine:
    """The engine for `url`: SQLite with WAL and a busy timeout, or PostgreSQL through psycopg.

    Raises:
        StateError: the address is not one of a database we use.
    """
    try:
        address = sa.make_url(url)
    except sa.exc.ArgumentError as error:
        raise StateError(
            "REFERAT_DATABASE_URL is not a database address: use sqlite:///FILE or postgresql://…"
        ) from error
    if address.get_backend_name() == "sqlite":
        return _sqlite(address)
    if address.get_backend_name() != "postgresql":
        raise StateError(f"REFERAT_DATABASE_URL names {address.get_backend_name()!r}: use sqlite or postgresql")
    if address.drivername == "postgresql":
        address = address.set(drivername="postgresql+psycopg")
    try:
        given = {name: value for name, value in PATIENCE.items() if name not in address.query}
        return sa.create_engine(address, pool_pre_ping=True, connect_args=given)
    except ModuleNotFoundError as error:
        raise StateError("PostgreSQL needs its driver: pip install 'referat[postgres]'") from error


def place_of(engine: sa.Engine) -> str:
    """The database's address as may be shown: without its password."""
    return engine.url.database or "" if engine.dialect.name == "sqlite" else engine.url.render_as_string()


def is_shared(engine: sa.Engine) -> bool:
    """Whether other processes may write to the same database: the state lock makes SQLite's one process's alone."""
    return engine.dialect.name != "sqlite"


def _sqlite(address: sa.URL) -> sa.Engine:
    engine = sa.create_engine(address, connect_args={"timeout": BUSY_MS / 1000})

    @sa.event.listens_for(engine, "connect")
    def _configure(connection: sqlite3.Connection, _record: Any) -> None:
        # Transactions are begun by us: the driver's own begin comes too late to give a consistent read.
        connection.isolation_level = None
        for pragma in (f"busy_timeout={BUSY_MS}", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        # A writer takes the lock at once: a reader that turns into a writer later would fail instead of wait.
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


@contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A connection that sees one consistent state.

    Raises:
        StateError: the database cannot be read, with what to do about it.
    """
    with clear_errors(engine), engine.connect() as connection:
        if engine.dialect.name != "sqlite":
            connection.execution_options(isolation_level="REPEATABLE READ")
        yield connection


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A transaction: all of it is written at the end, or nothing.

    Raises:
        StateError: the database cannot be written, with what to do about it.
    """
    with (
        _in_turn(engine),
        clear_errors(engine),
        engine.connect() as connection,
        connection.execution_options(writes=True).begin(),
    ):
        yield connection


@contextmanager
def _in_turn(engine: sa.Engine) -> Iterator[None]:
    """The writers of this process one after the other: SQLite would let each of them sleep and try again.

    Who waits too long goes on without a turn, and is told by the database that it is busy.
    """
    if is_shared(engine):
        yield
        return
    turn = _TURNS[engine.url.database or ""]
    is_held = turn.acquire(timeout=BUSY_MS / 1000)
    try:
        yield
    finally:
        if is_held:
            turn.release()


@contextmanager
def clear_errors(engine: sa.Engine) -> Iterator[None]:
    """Turns the driver's errors into one line that says what to do."""
    try:
        yield
    except (sa.exc.OperationalError, sa.exc.DatabaseError, sqlite3.Error) as error:
        if isinstance(error, sa.exc.IntegrityError | sa.exc.ProgrammingError | sa.exc.DataError):
            raise
        raise explain(error, place_of(engine)) from error


def explain(error: Exception, place: str) -> StateError:
    """Our error for a driver's: what happened, to which database, what to do."""
    words = str(getattr(error, "orig", None) or error).strip().splitlines()
    first = words[0] if words else type(error).__name__
    lower = first.lower()
    if "locked" in lower or "busy" in lower:
        return StateLocked(f"the database {place} is busy: another process is writing to it; try again when it is done")
    if "full" in lower or "no space" in lower:
        return StateError(f"the disk is full: nothing was written to {place}; free some space and run it again")
    if "malformed" in lower or "not a database" in lower or "corrupt" in lower:
        return StateError(f"the database {place} is damaged: restore a backup, or move the file away and ingest again")
    if "readonly" in lower or "read-only" in lower or "unable to open" in lower:
        return StateError(f"the database {place} cannot be opened for writing: check the rights of its folder")
    return StateError(f"the database {place} cannot be used: {first}")
