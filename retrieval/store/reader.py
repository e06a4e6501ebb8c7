"""Reading the SQL truth: meetings with their versions, ledgers, what was set aside and what was taken down."""

from collections.abc import Collection, Mapping
from contextlib import AbstractContextManager
from functools import lru_cache

import sqlalchemy as sa

from retrieval.model.minutes import Document
from retrieval.model.vocabulary import Outcome
from retrieval.store import ledgers, migrate, rows
from retrieval.store.engine import place_of, reading
from retrieval.store.listing import Listing
from retrieval.store.tables import DOCUMENTS, MEETINGS, SET_ASIDES, VERSIONS, WITHDRAWN
from retrieval.store.values import (
    AmountRow,
    CaseStep,
    LedgerFilter,
    MeetingInfo,
    SetAside,
    StoreCheck,
    StoredMeeting,
    VoteRow,
    Withdrawal,
)

_CURRENT = sa.select(MEETINGS.c.version, MEETINGS.c.revision).where(MEETINGS.c.key == sa.bindparam("wanted"))
KEPT_IN_MEMORY = 64  # decoded meetings; one takes a few milliseconds to decode


class MinutesReader:
    """What the database behind an engine holds; every method sees one consistent state."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine
        self._listing = Listing(engine)
        self._decoded = lru_cache(maxsize=KEPT_IN_MEMORY)(self._decode)

    def knows(self, fingerprint: str, name: str) -> str:
        """The key of the meeting that holds these bytes under that name or as its current version, or empty.

        Ingest asks before it parses, so that a second run over the same files is cheap.
        """
        query = (
            sa.select(MEETINGS.c.key)
            .select_from(VERSIONS.join(MEETINGS, MEETINGS.c.key == VERSIONS.c.meeting_key))
            .where(VERSIONS.c.fingerprint == fingerprint)
            .where(sa.or_(VERSIONS.c.version >= MEETINGS.c.version, MEETINGS.c.name != name))
        )
        with reading(self.engine) as connection:
            return connection.scalar(query) or ""

    def get(self, key: str) -> StoredMeeting:
        """The current version of the meeting; within a question that of the list just looked up for it.

        Raises:
            KeyError: no such meeting is held.
        """
        if seen := self._listing.seen(key):
            return self._decoded(key, seen.version, seen.revision)
        with reading(self.engine) as connection:
            row = connection.execute(_CURRENT, {"wanted": key}).first()
        if row is None:
            raise KeyError(key)
        return self._decoded(key, row.version, row.revision)

    def version(self, key: str, version: int) -> StoredMeeting:
        """One version of the meeting, also an older one.

        Raises:
            KeyError: it is not held.
        """
        with reading(self.engine) as connection:
            return rows.read_version(connection, key, version)

    def _decode(self, key: str, version: int, _revision: int) -> StoredMeeting:
        with reading(self.engine) as connection:
            return rows.read_version(connection, key, version)

    def meetings(self) -> tuple[MeetingInfo, ...]:
        """All meetings held in their current version, newest first; those without a date last."""
        return self._listing.meetings()

    def seen_once(self) -> AbstractContextManager[None]:
        """Within it, this thread sees one list of meetings, looked up once: for the time of one question."""
        return self._listing.seen_once()

    def revisions(self) -> Mapping[str, int]:
        """The revision of every meeting in the list of `meetings`; costs nothing where that was looked up already."""
        return self._listing.revisions()

    def manifest(self) -> dict[str, int]:
        """The revision of every meeting held: what a derived index has to hold. It grows with every change of words."""
        with reading(self.engine) as connection:
            held = connection.execute(sa.select(MEETINGS.c.key, MEETINGS.c.revision))
            return {row.key: row.revision for row in held}

    def revision(self, key: str) -> int:
        """The revision of the meeting.

        Raises:
            KeyError: no such meeting is held.
        """
        with reading(self.engine) as connection:
            found = connection.scalar(sa.select(MEETINGS.c.revision).where(MEETINGS.c.key == key))
        if found is None:
            raise KeyError(key)
        return int(found)

    def documents(self, key: str) -> tuple[tuple[int, Document], ...]:
        """All versions of the meeting's document, oldest first."""
        with reading(self.engine) as connection:
            return rows.documents(connection, key)

    def withdrawals(self) -> tuple[Withdrawal, ...]:
        """What was taken down, newest first."""
        with reading(self.engine) as connection:
            found = connection.execute(WITHDRAWN.select().order_by(WITHDRAWN.c.at.desc())).mappings()
            return tuple(rows.withdrawal(row) for row in found)

    def set_asides(self) -> tuple[SetAside, ...]:
        """The files set aside, newest first."""
        with reading(self.engine) as connection:
            found = connection.execute(SET_ASIDES.select().order_by(SET_ASIDES.c.at.desc())).mappings()
            return tuple(SetAside(**row) for row in found)

    def amounts(self, wanted: LedgerFilter | None = None) -> tuple[AmountRow, ...]:
        """The sums of money in the minutes held, newest meeting first."""
        with reading(self.engine) as connection:
            return ledgers.read_amounts(connection, wanted or LedgerFilter())

    def votes(self, wanted: LedgerFilter | None = None) -> tuple[VoteRow, ...]:
        """The votes written down in the minutes held, newest meeting first."""
        with reading(self.engine) as connection:
            return ledgers.read_votes(connection, wanted or LedgerFilter())

    def cases(self, wanted: LedgerFilter | None = None) -> tuple[CaseStep, ...]:
        """The steps of every numbered case, case by case, oldest step first."""
        with reading(self.engine) as connection:
            return ledgers.read_cases(connection, wanted or LedgerFilter())

    def items_with_outcome(
        self, outcomes: Collection[Outcome], meeting_keys: Collection[str] | None, limit: int
    ) -> tuple[tuple[str, int], ...]:
        """(meeting key, position from 0) of at most `limit` items with one of these outcomes, newest meeting first.

        `meeting_keys` None means all meetings held. Every item of a cancelled meeting is a cancelled one.
        """
        with reading(self.engine) as connection:
            return ledgers.read_items_with_outcome(connection, outcomes, meeting_keys, limit)

    def check(self) -> StoreCheck:
        """How the database is; on SQLite its pages are checked too."""
        with reading(self.engine) as connection:

            def count(table: sa.Table) -> int:
                return connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0

            problems = [] if self.engine.dialect.name != "sqlite" else rows.quick_check(connection)
            return StoreCheck(
                place=place_of(self.engine),
                schema=migrate.HEAD,
                meetings=count(MEETINGS),
                documents=count(DOCUMENTS),
                set_aside=count(SET_ASIDES),
                withdrawn=count(WITHDRAWN),
                problems=tuple(problems),
            )
