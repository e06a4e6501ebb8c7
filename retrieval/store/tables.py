"""The tables of the truth. Meetings are kept whole as JSON; the ledgers beside them are there to be queried."""

import datetime
from typing import Any

import sqlalchemy as sa


class Utc(sa.TypeDecorator[datetime.datetime]):
    """Aware instants in UTC on every database."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime.datetime | None, dialect: sa.Dialect) -> datetime.datetime | None:
        """The instant in UTC."""
        return value.astimezone(datetime.UTC) if value else None

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> datetime.datetime | None:
        """The instant with its zone, which SQLite does not keep."""
        if value is None:
            return None
        instant: datetime.datetime = value
        return instant.replace(tzinfo=datetime.UTC) if instant.tzinfo is None else instant.astimezone(datetime.UTC)


METADATA = sa.MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

DOCUMENTS = sa.Table(
    "documents",
    METADATA,
    sa.Column("fingerprint", sa.String(64), primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("media", sa.String(20), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("warnings", sa.JSON, nullable=False),
    sa.Column("added", Utc, nullable=False),
)

MEETINGS = sa.Table(
    "meetings",
    METADATA,
    sa.Column("key", sa.String(12), primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),  # grows when the stored words change within a version
    sa.Column("municipality", sa.Text, nullable=False),
    sa.Column("committee", sa.Text, nullable=False),
    sa.Column("committee_period", sa.Text, nullable=False),
    sa.Column("date", sa.Date, nullable=True, index=True),
    sa.Column("status", sa.String(20), nullable=False),
    sa.Column("kind", sa.String(30), nullable=False),
    sa.Column("items", sa.Integer, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("added", Utc, nullable=False),
)

VERSIONS = sa.Table(
    "versions",
    METADATA,
    sa.Column("meeting_key", sa.String(12), primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("fingerprint", sa.ForeignKey("documents.fingerprint"), nullable=False, index=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("kind", sa.String(30), nullable=False),
    sa.Column("meeting", sa.Text, nullable=False),  # the whole Meeting as JSON
    sa.Column("added", Utc, nullable=False),
)


def _of_meeting() -> sa.Column[str]:
    return sa.Column("meeting_key", sa.ForeignKey("meetings.key", ondelete="CASCADE"), primary_key=True)


def _nth(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, primary_key=True, autoincrement=False)


ITEMS = sa.Table(
    "items",
    METADATA,
    _of_meeting(),
    _nth("position"),  # from 0, in document order: printed numbers may repeat
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("case_number", sa.Text, nullable=False, index=True),
    sa.Column("category", sa.String(1), nullable=False),
    sa.Column("is_open", sa.Boolean, nullable=False),
    sa.Column("outcome", sa.String(30), nullable=False),
)

DECISIONS = sa.Table(
    "decisions",
    METADATA,
    _of_meeting(),
    _nth("position"),
    _nth("ordinal"),
    sa.Column("current", sa.Boolean, nullable=False),  # of this meeting; else told of an earlier one
    sa.Column("outcome", sa.String(30), nullable=False),
    sa.Column("stage", sa.String(30), nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("decided", sa.Date, nullable=True),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("postponed_to", sa.Date, nullable=True),
    sa.Column("next_body", sa.Text, nullable=False),
)

AMOUNTS = sa.Table(
    "amounts",
    METADATA,
    _of_meeting(),
    _nth("position"),
    _nth("ordinal"),
    sa.Column("value", sa.Text, nullable=False),  # exact, as a decimal string
    sa.Column("magnitude", sa.Float, nullable=False),  # the same as a float, to sort and compare by
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("currency", sa.String(10), nullable=False),
    sa.Column("approximate", sa.Boolean, nullable=False),
    sa.Column("yearly", sa.Boolean, nullable=False),
    sa.Column("period", sa.Text, nullable=False),
    sa.Column("status", sa.String(20), nullable=False),
    sa.Column("purpose", sa.Text, nullable=False),
    sa.Column("section", sa.String(30), nullable=False),
    sa.Column("quote", sa.Text, nullable=False),
)

VOTES = sa.Table(
    "votes",
    METADATA,
    _of_meeting(),
    _nth("position"),
    _nth("ordinal"),
    sa.Column("proposal", sa.Text, nullable=False),
    sa.Column("count_for", sa.Integer, nullable=True),
    sa.Column("count_against", sa.Integer, nullable=True),
    sa.Column("count_abstained", sa.Integer, nullable=True),
    sa.Column("carried", sa.Boolean, nullable=True),
    sa.Column("quote", sa.Text, nullable=False),
)

BALLOTS = sa.Table(
    "ballots",
    METADATA,
    _of_meeting(),
    _nth("position"),
    _nth("vote"),
    _nth("ordinal"),
    sa.Column("choice", sa.String(10), nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("party", sa.Text, nullable=False),
)

LEDGERS = (BALLOTS, VOTES, AMOUNTS, DECISIONS, ITEMS)

SET_ASIDES = sa.Table(
    "set_asides",
    METADATA,
    sa.Column("fingerprint", sa.String(64), primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("at", Utc, nullable=False),
)

WITHDRAWN = sa.Table(
    "withdrawn",
    METADATA,
    sa.Column("meeting_key", sa.String(12), primary_key=True),
    sa.Column("item", sa.Integer, primary_key=True, autoincrement=False),  # 0: the whole meeting
    sa.Column("title_hash", sa.String(64), nullable=False),  # recognises the item under another number
    sa.Column("fingerprints", sa.JSON, nullable=False),  # the bytes it was read from: they stay out
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("at", Utc, nullable=False),
)

MODEL_SPENDING = sa.Table(
    "model_spending",
    METADATA,
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("person", sa.String(32), primary_key=True),  # a digest of the day and the person: nobody is named
    sa.Column("dollars", sa.Float, nullable=False),
)
