"""The one room that sends: pacing, waits, retries, forms a server refuses, chats that moved or are gone.

Nobody else calls a Telegram method that has a chat. The steps down are those of a rich message that is refused: classic
HTML, then plain text; what was refused is logged by its hash and never lost.
"""

import hashlib
import os
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, Protocol

import structlog
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
)
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.errors import ChatGone, DeliveryUncertain, MessageRejected, TelegramAway, Throttled
from bot.outgoing import Content, Form, Keyboard, OutgoingFile, OutgoingMessage, Place, Sent
from bot.pacing import Pacer
from bot.personal import without_written_numbers
from bot.render.limits import MESSAGE_UNITS, divide

log = structlog.get_logger(__name__)

# The client's own switch for waits as timedelta; without it every 429 prints a deprecation warning.
os.environ.setdefault("PTB_TIMEDELTA", "true")

READ_TIMEOUT_S = 15.0  # five seconds are short for a rich message
WAITS = 5  # times one request waits for Telegram before it is given up
UNREACHED_TRIES = 4  # times a request that certainly never left is tried
_NEVER_LEFT = {"ConnectError", "ConnectTimeout", "PoolTimeout"}
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
# Refusals that another form of the same words would get as well; servers word all others as they please.
_NOT_THE_FORM = ("button", "keyboard", "reply", "rights", "thread", "topic", "chat")


class ChatBook(Protocol):
    """Where delivery notes what it learns about chats."""

    def mark_gone(self, chat_id: int, *, gone: bool = True) -> None:
        """The chat takes no more messages."""

    def move_chat(self, old: int, new: int) -> None:
        """The chat has a new id."""

    def current_chat(self, chat_id: int) -> int:
        """The id the chat has today."""


Call = Callable[[int], Awaitable[Any]]


