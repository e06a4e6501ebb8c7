"""What a language model has cost by day and person, so that a budget holds across processes and restarts."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One row a day and person."""
    op.create_table(
        "model_spending",
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("person", sa.String(32), nullable=False),
        sa.Column("dollars", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("day", "person", name="pk_model_spending"),
    )
