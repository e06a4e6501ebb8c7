"""The bot as a whole: the ordered table of handlers, the menus, the error handler, and how it runs and ends."""

import asyncio
import contextlib
import logging
import signal
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from functools import partial
from types import ModuleType
from typing import Any

import structlog
from telegram import Update
from telegram.error import NetworkError, TelegramError
from telegram.ext import Application, ApplicationBuilder

from bot import texts
from bot.commands import COMMANDS, Command, publish
from bot.delivery import Delivery
from bot.errors import DeliveryError
from bot.handlers import (
    admin,
    ask,
    browse,
    buttons,
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
from bot.pacing import Clock, Pacer, Sleep
from bot.port import Assistant
from bot.presses import OnPress
from bot.quota import PRESSES_PER_MINUTE, QUESTIONS_OF_ALL_PER_MINUTE, QUESTIONS_PER_MINUTE, Quota
from bot.services import Counters, Services, tell
from bot.state import State
from bot.webhook import SecretToken, Webhook
from bot.workers import Workers
from retrieval.errors import AssistantError

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

ALLOWED_UPDATES = [
    "message",
    "callback_query",
    "inline_query",
    "my_chat_member",
    "message_reaction",
    stop.STOPPED_UPDATE,
]
UPDATES_AT_ONCE = 256
SHUTDOWN_S = 5.0
_SAVE_UP_S = 1.0  # of the shutdown: for the last requests after the handlers
_EXPIRE_EVERY_S = 3600.0
_TAKE_UP_EVERY_S = 60.0


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
        workers=Workers(on_wait=partial(metrics.spent, Stage.WAITING)),
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
    builder = (
        ApplicationBuilder()
        .token(token)
        .request(sending)
        .get_updates_request(ObservedRequest(metrics, connection_pool_size=2, read_timeout=20.0))
        .concurrent_updates(InboxProcessor(state, UPDATES_AT_ONCE))
        .update_queue(InboxQueue(state))
    )
    if base := bot_settings.api_base_url.rstrip("/"):
        builder = builder.base_url(f"{base}/bot").base_file_url(f"{base}/file/bot")
    return builder


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
    application.add_handlers(help.last_handlers())
    application.add_error_handler(on_error)


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


async def serve(
    application: "Application[Any, Any, Any, Any, Any, Any]",
    bot_settings: BotSettings,
    stopping: asyncio.Event,
    *,
    extras: Extras | None = None,
    ready: asyncio.Event | None = None,
) -> None:
    """Runs until `stopping` is set, then ends within five seconds; what is unfinished is taken up at the next start."""
    found: Services = application.bot_data["services"]
    quiet_loggers()
    await application.initialize()
    try:
        found.username = application.bot.username
        await application.start()
        await _take_up(application)
        await _listen(application, bot_settings)
        beside = [
            asyncio.create_task(run(found, stopping)) for run in (_expire, _warm_up, *(extras or Extras()).beside)
        ]
        beside.append(asyncio.create_task(_introduce(application, found)))
        if found.state.is_shared:
            beside.append(asyncio.create_task(_keep_taking_up(application, stopping)))
        log.info("bot_ready", bot=found.username)
        if ready is not None:
            ready.set()
        await stopping.wait()
        await _end(application, found, beside)
    finally:
        await _close(application)
        found.state.close()


async def _introduce(application: "Application[Any, Any, Any, Any, Any, Any]", found: Services) -> None:
    """Sets the menus while answering already; a server that refuses one does not keep the bot from working."""
    try:
        await publish(application.bot, application.bot_data["commands"], found.admins)
    except TelegramError as error:
        log.warning("menus_not_set", error=type(error).__name__)


async def _take_up(application: "Application[Any, Any, Any, Any, Any, Any]") -> None:
    queue = application.update_queue
    if isinstance(queue, InboxQueue) and (count := await queue.take_up(application.bot)):
        log.info("updates_taken_up", count=count)


async def _keep_taking_up(application: "Application[Any, Any, Any, Any, Any, Any]", stopping: asyncio.Event) -> None:
    """Takes up now and then what another process left when it ended."""
    while not stopping.is_set():
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stopping.wait(), _TAKE_UP_EVERY_S)
        if not stopping.is_set():
            await _take_up(application)


async def _listen(application: "Application[Any, Any, Any, Any, Any, Any]", bot_settings: BotSettings) -> None:
    updater = application.updater
    if updater is None:
        raise RuntimeError("the application was built without an updater")
    if (hook := bot_settings.webhook) is None:
        await updater.start_polling(allowed_updates=ALLOWED_UPDATES, error_callback=_on_poll_error)
        return
    await updater.start_webhook(
        listen=hook.listen,
        port=hook.port,
        url_path=hook.path,
        webhook_url=hook.url,
        secret_token=SecretToken(hook.secret_token),
        allowed_updates=ALLOWED_UPDATES,
    )


def _on_poll_error(error: TelegramError) -> None:
    level = log.warning if isinstance(error, NetworkError) else log.error
    level("polling_failed", error=type(error).__name__)


async def _expire(found: Services, stopping: asyncio.Event) -> None:
    """Erases what has been kept long enough, at start and every hour."""
    while not stopping.is_set():
        await asyncio.to_thread(found.state.expire)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stopping.wait(), _EXPIRE_EVERY_S)


async def _warm_up(found: Services, _stopping: asyncio.Event) -> None:
    """Answers before anybody asks, so that the first person does not wait for what is opened once."""
    with contextlib.suppress(AssistantError):
        await found.workers.run(found.assistant.warm_up)


async def _end(
    application: "Application[Any, Any, Any, Any, Any, Any]", found: Services, beside: Iterable["asyncio.Task[None]"]
) -> None:
    """Stops listening, lets answers finish for a moment, then cuts them off: they are still in the inbox."""
    deadline = asyncio.get_running_loop().time() + SHUTDOWN_S - _SAVE_UP_S
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout_at(deadline):
            if application.updater is not None and application.updater.running:
                await application.updater.stop()
            await asyncio.gather(*beside, return_exceptions=True)
            await application.stop()
    for running in found.running.values():
        running.cancelled = True  # frees the threads; nobody is told, the question is taken up again
    processor = application.update_processor
    unfinished = [*beside, *(processor.handling if isinstance(processor, InboxProcessor) else ())]
    for task in unfinished:
        task.cancel()
    await asyncio.gather(*unfinished, return_exceptions=True)


async def _close(application: "Application[Any, Any, Any, Any, Any, Any]") -> None:
    """Closes connections, whatever state the application is in: one that did not stop in time refuses a shutdown."""
    for close in (application.shutdown, application.bot.shutdown):
        with contextlib.suppress(TimeoutError, RuntimeError, TelegramError):
            async with asyncio.timeout(_SAVE_UP_S):
                await close()


def quiet_loggers() -> None:
    """The HTTP client logs request URLs, and they hold the token; the bot library logs updates, and they hold words."""
    for name in ("httpx", "httpcore", "telegram"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)


def run_bot(assistant: Assistant, bot_settings: BotSettings, token: str, *, extras: Extras | None = None) -> None:
    """Runs the bot until the process is told to end (SIGINT, SIGTERM)."""
    asyncio.run(_until_signalled(assistant, bot_settings, token, extras))


async def _until_signalled(assistant: Assistant, bot_settings: BotSettings, token: str, extras: Extras | None) -> None:
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopping.set)
    application = build(assistant, bot_settings, token, extras=extras)
    await serve(application, bot_settings, stopping, extras=extras)
