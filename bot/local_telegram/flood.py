"""How much a bot may send: token buckets per private chat, per group and over all."""

from __future__ import annotations

import math
from dataclasses import dataclass

from bot.local_telegram.errors import too_many_requests


@dataclass(frozen=True, slots=True)
class Rate:
    """A bucket of `burst` requests that refills at `per_second`."""

    per_second: float
    burst: float


PRIVATE = Rate(per_second=1.0, burst=3.0)
GROUP = Rate(per_second=20 / 60, burst=20.0)
OVERALL = Rate(per_second=30.0, burst=30.0)
_COUNTED = ("send", "edit", "forward", "copy")


@dataclass(slots=True)
class _Bucket:
    level: float
    filled: float
    closed_until: float = 0.0
    penalty: int = 0


class FloodControl:
    """Counts what goes out and refuses with 429; who goes on inside the window waits twice as long."""

    def __init__(self, enabled: bool = True) -> None:
        self.enabled = enabled
        self.refused = 0
        self._buckets: dict[object, _Bucket] = {}

    def check(self, method: str, chat_id: object, now: float) -> None:
        """Count one request.

        Args:
            method: its name in lower case; methods that send nothing are free.
            chat_id: where it goes; None counts for the whole bot only.
            now: seconds of the server's clock.

        Raises:
            ApiError: 429 when a bucket is empty.
        """
        if not self.enabled or not method.startswith(_COUNTED):
            return
        limits = [("overall", OVERALL)]
        if chat_id is not None:
            limits.insert(0, (str(chat_id), GROUP if str(chat_id)[:1] in "-@" else PRIVATE))
        for key, rate in limits:
            self._take(key, rate, now)

    def _take(self, key: str, rate: Rate, now: float) -> None:
        bucket = self._buckets.setdefault(key, _Bucket(rate.burst, now))
        bucket.level = min(rate.burst, bucket.level + (now - bucket.filled) * rate.per_second)
        bucket.filled = now
        if now < bucket.closed_until:
            self._close(bucket, now, bucket.penalty * 2)
        if bucket.level < 1:
            self._close(bucket, now, math.ceil((1 - bucket.level) / rate.per_second))
        bucket.level -= 1

    def _close(self, bucket: _Bucket, now: float, seconds: int) -> None:
        bucket.penalty = max(1, seconds)
        bucket.closed_until = now + bucket.penalty
        self.refused += 1
        raise too_many_requests(bucket.penalty)