class Delivery:
    """Sends and edits through one bot; `pacer` and the waits use the injected clock and sleep."""

    def __init__(self, bot: Bot, chats: ChatBook, pacer: Pacer) -> None:
        self._bot, self._chats, self._pacer = bot, chats, pacer
        self._rich_taken = True
        self._drafts_taken = True
        self.problems = 0

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
        for attempt in _ladder(form, message.content, rich=self._rich_taken):
            try:
                return await self._send_as(message, attempt, background)
            except EndPointNotFound:
                self._rich_taken = False
                log.info("rich_messages_off")
            except BadRequest as error:
                if message.place.thread_id and _is(error, "message thread not found"):
                    return await self.send(replace(message, place=replace(message.place, thread_id=0)), form)
                if not _may_step_down(attempt, error):
                    raise MessageRejected(f"telegram refused the message: {error.message}") from error
                self._note_refusal(message.content, attempt, error)
        raise MessageRejected("telegram refused the message in every form")

    async def edit(self, message: OutgoingMessage, message_id: int, form: Form = Form.RICH) -> Sent:
        """Puts the message in the place of an earlier one; pieces beyond the first are sent after it.

        A message that is gone or cannot be edited is sent anew. Raises as `send`.
        """
        for attempt in _ladder(form, message.content, rich=self._rich_taken):
            try:
                return await self._edit_as(message, message_id, attempt)
            except EndPointNotFound:
                self._rich_taken = False
            except BadRequest as error:
                if _is(error, "message is not modified"):
                    return Sent((message_id,), attempt)
                if _is(error, "message to edit not found", "message can't be edited", "no text in the message"):
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
            await self._request(place.chat_id, call)
        except BadRequest as error:
            log.info("keyboard_unchanged", error=error.message)

    async def send_file(self, file: OutgoingFile) -> Sent:
        """Sends a photo or a document. Raises as `send`."""

        async def call(chat_id: int) -> Any:
            common: dict[str, Any] = {
                "chat_id": chat_id,
                "caption": without_written_numbers(file.caption) or None,
                "reply_markup": markup(file.keyboard),
                "message_thread_id": file.place.thread_id or None,
                "reply_parameters": _reply(file.place),
                "read_timeout": READ_TIMEOUT_S,
            }
            if file.is_photo:
                return await self._bot.send_photo(photo=InputFile(file.data, file.name), **common)
            return await self._bot.send_document(document=InputFile(file.data, file.name), **common)

        try:
            sent = await self._request(self._chats.current_chat(file.place.chat_id), call)
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
            self._pacer.penalise(place.chat_id, _seconds(error))
        except TelegramError as error:
            log.info("sign_of_life_failed", error=type(error).__name__)
            return False
        return True

    # One form

    async def _send_as(self, message: OutgoingMessage, form: Form, background: bool) -> Sent:
        place, chat_id = message.place, self._chats.current_chat(message.place.chat_id)
        pieces = _pieces(message.content, form)
        numbers: list[int] = []
        for position, piece in enumerate(pieces):
            keyboard = message.keyboard if position == len(pieces) - 1 else ()
            options = _options(
                place if position == 0 else Place(place.chat_id, place.thread_id), keyboard, message.silent
            )
            sent = await self._request(chat_id, self._sender(form, piece, options), background=background)
            numbers.append(sent.message_id)
        return Sent(tuple(numbers), form)

    async def _edit_as(self, message: OutgoingMessage, message_id: int, form: Form) -> Sent:
        pieces = _pieces(message.content, form)
        keyboard = message.keyboard if len(pieces) == 1 else ()
        await self._request(message.place.chat_id, self._editor(form, pieces[0], message_id, markup(keyboard)))
        if len(pieces) == 1:
            return Sent((message_id,), form)
        rest = Content(html=pieces[1:], plain=pieces[1:])  # rich content is always one piece
        after = OutgoingMessage(
            place=Place(message.place.chat_id, message.place.thread_id), content=rest, keyboard=message.keyboard
        )
        sent = await self._send_as(after, form, background=False)
        return Sent((message_id, *sent.message_ids), form)

    def _sender(self, form: Form, piece: str, options: dict[str, Any]) -> Call:
        async def rich(chat_id: int) -> Any:
            body = {"html": piece, "skip_entity_detection": True}
            given = {name: value for name, value in options.items() if value is not None}
            return await self._bot.do_api_request(
                "sendRichMessage",
                api_kwargs={"chat_id": chat_id, "rich_message": body, **given},
                return_type=Message,
                read_timeout=READ_TIMEOUT_S,
            )

        async def classic(chat_id: int) -> Any:
            mode = ParseMode.HTML if form is Form.HTML else None
            return await self._bot.send_message(
                chat_id,
                piece,
                parse_mode=mode,
                link_preview_options=_NO_PREVIEW,
                read_timeout=READ_TIMEOUT_S,
                **options,
            )

        return rich if form is Form.RICH else classic

    def _editor(self, form: Form, piece: str, message_id: int, keyboard: InlineKeyboardMarkup | None) -> Call:
        async def call(chat_id: int) -> Any:
            if form is Form.RICH:
                body = {"rich_message": {"html": piece, "skip_entity_detection": True}}
                return await self._bot.edit_message_text(
                    text=None,  # type: ignore[arg-type]  # exactly one of text and rich_message is given
                    chat_id=chat_id,
                    message_id=message_id,
                    reply_markup=keyboard,
                    api_kwargs=body,
                )
            return await self._bot.edit_message_text(
                piece,
                chat_id,
                message_id,
                parse_mode=ParseMode.HTML if form is Form.HTML else None,
                link_preview_options=_NO_PREVIEW,
                reply_markup=keyboard,
            )

        return call

    # One request

    async def _request(self, chat_id: int, call: Call, *, background: bool = False) -> Any:
        """One request in its turn: waits where Telegram asks to, follows a chat that moved, retries what is safe."""
        unknown = unreached = waits = 0
        async with self._pacer.turn(chat_id):
            while True:
                try:
                    async with self._pacer.flight(background=background):
                        return await call(chat_id)
                except RetryAfter as error:
                    waits += 1
                    self._wait_asked(chat_id, error, waits)
                except ChatMigrated as error:
                    self._chats.move_chat(chat_id, error.new_chat_id)
                    chat_id = error.new_chat_id
                except Forbidden as error:
                    self._chats.mark_gone(chat_id)
                    raise ChatGone(f"the chat takes no messages: {error.message}") from error
                except BadRequest as error:
                    if _is(error, "chat not found"):
                        self._chats.mark_gone(chat_id)
                        raise ChatGone("the chat does not exist") from error
                    raise
                except NetworkError as error:
                    unreached, unknown = _count_break(error, unreached, unknown)
                    self._give_up_uncertain(error, unreached, unknown)
                    await self._pacer.pause(float(unreached + unknown))
                await self._pacer.wait(chat_id)

    def _wait_asked(self, chat_id: int, error: RetryAfter, waits: int) -> None:
        self.problems += 1
        seconds = _seconds(error)
        log.warning("throttled", seconds=seconds)
        if waits >= WAITS:
            raise Throttled(seconds) from error
        self._pacer.penalise(chat_id, seconds)

    def _give_up_uncertain(self, error: NetworkError, unreached: int, unknown: int) -> None:
        self.problems += 1
        if not unknown and unreached >= UNREACHED_TRIES:
            raise TelegramAway("telegram cannot be reached") from error
        if unknown > 1 or unreached >= UNREACHED_TRIES:
            raise DeliveryUncertain("telegram did not answer; the message may have arrived") from error
        log.warning("delivery_retried", error=type(error).__name__, may_show_twice=unknown > 0)

    def _note_refusal(self, content: Content, form: Form, error: TelegramError) -> None:
        self.problems += 1
        digest = hashlib.sha256("".join(_pieces(content, form)).encode("utf-8", "replace")).hexdigest()[:12]
        log.warning("form_refused", form=form.value, error=error.message, payload=digest)


