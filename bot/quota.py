"""How much one person, and all together, may ask: a sliding window in memory."""

import time
from collections import deque

from bot.pacing import Clock

QUESTIONS_PER_MINUTE = 20
QUESTIONS_OF_ALL_PER_MINUTE = 1200  # what two cores answer with room to spare
PRESSES_PER_MINUTE = 60
TOLD_EVERY_S = 10.0
_WINDOW_S = 60.0
_SWEEP_AT = 5000


class Quota:
    """At most `limit` uses a minute for each person."""

    def __init__(self, limit: int, clock: Clock = time.monotonic) -> None:
        self._limit, self._clock = limit, clock
        self._uses: dict[int, deque[float]] = {}
        self._told: dict[int, float] = {}

    def wait_s(self, user_id: int) -> float:
        """Counts one use and returns 0, or seconds to wait where the limit is reached (then nothing is counted)."""
        now = self._clock()
        uses = self._uses.setdefault(user_id, deque())
        while uses and uses[0] <= now - _WINDOW_S:
            uses.popleft()
        if len(uses) >= self._limit:
            return uses[0] + _WINDOW_S - now
        uses.append(now)
        if len(self._uses) > _SWEEP_AT:
            self._sweep(now)
        return 0.0

    def may_tell(self, user_id: int) -> bool:
        """Whether to say so again: one in ten seconds, or the reply itself becomes the flood."""
        now = self._clock()
        if now - self._told.get(user_id, -TOLD_EVERY_S) < TOLD_EVERY_S:
            return False
        self._told[user_id] = now
        return True

    def _sweep(self, now: float) -> None:
        old = [user for user, uses in self._uses.items() if not uses or uses[-1] <= now - _WINDOW_S]
        for user in old:
            del self._uses[user]
            self._told.pop(user, None)
