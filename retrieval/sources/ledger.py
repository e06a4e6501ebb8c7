"""What sources brought and how they are, in the SQL database beside the minutes."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from retrieval.sources.port import Seen
from retrieval.store.engine import reading, writing
from retrieval.store.tables import Utc

_METADATA = sa.MetaData()
_STATES = sa.Table(
    "source_states",
    _METADATA,
    sa.Column("name", sa.String(300), primary_key=True),
    sa.Column("checked", Utc, nullable=True),
    sa.Column("succeeded", Utc, nullable=True),
    sa.Column("failed", Utc, nullable=True),
    sa.Column("error", sa.Text, nullable=False),
    sa.Column("failures", sa.Integer, nullable=False),  # in a row
)
_SEEN = sa.Table(
    "source_seen",
    _METADATA,
    sa.Column("source", sa.String(300), primary_key=True),
    sa.Column("item", sa.String(1000), primary_key=True),
    sa.Column("mark", sa.Text, nullable=False),
    sa.Column("meeting_key", sa.String(12), nullable=False),
)
ERROR_LIMIT = 500  # characters of an error kept


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """How a source is: when it was last looked at, last in order, last failed and why."""

    name: str
    checked: datetime.datetime | None = None
    succeeded: datetime.datetime | None = None
    failed: datetime.datetime | None = None
    error: str = ""
    failures: int = 0


class SourceLedger:
    """The sources' memory; safe to use from several threads."""

    def __init__(self, engine: sa.Engine, clock: Callable[[], datetime.datetime] | None = None) -> None:
        self._engine = engine
        self._now = clock or (lambda: datetime.datetime.now(datetime.UTC))
        with writing(engine) as connection:
            _METADATA.create_all(connection)

    def states(self) -> tuple[SourceState, ...]:
        """All sources that were ever looked at, by name."""
        with reading(self._engine) as connection:
            rows = connection.execute(_STATES.select().order_by(_STATES.c.name)).mappings()
            return tuple(SourceState(**row) for row in rows)

    def succeeded(self, name: str) -> None:
        """A look went well."""
        now = self._now()
        self._put(name, {"checked": now, "succeeded": now, "failures": 0})

    def failed(self, name: str, error: str) -> int:
        """A look failed; how many have in a row now."""
        now = self._now()
        before = next((state.failures for state in self.states() if state.name == name), 0)
        self._put(name, {"checked": now, "failed": now, "error": error[:ERROR_LIMIT], "failures": before + 1})
        return before + 1

    def seen(self, source: str) -> dict[str, Seen]:
        """What a source remembers."""
        query = sa.select(_SEEN.c.item, _SEEN.c.mark, _SEEN.c.meeting_key).where(_SEEN.c.source == source)
        with reading(self._engine) as connection:
            return {row.item: Seen(**row._mapping) for row in connection.execute(query)}

    def remember(self, source: str, seen: Seen) -> None:
        """Remembers one thing, in place of what was remembered of it."""
        values = {"source": source, "item": seen.item, "mark": seen.mark, "meeting_key": seen.meeting_key}
        where = sa.and_(_SEEN.c.source == source, _SEEN.c.item == seen.item)
        with writing(self._engine) as connection:
            connection.execute(_SEEN.delete().where(where))
            connection.execute(_SEEN.insert(), values)

    def forget(self, source: str, items: Iterable[str]) -> None:
        """Forgets things."""
        with writing(self._engine) as connection:
            for item in items:
                connection.execute(_SEEN.delete().where(_SEEN.c.source == source, _SEEN.c.item == item))

    def _put(self, name: str, values: dict[str, object]) -> None:
        with writing(self._engine) as connection:
            if not connection.execute(_STATES.update().where(_STATES.c.name == name).values(values)).rowcount:
                connection.execute(_STATES.insert(), {"name": name, "error": "", "failures": 0} | values)
