"""First schema under migrations; a database that an earlier version made without them keeps its rows."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The bot's tables, each where it is missing."""
    held = set(sa.inspect(op.get_bind()).get_table_names())
    for name, make in _TABLES.items():
        if name not in held:
            make()


def _chats() -> None:
    op.create_table(
        "bot_chats",
        sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("is_gone", sa.Boolean, nullable=False),
        sa.Column("moved_to", sa.BigInteger, nullable=True),
        sa.Column("seen_at", sa.Float, nullable=False),
    )


def _people() -> None:
    op.create_table(
        "bot_people",
        sa.Column("user_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("form", sa.String(8), nullable=False),
    )


def _turns() -> None:
    op.create_table(
        "bot_turns",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("thread_id", sa.BigInteger, nullable=False),
        sa.Column("user_id", sa.BigInteger, nullable=False),
        sa.Column("role", sa.String(12), nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("message_id", sa.BigInteger, nullable=False),
        sa.Column("at", sa.Float, nullable=False),
    )
    op.create_index("bot_turns_conversation", "bot_turns", ["chat_id", "thread_id", "user_id", "id"])


def _keys() -> None:
    op.create_table(
        "bot_keys",
        sa.Column("key", sa.String(16), primary_key=True),
        sa.Column("user_id", sa.BigInteger, nullable=False, index=True),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("at", sa.Float, nullable=False),
    )


def _shown() -> None:
    op.create_table(
        "bot_shown",
        sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("message_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("key", sa.String(16), nullable=False),
        sa.Column("user_id", sa.BigInteger, nullable=False, index=True),
        sa.Column("at", sa.Float, nullable=False),
    )


def _feedback() -> None:
    op.create_table(
        "bot_feedback",
        sa.Column("key", sa.String(16), primary_key=True),
        sa.Column("user_id", sa.BigInteger, nullable=False, index=True),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("at", sa.Float, nullable=False),
    )


def _inbox() -> None:
    op.create_table(
        "bot_inbox",
        sa.Column("update_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("at", sa.Float, nullable=False),
    )


def _erased() -> None:
    op.create_table(
        "bot_erased",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("at", sa.Float, nullable=False),
    )


_TABLES = {
    "bot_chats": _chats,
    "bot_people": _people,
    "bot_turns": _turns,
    "bot_keys": _keys,
    "bot_shown": _shown,
    "bot_feedback": _feedback,
    "bot_inbox": _inbox,
    "bot_erased": _erased,
}
