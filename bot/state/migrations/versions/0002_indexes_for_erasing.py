"""Indexes for what is erased: a person's turns, and what has been kept long enough, without reading all of a table."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One index for each column that something is erased by."""
    op.create_index("ix_bot_turns_user_id", "bot_turns", ["user_id"])
    for table in ("bot_turns", "bot_keys", "bot_shown", "bot_inbox"):
        op.create_index(f"ix_{table}_at", table, ["at"])
