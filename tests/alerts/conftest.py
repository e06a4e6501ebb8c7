"""The bot with alerts on a local Telegram, over a real store of invented minutes."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot import pacing
from bot.alerts import broadcast
from bot.alerts.assembly import extras_of
from bot.app import build
from bot.local_telegram.server import LocalTelegram
from bot.local_telegram.values import Person
from bot.options import BotSettings
from bot.services import Services
from bot.serving import serve
from retrieval.settings import load_settings
from retrieval.wiring import Rooms, open_rooms
from tests.alerts.minutes import ADMIN, ANNA, BO

PEOPLE = (Person(ANNA, "Anna", "anna", "da"), Person(BO, "Bo", "bo", "en"), Person(ADMIN, "Admin", "admin", "da"))


@dataclass
class Time:
    """Seconds since 1970 that pass when somebody sleeps on them, or by hand."""

    now: float = 1_930_000_000.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds
        await asyncio.sleep(0)


@dataclass
class World:
    """A state directory, a local Telegram, and the bot between them."""

    telegram: LocalTelegram
    rooms: Rooms
    home: Path

    @property
    def url(self) -> str:
        return self.rooms.settings.database

    @contextlib.asynccontextmanager
    async def bot(self, time: "Time | None" = None) -> AsyncIterator[Services]:
        """The running bot; with `time`, on a clock that only sleeping and the test move."""
        settings = BotSettings(
            database_url=self.url, admins=frozenset({ADMIN}), api_base_url=self.telegram.base_url.removesuffix("/bot")
        )
        added = extras_of(self.rooms, time) if time else extras_of(self.rooms)
        clocks: dict[str, Any] = {"clock": time, "sleep": time.sleep} if time else {}
        application = build(self.rooms.assistant, settings, self.telegram.token, extras=added, **clocks)
        stopping, ready = asyncio.Event(), asyncio.Event()
        task = asyncio.create_task(serve(application, settings, stopping, extras=added, ready=ready))
        waiter = asyncio.create_task(ready.wait())
        await asyncio.wait({task, waiter}, return_when="FIRST_COMPLETED")
        waiter.cancel()
        if task.done():
            task.result()
        try:
            yield application.bot_data["services"]
        finally:
            stopping.set()
            await task

    async def ask(self, person: int, text: str, chat: int | None = None) -> dict[str, Any]:
        """What the bot says last, once it has answered this message."""
        before = len(self.from_bot(person, chat))
        self.telegram.say(person, text, chat_id=chat)
        return (await self.telegram.until_messages(person, before + 1, chat))[-1]

    async def press(self, person: int, message: dict[str, Any], label: str, chat: int | None = None) -> dict[str, Any]:
        """What the bot says last after the press of a button."""
        before = len(self.from_bot(person, chat))
        self.telegram.press(person, message["id"], label, chat)
        return (await self.telegram.until_messages(person, before + 1, chat))[-1]

    def from_bot(self, person: int, chat: int | None = None) -> list[dict[str, Any]]:
        return [one for one in self.telegram.screen(person, chat)["messages"] if one["from_bot"]]

    def add(self, name: str, text: str) -> str:
        """Stores minutes as any source would; the meeting's key."""
        result = self.rooms.ingester.ingest_bytes(name, text.encode())
        assert result.change.value in ("new", "changed", "superseded"), result
        return result.meeting_key


@pytest.fixture
def telegram(monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalTelegram]:
    monkeypatch.setattr(pacing, "CHAT_BURST", 1000)
    for name in ("LOOK_EVERY_S", "CHAT_EVERY_S", "GROUP_EVERY_S"):
        monkeypatch.setattr(broadcast, name, 0.02)
    with LocalTelegram(people=PEOPLE, flood=False) as running:
        yield running


@pytest.fixture
def world(telegram: LocalTelegram, tmp_path: Path) -> Iterator[World]:
    watched = tmp_path / "referater"
    watched.mkdir()
    settings = load_settings(REFERAT_HOME=tmp_path / "home", REFERAT_MINUTES=str(watched), REFERAT_DATABASE_URL="")
    rooms = open_rooms(settings, holds_lock=True)
    yield World(telegram, rooms, tmp_path)
    rooms.close()


def words(message: dict[str, Any]) -> str:
    """All words of a message, also those of a rich one."""
    from tests.bot.test_asking import words as told

    return str(told(message))


def labels(message: dict[str, Any]) -> list[str]:
    from tests.bot.test_asking import labels as shown

    return list(shown(message))
