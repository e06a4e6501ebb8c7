"""What was asked and answered lately, so that a follow-up is understood."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, delete, select

from bot.state.database import Book
from bot.state.tables import TURNS
from retrieval.model.answers import Turn

TURNS_KEPT = 20  # ten questions with their answers
CONVERSATION_S = 2 * 3600.0  # a follow-up after that is a new question


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """Whose turns belong together: one person's, in one chat and topic."""

    chat_id: int
    thread_id: int
    user_id: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that has been answered: its words, and the message that answers it."""

    question: str
    answer_id: int


# Statements of every question are made once: making one costs more than running it.
_MINE = tuple(TURNS.c[name] == bindparam(f"its_{name}") for name in ("chat_id", "thread_id", "user_id"))
_INSERTED = TURNS.insert()
_BEYOND = select(TURNS.c.id).where(*_MINE).order_by(TURNS.c.id.desc()).offset(TURNS_KEPT).limit(1)
_OLDEST_GONE = delete(TURNS).where(*_MINE, TURNS.c.id <= _BEYOND.scalar_subquery())
_TOLD = select(TURNS.c.role, TURNS.c.content).where(*_MINE).order_by(TURNS.c.id)
_SINCE = _TOLD.where(TURNS.c.at > bindparam("since"))
_UP_TO = _TOLD.where(TURNS.c.id <= bindparam("last"))


def _named(where: Conversation) -> dict[str, int]:
    """The values of `_MINE`."""
    return {"its_chat_id": where.chat_id, "its_thread_id": where.thread_id, "its_user_id": where.user_id}


class ConversationBook(Book):
    """The turns of conversations."""

    def remember(self, where: Conversation, question: str, answer: str, message_id: int, *, asked_in: int = 0) -> None:
        """Keeps a question (of the message `asked_in`) with its answer (`message_id`); the oldest beyond ten go."""
        row = {"chat_id": where.chat_id, "thread_id": where.thread_id, "user_id": where.user_id, "at": self.now()}
        said = (("user", question, asked_in), ("assistant", answer, message_id))
        with self.writing() as connection:
            connection.execute(
                _INSERTED, [row | {"role": who, "content": text, "message_id": number} for who, text, number in said]
            )
            connection.execute(_OLDEST_GONE, _named(where))

    def take_back(self, where: Conversation, asked_in: int) -> Asked | None:
        """Forgets the question of a message with its answer, as it is asked anew; None where none is kept."""
        mine = (*_belongs(where), TURNS.c.message_id == asked_in, TURNS.c.role == "user")
        with self.writing() as connection:
            question = connection.execute(select(TURNS.c.id, TURNS.c.content).where(*mine)).first()
            if question is None:
                return None
            later = select(TURNS).where(*_belongs(where), TURNS.c.id > question.id).order_by(TURNS.c.id).limit(1)
            answer = connection.execute(later).first()
            gone = [question.id, answer.id] if answer else [question.id]
            connection.execute(delete(TURNS).where(TURNS.c.id.in_(gone)))
        return Asked(question.content, answer.message_id if answer else 0)

    def history(self, where: Conversation, reply_to: int = 0) -> tuple[Turn, ...]:
        """The conversation so far, oldest first; a reply to an answer takes up the conversation of that answer."""
        with self.reading() as connection:
            if reply_to and (row := connection.execute(_by_message(where, reply_to)).first()):
                whose = Conversation(chat_id=where.chat_id, thread_id=row.thread_id, user_id=row.user_id)
                found = connection.execute(_UP_TO, _named(whose) | {"last": row.id})
            else:
                found = connection.execute(_SINCE, _named(where) | {"since": self.now() - CONVERSATION_S})
            return tuple(Turn(role, content) for role, content in found)


def _belongs(where: Conversation) -> tuple[Any, ...]:
    return (
        TURNS.c.chat_id == where.chat_id,
        TURNS.c.thread_id == where.thread_id,
        TURNS.c.user_id == where.user_id,
    )


def _by_message(where: Conversation, message_id: int) -> Any:
    return select(TURNS.c.id, TURNS.c.thread_id, TURNS.c.user_id).where(
        TURNS.c.chat_id == where.chat_id, TURNS.c.message_id == message_id
    )
