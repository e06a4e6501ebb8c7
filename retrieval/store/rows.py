"""Rows to values and back; every function works inside the caller's transaction."""

import datetime
from typing import Any

import sqlalchemy as sa

from retrieval.model.minutes import Document, Meeting
from retrieval.model.vocabulary import DocumentKind, MeetingStatus
from retrieval.store import ledgers
from retrieval.store.codec import dump_meeting, load_meeting
from retrieval.store.tables import DOCUMENTS, LEDGERS, MEETINGS, VERSIONS, WITHDRAWN
from retrieval.store.values import MeetingInfo, StoredMeeting, Withdrawal

WHOLE_MEETING = 0  # the item number under which a whole meeting is withdrawn
Stamp = tuple[int, int, datetime.datetime | None]
TakenDown = tuple[tuple[Withdrawal, str], ...]
# Asked several times a question: built once.
_STAMP = sa.select(sa.func.count(), sa.func.sum(MEETINGS.c.revision), sa.func.max(MEETINGS.c.added)).select_from(
    MEETINGS
)


def quick_check(connection: sa.Connection) -> list[str]:
    """What SQLite finds wrong with its pages, empty where nothing is."""
    rows = connection.exec_driver_sql("PRAGMA quick_check(3)").scalars().all()
    return [] if rows == ["ok"] else [str(row) for row in rows]


def document(row: Any) -> Document:
    """The document of a row that joins versions and documents."""
    return Document(
        name=row["name"],
        media=row["media"],
        fingerprint=row["fingerprint"],
        text=row["text"],
        warnings=tuple(row["warnings"]),
    )


def read_version(connection: sa.Connection, key: str, version: int) -> StoredMeeting:
    """One version of a meeting.

    Raises:
        KeyError: it is not held.
    """
    query = (
        sa.select(VERSIONS, DOCUMENTS.c.media, DOCUMENTS.c.text, DOCUMENTS.c.warnings)
        .select_from(VERSIONS.join(DOCUMENTS))
        .where(VERSIONS.c.meeting_key == key, VERSIONS.c.version == version)
    )
    row = connection.execute(query).mappings().first()
    if row is None:
        raise KeyError(key)
    meeting = load_meeting(row["meeting"])
    return StoredMeeting(key=key, version=version, document=document(row), meeting=meeting, added=row["added"])


def documents(connection: sa.Connection, key: str) -> tuple[tuple[int, Document], ...]:
    """All versions of the meeting's document, oldest first."""
    query = (
        sa.select(VERSIONS.c.version, VERSIONS.c.fingerprint, VERSIONS.c.name, DOCUMENTS.c.media)
        .add_columns(DOCUMENTS.c.text, DOCUMENTS.c.warnings)
        .select_from(VERSIONS.join(DOCUMENTS))
        .where(VERSIONS.c.meeting_key == key)
        .order_by(VERSIONS.c.version)
    )
    return tuple((row["version"], document(row)) for row in connection.execute(query).mappings())


def info(row: Any) -> MeetingInfo:
    """The list entry of a row of meetings."""
    fields = ("key", "version", "revision", "municipality", "committee", "date", "items", "name", "added")
    return MeetingInfo(
        status=MeetingStatus(row["status"]), kind=DocumentKind(row["kind"]), **{name: row[name] for name in fields}
    )


def infos(connection: sa.Connection) -> tuple[MeetingInfo, ...]:
    """All meetings, newest first; those without a date last."""
    order = (MEETINGS.c.date.is_(None), MEETINGS.c.date.desc(), MEETINGS.c.committee, MEETINGS.c.key)
    return tuple(info(row) for row in connection.execute(MEETINGS.select().order_by(*order)).mappings())


def stamp(connection: sa.Connection) -> Stamp:
    """Changes whenever a meeting is added, changed or taken down, in whichever process."""
    row = connection.execute(_STAMP).one()
    return row[0], row[1] or 0, row[2]


def withdrawal(row: Any) -> Withdrawal:
    """The withdrawal of its row."""
    return Withdrawal(
        meeting_key=row["meeting_key"],
        item=row["item"] or None,
        name=row["name"],
        reason=row["reason"],
        at=row["at"],
    )


def withdrawals(connection: sa.Connection, key: str) -> TakenDown:
    """What was taken down of the meeting, each with its title's hash."""
    rows = connection.execute(WITHDRAWN.select().where(WITHDRAWN.c.meeting_key == key)).mappings()
    return tuple((withdrawal(row), row["title_hash"]) for row in rows)


