"""The tables of alerts, beside the minutes in the same database, and transactions on them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Engine,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    event,
)

from retrieval.errors import StateError
from retrieval.store.engine import build_engine
from retrieval.store.migrate import upgrade

METADATA = MetaData()

FOLLOWS = Table(
    "alert_follows",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("thread_id", BigInteger, nullable=False),
    Column("kind", String(12), nullable=False),
    Column("words", Text, nullable=False),
    Column("created_by", BigInteger, nullable=False, index=True),
    Column("at", Float, nullable=False),
    UniqueConstraint("chat_id", "thread_id", "kind", "words", name="alert_follows_once"),
)
PLACES = Table(
    "alert_places",
    METADATA,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("thread_id", BigInteger, primary_key=True, autoincrement=False),
    Column("language", String(2), nullable=False),
    Column("rhythm", String(8), nullable=False),
    Column("hour", Integer, nullable=False, server_default="-1"),  # of collected messages; -1: the operator's
)
PLANNED = Table(
    "alert_planned",
    METADATA,
    Column("meeting_key", String(12), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("at", Float, nullable=False),
)
OUTBOX = Table(
    "alert_outbox",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("thread_id", BigInteger, nullable=False),
    Column("meeting_key", String(12), nullable=False),
    Column("version", Integer, nullable=False),
    Column("payload", Text, nullable=False),
    Column("state", String(12), nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("doubts", Integer, nullable=False, default=0),  # times it may have arrived without our knowing
    Column("owner", String(200), nullable=False, default=""),  # who is sending it
    Column("due", Float, nullable=False),
    Column("created", Float, nullable=False),
    Column("finished", Float, nullable=True),
    Column("error", Text, nullable=False, default=""),
    UniqueConstraint("chat_id", "thread_id", "meeting_key", "version", name="alert_outbox_once"),
    Index("alert_outbox_due", "state", "due", "id"),
)
HEAD = "0001"
LOCATION = "bot.alerts:migrations"
VERSION_TABLE = "alert_schema_version"
BUSY_MS = 10_000  # a document on its way into the store is waited for: what somebody follows must not be lost


def open_database(url: str) -> Engine:
    """An engine with the tables of alerts, at the schema of this version.

    What is written is on the disk when a transaction ends, also if the machine loses power: a message noted as sent
    must not be sent again.

    Raises:
        StateError: the database cannot be used, or was written by a newer version.
    """
    engine = build_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _wait_longer)
    try:
        bring_up(engine)
    except StateError:
        engine.dispose()
        raise
    return engine


def bring_up(engine: Engine) -> None:
    """Brings the tables of alerts to the schema of this version.

    Raises:
        StateError: the database was written by a newer version.
    """
    upgrade(engine, location=LOCATION, version_table=VERSION_TABLE, head=HEAD)


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction: all of it is written at the end, or nothing."""
    with engine.execution_options(writes=True).begin() as connection:
        yield connection


def _wait_longer(connection: Any, _record: Any) -> None:
    connection.execute(f"PRAGMA busy_timeout={BUSY_MS}")
