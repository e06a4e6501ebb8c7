"""How the bot hears of things: polling with its rules, and the webhook."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Bot, Update
from telegram.error import Conflict
from telegram.ext import Application, ApplicationBuilder, CallbackQueryHandler, MessageHandler, filters

from bot.local_telegram.server import LocalTelegram
from tests.local_telegram.conftest import ANNA, client, refused


async def test_updates_stay_until_confirmed(telegram: LocalTelegram, bot: Bot) -> None:
    telegram.say(ANNA, "hej")
    first, second = await bot.get_updates()
    assert (second.update_id, second.message and second.message.text) == (first.update_id + 1, "hej")
    assert len(await bot.get_updates(offset=first.update_id + 1)) == 1
    assert await bot.get_updates(offset=second.update_id + 1) == ()


async def test_a_negative_offset_keeps_only_the_newest(telegram: LocalTelegram, bot: Bot) -> None:
    for text in "abc":
        telegram.say(ANNA, text)
    (last,) = await bot.get_updates(offset=-1)
    assert last.message is not None and last.message.text == "c"
    assert len(await bot.get_updates()) == 1


async def test_a_long_poll_answers_when_something_happens(telegram: LocalTelegram, bot: Bot) -> None:
    await bot.get_updates(offset=-1)
    (seen,) = await bot.get_updates()
    poll = asyncio.create_task(bot.get_updates(offset=seen.update_id + 1, timeout=30))
    await telegram.until(lambda: telegram.world.poll_number == 3)
    assert not poll.done()
    telegram.say(ANNA, "nu")
    assert [update.message and update.message.text for update in await poll] == ["nu"]


async def test_a_long_poll_ends_with_its_time(timed: LocalTelegram, timed_bot: Bot, clock: Any) -> None:
    (seen,) = await timed_bot.get_updates()
    poll = asyncio.create_task(timed_bot.get_updates(offset=seen.update_id + 1, timeout=20))
    await timed.until(lambda: timed.world.poll_number == 2)
    clock.advance(20)
    assert await poll == ()


async def test_a_second_poller_ends_the_first(telegram: LocalTelegram, bot: Bot) -> None:
    (seen,) = await bot.get_updates()
    first = asyncio.create_task(bot.get_updates(offset=seen.update_id + 1, timeout=30))
    await telegram.until(lambda: telegram.world.poll_number == 2)
    async for other in client(telegram):
        await other.get_updates(offset=seen.update_id + 1)
    with pytest.raises(Conflict, match="terminated by other getUpdates request"):
        await first


async def test_only_asked_for_kinds_come(telegram: LocalTelegram, bot: Bot) -> None:
    (seen,) = await bot.get_updates(allowed_updates=["callback_query"])
    telegram.say(ANNA, "uset")
    assert await bot.get_updates(offset=seen.update_id + 1) == ()
    await bot.get_updates(allowed_updates=[])
    telegram.say(ANNA, "set")
    assert len(await bot.get_updates()) == 1


async def test_updates_live_a_day(timed: LocalTelegram, timed_bot: Bot, clock: Any) -> None:
    clock.advance(24 * 3600 + 1)
    assert await timed_bot.get_updates() == ()


async def test_an_update_may_come_twice(telegram: LocalTelegram, bot: Bot) -> None:
    telegram.duplicate_next_update()
    telegram.say(ANNA, "ekko")
    ids = [update.update_id for update in await bot.get_updates()]
    assert ids[1] == ids[2]


@pytest.fixture
async def application(telegram: LocalTelegram) -> AsyncIterator[Application[Any, Any, Any, Any, Any, Any]]:
    """A running bot: echoes text with a button that answers."""
    builder = ApplicationBuilder().token(telegram.token)
    running = builder.base_url(telegram.base_url).base_file_url(telegram.base_file_url).build()

    async def echo(update: Update, _: Any) -> None:
        markup = {"inline_keyboard": [[{"text": "Tryk", "callback_data": "k"}]]}
        assert update.effective_message is not None
        await update.effective_message.reply_text(f"ekko {update.effective_message.text}", reply_markup=markup)  # type: ignore[arg-type]

    async def pressed(update: Update, _: Any) -> None:
        assert update.callback_query is not None
        await update.callback_query.answer("tak")

    running.add_handler(MessageHandler(filters.TEXT, echo))
    running.add_handler(CallbackQueryHandler(pressed))
    async with running:
        await running.start()
        assert running.updater is not None
        await running.updater.start_polling(allowed_updates=Update.ALL_TYPES)
        yield running
        await running.updater.stop()
        await running.stop()


@pytest.mark.usefixtures("application")
async def test_a_whole_conversation_with_the_real_application(telegram: LocalTelegram) -> None:
    telegram.say(ANNA, "hej")
    (answer,) = await telegram.until_messages(ANNA, 1)
    assert answer["text"] == "ekko hej"
    query = telegram.press(ANNA, answer["id"], "Tryk")["query_id"]
    assert (await telegram.until(lambda: telegram.answer_of(query)))["text"] == "tak"
    assert not telegram.transcript.refused(400)


class Receiver:
    """A web server of the bot's own that takes updates and answers with what it is told to."""

    def __init__(self) -> None:
        self.updates: list[dict[str, Any]] = []
        self.secrets: list[str | None] = []
        self.statuses: list[int] = []

    async def take(self, request: Request) -> Response:
        self.updates.append(await request.json())
        self.secrets.append(request.headers.get("x-telegram-bot-api-secret-token"))
        return Response(status_code=self.statuses.pop(0) if self.statuses else 200)


