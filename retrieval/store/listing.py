"""The list of all meetings held: read again when it has changed, and looked at once while a question is answered."""

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import sqlalchemy as sa

from retrieval.store import rows
from retrieval.store.engine import reading
from retrieval.store.values import MeetingInfo

FRESH_S = 1.0  # a language model takes longer: what is taken down meanwhile must be noticed
Meetings = tuple[MeetingInfo, ...]


class Listing:
    """All meetings in their current version; safe to use from several threads.

    Seeing whether the list has changed takes a pass over the table, which a question need not make several times.
    """

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._latest: tuple[rows.Stamp, Meetings] | None = None
        self._by_key: tuple[Meetings, Mapping[str, MeetingInfo], Mapping[str, int]] = ((), {}, {})
        self._seen = threading.local()

    def meetings(self) -> Meetings:
        """All meetings held, newest first; those without a date last."""
        if not getattr(self._seen, "depth", 0):
            return self._look()
        if self._seen.meetings is None:
            self._seen.at = time.monotonic()
            self._seen.meetings = self._look()
        held: Meetings = self._seen.meetings
        return held

    def revisions(self) -> Mapping[str, int]:
        """The revision of every meeting of the list."""
        return self._keyed()[1]

    def seen(self, key: str) -> MeetingInfo | None:
        """A meeting of the list that this question looked up a moment ago; None where it has to be looked up again."""
        has_looked = getattr(self._seen, "depth", 0) and self._seen.meetings is not None
        if not has_looked or time.monotonic() - self._seen.at > FRESH_S:
            return None
        return self._keyed()[0].get(key)

    def _keyed(self) -> tuple[Mapping[str, MeetingInfo], Mapping[str, int]]:
        meetings, known = self.meetings(), self._by_key
        if known[0] is not meetings:
            by_key = {info.key: info for info in meetings}
            self._by_key = known = meetings, by_key, {info.key: info.revision for info in meetings}
        return known[1:]

    @contextmanager
    def seen_once(self) -> Iterator[None]:
        """Within it, this thread sees the list as it was at the first look; it may be nested."""
        depth = getattr(self._seen, "depth", 0)
        self._seen.depth = depth + 1
        if not depth:
            self._seen.meetings = None
        try:
            yield
        finally:
            self._seen.depth = depth
            if not depth:
                self._seen.meetings = None  # an old list is not kept

    def _look(self) -> Meetings:
        with reading(self._engine) as connection:
            stamp = rows.stamp(connection)
            if self._latest is None or self._latest[0] != stamp:
                self._latest = stamp, rows.infos(connection)
            return self._latest[1]
