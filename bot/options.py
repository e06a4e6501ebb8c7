"""What the bot is told and given at its start."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, fields
from types import ModuleType
from typing import Any

from bot.commands import Command
from bot.quota import QUESTIONS_OF_ALL_PER_MINUTE, QUESTIONS_PER_MINUTE
from bot.services import Services
from bot.webhook import Webhook


@dataclass(frozen=True, slots=True, kw_only=True)
class BotSettings:
    """What the bot needs to know beside its token."""

    database_url: str
    admins: frozenset[int] = frozenset()
    questions_per_minute: int = QUESTIONS_PER_MINUTE
    questions_of_all_per_minute: int = QUESTIONS_OF_ALL_PER_MINUTE
    api_base_url: str = ""  # of a Bot API server other than Telegram's, without `/bot`
    webhook: Webhook | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Extras:
    """What others add to the bot, as alerts do: handlers, buttons, commands, something that runs beside it."""

    handlers: tuple[ModuleType, ...] = ()
    actions: tuple[ModuleType, ...] = ()
    commands: tuple[Command, ...] = ()
    prepare: tuple[Callable[[Services], object], ...] = ()
    beside: tuple[Callable[[Services, asyncio.Event], Any], ...] = ()

    def with_(self, others: "Extras") -> "Extras":
        """These and those of `others`."""
        return Extras(**{each.name: getattr(self, each.name) + getattr(others, each.name) for each in fields(self)})
