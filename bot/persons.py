"""One person's data over all tables: what is held, its erasure, and that a restore does not bring it back."""

import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import sqlalchemy as sa

from bot.alerts import database as alerts
from bot.state import ERASED, METADATA, person_digest
from bot.state.database import bring_up
from retrieval.store.engine import reading, writing

_WHO = ("user_id", "created_by", "chat_id")  # a private chat has its person's own id
Erasures = Mapping[str, float]  # a person's digest to when they were erased, in seconds since 1970


def make_tables(engine: sa.Engine) -> None:
    """Makes the bot's tables where they are missing, so that a restore has where to put their rows."""
    bring_up(engine)
    alerts.bring_up(engine)


class Persons:
    """What the bot holds of people, in the database behind `engine`."""

    def __init__(self, engine: sa.Engine, now: Callable[[], float] = time.time) -> None:
        self._engine, self._now = engine, now
        make_tables(engine)

    def held(self, user_id: int) -> dict[str, list[dict[str, Any]]]:
        """All rows about the person by table; tables without any are left out."""
        found: dict[str, list[dict[str, Any]]] = {}
        with reading(self._engine) as connection:
            for table, mine in _tables(user_id):
                rows = connection.execute(table.select().where(mine)).mappings().all()
                if rows:
                    found[table.name] = [dict(row) for row in rows]
        return found

    def erase(self, user_id: int) -> int:
        """Erases all of it and notes that it was; returns the number of rows."""
        note = {"digest": person_digest(user_id), "at": self._now()}
        with writing(self._engine) as connection:
            erased = _erase(connection, user_id)
            connection.execute(ERASED.delete().where(ERASED.c.digest == note["digest"]))
            connection.execute(ERASED.insert().values(**note))
        return erased

    def erasures(self) -> Erasures:
        """Who was erased and when."""
        with reading(self._engine) as connection:
            return {row.digest: row.at for row in connection.execute(ERASED.select())}

    def erase_again(self, erasures: Erasures, since: float) -> int:
        """Erases whom a restored archive of the time `since` brought back; returns the number of rows."""
        later = {digest: at for digest, at in erasures.items() if at > since}
        with writing(self._engine) as connection:
            for digest, at in later.items():
                connection.execute(ERASED.delete().where(ERASED.c.digest == digest))
                connection.execute(ERASED.insert().values(digest=digest, at=at))
            known = [user_id for user_id in _everybody(connection) if person_digest(user_id) in later]
            return sum(_erase(connection, user_id) for user_id in known)


def _tables(user_id: int) -> Iterator[tuple[sa.Table, sa.ColumnElement[bool]]]:
    for metadata in (METADATA, alerts.METADATA):
        for table in metadata.sorted_tables:
            columns = [table.c[name] for name in _WHO if name in table.c]
            if columns:
                yield table, sa.or_(*(column == user_id for column in columns))


def _erase(connection: sa.Connection, user_id: int) -> int:
    return sum(connection.execute(table.delete().where(mine)).rowcount for table, mine in _tables(user_id))


def _everybody(connection: sa.Connection) -> set[int]:
    known: set[int] = set()
    for table, _ in _tables(0):
        for name in _WHO:
            if name in table.c:
                known.update(connection.scalars(sa.select(table.c[name]).distinct()))
    return known
