"""The outbox: one row a chat, topic and version of a meeting, from planned to sent; nothing is sent that is not in it.

States: waiting -> sending -> sent, failed or dropped. A row is `sending` from before the call to Telegram until its
outcome is written: what a crash leaves in that state may have arrived, and is sent again.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Engine, func, insert, select, update

from bot.alerts.database import OUTBOX, writing
from bot.alerts.follows import Spot
from bot.alerts.notice import Notice, load_notice

ATTEMPTS = 8  # with the waits below: given up after about four hours
NEWS_S = 14 * 86400.0
FIRST_WAIT_S, LONGEST_WAIT_S = 30.0, 3600.0


class Stage(StrEnum):
    """Where a row is."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One message to be sent. `doubts` counts the times it may have arrived without our knowing."""

    id: int
    spot: Spot
    meeting_key: str
    version: int
    notice: Notice
    attempts: int
    doubts: int
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A message to be put in the outbox, due at a time in seconds since 1970."""

    spot: Spot
    notice: Notice
    due: float


class Outbox:
    """The outbox in the database; safe to use from several threads."""

    def __init__(self, engine: Engine, now: Callable[[], float] = time.time, *, owner: str = "") -> None:
        """The outbox as seen by `owner`: the one sender that works on this state directory."""
        self._engine, self._now, self._owner = engine, now, owner[-200:]

    def put(self, connection: Connection, key: str, version: int, planned: Iterable[Planned]) -> int:
        """Adds rows inside the caller's transaction; what waits for an older version of the meeting is dropped."""
        older = (OUTBOX.c.meeting_key == key, OUTBOX.c.version < version, OUTBOX.c.state == Stage.WAITING.value)
        connection.execute(
            update(OUTBOX)
            .where(*older)
            .values(state=Stage.DROPPED.value, error="a newer version came", finished=self._now())
        )
        rows = [
            {
                "chat_id": one.spot.chat_id,
                "thread_id": one.spot.thread_id,
                "meeting_key": key,
                "version": version,
                "payload": one.notice.dump(),
                "state": Stage.WAITING.value,
                "due": one.due,
                "created": self._now(),
            }
            for one in planned
        ]
        if rows:
            connection.execute(insert(OUTBOX), rows)
        return len(rows)

    def told(self, connection: Connection, key: str) -> dict[Spot, int]:
        """The latest version of the meeting that each spot was told of."""
        latest = func.max(OUTBOX.c.version).label("version")
        query = (
            select(OUTBOX.c.chat_id, OUTBOX.c.thread_id, latest)
            .where(OUTBOX.c.meeting_key == key, OUTBOX.c.state.in_((Stage.SENT.value, Stage.SENDING.value)))
            .group_by(OUTBOX.c.chat_id, OUTBOX.c.thread_id)
        )
        return {Spot(row.chat_id, row.thread_id): row.version for row in connection.execute(query)}

    def recover(self) -> int:
        """Puts back what an earlier run of this owner left between call and outcome; how many.

        What has waited for two weeks, as after a restore of an old backup, is no news any more and is dropped.
        """
        stuck = (OUTBOX.c.state == Stage.SENDING.value) & (OUTBOX.c.owner == self._owner)
        values = {"state": Stage.WAITING.value, "doubts": OUTBOX.c.doubts + 1, "error": "in doubt after a restart"}
        old = (OUTBOX.c.state == Stage.WAITING.value) & (OUTBOX.c.created < self._now() - NEWS_S)
        dropped = {"state": Stage.DROPPED.value, "error": "too old to be news", "finished": self._now()}
        with writing(self._engine) as connection:
            put_back = connection.execute(update(OUTBOX).where(stuck).values(values)).rowcount
            connection.execute(update(OUTBOX).where(old).values(dropped))
        return put_back

    def due(self, limit: int, cooling: Iterable[int] = ()) -> tuple[Row, ...]:
        """The first row due of each chat, oldest first; not of chats that were written to a moment ago."""
        waiting = (OUTBOX.c.state == Stage.WAITING.value, OUTBOX.c.due <= self._now())
        first = select(func.min(OUTBOX.c.id)).where(*waiting, OUTBOX.c.chat_id.not_in(list(cooling)))
        ids = first.group_by(OUTBOX.c.chat_id).order_by(func.min(OUTBOX.c.id)).limit(limit)
        with self._engine.connect() as connection:
            rows = connection.execute(select(OUTBOX).where(OUTBOX.c.id.in_(ids)).order_by(OUTBOX.c.id)).all()
        return tuple(map(_row, rows))

    def due_at(self, spot: Spot) -> tuple[Row, ...]:
        """All rows due of one spot, oldest first: what a collected message tells."""
        here = (OUTBOX.c.chat_id == spot.chat_id, OUTBOX.c.thread_id == spot.thread_id)
        waiting = (OUTBOX.c.state == Stage.WAITING.value, OUTBOX.c.due <= self._now())
        with self._engine.connect() as connection:
            return tuple(
                map(_row, connection.execute(select(OUTBOX).where(*here, *waiting).order_by(OUTBOX.c.id)).all())
            )

    def begin(self, rows: tuple[Row, ...]) -> bool:
        """Marks the rows as being sent; False where one is no longer waiting, and then none is marked."""
        with writing(self._engine) as connection:
            ready = (OUTBOX.c.id.in_([row.id for row in rows]), OUTBOX.c.state == Stage.WAITING.value)
            values = {"state": Stage.SENDING.value, "attempts": OUTBOX.c.attempts + 1, "owner": self._owner}
            marked = connection.execute(update(OUTBOX).where(*ready).values(values)).rowcount
            if marked and marked != len(rows):  # another sender has one of them: the others wait for the next look
                mine = (OUTBOX.c.id.in_([row.id for row in rows]), OUTBOX.c.owner == self._owner)
                connection.execute(update(OUTBOX).where(*mine).values(state=Stage.WAITING.value))
        return bool(marked) and marked == len(rows)

    def finish(self, rows: tuple[Row, ...], stage: Stage, error: str = "") -> None:
        """Writes the outcome."""
        self._set(rows, state=stage.value, error=error, finished=self._now())

    def put_back(self, rows: tuple[Row, ...], error: str, *, in_doubt: bool) -> None:
        """Takes back a try that says nothing of these rows, as Telegram is away; they keep their place in line."""
        doubt = {"doubts": OUTBOX.c.doubts + 1} if in_doubt else {}
        self._set(rows, state=Stage.WAITING.value, error=error, attempts=OUTBOX.c.attempts - 1, **doubt)

    def hurry(self) -> int:
        """Makes due at once what waits for another try, so that it keeps its order; how much."""
        later = (OUTBOX.c.state == Stage.WAITING.value, OUTBOX.c.attempts > 0, OUTBOX.c.due > self._now())
        with writing(self._engine) as connection:
            return connection.execute(update(OUTBOX).where(*later).values(due=self._now())).rowcount

    def again(self, rows: tuple[Row, ...], error: str, *, in_doubt: bool) -> float:
        """Tries later, longer each time; gives up after `ATTEMPTS`. The seconds until then (0: given up)."""
        attempts = max(row.attempts for row in rows) + 1
        if attempts >= ATTEMPTS:
            self.finish(rows, Stage.FAILED, error)
            return 0.0
        wait = min(FIRST_WAIT_S * 2.0 ** (attempts - 1), LONGEST_WAIT_S)
        doubt = {"doubts": OUTBOX.c.doubts + 1} if in_doubt else {}
        due = self._now() + wait
        self._set(rows, state=Stage.WAITING.value, error=error, due=due, attempts=attempts, **doubt)
        return wait

    def drop_chat(self, chat_id: int, reason: str) -> int:
        """Takes back everything that waits for a chat that takes no messages; how much."""
        here = (OUTBOX.c.chat_id == chat_id, OUTBOX.c.state.in_((Stage.WAITING.value, Stage.SENDING.value)))
        values = {"state": Stage.DROPPED.value, "error": reason, "finished": self._now()}
        with writing(self._engine) as connection:
            return connection.execute(update(OUTBOX).where(*here).values(values)).rowcount

    def retry_failed(self) -> int:
        """Puts everything that was given up back in line; how much."""
        failed = OUTBOX.c.state == Stage.FAILED.value
        values = {"state": Stage.WAITING.value, "due": self._now(), "attempts": 0}
        with writing(self._engine) as connection:
            return connection.execute(update(OUTBOX).where(failed).values(values)).rowcount

    def counts(self) -> dict[Stage, int]:
        """How many rows are in each stage."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(OUTBOX.c.state, func.count()).group_by(OUTBOX.c.state)).all()
        return dict.fromkeys(Stage, 0) | {Stage(state): count for state, count in rows}

    def rows(self, stage: Stage, limit: int = 100) -> tuple[Row, ...]:
        """Rows in a stage, newest first."""
        query = select(OUTBOX).where(OUTBOX.c.state == stage.value).order_by(OUTBOX.c.id.desc()).limit(limit)
        with self._engine.connect() as connection:
            return tuple(map(_row, connection.execute(query).all()))

    def _set(self, rows: tuple[Row, ...], **values: object) -> None:
        with writing(self._engine) as connection:
            connection.execute(update(OUTBOX).where(OUTBOX.c.id.in_([row.id for row in rows])).values(**values))


def _row(row: Any) -> Row:
    return Row(
        id=row.id,
        spot=Spot(row.chat_id, row.thread_id),
        meeting_key=row.meeting_key,
        version=row.version,
        notice=load_notice(row.payload),
        attempts=row.attempts,
        doubts=row.doubts,
        error=row.error,
    )
