"""One request to Telegram in its turn: pacing, waits it asks for, retries, chats that moved or are gone."""

import os
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

import structlog
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.errors import ChatGone, DeliveryUncertain, TelegramAway, Throttled
from bot.pacing import Pacer

log = structlog.get_logger(__name__)

# The client's own switch for waits as timedelta; without it every 429 prints a deprecation warning.
os.environ.setdefault("PTB_TIMEDELTA", "true")

WAITS = 5  # times one request waits for Telegram before it is given up
UNREACHED_TRIES = 4  # times a request that certainly never left is tried
_NEVER_LEFT = {"ConnectError", "ConnectTimeout", "PoolTimeout"}


class ChatBook(Protocol):
    """Where delivery notes what it learns about chats."""

    def mark_gone(self, chat_id: int, *, gone: bool = True) -> None:
        """The chat takes no more messages."""

    def move_chat(self, old: int, new: int) -> None:
        """The chat has a new id."""

    def current_chat(self, chat_id: int) -> int:
        """The id the chat has today."""


Call = Callable[[int], Awaitable[Any]]


class Requests:
    """Makes requests of one bot; `problems` counts those that met a wait, a break or a refusal."""

    def __init__(self, chats: ChatBook, pacer: Pacer) -> None:
        self._chats, self._pacer = chats, pacer
        self.problems = 0

    async def make(self, chat_id: int, call: Call, *, background: bool = False) -> Any:
        """One request in its turn: waits where Telegram asks to, follows a chat that moved, retries what is safe."""
        unknown = unreached = waits = 0
        async with self._pacer.turn(chat_id):
            while True:
                try:
                    async with self._pacer.flight(background=background):
                        return await call(chat_id)
                except RetryAfter as error:
                    waits += 1
                    self._wait_asked(chat_id, error, waits)
                except ChatMigrated as error:
                    self._chats.move_chat(chat_id, error.new_chat_id)
                    chat_id = error.new_chat_id
                except Forbidden as error:
                    self._chats.mark_gone(chat_id)
                    raise ChatGone(f"the chat takes no messages: {error.message}") from error
                except BadRequest as error:
                    if is_about(error, "chat not found"):
                        self._chats.mark_gone(chat_id)
                        raise ChatGone("the chat does not exist") from error
                    raise
                except NetworkError as error:
                    unreached, unknown = _count_break(error, unreached, unknown)
                    self._give_up_uncertain(error, unreached, unknown)
                    await self._pacer.pause(float(unreached + unknown))
                await self._pacer.wait(chat_id)

    def _wait_asked(self, chat_id: int, error: RetryAfter, waits: int) -> None:
        self.problems += 1
        seconds = seconds_of(error)
        log.warning("throttled", seconds=seconds)
        if waits >= WAITS:
            raise Throttled(seconds) from error
        self._pacer.penalise(chat_id, seconds)

    def _give_up_uncertain(self, error: NetworkError, unreached: int, unknown: int) -> None:
        self.problems += 1
        if not unknown and unreached >= UNREACHED_TRIES:
            raise TelegramAway("telegram cannot be reached") from error
        if unknown > 1 or unreached >= UNREACHED_TRIES:
            raise DeliveryUncertain("telegram did not answer; the message may have arrived") from error
        log.warning("delivery_retried", error=type(error).__name__, may_show_twice=unknown > 0)


def is_about(error: TelegramError, *parts: str) -> bool:
    """Whether the error's text holds one of the parts; the client rewrites letter case."""
    text = error.message.casefold()
    return any(part in text for part in parts)


def seconds_of(error: RetryAfter) -> float:
    """How long Telegram asks to wait."""
    value = error.retry_after
    return float(value if isinstance(value, int | float) else value.total_seconds())


def _count_break(error: NetworkError, unreached: int, unknown: int) -> tuple[int, int]:
    """Whether a broken request certainly never arrived: no connection was made, or none was free."""
    if type(error.__cause__).__name__ in _NEVER_LEFT:
        return unreached + 1, unknown
    return unreached, unknown + 1
