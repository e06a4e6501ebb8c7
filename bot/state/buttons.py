"""What stands behind buttons, and the answers that somebody called wrong."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from bot.state.database import Book
from bot.state.tables import FEEDBACK, KEYS, SHOWN

KEYS_S = 90 * 86400.0  # buttons under older answers say that they have expired
_KEY_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
_KEY_LENGTH = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """An answer somebody called wrong, frozen: `payload` holds the answer with its evidence and versions."""

    key: str
    question: str
    payload: Mapping[str, Any]
    at: float


def new_key() -> str:
    """A short opaque key that cannot be guessed: 12 of 32 characters, 60 bits."""
    return "".join(secrets.choice(_KEY_ALPHABET) for _ in range(_KEY_LENGTH))


class ButtonBook(Book):
    """Keys of buttons, the messages that show them, and frozen answers."""

    def keep(self, payload: Mapping[str, Any], user_id: int = 0, key: str = "") -> str:
        """Keeps what a message's buttons are about and returns its key; what was kept under that `key` gives way."""
        key = key or new_key()
        row = {"key": key, "user_id": user_id, "payload": json.dumps(payload, ensure_ascii=False), "at": self.now()}
        self.put(KEYS, row)
        return key

    def kept(self, key: str) -> dict[str, Any] | None:
        """What stands behind a key, or None where it has expired, was erased or never was."""
        query = select(KEYS.c.payload).where(KEYS.c.key == key, KEYS.c.at > self.now() - KEYS_S)
        with self.reading() as connection:
            payload = connection.execute(query).scalar()
        return json.loads(payload) if payload else None

    def show(self, key: str, user_id: int, chat_id: int, message_id: int) -> None:
        """Notes which message shows what is kept under a key: a reaction names only the message."""
        place = {"chat_id": chat_id, "message_id": message_id}
        self.put(SHOWN, place | {"key": key, "user_id": user_id, "at": self.now()})

    def shown(self, chat_id: int, message_id: int) -> str:
        """The key of what a message shows, or empty."""
        query = select(SHOWN.c.key).filter_by(chat_id=chat_id, message_id=message_id)
        with self.reading() as connection:
            return connection.execute(query).scalar() or ""

    def freeze(self, key: str, user_id: int, question: str, payload: Mapping[str, Any]) -> bool:
        """Keeps an answer that somebody called wrong; False where it is kept already."""
        row = {"key": key, "user_id": user_id, "question": question, "at": self.now()}
        try:
            with self.writing() as connection:
                connection.execute(
                    FEEDBACK.insert().values(payload=json.dumps(payload, ensure_ascii=False, default=str), **row)
                )
        except IntegrityError:
            return False
        return True

    def feedback(self) -> tuple[Feedback, ...]:
        """All answers called wrong, oldest first."""
        query = select(FEEDBACK).order_by(FEEDBACK.c.at)
        with self.reading() as connection:
            rows = connection.execute(query).all()
        return tuple(
            Feedback(key=row.key, question=row.question, payload=json.loads(row.payload), at=row.at) for row in rows
        )
