"""A local Telegram for each test, and the real client on it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

import pytest
from telegram import Bot
from telegram.error import BadRequest
from telegram.ext import ApplicationBuilder
from telegram.request import HTTPXRequest

from bot.local_telegram.clock import ManualClock
from bot.local_telegram.server import LocalTelegram
from bot.local_telegram.values import Person

ANNA = 1001
BO = 1002


@pytest.fixture
def telegram() -> Iterator[LocalTelegram]:
    people = (Person(ANNA, "Anna", "anna"), Person(BO, "Bo"))
    with LocalTelegram(flood=False, people=people) as running:
        yield running


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def timed(clock: ManualClock) -> Iterator[LocalTelegram]:
    """The same with a clock moved by hand and flood control on."""
    with LocalTelegram(clock=clock, people=(Person(ANNA, "Anna"), Person(BO, "Bo"))) as running:
        yield running


async def client(telegram: LocalTelegram) -> AsyncIterator[Bot]:
    plain = {"verify": False}  # loopback without TLS: loading certificates would take longer than the test
    builder = ApplicationBuilder().token(telegram.token).request(HTTPXRequest(20, httpx_kwargs=plain))
    builder = builder.get_updates_request(HTTPXRequest(1, httpx_kwargs=plain))
    application = builder.base_url(telegram.base_url).base_file_url(telegram.base_file_url).build()
    async with application.bot as bot:
        yield bot


@pytest.fixture
async def bot(telegram: LocalTelegram) -> AsyncIterator[Bot]:
    """The real client, in a chat that Anna has begun."""
    telegram.say(ANNA, "/start")
    async for started in client(telegram):
        yield started


@pytest.fixture
async def timed_bot(timed: LocalTelegram) -> AsyncIterator[Bot]:
    timed.say(ANNA, "/start")
    async for started in client(timed):
        yield started


@contextmanager
def refused(complaint: str) -> Iterator[None]:
    """What happens inside is a bad request with these words; the client changes their case."""
    with pytest.raises(BadRequest) as caught:
        yield
    assert complaint.casefold() in caught.value.message.casefold()
