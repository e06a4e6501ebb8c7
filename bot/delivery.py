"""The one room that sends: messages in the form that is taken, edits, files, signs of life.

Nobody else calls a Telegram method that has a chat. The steps down are those of a rich message that is refused: classic
HTML, then plain text; what was refused is logged by its hash and never lost.
"""

import hashlib
from dataclasses import replace
from typing import Any

import structlog
from telegram import Bot
from telegram.error import BadRequest, EndPointNotFound, InvalidToken, RetryAfter, TelegramError

from bot.errors import MessageRejected
from bot.forms import editing, ladder, markup, options_of, pieces_of, sending, sending_file
from bot.outgoing import Content, Form, Keyboard, OutgoingFile, OutgoingMessage, Place, Sent
from bot.pacing import Pacer
from bot.personal import without_written_numbers
from bot.render.limits import MESSAGE_UNITS, divide
from bot.requests import Call, ChatBook, Requests, is_about, seconds_of

log = structlog.get_logger(__name__)

# Refusals that another form of the same words would get as well; servers word all others as they please.
_NOT_THE_FORM = ("button", "keyboard", "reply", "rights", "thread", "topic", "chat")


class Delivery:
    """Sends and edits through one bot; `pacer` and the waits use the injected clock and sleep."""

    def __init__(self, bot: Bot, chats: ChatBook, pacer: Pacer) -> None:
        self._bot, self._chats, self._pacer = bot, chats, pacer
        self._rich_taken = True
        self._drafts_taken = True
        self._requests = Requests(chats, pacer)

    # Messages

    async def send(self, message: OutgoingMessage, form: Form = Form.RICH, *, background: bool = False) -> Sent:
        """Sends all pieces in order.

        `background` is for alerts: they leave room for answers to people.

        Raises:
            ChatGone: The chat takes no messages; it is marked.
            Throttled: Telegram asked to wait too often.
            MessageRejected: Refused in every form.
            DeliveryUncertain: No answer came, twice; a part may have arrived.
            TelegramAway: No connection could be made.
        """
        for attempt in ladder(form, message.content, rich=self._rich_taken):
            try:
                return await self._send_as(message, attempt, background)
            except EndPointNotFound:
                self._rich_taken = False
                log.info("rich_messages_off")
            except BadRequest as error:
                if message.place.thread_id and is_about(error, "message thread not found"):
                    return await self.send(replace(message, place=replace(message.place, thread_id=0)), form)
                if not _may_step_down(attempt, error):
                    raise MessageRejected(f"telegram refused the message: {error.message}") from error
                self._note_refusal(message.content, attempt, error)
        raise MessageRejected("telegram refused the message in every form")

    async def edit(self, message: OutgoingMessage, message_id: int, form: Form = Form.RICH) -> Sent:
        """Puts the message in the place of an earlier one; pieces beyond the first are sent after it.

        A message that is gone or cannot be edited is sent anew. Raises as `send`.
        """
        for attempt in ladder(form, message.content, rich=self._rich_taken):
            try:
                return await self._edit_as(message, message_id, attempt)
            except EndPointNotFound:
                self._rich_taken = False
            except BadRequest as error:
                if is_about(error, "message is not modified"):
                    return Sent((message_id,), attempt)
                if is_about(error, "message to edit not found", "message can't be edited", "no text in the message"):
                    return await self.send(message, form)
                if not _may_step_down(attempt, error):
                    raise MessageRejected(f"telegram refused the edit: {error.message}") from error
                self._note_refusal(message.content, attempt, error)
        raise MessageRejected("telegram refused the edit in every form")

    async def set_keyboard(self, place: Place, message_id: int, keyboard: Keyboard) -> None:
        """Changes only the buttons of a message; one that is gone or unchanged is left alone."""

        async def call(chat_id: int) -> Any:
            return await self._bot.edit_message_reply_markup(chat_id, message_id, reply_markup=markup(keyboard))

        try:
            await self._requests.make(place.chat_id, call)
        except BadRequest as error:
            log.info("keyboard_unchanged", error=error.message)

    async def send_file(self, file: OutgoingFile) -> Sent:
        """Sends a photo or a document. Raises as `send`."""
        chat_id = self._chats.current_chat(file.place.chat_id)
        try:
            sent = await self._requests.make(chat_id, sending_file(self._bot, file))
        except BadRequest as error:
            raise MessageRejected(f"telegram refused the file: {error.message}") from error
        return Sent((sent.message_id,), Form.PLAIN)

    # Signs of life: never queued, never retried, never an error

    async def typing(self, place: Place, action: str = "typing") -> bool:
        """Shows that work is under way, where that costs the answer no time."""
        return await self._sign(
            place,
            lambda chat_id: self._bot.send_chat_action(chat_id, action, message_thread_id=place.thread_id or None),
        )

    async def draft(self, place: Place, draft_id: int, text: str) -> bool:
        """Shows the answer as it grows, in a private chat; False where it was skipped."""
        if place.is_group or not self._drafts_taken:
            return False
        shown = divide(without_written_numbers(text), MESSAGE_UNITS)[:1] or [""]

        async def call(chat_id: int) -> Any:
            return await self._bot.send_message_draft(
                chat_id,
                draft_id,
                shown[0],
                message_thread_id=place.thread_id or None,
                api_kwargs={"can_stop": True},
            )

        try:
            return await self._sign(place, call)
        except InvalidToken:  # how the client tells that a server has no such method
            self._drafts_taken = False
            return False

    async def is_admin(self, chat_id: int, user_id: int) -> bool:
        """Whether a person is an administrator of a group; asking costs nothing of what may be sent."""
        try:
            admins = await self._bot.get_chat_administrators(self._chats.current_chat(chat_id))
        except InvalidToken:  # a server that cannot tell
            return True
        except TelegramError as error:
            log.info("admins_unknown", error=type(error).__name__)
            return False
        return any(one.user.id == user_id for one in admins)

    @property
    def problems(self) -> int:
        """How many requests met a wait, a break or a refusal."""
        return self._requests.problems

    @property
    def takes_drafts(self) -> bool:
        """Whether the server is not known to refuse drafts."""
        return self._drafts_taken

    async def _sign(self, place: Place, call: Call) -> bool:
        if not self._pacer.try_now(place.chat_id):
            return False
        try:
            await call(place.chat_id)
        except InvalidToken:
            raise
        except RetryAfter as error:
            self._pacer.penalise(place.chat_id, seconds_of(error))
        except TelegramError as error:
            log.info("sign_of_life_failed", error=type(error).__name__)
            return False
        return True

    # One form

    async def _send_as(self, message: OutgoingMessage, form: Form, background: bool) -> Sent:
        place, chat_id = message.place, self._chats.current_chat(message.place.chat_id)
        pieces = pieces_of(message.content, form)
        numbers: list[int] = []
        for position, piece in enumerate(pieces):
            keyboard = message.keyboard if position == len(pieces) - 1 else ()
            options = options_of(
                place if position == 0 else Place(place.chat_id, place.thread_id), keyboard, message.silent
            )
            call = sending(self._bot, form, piece, options)
            numbers.append(await self._requests.make(chat_id, call, background=background))
        return Sent(tuple(numbers), form)

    async def _edit_as(self, message: OutgoingMessage, message_id: int, form: Form) -> Sent:
        pieces = pieces_of(message.content, form)
        keyboard = message.keyboard if len(pieces) == 1 else ()
        call = editing(self._bot, form, pieces[0], message_id, markup(keyboard))
        await self._requests.make(message.place.chat_id, call)
        if len(pieces) == 1:
            return Sent((message_id,), form)
        rest = Content(html=pieces[1:], plain=pieces[1:])  # rich content is always one piece
        after = OutgoingMessage(
            place=Place(message.place.chat_id, message.place.thread_id), content=rest, keyboard=message.keyboard
        )
        sent = await self._send_as(after, form, background=False)
        return Sent((message_id, *sent.message_ids), form)

    def _note_refusal(self, content: Content, form: Form, error: TelegramError) -> None:
        self._requests.problems += 1
        digest = hashlib.sha256("".join(pieces_of(content, form)).encode("utf-8", "replace")).hexdigest()[:12]
        log.warning("form_refused", form=form.value, error=error.message, payload=digest)


def _may_step_down(form: Form, error: BadRequest) -> bool:
    return form is not Form.PLAIN and not is_about(error, *_NOT_THE_FORM)
