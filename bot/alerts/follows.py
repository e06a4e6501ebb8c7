"""Who follows what: subscriptions by chat and topic."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Engine, delete, insert, inspect, select, text, update

from bot.alerts.database import FOLLOWS, OUTBOX, PLACES, writing
from retrieval.interests import Interest, InterestKind
from retrieval.model.answers import Language

PER_CHAT = 20  # things one chat follows: a message must stay readable


class Rhythm(StrEnum):
    """When a chat wants to hear of what it follows."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True, slots=True)
class Spot:
    """A chat, or a topic of it (0 = none): those who read there follow together."""

    chat_id: int
    thread_id: int = 0


@dataclass(frozen=True, slots=True)
class Wish:
    """How a spot wants to be told; `hour` is that of collected messages, None where the operator's will do."""

    language: Language = Language.DANISH
    rhythm: Rhythm = Rhythm.AT_ONCE
    hour: int | None = None


class Added(StrEnum):
    """What became of a wish to follow."""

    NEW = "new"
    KNOWN = "known"
    FULL = "full"


class Follows:
    """The subscriptions in the database; safe to use from several threads."""

    def __init__(self, engine: Engine, now: Callable[[], float] = time.time) -> None:
        self._engine, self._now = engine, now
        self._has_chats = inspect(engine).has_table("bot_chats")

    def add(self, spot: Spot, interest: Interest, *, by: int, language: Language) -> Added:
        """Follows something from now on; at most `PER_CHAT` things a chat."""
        with writing(self._engine) as connection:
            self._move(connection)
            rows = connection.execute(select(FOLLOWS).where(FOLLOWS.c.chat_id == spot.chat_id)).all()
            here = [row for row in rows if row.thread_id == spot.thread_id]
            if any((row.kind, row.words) == (interest.kind.value, interest.words) for row in here):
                return Added.KNOWN
            if len(rows) >= PER_CHAT:
                return Added.FULL
            connection.execute(
                insert(FOLLOWS).values(
                    chat_id=spot.chat_id,
                    thread_id=spot.thread_id,
                    kind=interest.kind.value,
                    words=interest.words,
                    created_by=by,
                    at=self._now(),
                )
            )
            self._wish(connection, spot, {"language": language.value})
        return Added.NEW

    def at(self, spot: Spot) -> tuple[Interest, ...]:
        """What is followed there, oldest first."""
        with writing(self._engine) as connection:
            self._move(connection)
            where = (FOLLOWS.c.chat_id == spot.chat_id, FOLLOWS.c.thread_id == spot.thread_id)
            return tuple(
                _interest(row) for row in connection.execute(select(FOLLOWS).where(*where).order_by(FOLLOWS.c.id))
            )

    def remove(self, spot: Spot, interest: Interest | None = None) -> int:
        """Follows it no longer, or nothing any more where none is named; how many went."""
        here = [FOLLOWS.c.chat_id == spot.chat_id, FOLLOWS.c.thread_id == spot.thread_id]
        named = [FOLLOWS.c.kind == interest.kind.value, FOLLOWS.c.words == interest.words] if interest else []
        with writing(self._engine) as connection:
            self._move(connection)
            gone = connection.execute(delete(FOLLOWS).where(*here, *named)).rowcount
            if connection.execute(select(FOLLOWS.c.id).where(*here)).first() is None:
                _drop_waiting(connection, spot)
        return gone

    def wish(self, spot: Spot) -> Wish:
        """How the spot wants to be told."""
        where = (PLACES.c.chat_id == spot.chat_id, PLACES.c.thread_id == spot.thread_id)
        with writing(self._engine) as connection:
            self._move(connection)
            row = connection.execute(select(PLACES).where(*where)).first()
        return _wish_of(row) if row else Wish()

    def set_rhythm(self, spot: Spot, rhythm: Rhythm) -> None:
        """Keeps when the spot wants to hear."""
        with writing(self._engine) as connection:
            self._wish(connection, spot, {"rhythm": rhythm.value})

    def set_hour(self, spot: Spot, hour: int) -> None:
        """Keeps the hour (0 to 23) of the spot's collected messages."""
        with writing(self._engine) as connection:
            self._wish(connection, spot, {"hour": hour % 24})

    def all(self, connection: Connection) -> dict[Spot, tuple[list[Interest], Wish]]:
        """Everything followed by chats that take messages, and how they want it, inside the caller's transaction."""
        self._move(connection)
        wishes = {Spot(row.chat_id, row.thread_id): _wish_of(row) for row in connection.execute(select(PLACES))}
        gone = self._gone(connection)
        found: dict[Spot, tuple[list[Interest], Wish]] = {}
        for row in connection.execute(select(FOLLOWS).order_by(FOLLOWS.c.id)):
            spot = Spot(row.chat_id, row.thread_id)
            if row.chat_id not in gone:
                interests, _ = found.setdefault(spot, ([], wishes.get(spot, Wish())))
                interests.append(_interest(row))
        return found

    def forget(self, user_id: int) -> int:
        """Erases what a person follows in their private chat and their name on what a group follows."""
        with writing(self._engine) as connection:
            gone = connection.execute(delete(FOLLOWS).where(FOLLOWS.c.chat_id == user_id)).rowcount
            connection.execute(delete(PLACES).where(PLACES.c.chat_id == user_id))
            connection.execute(delete(OUTBOX).where(OUTBOX.c.chat_id == user_id))
            connection.execute(update(FOLLOWS).where(FOLLOWS.c.created_by == user_id).values(created_by=0))
        return gone

    def count(self) -> tuple[int, int]:
        """Chats that follow something, and subscriptions in all."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(FOLLOWS.c.chat_id)).scalars().all()
        return len(set(rows)), len(rows)

    def _wish(self, connection: Connection, spot: Spot, values: dict[str, str | int]) -> None:
        self._move(connection)
        where = (PLACES.c.chat_id == spot.chat_id, PLACES.c.thread_id == spot.thread_id)
        if not connection.execute(update(PLACES).where(*where).values(**values)).rowcount:
            row = {"language": Language.DANISH.value, "rhythm": Rhythm.AT_ONCE.value, "hour": -1} | values
            connection.execute(insert(PLACES).values(chat_id=spot.chat_id, thread_id=spot.thread_id, **row))

    def _gone(self, connection: Connection) -> frozenset[int]:
        """Chats known to take no messages; one that comes back has its subscriptions again."""
        if not self._has_chats:
            return frozenset()
        return frozenset(connection.execute(text("SELECT chat_id FROM bot_chats WHERE is_gone")).scalars())

    def _move(self, connection: Connection) -> None:
        """Takes what a group follows along to the supergroup it became."""
        if not self._has_chats:
            return
        moved = text("SELECT chat_id, moved_to FROM bot_chats WHERE moved_to IS NOT NULL")
        for old, new in connection.execute(moved).all():
            _merge(connection, old, new)


def _merge(connection: Connection, old: int, new: int) -> None:
    """Moves rows from one chat to another; what stands there already stays."""
    keys = {
        FOLLOWS: ("thread_id", "kind", "words"),
        PLACES: ("thread_id",),
        OUTBOX: ("thread_id", "meeting_key", "version"),
    }
    for table, columns in keys.items():
        picked = [table.c[name] for name in columns]
        held = {tuple(row) for row in connection.execute(select(*picked).where(table.c.chat_id == new))}
        for row in connection.execute(select(*picked).where(table.c.chat_id == old)).all():
            same = [column == value for column, value in zip(picked, row, strict=True)]
            here = update(table).where(table.c.chat_id == old, *same).values(chat_id=new)
            connection.execute(delete(table).where(table.c.chat_id == old, *same) if tuple(row) in held else here)


def _drop_waiting(connection: Connection, spot: Spot) -> None:
    """Takes back what was not sent yet to a spot that follows nothing any more."""
    here = (OUTBOX.c.chat_id == spot.chat_id, OUTBOX.c.thread_id == spot.thread_id, OUTBOX.c.state == "waiting")
    connection.execute(update(OUTBOX).where(*here).values(state="dropped", error="unfollowed"))


def _wish_of(row: Any) -> Wish:
    return Wish(Language(row.language), Rhythm(row.rhythm), row.hour if row.hour >= 0 else None)


def _interest(row: Any) -> Interest:
    return Interest(InterestKind(row.kind), row.words)
