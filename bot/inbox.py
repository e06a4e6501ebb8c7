"""Updates are written down before Telegram is told that they arrived, and struck out when they are done.

python-telegram-bot keeps fetched updates in memory only; a crash would lose them. The queue below writes each one to
the state first; a webhook answers 200 and a poll confirms only after that. What an earlier run left is taken up at the
next start.
"""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Awaitable, Coroutine, Sequence
from typing import Any
from weakref import WeakValueDictionary

import structlog
from telegram import Bot, Update
from telegram.ext import BaseUpdateProcessor

from bot.lanes import Lane, is_stop, lane_of
from bot.state import State

log = structlog.get_logger(__name__)

_WAITING = 1_000_000  # updates the client may hand over: it counts those that wait for their turn as well


class InboxQueue(asyncio.Queue[object]):
    """The application's update queue, durable: an update that came before is not put in again."""

    def __init__(self, state: State) -> None:
        super().__init__()
        self._state = state
        self._written: dict[int, bool] = {}  # updates of a poll, not queued yet: whether each is fresh

    async def write_down(self, updates: Sequence[Update]) -> None:
        """Writes the updates of a poll down together: many at once would else be as many transactions."""
        payloads = {update.update_id: update.to_json() for update in updates}
        if payloads:
            fresh = await asyncio.to_thread(self._state.receive, payloads)
            self._written |= {update_id: update_id in fresh for update_id in payloads}

    async def put(self, item: object) -> None:
        """Queues an update that is written down; anything else (the client's own signals) is only queued."""
        if isinstance(item, Update):
            if item.update_id not in self._written:
                await self.write_down([item])
            if not self._written.pop(item.update_id):
                log.info("update_repeated")
                return
        await super().put(item)

    async def take_up(self, bot: Bot) -> int:
        """Queues what an earlier run did not finish; returns how many."""
        payloads = await asyncio.to_thread(self._state.unhandled)
        for payload in payloads:
            await super().put(Update.de_json(_plain(payload), bot))
        return len(payloads)


def _plain(payload: str) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(payload)
    return value


class InboxProcessor(BaseUpdateProcessor):
    """Handles `at_once` updates at once, each in its lane.

    A slow answer holds up neither a second person nor a stop; what waits in a lane takes no place from others.
    """

    def __init__(self, state: State, at_once: int) -> None:
        super().__init__(_WAITING)
        self._state = state
        self._free = asyncio.Semaphore(at_once)
        self._lanes: WeakValueDictionary[Lane, asyncio.Lock] = WeakValueDictionary()
        self.handling: set[asyncio.Task[Any]] = set()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Handles one update and strikes it out; one that is cut off by the end of the process stays written down."""
        task = asyncio.current_task()
        if task is not None:
            self.handling.add(task)
            task.add_done_callback(self.handling.discard)
        try:
            async with self._turn(update):
                await coroutine
        finally:
            if isinstance(coroutine, Coroutine):
                coroutine.close()  # of one that was cut off before its turn
        if isinstance(update, Update):
            await asyncio.to_thread(self._state.handled, update.update_id)

    @contextlib.asynccontextmanager
    async def _turn(self, update: object) -> AsyncIterator[None]:
        """Waits for the update's turn: those before it in its lane, then a free place."""
        if is_stop(update):
            yield
            return
        lane = lane_of(update)
        lock = self._lanes.setdefault(lane, asyncio.Lock()) if lane else contextlib.nullcontext()
        async with lock, self._free:
            yield

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to give back."""