def is_withdrawn(connection: sa.Connection, key: str, fingerprint: str) -> bool:
    """Whether the whole meeting was taken down, by its key or, if it is named otherwise now, by its bytes."""
    query = sa.select(WITHDRAWN.c.meeting_key, WITHDRAWN.c.fingerprints).where(WITHDRAWN.c.item == WHOLE_MEETING)
    return any(row.meeting_key == key or fingerprint in row.fingerprints for row in connection.execute(query))


def insert_withdrawal(connection: sa.Connection, withdrawal: Withdrawal, digest: str) -> None:
    """Notes a withdrawal, with the bytes it concerns."""
    number = WHOLE_MEETING if withdrawal.item is None else withdrawal.item
    where = sa.and_(WITHDRAWN.c.meeting_key == withdrawal.meeting_key, WITHDRAWN.c.item == number)
    connection.execute(WITHDRAWN.delete().where(where))
    known = sa.select(VERSIONS.c.fingerprint).where(VERSIONS.c.meeting_key == withdrawal.meeting_key)
    fingerprints = list(connection.scalars(known))
    values = {"meeting_key": withdrawal.meeting_key, "item": number, "title_hash": digest}
    values |= {"fingerprints": fingerprints}
    values |= {"name": withdrawal.name, "reason": withdrawal.reason, "at": withdrawal.at}
    connection.execute(WITHDRAWN.insert(), values)


def keep_withdrawal(connection: sa.Connection, row: sa.RowMapping) -> None:
    """Puts a row of withdrawals back where it is missing."""
    where = sa.and_(WITHDRAWN.c.meeting_key == row["meeting_key"], WITHDRAWN.c.item == row["item"])
    if connection.execute(WITHDRAWN.select().where(where)).first() is None:
        connection.execute(WITHDRAWN.insert(), dict(row))


def insert_version(connection: sa.Connection, stored: StoredMeeting) -> None:
    """Adds a version and, where its bytes are new, its document."""
    document = stored.document
    held = connection.scalar(sa.select(DOCUMENTS.c.name).where(DOCUMENTS.c.fingerprint == document.fingerprint))
    if held is None:
        values = {name: getattr(document, name) for name in ("fingerprint", "name", "media", "text")}
        connection.execute(DOCUMENTS.insert(), values | {"warnings": list(document.warnings), "added": stored.added})
    connection.execute(
        VERSIONS.insert(),
        {
            "meeting_key": stored.key,
            "version": stored.version,
            "fingerprint": document.fingerprint,
            "name": document.name,
            "kind": stored.meeting.kind.value,
            "meeting": dump_meeting(stored.meeting),
            "added": stored.added,
        },
    )


def make_current(connection: sa.Connection, stored: StoredMeeting, *, revision: int) -> None:
    """Makes this version the one people are told of; its ledgers replace the old ones."""
    meeting = stored.meeting
    values = {
        "version": stored.version,
        "revision": revision,
        "municipality": meeting.municipality,
        "committee": meeting.committee,
        "committee_period": meeting.committee_period,
        "date": meeting.date,
        "status": meeting.status.value,
        "kind": meeting.kind.value,
        "items": len(meeting.items),
        "name": stored.document.name,
        "added": stored.added,
    }
    updated = connection.execute(MEETINGS.update().where(MEETINGS.c.key == stored.key).values(values))
    if not updated.rowcount:
        connection.execute(MEETINGS.insert(), values | {"key": stored.key})
    ledgers.write_ledgers(connection, stored.key, stored.document, meeting)


def replace_words(connection: sa.Connection, key: str, version: int, document: Document, meeting: Meeting) -> None:
    """Replaces the words of one version: after a takedown or a new reading."""
    where = sa.and_(VERSIONS.c.meeting_key == key, VERSIONS.c.version == version)
    connection.execute(VERSIONS.update().where(where).values(meeting=dump_meeting(meeting)))
    same = DOCUMENTS.c.fingerprint == document.fingerprint
    connection.execute(DOCUMENTS.update().where(same).values(text=document.text))


def erase(connection: sa.Connection, key: str) -> None:
    """Removes the meeting, its versions and the documents nobody else needs."""
    fingerprints = connection.scalars(sa.select(VERSIONS.c.fingerprint).where(VERSIONS.c.meeting_key == key)).all()
    for table in LEDGERS:
        connection.execute(table.delete().where(table.c.meeting_key == key))
    connection.execute(MEETINGS.delete().where(MEETINGS.c.key == key))
    connection.execute(VERSIONS.delete().where(VERSIONS.c.meeting_key == key))
    still = sa.select(VERSIONS.c.fingerprint)
    doomed = sa.and_(DOCUMENTS.c.fingerprint.in_(fingerprints), DOCUMENTS.c.fingerprint.not_in(still))
    connection.execute(DOCUMENTS.delete().where(doomed))
