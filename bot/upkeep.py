"""What keeps the index and the bot's memory as the minutes are while others, also on other machines, change them."""

import asyncio
import contextlib
from typing import TYPE_CHECKING

import structlog

from bot.options import Extras
from bot.services import Services
from bot.takedowns import forget_kept
from retrieval.errors import AssistantError

if TYPE_CHECKING:
    from retrieval.store import Withdrawal
    from retrieval.wiring import Rooms

log = structlog.get_logger(__name__)

LOOK_EVERY_S = 5.0  # seconds until one process answers from what another has brought in


class Upkeep:
    """Looks now and then for meetings that others stored or took down, and brings the index up to them.

    Vectors that were given up, because they were damaged or their server came back without them, are made anew. Answers
    kept of what was taken down, by whomever, are erased.
    """

    def __init__(self, rooms: "Rooms", every_s: float = LOOK_EVERY_S) -> None:
        self._store, self._ingester, self._index = rooms.store, rooms.ingester, rooms.index
        self._every_s = every_s
        self._forgotten: frozenset[Withdrawal] = frozenset()

    def extras(self) -> Extras:
        """What the app runs beside it."""
        return Extras(beside=(self._run,))

    def is_needed(self) -> bool:
        """Whether the index is not as the database is; quick."""
        return any(self._ingester.stale()) or self._index.lacks_vectors

    def forget(self) -> int:
        """Erases the answers kept that show what was taken down since the last look; how many."""
        gone = frozenset(self._store.withdrawals())
        erased = forget_kept(self._store.engine, gone - self._forgotten)
        self._forgotten = gone
        return erased

    def work(self) -> int:
        """Brings the index to what the database holds; how many meetings were touched."""
        touched = self._ingester.mend()
        if self._index.lacks_vectors:
            self._index.mend()
        return touched

    async def _run(self, room: Services, stopping: asyncio.Event) -> None:
        while not stopping.is_set():
            try:
                if await asyncio.to_thread(self.is_needed) and (touched := await room.workers.run(self.work)):
                    log.info("index_caught_up", count=touched)
                if erased := await asyncio.to_thread(self.forget):
                    log.info("answers_taken_down", count=erased)
            except AssistantError as error:  # the database or the index is away: it may be back the next time
                log.warning("upkeep_failed", error=type(error).__name__)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stopping.wait(), self._every_s)
