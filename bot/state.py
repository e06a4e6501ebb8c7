"""What the bot remembers: chats, people's settings, conversations, buttons, feedback, and updates not yet handled.

The tables live in the same SQL database as the minutes, under metadata of their own. Every method is one short
transaction and safe to call from any thread. Times are seconds since the epoch (UTC).
"""

import hashlib
import json
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Engine,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    delete,
    event,
    func,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from retrieval.model.answers import Turn

METADATA = MetaData()

CHATS = Table(
    "bot_chats",
    METADATA,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("is_gone", Boolean, nullable=False, default=False),
    Column("moved_to", BigInteger, nullable=True),
    Column("seen_at", Float, nullable=False),
)
PEOPLE = Table(
    "bot_people",
    METADATA,
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("language", String(2), nullable=False, default=""),
    Column("form", String(8), nullable=False, default=""),
)
TURNS = Table(
    "bot_turns",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("thread_id", BigInteger, nullable=False),
    Column("user_id", BigInteger, nullable=False),
    Column("role", String(12), nullable=False),
    Column("content", Text, nullable=False),
    Column("message_id", BigInteger, nullable=False, default=0),
    Column("at", Float, nullable=False),
    Index("bot_turns_conversation", "chat_id", "thread_id", "user_id", "id"),
)
KEYS = Table(
    "bot_keys",
    METADATA,
    Column("key", String(16), primary_key=True),
    Column("user_id", BigInteger, nullable=False, index=True),
    Column("payload", Text, nullable=False),
    Column("at", Float, nullable=False),
)
SHOWN = Table(
    "bot_shown",
    METADATA,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),
    Column("key", String(16), nullable=False),
    Column("user_id", BigInteger, nullable=False, index=True),
    Column("at", Float, nullable=False),
)
FEEDBACK = Table(
    "bot_feedback",
    METADATA,
    Column("key", String(16), primary_key=True),
    Column("user_id", BigInteger, nullable=False, index=True),
    Column("question", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Column("at", Float, nullable=False),
)
INBOX = Table(
    "bot_inbox",
    METADATA,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("payload", Text, nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("at", Float, nullable=False),
)

# Whom a restored backup must not bring back: a digest instead of the id, and no longer than backups should be kept.
ERASED = Table(
    "bot_erased", METADATA, Column("digest", String(64), primary_key=True), Column("at", Float, nullable=False)
)

ERASED_S = 400 * 86400.0
TURNS_KEPT = 20  # ten questions with their answers
CONVERSATION_S = 2 * 3600.0  # a follow-up after that is a new question
KEYS_S = 90 * 86400.0  # buttons under older answers say that they have expired
INBOX_S = 2 * 86400.0  # Telegram repeats an update for 24 hours at most
LEASE_S = 120.0  # an answer takes a tenth of that at the most
REPLAYS = 2  # times an unfinished update is taken up again: one that kills the process must not do so for ever
_DONE = "#"  # stands before the digest of an update that is done; JSON never begins so
_KEY_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
_KEY_LENGTH = 12


@dataclass(frozen=True, slots=True)
class Preferences:
    """A person's own choices; empty means not chosen."""

    language: str = ""
    form: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """An answer somebody called wrong, frozen: `payload` holds the answer with its evidence and versions."""

    key: str
    question: str
    payload: Mapping[str, Any]
    at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """Whose turns belong together: one person's, in one chat and topic."""

    chat_id: int
    thread_id: int
    user_id: int


def new_key() -> str:
    """A short opaque key that cannot be guessed: 12 of 32 characters, 60 bits."""
    return "".join(secrets.choice(_KEY_ALPHABET) for _ in range(_KEY_LENGTH))


def open_engine(url: str) -> Engine:
    """An engine for the database; SQLite waits for other writers and keeps readers free."""
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _tune_sqlite)
    return engine


def _tune_sqlite(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=10000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


class State:
    """The bot's memory in the SQL database at `url`."""

    def __init__(self, url: str, now: Callable[[], float] = time.time) -> None:
        self.engine = open_engine(url)
        self.now = now
        METADATA.create_all(self.engine)

    def close(self) -> None:
        """Gives the connections back."""
        self.engine.dispose()

    # People and chats

    def preferences(self, user_id: int) -> Preferences:
        """What the person has chosen."""
        query = select(PEOPLE.c.language, PEOPLE.c.form).where(PEOPLE.c.user_id == user_id)
        with self.engine.connect() as connection:
            row = connection.execute(query).first()
        return Preferences(*row) if row else Preferences()

    def prefer(self, user_id: int, *, language: str | None = None, form: str | None = None) -> Preferences:
        """Keeps a choice and returns all of them."""
        changes = {"language": language, "form": form}
        values = {name: value for name, value in changes.items() if value is not None}
        with self.engine.begin() as connection:
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
        with self.engine.begin() as connection:
            connection.execute(update(TURNS).where(TURNS.c.chat_id == old).values(chat_id=new))

    def is_gone(self, chat_id: int) -> bool:
        """Whether the chat is known to take no messages."""
        with self.engine.connect() as connection:
            return bool(connection.execute(select(CHATS.c.is_gone).where(CHATS.c.chat_id == chat_id)).scalar())

    def current_chat(self, chat_id: int) -> int:
        """The id the chat has today."""
        with self.engine.connect() as connection:
            moved = connection.execute(select(CHATS.c.moved_to).where(CHATS.c.chat_id == chat_id)).scalar()
        return moved or chat_id

    def _put_chat(self, chat_id: int, **values: Any) -> None:
        with self.engine.begin() as connection:
            done = connection.execute(
                update(CHATS).where(CHATS.c.chat_id == chat_id).values(seen_at=self.now(), **values)
            )
            if not done.rowcount:
                row = {"chat_id": chat_id, "is_gone": False, "seen_at": self.now()} | values
                connection.execute(CHATS.insert().values(**row))

    # Conversations

    def remember(self, where: Conversation, question: str, answer: str, message_id: int) -> None:
        """Keeps a question with its answer; the oldest beyond ten go."""
        row = {"chat_id": where.chat_id, "thread_id": where.thread_id, "user_id": where.user_id, "at": self.now()}
        with self.engine.begin() as connection:
            for role, content, number in (("user", question, 0), ("assistant", answer, message_id)):
                connection.execute(TURNS.insert().values(role=role, content=content, message_id=number, **row))
            kept = select(TURNS.c.id).where(*_belongs(where)).order_by(TURNS.c.id.desc()).limit(TURNS_KEPT)
            oldest = min(connection.execute(kept).scalars())
            connection.execute(delete(TURNS).where(*_belongs(where), TURNS.c.id < oldest))

    def history(self, where: Conversation, reply_to: int = 0) -> tuple[Turn, ...]:
        """The conversation so far, oldest first; a reply to an answer takes up the conversation of that answer."""
        with self.engine.connect() as connection:
            whose = where
            condition = [TURNS.c.at > self.now() - CONVERSATION_S]
            if reply_to and (row := connection.execute(_by_message(where, reply_to)).first()):
                whose = Conversation(chat_id=where.chat_id, thread_id=row.thread_id, user_id=row.user_id)
                condition = [TURNS.c.id <= row.id]
            query = select(TURNS.c.role, TURNS.c.content).where(*_belongs(whose), *condition).order_by(TURNS.c.id)
            return tuple(Turn(role, content) for role, content in connection.execute(query))

    # Buttons

    def keep(self, payload: Mapping[str, Any], user_id: int = 0) -> str:
        """Keeps what a message's buttons are about and returns its key."""
        key = new_key()
        row = {"key": key, "user_id": user_id, "payload": json.dumps(payload, ensure_ascii=False), "at": self.now()}
        with self.engine.begin() as connection:
            connection.execute(KEYS.insert().values(**row))
        return key

    def kept(self, key: str) -> dict[str, Any] | None:
        """What stands behind a key, or None where it has expired, was erased or never was."""
        query = select(KEYS.c.payload).where(KEYS.c.key == key, KEYS.c.at > self.now() - KEYS_S)
        with self.engine.connect() as connection:
            payload = connection.execute(query).scalar()
        return json.loads(payload) if payload else None

    def show(self, key: str, user_id: int, chat_id: int, message_id: int) -> None:
        """Notes which message shows what is kept under a key: a reaction names only the message."""
        row = {"key": key, "user_id": user_id, "at": self.now()}
        place = {"chat_id": chat_id, "message_id": message_id}
        with self.engine.begin() as connection:
            connection.execute(delete(SHOWN).filter_by(**place))
            connection.execute(SHOWN.insert().values(**place, **row))

    def shown(self, chat_id: int, message_id: int) -> str:
        """The key of what a message shows, or empty."""
        query = select(SHOWN.c.key).filter_by(chat_id=chat_id, message_id=message_id)
        with self.engine.connect() as connection:
            return connection.execute(query).scalar() or ""

    # Feedback

    def freeze(self, key: str, user_id: int, question: str, payload: Mapping[str, Any]) -> bool:
        """Keeps an answer that somebody called wrong; False where it is kept already."""
        row = {"key": key, "user_id": user_id, "question": question, "at": self.now()}
        try:
            with self.engine.begin() as connection:
                connection.execute(
                    FEEDBACK.insert().values(payload=json.dumps(payload, ensure_ascii=False, default=str), **row)
                )
        except IntegrityError:
            return False
        return True

    def feedback(self) -> tuple[Feedback, ...]:
        """All answers called wrong, oldest first."""
        query = select(FEEDBACK).order_by(FEEDBACK.c.at)
        with self.engine.connect() as connection:
            rows = connection.execute(query).all()
        return tuple(
            Feedback(key=row.key, question=row.question, payload=json.loads(row.payload), at=row.at) for row in rows
        )

    # Updates not yet handled

    def receive(self, update_id: int, payload: str) -> bool:
        """Writes an update down before any work; False where the same one came before.

        Ids begin anew after a silence or on another server: the same id with other content is another update.
        """
        row = {"payload": payload, "attempts": 0, "at": self.now()}
        with self.engine.begin() as connection:
            known = connection.execute(select(INBOX.c.payload).where(INBOX.c.update_id == update_id)).scalar()
            if known is None:
                connection.execute(INBOX.insert().values(update_id=update_id, **row))
            elif known in (payload, _digest(payload)):
                return False
            else:
                connection.execute(update(INBOX).where(INBOX.c.update_id == update_id).values(**row))
        return True

    def handled(self, update_id: int) -> None:
        """Notes that an update is done: its words go, a digest stays so that a repetition is known."""
        mine = INBOX.c.update_id == update_id
        with self.engine.begin() as connection:
            payload = connection.execute(select(INBOX.c.payload).where(mine)).scalar()
            if payload and not payload.startswith(_DONE):
                connection.execute(update(INBOX).where(mine).values(payload=_digest(payload)))

    def unhandled(self) -> tuple[str, ...]:
        """Updates that an earlier run did not finish, oldest first; each is given out twice at most.

        Where several processes share the database, one that is younger than `LEASE_S` may be under way in another: it
        is left alone, and what is given out is nobody else's for as long.
        """
        waiting: list[ColumnElement[bool]] = [INBOX.c.payload.not_like(f"{_DONE}%")]
        if self.is_shared:
            waiting.append(INBOX.c.at <= self.now() - LEASE_S)
        taken = update(INBOX).where(*waiting).values(attempts=INBOX.c.attempts + 1, at=self.now()).returning(INBOX)
        with self.engine.begin() as connection:
            left = sorted(connection.execute(taken).all(), key=lambda row: row.update_id)
        for row in left:
            if row.attempts > REPLAYS:
                self.handled(row.update_id)
        return tuple(row.payload for row in left if row.attempts <= REPLAYS)

    @property
    def is_shared(self) -> bool:
        """Whether other processes may work on the same database: SQLite's is held by one."""
        return self.engine.dialect.name != "sqlite"

    # Privacy

    def forget(self, user_id: int) -> int:
        """Erases everything kept about a person, in all chats; returns the number of rows."""
        erased = 0
        with self.engine.begin() as connection:
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
        with self.engine.begin() as connection:
            for table, seconds in limits:
                connection.execute(delete(table).where(table.c.at < now - seconds))

    def counts(self) -> dict[str, int]:
        """How many rows each table holds, for the status message."""
        with self.engine.connect() as connection:
            return {
                table.name.removeprefix("bot_"): connection.execute(select(func.count()).select_from(table)).scalar()
                or 0
                for table in (CHATS, PEOPLE, TURNS, KEYS, FEEDBACK)
            }


def person_digest(user_id: int) -> str:
    """Recognises a person who was erased without keeping their id as such."""
    return hashlib.sha256(f"erased person {user_id}".encode()).hexdigest()


def _digest(payload: str) -> str:
    return _DONE + hashlib.sha256(payload.encode()).hexdigest()


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
