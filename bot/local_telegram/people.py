"""Acting as people from the same process: what tests and scripts use."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

from bot.local_telegram.api import BotApi
from bot.local_telegram.faults import Fault
from bot.local_telegram.person import PersonSide
from bot.local_telegram.screen import screen_json
from bot.local_telegram.state import World
from bot.local_telegram.transcript import Transcript
from bot.local_telegram.values import Chat, Json, Message, Person

_CHECK_S = 0.005
T = TypeVar("T")


class People:
    """The person's side, safe to call from any thread."""

    def __init__(self, world: World, side: PersonSide, api: BotApi) -> None:
        self.world = world
        self.side = side
        self._api = api

    def on_loop(self, act: Callable[[], T]) -> T:
        """Run `act` where the state lives."""
        return act()

    def person(self, person_id: int, first_name: str = "Anna", **details: Any) -> Person:
        """Let a person exist."""
        return self.on_loop(lambda: self.side.create(person_id, first_name, **details))

    def group(self, title: str, members: list[int], **details: Any) -> Chat:
        """Make a group; `details` are `admins`, `supergroup`, `topics`, `with_bot`."""
        return self.on_loop(lambda: self.side.groups.create(title, members, **details))

    def say(self, person_id: int, text: str, **place: int | None) -> Message:
        """Write text; `place` is `chat_id`, `thread`, `reply_to`."""
        return self.on_loop(lambda: self.side.say(person_id, text, **place))

    def open_link(self, person_id: int, payload: str = "") -> Message:
        """Open a deep link and press Start."""
        return self.on_loop(lambda: self.side.open_link(person_id, payload))

    def upload(self, person_id: int, name: str, mime: str, data: bytes, caption: str = "") -> Message:
        """Send a file to the bot."""
        return self.on_loop(lambda: self.side.upload(person_id, name, mime, data, caption))

    def edit(self, person_id: int, message_id: int, text: str, chat_id: int | None = None) -> Message:
        """Change one's own message."""
        return self.on_loop(lambda: self.side.edit(person_id, message_id, text, chat_id))

    def press(self, person_id: int, message_id: int, button: str, chat_id: int | None = None) -> Json:
        """Press the button with this text; a callback gives `{"query_id"}`."""
        return self.on_loop(lambda: self.side.press(person_id, message_id, button, chat_id))

    def press_data(self, person_id: int, message_id: int, data: str, chat_id: int | None = None) -> str:
        """Send callback data as an old or forged client might."""
        return self.on_loop(lambda: self.side.press_data(person_id, message_id, data, chat_id))

    def answer_of(self, query_id: str) -> Json | None:
        """What the bot answered to a press or an inline query, if it has."""
        world = self.world
        return self.on_loop(lambda: (world.callbacks.get(query_id) or world.inline_queries[query_id]).answer)

    def stop_draft(self, person_id: int, draft_id: int) -> None:
        """Press Stop under a draft."""
        self.on_loop(lambda: self.side.stop(person_id, draft_id))

    def react(self, person_id: int, message_id: int, emoji: str | None, chat_id: int | None = None) -> None:
        """Put an emoji on a message."""
        self.on_loop(lambda: self.side.react(person_id, message_id, emoji, chat_id))

    def inline(self, person_id: int, query: str, offset: str = "") -> str:
        """Type an inline query; returns its id."""
        return self.on_loop(lambda: self.side.inline(person_id, query, offset))

    def choose(self, person_id: int, query_id: str, result_id: str, chat_id: int | None = None) -> Message:
        """Send an inline result."""
        return self.on_loop(lambda: self.side.choose(person_id, query_id, result_id, chat_id))

    def block(self, person_id: int) -> None:
        """Block the bot."""
        self.on_loop(lambda: self.side.block(person_id))

    def unblock(self, person_id: int) -> None:
        """Unblock the bot."""
        self.on_loop(lambda: self.side.unblock(person_id))

    def add_bot(self, chat_id: int, by: int, admin: bool = False) -> None:
        """Let the bot into a group."""
        self.on_loop(lambda: self.side.groups.add_bot(chat_id, by, admin))

    def kick_bot(self, chat_id: int, by: int) -> None:
        """Throw the bot out of a group."""
        self.on_loop(lambda: self.side.groups.kick_bot(chat_id, by))

    def migrate(self, chat_id: int, by: int) -> Chat:
        """Turn a group into a supergroup."""
        return self.on_loop(lambda: self.side.groups.migrate(chat_id, by))

    def screen(self, person_id: int, chat_id: int | None = None, thread: int | None = None) -> Json:
        """What the person sees now."""

        def seen() -> Json:
            self.world.private_chat(person_id)
            return screen_json(self.world, person_id, chat_id or person_id, thread)

        return self.on_loop(seen)

    def fault(self, fault: Fault) -> None:
        """Let something go wrong."""
        self.on_loop(lambda: self._api.faults.add(fault))

    def clear_faults(self) -> None:
        """Let everything go right again."""
        self.on_loop(self._api.faults.clear)

    def duplicate_next_update(self) -> None:
        """Deliver the next update twice, as happens when a confirmation is lost."""
        self.on_loop(lambda: setattr(self.world.updates, "duplicate_next", True))

    @property
    def transcript(self) -> Transcript:
        """What was asked and answered."""
        return self._api.transcript

    @property
    def refused_by_flood_control(self) -> int:
        """How many requests got a 429 for being too fast."""
        return self._api.flood.refused

    def wait_for(self, predicate: Callable[[], T], timeout_s: float = 10.0) -> T:
        """Return the first true value of `predicate`; for threads without an event loop.

        Raises:
            TimeoutError: when it stays false for `timeout_s` real seconds.
        """
        deadline = time.monotonic() + timeout_s
        while not (value := predicate()):
            if time.monotonic() > deadline:
                raise TimeoutError("what was waited for did not happen")
            threading.Event().wait(_CHECK_S)
        return value

    async def until(self, predicate: Callable[[], T], timeout_s: float = 10.0) -> T:
        """The same inside an event loop, without holding it up.

        Raises:
            TimeoutError: when it stays false for `timeout_s` real seconds.
        """
        async with asyncio.timeout(timeout_s):
            while not (value := predicate()):
                await asyncio.sleep(_CHECK_S)
        return value

    async def until_messages(self, person_id: int, count: int, chat_id: int | None = None) -> list[Json]:
        """Wait until the bot has sent `count` messages to a chat; returns them as the person sees them."""

        def has_sent() -> bool:
            held = list(self.world.messages[chat_id or person_id].values())
            return sum(one.sender_id == self.world.bot.id for one in held) >= count

        await self.until(lambda: self.on_loop(has_sent))
        return [one for one in self.screen(person_id, chat_id)["messages"] if one["from_bot"]]
