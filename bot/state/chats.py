"""What people have chosen, and where chats are today."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select, update

from bot.state.database import Book
from bot.state.tables import CHATS, PEOPLE, TURNS

_CHOSEN = select(PEOPLE.c.language, PEOPLE.c.form).where(PEOPLE.c.user_id == bindparam("who"))


@dataclass(frozen=True, slots=True)
class Preferences:
    """A person's own choices; empty means not chosen."""

    language: str = ""
    form: str = ""


class ChatBook(Book):
    """People's choices and the state of chats."""

    def preferences(self, user_id: int) -> Preferences:
        """What the person has chosen."""
        with self.reading() as connection:
            row = connection.execute(_CHOSEN, {"who": user_id}).first()
        return Preferences(*row) if row else Preferences()

    def prefer(self, user_id: int, *, language: str | None = None, form: str | None = None) -> Preferences:
        """Keeps a choice and returns all of them."""
        changes = {"language": language, "form": form}
        values = {name: value for name, value in changes.items() if value is not None}
        with self.writing() as connection:
            known = connection.execute(select(PEOPLE.c.user_id).where(PEOPLE.c.user_id == user_id)).first()
            if known:
                connection.execute(update(PEOPLE).where(PEOPLE.c.user_id == user_id).values(**values))
            else:
                connection.execute(PEOPLE.insert().values(**{"user_id": user_id, "language": "", "form": ""} | values))
        return self.preferences(user_id)

    def mark_gone(self, chat_id: int, *, gone: bool = True) -> None:
        """Notes that a chat takes no more messages, or takes them again."""
        self._put_chat(chat_id, is_gone=gone)

    def move_chat(self, old: int, new: int) -> None:
        """Notes that a group became a supergroup: everything kept for it moves along."""
        self._put_chat(old, moved_to=new)
        with self.writing() as connection:
            connection.execute(update(TURNS).where(TURNS.c.chat_id == old).values(chat_id=new))

    def is_gone(self, chat_id: int) -> bool:
        """Whether the chat is known to take no messages."""
        with self.reading() as connection:
            return bool(connection.execute(select(CHATS.c.is_gone).where(CHATS.c.chat_id == chat_id)).scalar())

    def current_chat(self, chat_id: int) -> int:
        """The id the chat has today: only groups ever get another one."""
        if chat_id > 0:
            return chat_id
        with self.reading() as connection:
            moved = connection.execute(select(CHATS.c.moved_to).where(CHATS.c.chat_id == chat_id)).scalar()
        return moved or chat_id

    def _put_chat(self, chat_id: int, **values: Any) -> None:
        with self.writing() as connection:
            done = connection.execute(
                update(CHATS).where(CHATS.c.chat_id == chat_id).values(seen_at=self.now(), **values)
            )
            if not done.rowcount:
                row = {"chat_id": chat_id, "is_gone": False, "seen_at": self.now()} | values
                connection.execute(CHATS.insert().values(**row))
