"""The table of Bot API methods and what each of them is given."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from bot.local_telegram.arguments import Arguments
from bot.local_telegram.state import World
from bot.local_telegram.values import Json, Message
from bot.local_telegram.wire import message_json


@dataclass(frozen=True, slots=True)
class Call:
    """One request of the bot."""

    world: World
    arguments: Arguments
    base_url: str = ""

    def message(self, message: Message) -> Json:
        """A message as the answer to this request."""
        return message_json(self.world, message)


Handler = Callable[[Call], Any | Awaitable[Any]]
METHODS: dict[str, Handler] = {}


def method(name: str) -> Callable[[Handler], Handler]:
    """Register a function as the Bot API method `name`; names are found in any case."""

    def registered(handler: Handler) -> Handler:
        METHODS[name.lower()] = handler
        return handler

    return registered
