"""What a language model has cost today: limits that hold across processes and restarts."""

import datetime
import hashlib
from collections.abc import Callable

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from retrieval.store.engine import reading, writing
from retrieval.store.tables import MODEL_SPENDING


def _today() -> datetime.date:
    return datetime.datetime.now(datetime.UTC).date()


class SpendingLedger:
    """Spending of the day (UTC) in US dollars, by person and in all; safe to use from several threads and processes.

    People are kept as a digest that another day does not repeat; earlier days are forgotten.
    """

    def __init__(
        self, engine: sa.Engine, per_person: float, in_all: float, *, today: Callable[[], datetime.date] = _today
    ) -> None:
        self._engine = engine
        self._per_person = per_person
        self._in_all = in_all
        self._today = today

    def may_spend(self, user: str) -> bool:
        """Whether `user` and everybody together are still within today's limits.

        Raises:
            StateError: the database cannot be read.
        """
        day = self._today()
        dollars = MODEL_SPENDING.c.dollars
        query = sa.select(
            sa.func.coalesce(sa.func.sum(dollars), 0.0),
            sa.func.coalesce(sa.func.sum(sa.case((MODEL_SPENDING.c.person == _digest(day, user), dollars))), 0.0),
        ).where(MODEL_SPENDING.c.day == day)
        with reading(self._engine) as connection:
            in_all, own = connection.execute(query).one()
        return bool(own < self._per_person and in_all < self._in_all)

    def spend(self, user: str, dollars: float) -> None:
        """Writes down what a call has cost.

        Raises:
            StateError: the database cannot be written.
        """
        day = self._today()
        insert = (postgresql if self._engine.dialect.name == "postgresql" else sqlite).insert(MODEL_SPENDING)
        row = insert.values(day=day, person=_digest(day, user), dollars=dollars)
        added = row.on_conflict_do_update(
            index_elements=["day", "person"], set_={"dollars": MODEL_SPENDING.c.dollars + dollars}
        )
        with writing(self._engine) as connection:
            connection.execute(MODEL_SPENDING.delete().where(MODEL_SPENDING.c.day < day))
            connection.execute(added)


def _digest(day: datetime.date, user: str) -> str:
    return hashlib.sha256(f"{day.isoformat()} {user}".encode()).hexdigest()[:32]
