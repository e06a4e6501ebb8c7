"""The bot as a whole: the ordered table of handlers, the services behind them, the error handler."""

import asyncio
import contextlib
import time
from functools import partial
from types import ModuleType
from typing import Any

import structlog
from telegram import Update
from telegram.error import TelegramError
from telegram.ext import Application, ApplicationBuilder, CommandHandler

from bot import texts
from bot.client import Client
from bot.commands import COMMANDS, Command
from bot.delivery import Delivery
from bot.errors import DeliveryError
from bot.handlers import (
    admin,
    ask,
    browse,
    buttons,
    contents,
    examples,
    feedback,
    help,
    inline,
    item,
    membership,
    privacy,
    settings,
    start,
    stop,
)
from bot.inbox import InboxProcessor, InboxQueue
from bot.keyboards import Action
from bot.observability.metrics import Metrics, Stage
from bot.observability.request import ObservedRequest
from bot.options import BotSettings, Extras
from bot.pacing import Clock, Pacer, Sleep
from bot.port import Assistant
from bot.presses import OnPress
from bot.quota import PRESSES_PER_MINUTE, Quota
from bot.services import Counters, Services, tell
from bot.state import State
from bot.workers import Workers

log = structlog.get_logger(__name__)

# Order matters: within it the first handler that takes an update answers it.
HANDLERS: tuple[ModuleType, ...] = (
    start,
    help,
    browse,
    settings,
    privacy,
    stop,
    admin,
    membership,
    inline,
    buttons,
    feedback,
    ask,
)
ACTIONS: tuple[ModuleType, ...] = (item, browse, settings, privacy, feedback, examples)

UPDATES_AT_ONCE = 256
TELEGRAM = "https://api.telegram.org"


def build(
    assistant: Assistant,
    bot_settings: BotSettings,
    token: str,
    *,
    extras: Extras | None = None,
    clock: Clock = time.monotonic,
    sleep: Sleep = asyncio.sleep,
) -> "Application[Any, Any, Any, Any, Any, Any]":
    """The application with its services in `bot_data`; nothing is sent yet."""
    extras = extras or Extras()
    state = State(bot_settings.database_url)
    metrics = Metrics()
    application = _builder(bot_settings, token, state, metrics).build()
    application.bot_data["services"] = found = Services(
        assistant=assistant,
        state=state,
        delivery=Delivery(application.bot, state, Pacer(clock, sleep)),
        workers=Workers(computes=not assistant.has_model, on_wait=partial(metrics.spent, Stage.WAITING)),
        questions=Quota(bot_settings.questions_per_minute, clock),
        questions_of_all=Quota(bot_settings.questions_of_all_per_minute, clock),
        presses=Quota(PRESSES_PER_MINUTE, clock),
        admins=bot_settings.admins,
        counters=Counters(clock()),
        clock=clock,
        metrics=metrics,
    )
    application.bot_data["commands"] = _commands(extras)
    application.bot_data["actions"] = _actions(extras)
    for prepare in extras.prepare:
        prepare(found)
    _register(application, extras)
    return application


def _builder(
    bot_settings: BotSettings, token: str, state: State, metrics: Metrics
) -> "ApplicationBuilder[Any, Any, Any, Any, Any, Any]":
    sending = ObservedRequest(
        metrics, connection_pool_size=64, read_timeout=15.0, pool_timeout=30.0, media_write_timeout=60.0
    )
    polling = ObservedRequest(metrics, connection_pool_size=2, read_timeout=20.0)
    base = bot_settings.api_base_url.rstrip("/") or TELEGRAM
    queue = InboxQueue(state)
    client = Client(token, f"{base}/bot", f"{base}/file/bot", sending, polling, write_down=queue.write_down)
    return (
        ApplicationBuilder().bot(client).concurrent_updates(InboxProcessor(state, UPDATES_AT_ONCE)).update_queue(queue)
    )


def _commands(extras: Extras) -> tuple[Command, ...]:
    """All commands; those of others stand after the ways to look things up."""
    return COMMANDS[:3] + extras.commands + COMMANDS[3:]


def _actions(extras: Extras) -> dict[Action, OnPress]:
    table: dict[Action, OnPress] = {}
    for module in ACTIONS + extras.actions:
        table |= module.actions()
    return table


def _register(application: "Application[Any, Any, Any, Any, Any, Any]", extras: Extras) -> None:
    for handler in stop.first_handlers():
        application.add_handler(handler, group=-1)
    for module in (*HANDLERS[:1], *extras.handlers, *HANDLERS[1:]):
        application.add_handlers(module.handlers())
    application.add_handlers([*help.last_handlers(), *contents.handlers()])
    application.add_error_handler(on_error)
    application.bot_data["by_name"] = {
        name: handler.callback
        for handler in application.handlers[0]
        if isinstance(handler, CommandHandler)
        for name in handler.commands
    }


async def on_error(update: object, context: Any) -> None:
    """The last resort: logged by kind, told in plain words, and the bot goes on."""
    error = context.error
    found: Services = context.application.bot_data["services"]
    found.counters.errors += 1
    log.error("handling_failed", error=type(error).__name__, at=_where(error))
    unreachable = isinstance(error, DeliveryError)  # telling it would fail or flood in the same way
    if unreachable or not isinstance(update, Update) or update.effective_chat is None:
        return
    with contextlib.suppress(DeliveryError, TelegramError):
        await tell(update, context, texts.ERROR)


def _where(error: BaseException | None) -> str:
    """The innermost line of the error: enough to find it, without a word of what the person wrote."""
    trace = error.__traceback__ if error else None
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}" if trace else ""
