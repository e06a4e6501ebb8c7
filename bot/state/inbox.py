"""Updates that are not handled yet."""

import hashlib
from collections.abc import Mapping

from sqlalchemy import ColumnElement, bindparam, delete, or_, select, update

from bot.state.database import Book
from bot.state.tables import INBOX
from retrieval.store.engine import is_shared

INBOX_S = 2 * 86400.0  # Telegram repeats an update for 24 hours at most
LEASE_S = 120.0  # an answer takes a tenth of that at the most
REPLAYS = 2  # times an unfinished update is taken up again: one that kills the process must not do so for ever
_DONE = "#"  # stands before the digest of an update that is done; JSON never begins so

_WRITTEN = select(INBOX.c.update_id, INBOX.c.payload).where(INBOX.c.update_id.in_(bindparam("ids", expanding=True)))
_INSERTED = INBOX.insert()
_ENDED = update(INBOX).where(INBOX.c.update_id == bindparam("done")).values(payload=bindparam("digest"))


class InboxBook(Book):
    """Updates written down before any work."""

    def receive(self, payloads: Mapping[int, str]) -> set[int]:
        """Writes updates down before any work, by their ids; returns the ids of those that did not come before.

        Ids begin anew after a silence or on another server: the same id with other content is another update.
        """
        with self.writing() as connection:
            written = connection.execute(_WRITTEN, {"ids": list(payloads)})
            known = {row.update_id: row.payload for row in written}
            fresh = {one for one, payload in payloads.items() if not _is_same(known.get(one), payload)}
            if known.keys() & fresh:
                connection.execute(delete(INBOX).where(INBOX.c.update_id.in_(known.keys() & fresh)))
            new = {"attempts": 0, "at": self.now()}
            if fresh:
                rows = [new | {"update_id": one, "payload": payloads[one]} for one in sorted(fresh)]
                connection.execute(_INSERTED, rows)
        return fresh

    def handled(self, update_id: int) -> None:
        """Notes that an update is done: its words go, a digest stays so that a repetition is known."""
        with self.writing() as connection:
            row = connection.execute(_WRITTEN, {"ids": [update_id]}).first()
            if row and not row.payload.startswith(_DONE):
                connection.execute(_ENDED, {"done": update_id, "digest": _digest(row.payload)})

    def unhandled(self) -> tuple[str, ...]:
        """Updates that an earlier run did not finish, oldest first; each is given out twice at most.

        Where several processes share the database, one that is younger than `LEASE_S` may be under way in another: it
        is left alone, and what is given out is nobody else's for as long.
        """
        waiting: list[ColumnElement[bool]] = [INBOX.c.payload.not_like(f"{_DONE}%")]
        if self.is_shared:
            # One from beyond our own time was taken by a clock that ran ahead: nobody has worked on it for so long.
            waiting.append(or_(INBOX.c.at <= self.now() - LEASE_S, INBOX.c.at > self.now() + LEASE_S))
        taken = update(INBOX).where(*waiting).values(attempts=INBOX.c.attempts + 1, at=self.now()).returning(INBOX)
        with self.writing() as connection:
            left = sorted(connection.execute(taken).all(), key=lambda row: row.update_id)
        for row in left:
            if row.attempts > REPLAYS:
                self.handled(row.update_id)
        return tuple(row.payload for row in left if row.attempts <= REPLAYS)

    @property
    def is_shared(self) -> bool:
        """Whether other processes may work on the same database."""
        return is_shared(self.engine)


def _is_same(known: str | None, payload: str) -> bool:
    return known is not None and known in (payload, _digest(payload))


def _digest(payload: str) -> str:
    return _DONE + hashlib.sha256(payload.encode()).hexdigest()