def markup(keyboard: Keyboard) -> InlineKeyboardMarkup | None:
    """The keyboard as Telegram's client takes it."""
    if not keyboard:
        return None
    return InlineKeyboardMarkup(
        [
            [
                InlineKeyboardButton(
                    button.label,
                    callback_data=button.data or None,
                    url=button.url or None,
                    switch_inline_query=button.inline or None,
                )
                for button in row
            ]
            for row in keyboard
        ]
    )


def _ladder(form: Form, content: Content, *, rich: bool) -> list[Form]:
    """The forms to try, the chosen one first."""
    steps = list(Form)[list(Form).index(form) :]
    if not (rich and content.rich):
        steps = [step for step in steps if step is not Form.RICH]
    return steps


def _may_step_down(form: Form, error: BadRequest) -> bool:
    return form is not Form.PLAIN and not _is(error, *_NOT_THE_FORM)


def _is(error: TelegramError, *parts: str) -> bool:
    """Whether the error's text holds one of the parts; the client rewrites letter case."""
    text = error.message.casefold()
    return any(part in text for part in parts)


def _pieces(content: Content, form: Form) -> tuple[str, ...]:
    """The pieces as they are sent: a personal number that came through everything before is masked here."""
    match form:
        case Form.RICH:
            pieces: tuple[str, ...] = (content.rich,)
        case Form.HTML:
            pieces = content.html
        case Form.PLAIN:
            pieces = content.plain
    return tuple(map(without_written_numbers, pieces))


def _options(place: Place, keyboard: Keyboard, silent: bool) -> dict[str, Any]:
    return {
        "message_thread_id": place.thread_id or None,
        "reply_parameters": _reply(place),
        "reply_markup": markup(keyboard),
        "disable_notification": silent or None,
    }


def _reply(place: Place) -> ReplyParameters | None:
    return ReplyParameters(place.reply_to, allow_sending_without_reply=True) if place.reply_to else None


def _seconds(error: RetryAfter) -> float:
    value = error.retry_after
    return float(value if isinstance(value, int | float) else value.total_seconds())


def _count_break(error: NetworkError, unreached: int, unknown: int) -> tuple[int, int]:
    """Whether a broken request certainly never arrived: no connection was made, or none was free."""
    if type(error.__cause__).__name__ in _NEVER_LEFT:
        return unreached + 1, unknown
    return unreached, unknown + 1
