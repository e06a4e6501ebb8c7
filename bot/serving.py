"""How the bot runs and ends: listening, what runs beside it, and a shutdown that loses nothing."""

import asyncio
import contextlib
import logging
import signal
from collections.abc import Iterable
from typing import Any

import structlog
from telegram.error import NetworkError, TelegramError
from telegram.ext import Application

from bot.app import build
from bot.client import Client
from bot.commands import publish
from bot.handlers.stop import STOPPED_UPDATE
from bot.inbox import InboxProcessor, InboxQueue
from bot.listening import listen, serve_app
from bot.options import BotSettings, Extras
from bot.port import Assistant
from bot.services import Services
from bot.webhook import Webhook, webhook_app
from bot.workers import Workers
from retrieval.errors import AssistantError

log = structlog.get_logger(__name__)

ALLOWED_UPDATES = [
    "message",
    "edited_message",
    "callback_query",
    "inline_query",
    "my_chat_member",
    "message_reaction",
    STOPPED_UPDATE,
]
SHUTDOWN_S = 5.0
_SAVE_UP_S = 1.0  # of the shutdown: for the last requests after the handlers
_EXPIRE_EVERY_S = 3600.0
_TAKE_UP_EVERY_S = 60.0


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
        found.username = application.bot.username or ""
        await application.start()
        await _take_up(application)
        beside = await _listen(application, bot_settings, stopping)
        for run in (_expire, _warm_up, *(extras or Extras()).beside):
            beside.append(asyncio.create_task(run(found, stopping)))
        beside.append(asyncio.create_task(publish(application.bot, application.bot_data["commands"], found.admins)))
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


async def _listen(
    application: "Application[Any, Any, Any, Any, Any, Any]", bot_settings: BotSettings, stopping: asyncio.Event
) -> "list[asyncio.Task[None]]":
    """Polls Telegram, or lets it come to the webhook; returns what runs beside for that."""
    if bot_settings.webhook is not None:
        return [await _open_webhook(application, bot_settings.webhook, stopping)]
    if application.updater is None:
        raise RuntimeError("the application was built without an updater")
    await application.updater.start_polling(allowed_updates=ALLOWED_UPDATES, error_callback=_on_poll_error)
    return []


async def _open_webhook(
    application: "Application[Any, Any, Any, Any, Any, Any]", hook: Webhook, stopping: asyncio.Event
) -> "asyncio.Task[None]":
    client: Client = application.bot

    async def take(body: bytes) -> None:
        update = client.read_body(body)
        if update is not None:
            await application.update_queue.put(update)

    listening = listen(hook.listen, hook.port, "REFERAT_WEBHOOK_LISTEN")
    serving = asyncio.create_task(serve_app(listening, webhook_app(hook, take), stopping))
    await client.set_webhook(hook.url, secret_token=hook.secret_token, allowed_updates=ALLOWED_UPDATES)
    return serving


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
        await Workers().run(found.assistant.warm_up, lambda: bool(found.running))  # it takes nobody's turn


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
