"""From a stored version of a meeting to rows in the outbox: derived from the store, once for each version."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import structlog
from sqlalchemy import Connection, Engine, insert, select, text

from bot.alerts.attachments import Attachments
from bot.alerts.database import PLANNED, writing
from bot.alerts.follows import Follows, Spot, Wish
from bot.alerts.hours import Hours
from bot.alerts.notice import Notice, notice_of
from bot.alerts.outbox import Outbox, Planned
from retrieval.changes import Change, Subject, Version, changes
from retrieval.interests import Interest
from retrieval.store import Store, StoredMeeting
from retrieval.watch import Watch, WatchedMeeting

log = structlog.get_logger(__name__)

TRY_AGAIN_S = 60.0  # after a version could not be planned
BASELINE = "baseline"  # stands for all that was held before alerts began: nobody is told of it


@dataclass(frozen=True, slots=True)
class _News:
    """A version with what it corrects: `since` 0 where it is the first of its kind."""

    stored: StoredMeeting
    since: int
    changed: tuple[Change, ...]


class Planner:
    """Finds versions nobody was told of yet and puts what concerns each chat in the outbox.

    The mark of a version and its rows are one transaction: after a crash a version is planned either whole or not at
    all, and never twice.
    """

    def __init__(
        self,
        engine: Engine,
        store: Store,
        follows: Follows,
        outbox: Outbox,
        *,
        hours: Hours,
        watch: Watch,
        attachments: Attachments,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._engine, self._store, self._follows, self._outbox = engine, store, follows, outbox
        self._hours, self._now = hours, now
        self._watch, self._attachments = watch, attachments
        self._later: dict[tuple[str, int], float] = {}

    def begin(self) -> None:
        """At the very first start: what is held already is no news."""
        with writing(self._engine) as connection:
            begun = connection.execute(select(PLANNED).where(PLANNED.c.meeting_key == BASELINE)).first()
            if begun is None:
                self._mark(connection, BASELINE, 0)
                for key, version in self._unplanned(connection):
                    self._mark(connection, key, version)

    def plan(self) -> int:
        """Plans every version that is new; how many messages that makes."""
        with self._engine.connect() as connection:
            waiting = self._unplanned(connection)
        return sum(self._try_plan(key, version) for key, version in waiting)

    def _try_plan(self, key: str, version: int) -> int:
        """Plans one version; one that cannot be planned is left for a while, and the others go on."""
        if self._now() < self._later.get((key, version), 0.0):
            return 0
        try:
            return self._plan(key, version)
        except Exception as error:  # the boundary of one version: a fault met in it must not hold up the others
            log.error("plan_failed", meeting=key, version=version, error=type(error).__name__)
            self._later[key, version] = self._now() + TRY_AGAIN_S
            return 0

    def _unplanned(self, connection: Connection) -> list[tuple[str, int]]:
        query = text(
            "SELECT m.key, m.version FROM meetings m LEFT JOIN alert_planned p"
            " ON p.meeting_key = m.key AND p.version = m.version WHERE p.meeting_key IS NULL ORDER BY m.added, m.key"
        )
        return [(row.key, row.version) for row in connection.execute(query)]

    def _plan(self, key: str, version: int) -> int:
        try:
            news = self._news(self._store.version(key, version))
        except KeyError:  # taken down since
            return 0
        with writing(self._engine) as connection:
            followed = self._follows.all(connection)
        # Matching many interests takes a while: others may write meanwhile.
        words = self._attachments.words(news.stored)
        watched = self._watch.meeting(news.stored.document, news.stored.meeting, words)
        notices = self._notices(news, watched, followed)
        with writing(self._engine) as connection:
            held = (PLANNED.c.meeting_key == key, PLANNED.c.version == version)
            if connection.execute(select(PLANNED).where(*held)).first() is not None:
                return 0
            self._mark(connection, key, version)
            told = self._outbox.told(connection, key)
            planned = [
                Planned(spot=spot, notice=found, due=self._hours.due(followed[spot][1], self._now()))
                for spot, notice in notices.items()
                if (found := self._for(spot, notice, news, told)) is not None
            ]
            count = self._outbox.put(connection, key, version, planned)
        log.info("alerts_planned", meeting=key, version=version, messages=count)
        return count

    def _news(self, stored: StoredMeeting) -> _News:
        for version in range(stored.version - 1, 0, -1):
            try:
                older = self._store.version(stored.key, version)
            except KeyError:
                continue
            if older.meeting.kind is stored.meeting.kind:
                return _News(stored, version, _changes(older, stored))
        return _News(stored, 0, ())

    def _notices(
        self, news: _News, watched: WatchedMeeting, followed: dict[Spot, tuple[list[Interest], Wish]]
    ) -> dict[Spot, Notice]:
        """What each spot is told; spots that follow the same are matched once."""
        same: dict[tuple[Interest, ...], Notice] = {}
        found: dict[Spot, Notice] = {}
        for spot, (interests, _) in followed.items():
            wanted = tuple(interests)
            if wanted not in same:
                same[wanted] = notice_of(watched.match(wanted), news.since)
            if same[wanted].interests:
                found[spot] = same[wanted]
        return found

    def _for(self, spot: Spot, notice: Notice, news: _News, told: dict[Spot, int]) -> Notice | None:
        """The notice for one spot, or None where nothing it follows has changed since it was told."""
        if not news.since:
            return notice
        known = told.get(spot, news.since)
        if known == news.since:
            return notice if concerns(notice, news.changed) else None
        older = self._store.version(news.stored.key, known)
        if older.meeting.kind is not news.stored.meeting.kind:
            return replace(notice, since=0)  # it knows the agenda only
        return replace(notice, since=known) if concerns(notice, _changes(older, news.stored)) else None

    def _mark(self, connection: Connection, key: str, version: int) -> None:
        connection.execute(insert(PLANNED).values(meeting_key=key, version=version, at=self._now()))


def concerns(notice: Notice, changed: tuple[Change, ...]) -> bool:
    """Whether one of the changes is about something the notice is about."""
    return bool(relevant(notice, changed))


def relevant(notice: Notice, changed: tuple[Change, ...]) -> tuple[Change, ...]:
    """The changes a reader is told: all where the whole meeting is followed, else those of the items followed."""
    items = {one.item for one in notice.chosen}
    return tuple(
        change for change in changed if notice.whole or change.subject is Subject.MEETING or change.item in items
    )


def _changes(older: StoredMeeting, newer: StoredMeeting) -> tuple[Change, ...]:
    return changes(Version(older.document.text, older.meeting), Version(newer.document.text, newer.meeting))
