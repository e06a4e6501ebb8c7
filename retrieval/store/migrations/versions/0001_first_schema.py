"""First released schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Documents with their versions, meetings, ledgers, what was set aside, what was taken down."""
    op.create_table(
        "documents",
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("media", sa.String(20), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("warnings", sa.JSON, nullable=False),
        sa.Column("added", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("fingerprint", name="pk_documents"),
    )
    op.create_table(
        "meetings",
        sa.Column("key", sa.String(12), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("municipality", sa.Text, nullable=False),
        sa.Column("committee", sa.Text, nullable=False),
        sa.Column("committee_period", sa.Text, nullable=False),
        sa.Column("date", sa.Date, nullable=True),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("items", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("added", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_meetings"),
    )
    op.create_table(
        "versions",
        sa.Column("meeting_key", sa.String(12), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column(
            "fingerprint",
            sa.String(64),
            sa.ForeignKey("documents.fingerprint", name="fk_versions_fingerprint"),
            nullable=False,
        ),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("meeting", sa.Text, nullable=False),
        sa.Column("added", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("meeting_key", "version", name="pk_versions"),
    )
    op.create_table(
        "items",
        sa.Column(
            "meeting_key",
            sa.String(12),
            sa.ForeignKey("meetings.key", name="fk_items_meeting_key", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("position", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("case_number", sa.Text, nullable=False),
        sa.Column("category", sa.String(1), nullable=False),
        sa.Column("is_open", sa.Boolean, nullable=False),
        sa.Column("outcome", sa.String(30), nullable=False),
        sa.PrimaryKeyConstraint("meeting_key", "position", name="pk_items"),
    )
    op.create_table(
        "decisions",
        sa.Column(
            "meeting_key",
            sa.String(12),
            sa.ForeignKey("meetings.key", name="fk_decisions_meeting_key", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("position", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("ordinal", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("current", sa.Boolean, nullable=False),
        sa.Column("outcome", sa.String(30), nullable=False),
        sa.Column("stage", sa.String(30), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("decided", sa.Date, nullable=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("postponed_to", sa.Date, nullable=True),
        sa.Column("next_body", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("meeting_key", "position", "ordinal", name="pk_decisions"),
    )
    op.create_table(
        "amounts",
        sa.Column(
            "meeting_key",
            sa.String(12),
            sa.ForeignKey("meetings.key", name="fk_amounts_meeting_key", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("position", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("ordinal", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("magnitude", sa.Float, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("currency", sa.String(10), nullable=False),
        sa.Column("approximate", sa.Boolean, nullable=False),
        sa.Column("yearly", sa.Boolean, nullable=False),
        sa.Column("period", sa.Text, nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("section", sa.String(30), nullable=False),
        sa.Column("quote", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("meeting_key", "position", "ordinal", name="pk_amounts"),
    )
    op.create_table(
        "votes",
        sa.Column(
            "meeting_key",
            sa.String(12),
            sa.ForeignKey("meetings.key", name="fk_votes_meeting_key", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("position", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("ordinal", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("proposal", sa.Text, nullable=False),
        sa.Column("count_for", sa.Integer, nullable=True),
        sa.Column("count_against", sa.Integer, nullable=True),
        sa.Column("count_abstained", sa.Integer, nullable=True),
        sa.Column("carried", sa.Boolean, nullable=True),
        sa.Column("quote", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("meeting_key", "position", "ordinal", name="pk_votes"),
    )
    op.create_table(
        "ballots",
        sa.Column(
            "meeting_key",
            sa.String(12),
            sa.ForeignKey("meetings.key", name="fk_ballots_meeting_key", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("position", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("vote", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("ordinal", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("choice", sa.String(10), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("party", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("meeting_key", "position", "vote", "ordinal", name="pk_ballots"),
    )
    op.create_table(
        "set_asides",
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("fingerprint", name="pk_set_asides"),
    )
    op.create_table(
        "withdrawn",
        sa.Column("meeting_key", sa.String(12), nullable=False),
        sa.Column("item", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("title_hash", sa.String(64), nullable=False),
        sa.Column("fingerprints", sa.JSON, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("meeting_key", "item", name="pk_withdrawn"),
    )
    op.create_index("ix_meetings_date", "meetings", ["date"])
    op.create_index("ix_versions_fingerprint", "versions", ["fingerprint"])
    op.create_index("ix_items_case_number", "items", ["case_number"])
