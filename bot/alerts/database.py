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
    create_engine,
    event,
    inspect,
    text,
)

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
BUSY_MS = 10_000


def open_database(url: str) -> Engine:
    """An engine with the tables of alerts.

    What is written is on the disk when a transaction ends, also if the machine loses power: a message noted as sent
    must not be sent again.
    """
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _tune_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    METADATA.create_all(engine)
    _add_hour(engine)
    return engine


def _add_hour(engine: Engine) -> None:
    """Adds the chosen hour to a table of before there was one."""
    with writing(engine) as connection:
        held = {column["name"] for column in inspect(connection).get_columns(PLACES.name)}
        if "hour" not in held:
            connection.execute(text(f"ALTER TABLE {PLACES.name} ADD COLUMN hour INTEGER NOT NULL DEFAULT -1"))


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction: all of it is written at the end, or nothing."""
    with engine.execution_options(writes=True).begin() as connection:
        yield connection


def _tune_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions are begun by us: the driver's own begin comes too late
    for pragma in ("journal_mode=WAL", "synchronous=FULL", f"busy_timeout={BUSY_MS}"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes the lock at once: a reader that turns into a writer later would fail instead of wait.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
