"""The bot on a local Telegram: real client, real HTTP, a small assistant behind it."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.app import BotSettings, build, serve
from bot.local_telegram.server import LocalTelegram
from bot.local_telegram.values import Person
from bot.services import Services
from tests.bot.fake_assistant import FakeAssistant

ANNA, BO, ADMIN = 1001, 1002, 1003
PEOPLE = (
    Person(ANNA, "Anna", "anna", "da"),
    Person(BO, "Bo", "bo", "en"),
    Person(ADMIN, "Admin", "admin", "da"),
)


@dataclass
class Chat:
    """The bot and the people it talks to."""

    telegram: LocalTelegram
    assistant: FakeAssistant
    home: Path

    def settings(self, **changes: Any) -> BotSettings:
        values: dict[str, Any] = {
            "database_url": f"sqlite:///{self.home / 'referat.db'}",
            "admins": frozenset({ADMIN}),
            "api_base_url": self.telegram.base_url.removesuffix("/bot"),
        }
        return BotSettings(**values | changes)

    @contextlib.asynccontextmanager
    async def bot(self, **changes: Any) -> AsyncIterator[Services]:
        """The running bot."""
        settings = self.settings(**changes)
        application = build(self.assistant, settings, self.telegram.token)
        stopping, ready = asyncio.Event(), asyncio.Event()
        task = asyncio.create_task(serve(application, settings, stopping, ready=ready))
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

    async def ask(self, person: int, text: str, **place: Any) -> dict[str, Any]:
        """What the bot says last, once it has answered this message."""
        chat = place.get("chat_id")
        before = len(self.from_bot(person, chat))
        self.telegram.say(person, text, **place)
        return (await self.telegram.until_messages(person, before + 1, chat))[-1]

    async def press(self, person: int, message: dict[str, Any], label: str, chat: int | None = None) -> dict[str, Any]:
        """What the bot says last after the press of a button."""
        before = len(self.from_bot(person, chat))
        self.telegram.press(person, message["id"], label, chat)
        return (await self.telegram.until_messages(person, before + 1, chat))[-1]

    def from_bot(self, person: int, chat: int | None = None) -> list[dict[str, Any]]:
        return [one for one in self.telegram.screen(person, chat)["messages"] if one["from_bot"]]

    def refusals(self) -> list[Any]:
        """What Telegram refused so far."""
        # The poll that the bot breaks off when it ends is refused by its last one: not a mistake.
        entries = self.telegram.transcript.all()
        return [entry for entry in entries if entry.status >= 400 and entry.method != "getUpdates"]


@pytest.fixture
def telegram() -> Iterator[LocalTelegram]:
    with LocalTelegram(people=PEOPLE) as running:
        yield running


@pytest.fixture
def chat(telegram: LocalTelegram, tmp_path: Path) -> Chat:
    return Chat(telegram, FakeAssistant(), tmp_path)