@pytest.fixture
async def receiver() -> AsyncIterator[tuple[Receiver, str]]:
    taking = Receiver()
    routes = [Route("/hook", taking.take, methods=["POST"])]
    server = uvicorn.Server(uvicorn.Config(Starlette(routes=routes), port=0, log_level="error", ws="none"))
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.005)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield taking, f"http://127.0.0.1:{port}/hook"
    server.should_exit = True
    await serving


async def test_the_webhook_gets_updates_with_its_secret(
    telegram: LocalTelegram, bot: Bot, receiver: tuple[Receiver, str]
) -> None:
    taking, url = receiver
    await bot.set_webhook(url, secret_token="hemmelig_1")
    await telegram.until(lambda: len(taking.updates) == 1)
    assert taking.updates[0]["message"]["text"] == "/start"
    assert taking.secrets == ["hemmelig_1"]
    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook()
    assert await bot.get_updates() == ()


async def test_a_failing_webhook_is_told_again(
    telegram: LocalTelegram, bot: Bot, receiver: tuple[Receiver, str]
) -> None:
    taking, url = receiver
    taking.statuses = [500]
    await bot.set_webhook(url)
    await telegram.until(lambda: len(taking.updates) == 2)
    assert taking.updates[0] == taking.updates[1]
    info = await bot.get_webhook_info()
    assert info.last_error_message == "Wrong response from the webhook: 500 Internal Server Error"


async def test_wrong_webhooks_are_refused(bot: Bot) -> None:
    with refused("an https url must be provided"):
        await bot.set_webhook("http://example.org/hook")
    with refused("secret token contains unallowed characters"):
        await bot.set_webhook("https://example.org/hook", secret_token="æ")


async def test_every_way_of_giving_arguments_works(telegram: LocalTelegram, bot: Bot) -> None:
    address = f"{telegram.base_url}{telegram.token}/SENDMESSAGE"
    async with httpx.AsyncClient() as client:
        for text, given in [
            ("a", {"params": {"chat_id": ANNA, "text": "a"}}),
            ("b", {"json": {"chat_id": ANNA, "text": "b"}}),
            ("c", {"data": {"chat_id": str(ANNA), "text": "c"}}),
            ("æ\nd", {"files": {"chat_id": (None, str(ANNA)), "text": (None, "æ\nd")}}),
        ]:
            answer = (await client.post(address, **given)).json()  # type: ignore[arg-type]
            assert answer["result"]["text"] == text
        wrong = await client.post(address, content=b"{", headers={"Content-Type": "application/json"})
    assert (wrong.status_code, wrong.json()["ok"]) == (400, False)
