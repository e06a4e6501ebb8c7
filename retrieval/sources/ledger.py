"""What sources brought and how they are, in the SQL database beside the minutes."""

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import sqlalchemy as sa

from retrieval.sources.port import AttachmentState, LinkedAttachment, Seen
from retrieval.sources.tables import ATTACHMENTS, SEEN, STATES, bring_up
from retrieval.store.engine import reading, writing
from retrieval.store.tables import DOCUMENTS

COMING_IN = datetime.timedelta(hours=1)  # between an attachment's keeping and its document's
_LINKS_AT_ONCE = 500  # in one query
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
        bring_up(engine)

    def states(self) -> tuple[SourceState, ...]:
        """All sources that were ever looked at, by name."""
        with reading(self._engine) as connection:
            rows = connection.execute(STATES.select().order_by(STATES.c.name)).mappings()
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
        query = sa.select(SEEN.c.item, SEEN.c.mark, SEEN.c.meeting_key).where(SEEN.c.source == source)
        with reading(self._engine) as connection:
            return {row.item: Seen(**row._mapping) for row in connection.execute(query)}

    def remember(self, source: str, seen: Seen) -> None:
        """Remembers one thing, in place of what was remembered of it."""
        values = {"source": source, "item": seen.item, "mark": seen.mark, "meeting_key": seen.meeting_key}
        where = sa.and_(SEEN.c.source == source, SEEN.c.item == seen.item)
        with writing(self._engine) as connection:
            connection.execute(SEEN.delete().where(where))
            connection.execute(SEEN.insert(), values)

    def forget(self, source: str, items: Iterable[str]) -> None:
        """Forgets things."""
        with writing(self._engine) as connection:
            for item in items:
                connection.execute(SEEN.delete().where(SEEN.c.source == source, SEEN.c.item == item))

    def attachments(self, links: Iterable[str]) -> dict[str, LinkedAttachment]:
        """What is kept of attachments with these links, by link."""
        wanted = list(links)
        found: dict[str, LinkedAttachment] = {}
        with reading(self._engine) as connection:
            for start in range(0, len(wanted), _LINKS_AT_ONCE):
                some = ATTACHMENTS.c.link.in_(wanted[start : start + _LINKS_AT_ONCE])
                found |= {row.link: _attachment(row) for row in connection.execute(ATTACHMENTS.select().where(some))}
        return found

    def attachments_of(self, fingerprint: str) -> tuple[LinkedAttachment, ...]:
        """The attachments that the document with this SHA-256 lists, in its order."""
        where = ATTACHMENTS.c.fingerprint == fingerprint
        with reading(self._engine) as connection:
            rows = connection.execute(ATTACHMENTS.select().where(where).order_by(ATTACHMENTS.c.position))
            return tuple(map(_attachment, rows))

    def keep_attachments(self, fingerprint: str, attachments: Sequence[LinkedAttachment]) -> None:
        """Keeps a document's attachments, in place of what was kept of it."""
        rows = [
            asdict(one)
            | {"state": one.state.value, "fingerprint": fingerprint, "position": position, "at": self._now()}
            for position, one in enumerate(attachments)
        ]
        with writing(self._engine) as connection:
            connection.execute(ATTACHMENTS.delete().where(ATTACHMENTS.c.fingerprint == fingerprint))
            if rows:
                connection.execute(ATTACHMENTS.insert(), rows)

    def drop_attachments(self) -> int:
        """Erases the attachments of documents that are not held, as of a meeting taken down; how many went.

        Those of a document that is just coming in are left alone.
        """
        missing = ATTACHMENTS.c.fingerprint.not_in(sa.select(DOCUMENTS.c.fingerprint))
        gone = sa.and_(missing, ATTACHMENTS.c.at < self._now() - COMING_IN)
        with writing(self._engine) as connection:
            return connection.execute(ATTACHMENTS.delete().where(gone)).rowcount

    def count_attachments(self) -> dict[AttachmentState, int]:
        """How many attachments are in each state."""
        query = sa.select(ATTACHMENTS.c.state, sa.func.count(ATTACHMENTS.c.link.distinct())).group_by("state")
        with reading(self._engine) as connection:
            return {AttachmentState(state): count for state, count in connection.execute(query)}

    def _put(self, name: str, values: dict[str, object]) -> None:
        with writing(self._engine) as connection:
            if not connection.execute(STATES.update().where(STATES.c.name == name).values(values)).rowcount:
                connection.execute(STATES.insert(), {"name": name, "error": "", "failures": 0} | values)


def _attachment(row: Any) -> LinkedAttachment:
    return LinkedAttachment(
        item=row.item,
        title=row.title,
        link=row.link,
        state=AttachmentState(row.state),
        reason=row.reason,
        tries=row.tries,
        text=row.text,
    )
