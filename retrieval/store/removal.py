"""Taking down what is stored: in every version, and again after a restore; inside the caller's transaction."""

import sqlalchemy as sa

from retrieval.errors import BadInput
from retrieval.store import rows
from retrieval.store.tables import MEETINGS, VERSIONS, WITHDRAWN
from retrieval.store.takedown import redact, title_hash
from retrieval.store.values import StoredMeeting


def hash_of(connection: sa.Connection, key: str, version: int, number: int) -> str:
    """What recognises an item of the meeting in other versions.

    Raises:
        BadInput: the meeting has no such item.
    """
    items = rows.read_version(connection, key, version).meeting.items
    found = next((item for item in items if item.number == number), None)
    if found is None:
        raise BadInput(f"meeting {key!r} has no item {number}")
    return title_hash(found)


def redact_versions(connection: sa.Connection, key: str) -> None:
    """Blanks the items taken down in every version of the meeting and in its ledgers."""
    held = connection.execute(MEETINGS.select().where(MEETINGS.c.key == key)).mappings().one()
    taken_down = rows.withdrawals(connection, key)
    for version in connection.scalars(sa.select(VERSIONS.c.version).where(VERSIONS.c.meeting_key == key)).all():
        stored = rows.read_version(connection, key, version)
        document, meeting = redact(stored.document, stored.meeting, taken_down)
        rows.replace_words(connection, key, version, document, meeting)
        if version == held["version"]:
            clean = StoredMeeting(key=key, version=version, document=document, meeting=meeting, added=stored.added)
            rows.make_current(connection, clean, revision=held["revision"] + 1)


def enforce(connection: sa.Connection) -> None:
    """Takes down again whatever of it is held."""
    down = connection.execute(sa.select(WITHDRAWN.c.meeting_key, WITHDRAWN.c.item)).all()
    held = set(connection.scalars(sa.select(MEETINGS.c.key)))
    whole = {row.meeting_key for row in down if row.item == rows.WHOLE_MEETING}
    for key in sorted({row.meeting_key for row in down} & held):
        if key in whole:
            rows.erase(connection, key)
        else:
            redact_versions(connection, key)
