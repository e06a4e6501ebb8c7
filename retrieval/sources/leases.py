"""Which process looks after a source, where several share a database: one at a time, another one when it is gone."""

import datetime
from collections.abc import Callable

import sqlalchemy as sa

from retrieval.sources.tables import LEASES, bring_up
from retrieval.store.engine import writing


class Leases:
    """The sources that `owner` looks after. The clocks of the machines may differ by less than a lease is long."""

    def __init__(self, engine: sa.Engine, owner: str, clock: Callable[[], datetime.datetime] | None = None) -> None:
        """`owner` names a process and whoever follows it on its state directory."""
        self._engine, self._owner = engine, owner[-200:]
        self._now = clock or (lambda: datetime.datetime.now(datetime.UTC))
        bring_up(engine)

    def take(self, source: str, seconds: float) -> bool:
        """Takes the source, or keeps it, for so many seconds from now; False where it is another one's."""
        now, span = self._now(), datetime.timedelta(seconds=seconds)
        values = {"owner": self._owner, "until": now + span}
        is_over = sa.or_(LEASES.c.until < now, LEASES.c.until > now + 2 * span)  # or taken by a clock that ran ahead
        is_free = sa.or_(LEASES.c.owner == self._owner, is_over)
        with writing(self._engine) as connection:
            if connection.execute(LEASES.update().where(LEASES.c.source == source, is_free).values(values)).rowcount:
                return True
            try:
                with connection.begin_nested():
                    connection.execute(LEASES.insert(), {"source": source} | values)
            except sa.exc.IntegrityError:
                return False
        return True

    def give_back(self, source: str) -> None:
        """Lets another process look after the source at once; one that is not ours stays as it is."""
        mine = sa.and_(LEASES.c.source == source, LEASES.c.owner == self._owner)
        with writing(self._engine) as connection:
            connection.execute(LEASES.delete().where(mine))
