"""Signs of life while an answer is under way: drafts with a stop in private chats, one edited message elsewhere."""

import asyncio
import contextlib
import secrets
from dataclasses import dataclass, field

from telegram.error import TelegramError

from bot import texts
from bot.errors import DeliveryError
from bot.keyboards import Action, Press, button
from bot.outgoing import Form, Keyboard, OutgoingMessage, Place
from bot.render import compose
from bot.render.blocks import from_text
from bot.services import Person, Running, Services

FIRST_SIGN_S = 0.4  # an answer that comes sooner needs no sign before it
FRAME_S = 1.5  # sub-second repaints are coalesced or throttled
TYPING_S = 4.0  # Telegram shows typing for five seconds
REFRESH_S = 15.0  # a draft goes after thirty
NOTE_AFTER_S = 4.0  # then a message with a stop button stands where drafts do not
NOTE_EVERY_S = 6.0
SLOW_AFTER_S = 20.0


@dataclass(slots=True)
class Progress:
    """What is shown for one answer. `text` is what the assistant has written so far, set from its thread."""

    services: Services
    place: Place
    person: Person
    running: Running
    draft_id: int = field(default_factory=lambda: secrets.randbelow(2**31 - 1) + 1)
    text: str = ""
    note_id: int = 0  # the message that stands in for the answer, where one was sent
    _shown: str | None = None
    _drawn_at: float = -REFRESH_S
    _typed_at: float = -TYPING_S

    @property
    def key(self) -> tuple[int, int]:
        """Under which the running answer can be stopped."""
        return self.place.chat_id, self.draft_id

    def on_text(self, text: str) -> None:
        """Takes the text so far."""
        self.text = text

    async def until_done(self, work: "asyncio.Task[object]") -> None:
        """Shows signs of life until the work ends or somebody stops it."""
        stopped = asyncio.create_task(self.running.told.wait())
        started = self.services.clock()
        pause = FIRST_SIGN_S
        try:
            while not (await asyncio.wait({work, stopped}, timeout=pause, return_when="FIRST_COMPLETED"))[0]:
                await self._show(self.services.clock() - started)
                pause = FRAME_S
        finally:
            stopped.cancel()

    async def _show(self, elapsed: float) -> None:
        drafts = not self.place.is_group and not self.note_id and self.services.delivery.takes_drafts
        if drafts and await self._draw(elapsed):
            return
        if elapsed >= NOTE_AFTER_S:
            await self._note(elapsed)
        await self._type(elapsed)

    async def _draw(self, elapsed: float) -> bool:
        """Whether a draft stands in the chat: a server may take none, or refuse this one."""
        words = self.text or (texts.TAKES_LONGER.in_(self.person.language) if elapsed >= SLOW_AFTER_S else "")
        if words == self._shown and elapsed - self._drawn_at < REFRESH_S:
            return True
        if await self.services.delivery.draft(self.place, self.draft_id, words):
            self._shown, self._drawn_at = words, elapsed
        return self._shown is not None

    async def _type(self, elapsed: float) -> None:
        if elapsed - self._typed_at >= TYPING_S and self._shown is None:
            self._typed_at = elapsed
            with contextlib.suppress(TelegramError):  # a server without this method can still take the answer
                await self.services.delivery.typing(self.place)

    async def _note(self, elapsed: float) -> None:
        slow = texts.TAKES_LONGER if elapsed >= SLOW_AFTER_S else texts.SEARCHING
        words = self.text or slow.in_(self.person.language)
        if words == self._shown or elapsed - self._drawn_at < NOTE_EVERY_S:
            return
        message = OutgoingMessage(place=self.place, content=compose(from_text(words)), keyboard=self._stop_keyboard())
        try:
            if self.note_id:
                await self.services.delivery.edit(message, self.note_id, Form.PLAIN)
            else:
                self.note_id = (await self.services.delivery.send(message, Form.PLAIN)).last_id
        except DeliveryError:  # the answer itself will tell
            return
        self._shown, self._drawn_at = words, elapsed

    def _stop_keyboard(self) -> Keyboard:
        press = Press(str(self.draft_id), Action.STOP)
        return ((button(texts.STOP_BUTTON.in_(self.person.language), press),),)
