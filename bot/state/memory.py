"""The memory as a whole, and what is erased from it."""

import hashlib
import time
from collections.abc import Callable

from sqlalchemy import delete, func, select

from bot.state.buttons import KEYS_S, ButtonBook
from bot.state.chats import ChatBook
from bot.state.conversations import CONVERSATION_S, ConversationBook
from bot.state.database import open_database
from bot.state.inbox import INBOX_S, InboxBook
from bot.state.tables import CHATS, ERASED, FEEDBACK, INBOX, KEYS, PEOPLE, SHOWN, TURNS

ERASED_S = 400 * 86400.0


class State(ChatBook, ConversationBook, ButtonBook, InboxBook):
    """The bot's memory in the SQL database at `url`."""

    def __init__(self, url: str, now: Callable[[], float] = time.time) -> None:
        super().__init__(open_database(url), now)

    def close(self) -> None:
        """Gives the connections back."""
        self.engine.dispose()

    def forget(self, user_id: int) -> int:
        """Erases everything kept about a person, in all chats; returns the number of rows."""
        erased = 0
        with self.writing() as connection:
            for table in (PEOPLE, TURNS, KEYS, SHOWN, FEEDBACK):
                erased += connection.execute(delete(table).where(table.c.user_id == user_id)).rowcount
            # A person's private chat has the person's own id.
            erased += connection.execute(delete(CHATS).where(CHATS.c.chat_id == user_id)).rowcount
            digest = person_digest(user_id)
            connection.execute(delete(ERASED).where(ERASED.c.digest == digest))
            connection.execute(ERASED.insert().values(digest=digest, at=self.now()))
        return erased

    def expire(self) -> None:
        """Erases what has been kept long enough."""
        now = self.now()
        limits = ((TURNS, CONVERSATION_S), (KEYS, KEYS_S), (SHOWN, KEYS_S), (INBOX, INBOX_S), (ERASED, ERASED_S))
        with self.writing() as connection:
            for table, seconds in limits:
                connection.execute(delete(table).where(table.c.at < now - seconds))

    def counts(self) -> dict[str, int]:
        """How many rows each table holds, for the status message."""
        with self.reading() as connection:
            return {
                table.name.removeprefix("bot_"): connection.execute(select(func.count()).select_from(table)).scalar()
                or 0
                for table in (CHATS, PEOPLE, TURNS, KEYS, FEEDBACK)
            }


def person_digest(user_id: int) -> str:
    """Recognises a person who was erased without keeping their id as such."""
    return hashlib.sha256(f"erased person {user_id}".encode()).hexdigest()
