"""The bot's tables, beside the minutes in the same database. Times are seconds since the epoch (UTC)."""

from sqlalchemy import BigInteger, Boolean, Column, Float, Index, Integer, MetaData, String, Table, Text

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
    Column("user_id", BigInteger, nullable=False, index=True),
    Column("role", String(12), nullable=False),
    Column("content", Text, nullable=False),
    Column("message_id", BigInteger, nullable=False, default=0),
    Column("at", Float, nullable=False, index=True),
    Index("bot_turns_conversation", "chat_id", "thread_id", "user_id", "id"),
)
KEYS = Table(
    "bot_keys",
    METADATA,
    Column("key", String(16), primary_key=True),
    Column("user_id", BigInteger, nullable=False, index=True),
    Column("payload", Text, nullable=False),
    Column("at", Float, nullable=False, index=True),
)
SHOWN = Table(
    "bot_shown",
    METADATA,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),
    Column("key", String(16), nullable=False),
    Column("user_id", BigInteger, nullable=False, index=True),
    Column("at", Float, nullable=False, index=True),
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
    Column("at", Float, nullable=False, index=True),
)

# Whom a restored backup must not bring back: a digest instead of the id, and no longer than backups should be kept.
ERASED = Table(
    "bot_erased", METADATA, Column("digest", String(64), primary_key=True), Column("at", Float, nullable=False)
)
