"""First schema under migrations; a database that an earlier version made without them keeps its rows."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The tables of sources, each where it is missing."""
    held = set(sa.inspect(op.get_bind()).get_table_names())
    for name, make in _TABLES.items():
        if name not in held:
            make()


def _instant(name: str, *, nullable: bool) -> "sa.Column[object]":
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _states() -> None:
    op.create_table(
        "source_states",
        sa.Column("name", sa.String(300), primary_key=True),
        _instant("checked", nullable=True),
        _instant("succeeded", nullable=True),
        _instant("failed", nullable=True),
        sa.Column("error", sa.Text, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
    )


def _seen() -> None:
    op.create_table(
        "source_seen",
        sa.Column("source", sa.String(300), primary_key=True),
        sa.Column("item", sa.String(1000), primary_key=True),
        sa.Column("mark", sa.Text, nullable=False),
        sa.Column("meeting_key", sa.String(12), nullable=False),
    )


def _attachments() -> None:
    op.create_table(
        "source_attachments",
        sa.Column("fingerprint", sa.String(64), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("item", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("link", sa.Text, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        _instant("at", nullable=False),
    )
    op.create_index("source_attachments_link", "source_attachments", ["link"])


_TABLES = {"source_states": _states, "source_seen": _seen, "source_attachments": _attachments}
