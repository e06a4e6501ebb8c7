"""The forms of a message as calls of Telegram: rich, classic HTML, plain, each with buttons and what it replies to."""

from typing import Any

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

from bot.outgoing import Content, Form, Keyboard, OutgoingFile, Place
from bot.personal import without_written_numbers
from bot.requests import Call

READ_TIMEOUT_S = 15.0  # five seconds are short for a rich message
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


def sending(bot: Bot, form: Form, piece: str, options: dict[str, Any]) -> Call:
    """The call that sends one piece in that form to a chat."""

    async def rich(chat_id: int) -> Any:
        body = {"html": piece, "skip_entity_detection": True}
        given = {name: value for name, value in options.items() if value is not None}
        return await bot.do_api_request(
            "sendRichMessage",
            api_kwargs={"chat_id": chat_id, "rich_message": body, **given},
            return_type=Message,
            read_timeout=READ_TIMEOUT_S,
        )

    async def classic(chat_id: int) -> Any:
        mode = ParseMode.HTML if form is Form.HTML else None
        return await bot.send_message(
            chat_id,
            piece,
            parse_mode=mode,
            link_preview_options=_NO_PREVIEW,
            read_timeout=READ_TIMEOUT_S,
            **options,
        )

    return rich if form is Form.RICH else classic


def editing(bot: Bot, form: Form, piece: str, message_id: int, keyboard: InlineKeyboardMarkup | None) -> Call:
    """The call that puts one piece in that form in the place of a message."""

    async def call(chat_id: int) -> Any:
        if form is Form.RICH:
            body = {"rich_message": {"html": piece, "skip_entity_detection": True}}
            return await bot.edit_message_text(
                text=None,  # type: ignore[arg-type]  # exactly one of text and rich_message is given
                chat_id=chat_id,
                message_id=message_id,
                reply_markup=keyboard,
                api_kwargs=body,
            )
        return await bot.edit_message_text(
            piece,
            chat_id,
            message_id,
            parse_mode=ParseMode.HTML if form is Form.HTML else None,
            link_preview_options=_NO_PREVIEW,
            reply_markup=keyboard,
        )

    return call


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
