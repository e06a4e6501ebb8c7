"""The Bot API client, which goes on where one update is not as the client library expects."""

import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import structlog
from telegram import Update
from telegram.error import NetworkError
from telegram.ext import ExtBot

from retrieval.errors import StateError

log = structlog.get_logger(__name__)

_UNREADABLE = (TypeError, KeyError, ValueError, AttributeError, RecursionError)
_IDS = range(2**63)  # what the database can hold


class Client(ExtBot[None]):
    """python-telegram-bot's client. It takes all updates of a poll or none: one that it cannot read would end all.

    `write_down` is given the updates of each poll before they are confirmed.
    """

    def __init__(self, *args: Any, write_down: Callable[[Sequence[Update]], Awaitable[None]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._write_down = write_down

    async def get_updates(self, *args: Any, **kwargs: Any) -> tuple[Update, ...]:
        """The updates of a poll, written down; one that cannot be read comes with its id alone: it is confirmed.

        Raises:
            NetworkError: they cannot be written down now; asked again later, they come again.
        """
        updates = await self._polled(*args, **kwargs)
        try:
            await self._write_down(updates)
        except StateError as error:
            log.error("updates_not_kept", error=type(error).__name__)
            raise NetworkError("the updates cannot be written down") from error
        return updates

    async def _polled(self, *args: Any, **kwargs: Any) -> tuple[Update, ...]:
        try:
            return await super().get_updates(*args, **kwargs)
        except _UNREADABLE:
            asked = {name: kwargs.get(name) for name in ("offset", "limit", "allowed_updates")}
            raw = await self._post("getUpdates", asked)  # not confirmed yet: they come again
            return tuple(self._read(one) for one in raw)

    def read_body(self, body: bytes) -> Update | None:
        """The update that came to a webhook; None where it is none at all: that is logged, without its content."""
        try:
            raw = json.loads(body)
            number = raw["update_id"]
            if type(number) is not int or number not in _IDS:
                raise TypeError("an update is known by a whole number")
        except _UNREADABLE as error:
            log.error("update_unreadable", kind="body", error=type(error).__name__)
            return None
        return self._read(raw)

    def _read(self, raw: dict[str, Any]) -> Update:
        try:
            return Update.de_json(raw, self)
        except _UNREADABLE as error:
            kind = next((name for name in raw if name != "update_id"), "")
            log.error("update_unreadable", kind=kind, error=type(error).__name__)
            return Update(int(raw["update_id"]))
