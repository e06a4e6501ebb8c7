"""The tables of sources, beside the minutes in the same database, under migrations of their own."""

import sqlalchemy as sa

from retrieval.store.migrate import upgrade
from retrieval.store.tables import Utc

HEAD = "0002"
LOCATION = "retrieval.sources:migrations"
VERSION_TABLE = "source_schema_version"

METADATA = sa.MetaData()
STATES = sa.Table(
    "source_states",
    METADATA,
    sa.Column("name", sa.String(300), primary_key=True),
    sa.Column("checked", Utc, nullable=True),
    sa.Column("succeeded", Utc, nullable=True),
    sa.Column("failed", Utc, nullable=True),
    sa.Column("error", sa.Text, nullable=False),
    sa.Column("failures", sa.Integer, nullable=False),  # in a row
)
SEEN = sa.Table(
    "source_seen",
    METADATA,
    sa.Column("source", sa.String(300), primary_key=True),
    sa.Column("item", sa.String(1000), primary_key=True),
    sa.Column("mark", sa.Text, nullable=False),
    sa.Column("meeting_key", sa.String(12), nullable=False),
)
ATTACHMENTS = sa.Table(
    "source_attachments",
    METADATA,
    sa.Column("fingerprint", sa.String(64), primary_key=True),  # of the document that lists it
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("item", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("link", sa.Text, nullable=False),
    sa.Column("state", sa.String(10), nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("at", Utc, nullable=False),
    sa.Index("source_attachments_link", "link"),
)
LEASES = sa.Table(
    "source_leases",
    METADATA,
    sa.Column("source", sa.String(300), primary_key=True),
    sa.Column("owner", sa.String(200), nullable=False),
    sa.Column("until", Utc, nullable=False),
)


def bring_up(engine: sa.Engine) -> None:
    """Brings the tables of sources to the schema of this version.

    Raises:
        StateError: the database cannot be used, or was written by a newer version.
    """
    upgrade(engine, location=LOCATION, version_table=VERSION_TABLE, head=HEAD)
