"""Updates waiting for the bot: numbered, filtered, kept until confirmed or a day old."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from bot.local_telegram.clock import Clock, Signal
from bot.local_telegram.values import Json

LIFE_S = 24 * 3600
_OPT_IN = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


class UpdateQueue:
    """The bot's inbox on the server."""

    def __init__(self, clock: Clock, first_id: int = 700_000_001) -> None:
        self.signal = Signal()
        self.allowed: frozenset[str] | None = None
        self.duplicate_next = False
        self._clock = clock
        self._next_id = first_id
        self._waiting: deque[tuple[float, Json]] = deque()

    def push(self, kind: str, payload: Json) -> None:
        """Queue one update, unless the bot has not asked for its kind."""
        if not self._wanted(kind):
            return
        update = {"update_id": self._next_id, kind: payload}
        self._next_id += 1
        self._waiting.append((self._clock.now(), update))
        if self.duplicate_next:
            self._waiting.append((self._clock.now(), update))
            self.duplicate_next = False
        self.signal.notify()

    def set_allowed(self, kinds: Iterable[str] | None) -> None:
        """Keep to these kinds from now on; None changes nothing, an empty list means the default."""
        if kinds is not None:
            self.allowed = frozenset(kinds) or None

    def confirm(self, offset: int) -> None:
        """Forget everything before `offset`; a negative one keeps only that many of the newest."""
        self._expire()
        if offset < 0:
            while len(self._waiting) > -offset:
                self._waiting.popleft()
            return
        while self._waiting and offset and self._waiting[0][1]["update_id"] < offset:
            self._waiting.popleft()

    def oldest(self, limit: int) -> list[Json]:
        """The oldest unconfirmed updates, at most `limit`."""
        self._expire()
        return [update for _, update in list(self._waiting)[:limit]]

    def drop_all(self) -> None:
        """Forget everything that waits."""
        self._waiting.clear()

    def __len__(self) -> int:
        self._expire()
        return len(self._waiting)

    def _wanted(self, kind: str) -> bool:
        return kind not in _OPT_IN if self.allowed is None else kind in self.allowed

    def _expire(self) -> None:
        while self._waiting and self._waiting[0][0] < self._clock.now() - LIFE_S:
            self._waiting.popleft()
