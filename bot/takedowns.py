"""Minutes that were taken down: what the bot has kept of them goes too."""

import json
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from bot.state.database import bring_up
from bot.state.tables import FEEDBACK, KEYS, SHOWN, TURNS
from retrieval.store.engine import reading, writing

if TYPE_CHECKING:
    from retrieval.store import Withdrawal

DELETED_AT_ONCE = 500  # rows in one statement
SOUGHT_AT_ONCE = 100  # takedowns in one query: SQLite takes no condition of thousands of parts


def forget_kept(engine: sa.Engine, gone: Collection["Withdrawal"]) -> int:
    """Erases the answers kept that show any of it: behind buttons, as reports, and their words in conversations.

    Returns how many answers were erased. Reads every answer that names one of the meetings.

    Raises:
        StateError: the database cannot be used.
    """
    if not gone:
        return 0
    bring_up(engine)
    with reading(engine) as connection:
        doomed = {table: sorted(set(_showing(connection, table, gone))) for table in (KEYS, FEEDBACK)}
    with writing(engine) as connection:
        for start in range(0, len(doomed[KEYS]), DELETED_AT_ONCE):
            _blank_turns(connection, doomed[KEYS][start : start + DELETED_AT_ONCE])
        for table, keys in doomed.items():
            for start in range(0, len(keys), DELETED_AT_ONCE):
                connection.execute(table.delete().where(table.c.key.in_(keys[start : start + DELETED_AT_ONCE])))
    return sum(map(len, doomed.values()))


def _showing(connection: sa.Connection, table: sa.Table, gone: Collection["Withdrawal"]) -> Iterator[str]:
    """The keys of what shows any of it."""
    places, meetings = {(one.meeting_key, one.item) for one in gone}, sorted({one.meeting_key for one in gone})
    for start in range(0, len(meetings), SOUGHT_AT_ONCE):
        named = sa.or_(*(table.c.payload.contains(key) for key in meetings[start : start + SOUGHT_AT_ONCE]))
        for row in connection.execute(sa.select(table.c.key, table.c.payload).where(named)):
            if any(place in places for place in _places(json.loads(row.payload))):
                yield row.key


def _places(kept: Any) -> Iterator[tuple[str, int | None]]:
    """Every meeting, and every item of one, that is named in what is kept."""
    if isinstance(kept, dict):
        if "meeting_key" in kept:
            yield kept["meeting_key"], None
            yield kept["meeting_key"], kept.get("item")
        kept = list(kept.values())
    if isinstance(kept, list):
        for one in kept:
            yield from _places(one)


def _blank_turns(connection: sa.Connection, keys: Collection[str]) -> None:
    """The turns of answers keep their place in the conversation and lose their words."""
    for shown in connection.execute(sa.select(SHOWN.c.chat_id, SHOWN.c.message_id).where(SHOWN.c.key.in_(keys))):
        mine = (TURNS.c.chat_id == shown.chat_id, TURNS.c.message_id == shown.message_id, TURNS.c.role == "assistant")
        connection.execute(TURNS.update().where(*mine).values(content=""))
