"""First schema under migrations; a database that an earlier version made without them keeps its rows."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The tables of alerts, each where it is missing; the chosen hour in a table of before there was one."""
    inspector = sa.inspect(op.get_bind())
    held = set(inspector.get_table_names())
    for name, make in _TABLES.items():
        if name not in held:
            make()
    if "alert_places" in held and "hour" not in {column["name"] for column in inspector.get_columns("alert_places")}:
        op.add_column("alert_places", sa.Column("hour", sa.Integer, nullable=False, server_default="-1"))


def _follows() -> None:
    op.create_table(
        "alert_follows",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("thread_id", sa.BigInteger, nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("created_by", sa.BigInteger, nullable=False, index=True),
        sa.Column("at", sa.Float, nullable=False),
        sa.UniqueConstraint("chat_id", "thread_id", "kind", "words", name="alert_follows_once"),
    )


def _places() -> None:
    op.create_table(
        "alert_places",
        sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("thread_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("rhythm", sa.String(8), nullable=False),
        sa.Column("hour", sa.Integer, nullable=False, server_default="-1"),
    )


def _planned() -> None:
    op.create_table(
        "alert_planned",
        sa.Column("meeting_key", sa.String(12), primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.Float, nullable=False),
    )


def _outbox() -> None:
    op.create_table(
        "alert_outbox",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("thread_id", sa.BigInteger, nullable=False),
        sa.Column("meeting_key", sa.String(12), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("doubts", sa.Integer, nullable=False),
        sa.Column("owner", sa.String(200), nullable=False),
        sa.Column("due", sa.Float, nullable=False),
        sa.Column("created", sa.Float, nullable=False),
        sa.Column("finished", sa.Float, nullable=True),
        sa.Column("error", sa.Text, nullable=False),
        sa.UniqueConstraint("chat_id", "thread_id", "meeting_key", "version", name="alert_outbox_once"),
    )
    op.create_index("alert_outbox_due", "alert_outbox", ["state", "due", "id"])


_TABLES = {
    "alert_follows": _follows,
    "alert_places": _places,
    "alert_planned": _planned,
    "alert_outbox": _outbox,
}
