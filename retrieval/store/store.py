"""Writing the SQL truth: every change is one transaction."""

import datetime
from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa

from retrieval.errors import BadInput
from retrieval.model.minutes import Document, Meeting
from retrieval.model.vocabulary import DocumentKind
from retrieval.store import migrate, removal, rows
from retrieval.store.backup import BackupInfo, load_backup, write_backup
from retrieval.store.codec import meeting_key
from retrieval.store.engine import build_engine, reading, writing
from retrieval.store.reader import MinutesReader
from retrieval.store.tables import MEETINGS, SET_ASIDES, VERSIONS, WITHDRAWN
from retrieval.store.takedown import redact
from retrieval.store.values import Change, SaveResult, StoredMeeting, Withdrawal


class Store(MinutesReader):
    """The database of minutes behind one engine; safe to use from several threads.

    Every write is one transaction. Readers see the state before or after it.
    """

    def __init__(self, url: str, *, clock: Callable[[], datetime.datetime] | None = None) -> None:
        """Opens the database at `url` and brings its schema up to date.

        Raises:
            StateError: it cannot be opened, is damaged or busy, or was written by a newer version.
        """
        super().__init__(build_engine(url))
        self._now = clock or (lambda: datetime.datetime.now(datetime.UTC))
        try:
            with reading(self.engine):
                pass  # a database that cannot be opened says so here, in our words
            migrate.upgrade(self.engine)
        except BaseException:
            self.engine.dispose()
            raise

    def close(self) -> None:
        """Gives all connections back."""
        self.engine.dispose()

    def save(self, document: Document, meeting: Meeting) -> SaveResult:
        """Stores the meeting as new, or as the next version of the one with its key; all of it or nothing.

        The same bytes again change nothing. An agenda that comes after the minutes is kept but does not replace them.
        What was taken down stays down.
        """
        with writing(self.engine) as connection:
            return self._save(connection, document, meeting, self._now())

    def _save(
        self, connection: sa.Connection, document: Document, meeting: Meeting, now: datetime.datetime
    ) -> SaveResult:
        key = meeting_key(document, meeting)
        taken_down = rows.withdrawals(connection, key)
        if rows.is_withdrawn(connection, key, document.fingerprint):
            gone = StoredMeeting(key=key, version=0, document=document, meeting=meeting, added=now)
            return SaveResult(stored=gone, change=Change.WITHDRAWN)
        known = self._held(connection, document)
        if known is not None:
            return known
        document, meeting = redact(document, meeting, taken_down)
        held = connection.execute(MEETINGS.select().where(MEETINGS.c.key == key)).mappings().first()
        last = connection.scalar(sa.select(sa.func.max(VERSIONS.c.version)).where(VERSIONS.c.meeting_key == key))
        stored = StoredMeeting(key=key, version=(last or 0) + 1, document=document, meeting=meeting, added=now)
        rows.insert_version(connection, stored)
        if held and held["kind"] == DocumentKind.MINUTES and meeting.kind is not DocumentKind.MINUTES:
            return SaveResult(stored=stored, change=Change.SUPERSEDED, previous_version=held["version"])
        rows.make_current(connection, stored, revision=(held["revision"] if held else 0) + 1)
        change = Change.CHANGED if held else Change.NEW
        return SaveResult(stored=stored, change=change, previous_version=held["version"] if held else 0)

    def _held(self, connection: sa.Connection, document: Document) -> SaveResult | None:
        """The save of bytes that are held already; None where they are not, or where a file went back to them."""
        query = (
            sa.select(VERSIONS.c.meeting_key, VERSIONS.c.version, MEETINGS.c.version.label("current"), MEETINGS.c.name)
            .select_from(VERSIONS.join(MEETINGS, MEETINGS.c.key == VERSIONS.c.meeting_key))
            .where(VERSIONS.c.fingerprint == document.fingerprint)
            .order_by(VERSIONS.c.version.desc())
        )
        row = connection.execute(query).first()
        if row is None:
            return None
        if row.version < row.current and row.name == document.name:
            return None
        stored = rows.read_version(connection, row.meeting_key, row.version)
        return SaveResult(stored=stored, change=Change.SAME, previous_version=row.current)

    def reparse(self, key: str, parse: Callable[[Document], Meeting]) -> None:
        """Reads every stored version of the meeting anew from its stored text, keeping versions and times.

        The meeting keeps its key even if it is now named otherwise: what was told about it must stay findable.
        """
        with writing(self.engine) as connection:
            held = connection.execute(MEETINGS.select().where(MEETINGS.c.key == key)).mappings().one()
            for version, document in rows.documents(connection, key):
                meeting = parse(document)  # the words taken down are blanks in the stored text already
                rows.replace_words(connection, key, version, document, meeting)
                if version == held["version"]:
                    stored = StoredMeeting(
                        key=key, version=version, document=document, meeting=meeting, added=held["added"]
                    )
                    rows.make_current(connection, stored, revision=held["revision"] + 1)

    def withdraw(self, key: str, item: int | None = None, *, reason: str = "") -> Withdrawal:
        """Takes a meeting down, or one item of it, in all versions; importing it again does not bring it back.

        Raises:
            BadInput: no such meeting or item is held.
        """
        with writing(self.engine) as connection:
            row = connection.execute(MEETINGS.select().where(MEETINGS.c.key == key)).mappings().first()
            if row is None:
                raise BadInput(f"no meeting {key!r} is held: `referat doctor` and /moeder list what is")
            digest = "" if item is None else removal.hash_of(connection, key, row["version"], item)
            withdrawal = Withdrawal(meeting_key=key, item=item, name=row["name"], reason=reason, at=self._now())
            rows.insert_withdrawal(connection, withdrawal, digest)
            if item is None:
                rows.erase(connection, key)
            else:
                removal.redact_versions(connection, key)
        return withdrawal

    def backup(self, target: Path) -> BackupInfo:
        """Writes everything into one archive, consistent while others write.

        Raises:
            StateError: the database cannot be read, or the archive not be written.
        """
        return write_backup(self.engine, target, self._now())

    def restore(self, source: Path) -> BackupInfo:
        """Replaces everything by the archive; what was taken down since it was made stays down.

        Raises:
            BadInput: it is no archive of ours, is damaged, or was made by another version; nothing is changed.
            StateError: the database cannot be written; nothing is changed.
        """
        with writing(self.engine) as connection:
            down = connection.execute(WITHDRAWN.select()).mappings().all()
            info = load_backup(connection, source)
            for row in down:
                rows.keep_withdrawal(connection, row)
            removal.enforce(connection)
        self._decoded.cache_clear()
        return info

    def set_aside(self, name: str, fingerprint: str, reason: str) -> None:
        """Notes a file that could not be used; the same bytes again replace the note."""
        values = {"fingerprint": fingerprint, "name": name, "reason": reason, "at": self._now()}
        with writing(self.engine) as connection:
            connection.execute(SET_ASIDES.delete().where(SET_ASIDES.c.fingerprint == fingerprint))
            connection.execute(SET_ASIDES.insert(), values)

    def clear_aside(self, name: str) -> None:
        """Forgets that files of that name were set aside: one of them could be read now."""
        with writing(self.engine) as connection:
            connection.execute(SET_ASIDES.delete().where(SET_ASIDES.c.name == name))
