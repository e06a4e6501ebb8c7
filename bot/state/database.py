"""The database behind the bot's memory: its engine, its schema, and transactions on it."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from retrieval.store.engine import build_engine, reading, writing
from retrieval.store.migrate import upgrade

HEAD = "0002"
LOCATION = "bot.state:migrations"
VERSION_TABLE = "bot_schema_version"
BUSY_MS = 10_000  # a document on its way into the store is waited for: a person's words must not be lost


def open_database(url: str) -> sa.Engine:
    """An engine for the bot's tables, which are at the schema of this version.

    Raises:
        StateError: the database cannot be used, or was written by a newer version.
    """
    engine = build_engine(url)
    if engine.dialect.name == "sqlite":
        # An answer is many small transactions: losing the last of them with the power loses no more than a button.
        sa.event.listen(engine, "connect", _hurry)
    bring_up(engine)
    return engine


def bring_up(engine: sa.Engine) -> None:
    """Brings the bot's tables to the schema of this version.

    Raises:
        StateError: the database was written by a newer version.
    """
    upgrade(engine, location=LOCATION, version_table=VERSION_TABLE, head=HEAD)


def _hurry(connection: Any, _record: Any) -> None:
    for pragma in ("synchronous=NORMAL", f"busy_timeout={BUSY_MS}"):
        connection.execute(f"PRAGMA {pragma}")


class Book:
    """One duty of the memory: short transactions on one engine, safe to call from any thread."""

    def __init__(self, engine: sa.Engine, now: Callable[[], float]) -> None:
        self.engine, self.now = engine, now

    def reading(self) -> AbstractContextManager[sa.Connection]:
        """A connection that sees one consistent state."""
        return reading(self.engine)

    def writing(self) -> AbstractContextManager[sa.Connection]:
        """A transaction: all of it is written at the end, or nothing."""
        return writing(self.engine)

    def put(self, table: sa.Table, row: Mapping[str, Any]) -> None:
        """Writes a whole row; one with the same primary key gives way."""
        with self.writing() as connection:
            connection.execute(_putting(table, self.engine.dialect.name), row)


@cache  # statements are made once: making one costs more than running it
def _putting(table: sa.Table, dialect: str) -> sa.Insert:
    insert = (postgresql if dialect == "postgresql" else sqlite).insert(table)
    others = {column.name: insert.excluded[column.name] for column in table.columns if not column.primary_key}
    putting: sa.Insert = insert.on_conflict_do_update(index_elements=table.primary_key.columns, set_=others)
    return putting
