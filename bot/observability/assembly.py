"""Observation put together for the bot: what the app takes as its extras."""

import asyncio
import socket
import sys
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import structlog

from bot.listening import listen, serve_app
from bot.observability.health import health_app
from bot.observability.logs import configure_logs
from bot.observability.state_figures import StateFigures
from bot.options import Extras
from bot.services import Services

if TYPE_CHECKING:
    from retrieval.wiring import Rooms

log = structlog.get_logger(__name__)

SILENT_S = 90.0  # a poll is answered within ten seconds even where nothing happens


class Observation:
    """The health endpoints of one bot, opened when it is built and served beside it."""

    def __init__(self, rooms: "Rooms", host: str, port: int) -> None:
        """Opens the port, so that one that is taken is told before anything starts.

        Raises:
            StateError: the port cannot be used.
        """
        self._rooms = rooms
        self._listening: socket.socket = listen(host, port, "REFERAT_HEALTH")
        self.port: int = self._listening.getsockname()[1]

    def close(self) -> None:
        """Gives the port back, where the bot is not started after all."""
        self._listening.close()

    def extras(self) -> Extras:
        """What the app registers."""
        return Extras(prepare=(self._prepare,), beside=(self._serve,))

    def _prepare(self, room: Services) -> None:
        settings = self._rooms.settings
        configure_logs(sys.stderr, secrets=settings.secrets, metrics=room.metrics, as_json=settings.log == "json")
        room.metrics.collect_from(StateFigures(self._rooms, lambda: _outbox(room)))

    async def _serve(self, room: Services, stopping: asyncio.Event) -> None:
        log.info("health_served", port=self.port)
        await serve_app(self._listening, health_app(room.metrics, self.checks(room)), stopping)

    def checks(self, room: Services) -> Mapping[str, Callable[[], str]]:
        """What has to be well for the bot to be ready."""
        checks = {"database": self._database, "index": self._index}
        if self._rooms.settings.webhook_url:  # Telegram comes to us: its silence is no sign of anything
            return checks
        return checks | {"telegram": lambda: _telegram(room)}

    def _database(self) -> str:
        self._rooms.store.manifest()
        return ""

    def _index(self) -> str:
        """Wrong where it lacks most of the minutes: one that is somewhat behind answers, and is being mended."""
        lacking, _ = self._rooms.ingester.stale()
        held = self._rooms.index.manifest()
        missing, wanted = len(lacking.difference(held.meetings, held.pending)), len(self._rooms.store.manifest())
        return f"it lacks {missing} of {wanted} meetings and is being built" if 2 * missing > wanted else ""


def _outbox(room: Services) -> Mapping[str, int]:
    return {str(stage): count for stage, count in room.alerts.outbox.counts().items()} if room.alerts else {}


def _telegram(room: Services) -> str:
    silent = time.monotonic() - room.metrics.reached_at
    return "" if silent < SILENT_S else f"no answer from Telegram for {silent:.0f} s"
