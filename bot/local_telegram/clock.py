"""Time as the server sees it: real, or moved by hand so that tests never wait."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import Protocol


class Clock(Protocol):
    """What the server needs of time; the bot under test may share the same object."""

    def now(self) -> float:
        """Seconds since the epoch."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Return when that many seconds of this clock have passed."""
        ...


class RealClock:
    """The machine's own time."""

    def now(self) -> float:
        """Seconds since the epoch."""
        return time.time()

    async def sleep(self, seconds: float) -> None:
        """Wait in real time."""
        await asyncio.sleep(seconds)


class ManualClock:
    """Time that stands still until `advance` moves it; may be moved from any thread."""

    def __init__(self, start: float = 1_767_225_600.0) -> None:
        self._now = start
        self._lock = threading.Lock()
        self._sleepers: list[tuple[float, asyncio.AbstractEventLoop, asyncio.Event]] = []

    def now(self) -> float:
        """Seconds since the epoch, as last set."""
        return self._now

    async def sleep(self, seconds: float) -> None:
        """Wait until `advance` has moved the clock that far."""
        if seconds <= 0:
            return
        due = asyncio.Event()
        sleeper = (self._now + seconds, asyncio.get_running_loop(), due)
        with self._lock:
            self._sleepers.append(sleeper)
        try:
            await due.wait()
        finally:
            with self._lock:
                if sleeper in self._sleepers:
                    self._sleepers.remove(sleeper)

    def advance(self, seconds: float) -> None:
        """Move the clock forward and wake everyone whose time has come."""
        with self._lock:
            self._now += seconds
            woken = [sleeper for sleeper in self._sleepers if sleeper[0] <= self._now]
            self._sleepers = [sleeper for sleeper in self._sleepers if sleeper[0] > self._now]
        for _, loop, due in woken:
            loop.call_soon_threadsafe(due.set)


class Signal:
    """A counter that can be waited on: whoever has seen version n wakes when there is a newer one."""

    def __init__(self) -> None:
        self.version = 0
        self._waiting: set[asyncio.Event] = set()

    def notify(self) -> None:
        """Count one change and wake everyone. Call it from the server's own loop."""
        self.version += 1
        for event in self._waiting:
            event.set()

    async def wait(self, clock: Clock, seen: int, timeout_s: float) -> bool:
        """Wait for a version after `seen`; false when the time ran out first."""
        if self.version > seen:
            return True
        event = asyncio.Event()
        self._waiting.add(event)
        tasks = [asyncio.ensure_future(event.wait()), asyncio.ensure_future(clock.sleep(timeout_s))]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._waiting.discard(event)
            for task in tasks:
                task.cancel()
        return self.version > seen
