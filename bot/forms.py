"""The forms of a message as calls of Telegram: rich, classic HTML, plain, each with buttons and what it replies to."""

from typing import Any

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    LinkPreviewOptions,
    ReplyParameters,
)
from telegram.constants import ParseMode

from bot.outgoing import Content, Form, Keyboard, OutgoingFile, Place
from bot.personal import without_written_numbers
from bot.requests import Call

READ_TIMEOUT_S = 15.0  # five seconds are short for a rich message
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


def sending(bot: Bot, form: Form, piece: str, options: dict[str, Any]) -> Call:
    """The call that sends one piece in that form to a chat and gives the id of the message."""

    async def rich(chat_id: int) -> int:
        given = {name: value for name, value in options.items() if value is not None}
        sent: dict[str, Any] = await bot.do_api_request(
            "sendRichMessage",
            api_kwargs={"chat_id": chat_id, **_rich(piece), **given},
            read_timeout=READ_TIMEOUT_S,
        )
        return int(sent["message_id"])

    async def classic(chat_id: int) -> int:
        mode = ParseMode.HTML if form is Form.HTML else None
        sent = await bot.send_message(
            chat_id,
            piece,
            parse_mode=mode,
            link_preview_options=_NO_PREVIEW,
            read_timeout=READ_TIMEOUT_S,
            **options,
        )
        return sent.message_id

    return rich if form is Form.RICH else classic


def editing(bot: Bot, form: Form, piece: str, message_id: int, keyboard: InlineKeyboardMarkup | None) -> Call:
    """The call that puts one piece in that form in the place of a message."""
    words: dict[str, Any] = {"text": piece, "link_preview_options": _NO_PREVIEW}
    if form is Form.HTML:
        words |= {"parse_mode": ParseMode.HTML}
    elif form is Form.RICH:  # exactly one of text and rich message is given, and the client knows only text
        words = {"text": None, "api_kwargs": _rich(piece)}

    async def call(chat_id: int) -> Any:
        return await bot.edit_message_text(chat_id=chat_id, message_id=message_id, reply_markup=keyboard, **words)

    return call


def _rich(html: str) -> dict[str, Any]:
    """The argument that both rich calls share; nothing in it is made a link that we did not make one."""
    return {"rich_message": {"html": html, "skip_entity_detection": True}}


def sending_file(bot: Bot, file: OutgoingFile) -> Call:
    """The call that sends a photo or a document to a chat."""

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
            return await bot.send_photo(photo=InputFile(file.data, file.name), **common)
        return await bot.send_document(document=InputFile(file.data, file.name), **common)

    return call


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


def ladder(form: Form, content: Content, *, rich: bool) -> list[Form]:
    """The forms to try, the chosen one first."""
    steps = list(Form)[list(Form).index(form) :]
    if not (rich and content.rich):
        steps = [step for step in steps if step is not Form.RICH]
    return steps


def pieces_of(content: Content, form: Form) -> tuple[str, ...]:
    """The pieces as they are sent: a personal number that came through everything before is masked here."""
    match form:
        case Form.RICH:
            pieces: tuple[str, ...] = (content.rich,)
        case Form.HTML:
            pieces = content.html
        case Form.PLAIN:
            pieces = content.plain
    return tuple(map(without_written_numbers, pieces))


def options_of(place: Place, keyboard: Keyboard, silent: bool) -> dict[str, Any]:
    """What is given along with every form of a message."""
    return {
        "message_thread_id": place.thread_id or None,
        "reply_parameters": _reply(place),
        "reply_markup": markup(keyboard),
        "disable_notification": silent or None,
    }


def _reply(place: Place) -> ReplyParameters | None:
    return ReplyParameters(place.reply_to, allow_sending_without_reply=True) if place.reply_to else None
