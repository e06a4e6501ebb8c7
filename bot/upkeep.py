"""What keeps the index as the database is while several processes, here or on other machines, write to it."""

import asyncio
import contextlib
from typing import TYPE_CHECKING

import structlog

from bot.options import Extras
from bot.services import Services
from retrieval.errors import AssistantError

if TYPE_CHECKING:
    from retrieval.ingest import Ingester

log = structlog.get_logger(__name__)

LOOK_EVERY_S = 30.0


class Upkeep:
    """Looks now and then for meetings that others stored or took down, and brings the index up to them."""

    def __init__(self, ingester: "Ingester", every_s: float = LOOK_EVERY_S) -> None:
        self._ingester, self._every_s = ingester, every_s

    def extras(self) -> Extras:
        """What the app runs beside it."""
        return Extras(beside=(self._run,))

    async def _run(self, room: Services, stopping: asyncio.Event) -> None:
        while not stopping.is_set():
            try:
                if touched := await room.workers.run(self._ingester.mend):
                    log.info("index_caught_up", count=touched)
            except AssistantError as error:  # the database or the index is away: it may be back the next time
                log.warning("index_not_caught_up", error=type(error).__name__)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stopping.wait(), self._every_s)
