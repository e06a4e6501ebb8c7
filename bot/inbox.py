"""Updates are written down before Telegram is told that they arrived, and struck out when they are done.

python-telegram-bot keeps fetched updates in memory only; a crash would lose them. The queue below writes each one to
the state first; a webhook answers 200 and a poll confirms only after that. What an earlier run left is taken up at the
next start.
"""

import asyncio
import json
from collections.abc import Awaitable
from typing import Any

import structlog
from telegram import Bot, Update
from telegram.ext import BaseUpdateProcessor

from bot.state import State

log = structlog.get_logger(__name__)


class InboxQueue(asyncio.Queue[object]):
    """The application's update queue, durable: an update that came before is not put in again."""

    def __init__(self, state: State) -> None:
        super().__init__()
        self._state = state

    async def put(self, item: object) -> None:
        """Writes the update down, then queues it; anything else (the client's own signals) is only queued."""
        if isinstance(item, Update):
            fresh = await asyncio.to_thread(self._state.receive, item.update_id, item.to_json())
            if not fresh:
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
    """Handles many updates at once: a slow answer holds up neither a second person nor a stop."""

    def __init__(self, state: State, at_once: int) -> None:
        super().__init__(at_once)
        self._state = state
        self.handling: set[asyncio.Task[Any]] = set()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Handles one update and strikes it out; one that is cut off by the end of the process stays written down."""
        task = asyncio.current_task()
        if task is not None:
            self.handling.add(task)
            task.add_done_callback(self.handling.discard)
        await coroutine
        if isinstance(update, Update):
            await asyncio.to_thread(self._state.handled, update.update_id)

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to give back."""
