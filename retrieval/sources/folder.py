"""A watched folder: the system's file events and a sweep now and then; files are taken once they stand still.

A file that moves brings nothing new: its bytes are known. A file that is deleted leaves its minutes in place, unless
the operator wants minutes to go with their file.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

from retrieval.ingest import SUFFIXES
from retrieval.sources.port import Hand, Seen, SourceFailed

SETTLE_S = 1.0  # a file whose size and time stay the same that long is written to its end
LOOK_S = 0.25  # between two looks at a file that is being written
SWEEP_S = 60.0  # network folders send no events
TOGETHER = 25  # files that go in together: few enough to be told of soon
EVENTS_TOGETHER_MS = 200  # events of one copy are told together


@dataclass(slots=True)
class _Growing:
    """A file that is new or changed: its mark, and since when (loop time) it has had it."""

    mark: str
    since: float


@dataclass(slots=True, kw_only=True)
class FolderSource:
    """The folder at `path` with all below it; hidden files and links out of it are left alone."""

    path: Path
    every_s: float = SWEEP_S
    settle_s: float = SETTLE_S
    withdraw_deleted: bool = False
    clock: Callable[[], float] | None = None
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    _growing: dict[str, _Growing] = field(default_factory=dict)
    _gone: set[str] = field(default_factory=set)
    _events: AsyncIterator[object] | None = None
    _next: "asyncio.Task[object] | None" = None

    @property
    def name(self) -> str:
        """The folder's path."""
        return str(self.path)

    async def look(self, hand: Hand) -> int:
        """Takes what stands still; comes back to what is being written until it does."""
        taken, until = 0, self._now() + self.every_s
        while True:
            known = await hand.seen()
            marks = await asyncio.to_thread(self._marks)
            taken += await self._take_ready(hand, known, marks)
            if not self._growing or self._now() > until:
                await self._forget_gone(hand, known, marks)
                return taken
            await self.sleep(min(LOOK_S, self.settle_s) or 0)

    async def until_news(self, seconds: float) -> None:
        """Waits for a file event, that long at most."""
        if not self.path.is_dir():
            await self.sleep(seconds)
            return
        if self._next is None:
            self._events = _events(self.path)
            self._next = asyncio.ensure_future(anext(self._events, None))
        done, _ = await asyncio.wait({self._next}, timeout=seconds)
        if done:
            ended = self._next.exception() is not None or self._next.result() is None
            self._next = None if ended or self._events is None else asyncio.ensure_future(anext(self._events, None))

    async def close(self) -> None:
        """Ends the watching."""
        if self._next is not None:
            self._next.cancel()
            with contextlib.suppress(asyncio.CancelledError, Exception):
                await self._next
            self._next = None

    def _marks(self) -> dict[str, str]:
        """Every readable file below the folder by its path in it, with its size and time.

        Raises:
            SourceFailed: the folder is not there or cannot be read.
        """
        if not self.path.is_dir():
            raise SourceFailed(f"{self.path} is not there: make the folder, or mend REFERAT_MINUTES")
        found = {}
        try:
            for file in self.path.rglob("*"):
                inside = file.relative_to(self.path)
                hidden = any(part.startswith((".", "~")) for part in inside.parts)
                if file.suffix.lower() in SUFFIXES and not hidden and (mark := self._mark(file)):
                    found[inside.as_posix()] = mark
        except OSError as error:
            raise SourceFailed(f"{self.path} cannot be read ({error.strerror}): check its rights") from error
        return found

    def _mark(self, file: Path) -> str:
        """Size and time; empty for what is no file, is gone meanwhile, or lies outside through a link."""
        try:
            if not file.is_file() or (file.is_symlink() and not file.resolve().is_relative_to(self.path.resolve())):
                return ""
            state = file.stat()
        except OSError:
            return ""
        return f"{state.st_size}:{state.st_mtime_ns}"

    async def _take_ready(self, hand: Hand, known: dict[str, Seen], marks: dict[str, str]) -> int:
        now = self._now()
        ready: list[tuple[Seen, Path]] = []
        for item, mark in marks.items():
            if item in known and known[item].mark == mark:
                self._growing.pop(item, None)
                continue
            growing = self._growing.get(item)
            if growing is None or growing.mark != mark:
                self._growing[item] = _Growing(mark, now)
            elif now - growing.since >= self.settle_s:
                ready.append((Seen(item=item, mark=mark), self.path / item))
                self._growing.pop(item, None)
        for item in set(self._growing) - set(marks):
            del self._growing[item]
        return sum([await hand.take_files(ready[at : at + TOGETHER]) for at in range(0, len(ready), TOGETHER)])

    async def _forget_gone(self, hand: Hand, known: dict[str, Seen], marks: dict[str, str]) -> None:
        """What is missing in two looks is gone: a file that is replaced is missing for a moment."""
        missing = set(known) - set(marks)
        gone, self._gone = missing & self._gone, missing
        if not gone:
            return
        if self.withdraw_deleted:
            held = {seen.meeting_key for item, seen in known.items() if item in marks}
            for key in {known[item].meeting_key for item in gone} - held - {""}:
                await hand.withdraw(key, f"its file was deleted from {self.path.name}")
        await hand.forget(gone)

    def _now(self) -> float:
        return self.clock() if self.clock else asyncio.get_running_loop().time()


async def _events(path: Path) -> AsyncIterator[object]:
    from watchfiles import awatch

    async for changes in awatch(path, debounce=EVENTS_TOGETHER_MS, step=50, recursive=True):
        yield changes
