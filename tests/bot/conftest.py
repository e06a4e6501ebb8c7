"""The bot on a local Telegram: real client, real HTTP, a small assistant behind it."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot import pacing
from bot.app import build
from bot.local_telegram.server import LocalTelegram
from bot.local_telegram.values import Person
from bot.options import BotSettings
from bot.services import Services
from bot.serving import serve
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

    async def group(self, members: list[int], **details: Any) -> int:
        """A new group that the bot has greeted."""
        chat_id: int = self.telegram.group("Borgere", members, **details).id
        await self.telegram.until_messages(members[0], 1, chat_id)
        return chat_id

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
def telegram(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalTelegram]:
    """Without flood control, at a pace that keeps tests short; `flood` as parameter: real limits on both sides."""
    flood = getattr(request, "param", "") == "flood"
    if not flood:
        monkeypatch.setattr(pacing, "CHAT_BURST", 1000)
    with LocalTelegram(people=PEOPLE, flood=flood) as running:
        yield running


real_limits = pytest.mark.parametrize("telegram", ["flood"], indirect=True)


@pytest.fixture
def chat(telegram: LocalTelegram, tmp_path: Path) -> Chat:
    return Chat(telegram, FakeAssistant(), tmp_path)
