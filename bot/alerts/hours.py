"""The hours of people: when collected messages go out, and when a message makes no sound; pure."""

import datetime
from dataclasses import dataclass
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.alerts.follows import Rhythm, Wish

ZONE = "Europe/Copenhagen"
MONDAY = 0


@dataclass(frozen=True, slots=True)
class Hours:
    """`quiet` are the hours from-to in which messages make no sound (equal: none); `digest` that of collected ones."""

    digest: int = 8
    quiet: tuple[int, int] = (21, 7)

    def due(self, wish: Wish, now: float) -> float:
        """When a message planned at `now` (seconds since 1970) goes out."""
        rhythm = wish.rhythm
        if rhythm is Rhythm.AT_ONCE:
            return now
        local = _local(now)
        hour = self.digest if wish.hour is None else wish.hour
        day = local.replace(hour=hour, minute=0, second=0, microsecond=0)
        while day <= local or (rhythm is Rhythm.WEEKLY and day.weekday() != MONDAY):
            day += datetime.timedelta(days=1)
        return day.timestamp()

    def is_quiet(self, now: float) -> bool:
        """Whether a message must make no sound then."""
        start, end = self.quiet
        hour = _local(now).hour
        return start <= hour < end if start <= end else hour >= start or hour < end


def _local(now: float) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(now, _zone())


@cache
def _zone() -> datetime.tzinfo:
    try:
        return ZoneInfo(ZONE)
    except ZoneInfoNotFoundError:  # a machine without time zone data: its own clock is the best guess
        return datetime.datetime.now().astimezone().tzinfo or datetime.UTC
