"""Changing and removing what was sent."""

from __future__ import annotations

from dataclasses import replace

from bot.local_telegram.errors import bad_request
from bot.local_telegram.keyboard import parse_keyboard
from bot.local_telegram.markup import parse_text
from bot.local_telegram.methods.registry import Call, method
from bot.local_telegram.methods.sending import text_argument
from bot.local_telegram.rich import parse_rich
from bot.local_telegram.rights import writable_chat
from bot.local_telegram.values import Content, Json, Message

DELETABLE_S = 48 * 3600
MAX_DELETED_AT_ONCE = 100
_SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)


@method("editMessageText")
def edit_message_text(call: Call) -> Json | bool:
    """Put other words, plain or rich, in place of a message's."""
    keyboard = parse_keyboard(call.arguments.raw("reply_markup"))
    message = _own_message(call)
    if message.content.text is None and message.content.rich is None:
        raise bad_request("there is no text in the message to edit")
    if call.arguments.raw("rich_message") is not None:
        content = Content(rich=parse_rich(call.arguments))
    else:
        content = Content(text=text_argument(call.arguments))
    return _edited(call, replace(message, content=content, keyboard=keyboard), message)


@method("editMessageCaption")
def edit_message_caption(call: Call) -> Json | bool:
    """Put another caption under a file."""
    message = _own_message(call)
    if message.content.file is None:
        raise bad_request("there is no caption in the message to edit")
    caption = parse_text(call.arguments.text("caption") or "", call.arguments.text("parse_mode"))
    keyboard = parse_keyboard(call.arguments.raw("reply_markup"))
    return _edited(
        call, replace(message, content=replace(message.content, caption=caption), keyboard=keyboard), message
    )


@method("editMessageReplyMarkup")
def edit_message_reply_markup(call: Call) -> Json | bool:
    """Put another keyboard, or none, under a message."""
    keyboard = parse_keyboard(call.arguments.raw("reply_markup"))
    message = _own_message(call)
    return _edited(call, replace(message, keyboard=keyboard), message)


@method("deleteMessage")
def delete_message(call: Call) -> bool:
    """Remove one message for everyone."""
    chat = writable_chat(call.world, call.arguments)
    message = call.world.find_message(chat.id, call.arguments.integer("message_id"))
    if message is None:
        raise bad_request("message to delete not found")
    if not _may_delete(call, message):
        raise bad_request("message can't be deleted for everyone")
    call.world.delete_message(chat.id, message.id)
    return True


@method("deleteMessages")
def delete_messages(call: Call) -> bool:
    """Remove several messages; those that are gone are skipped."""
    chat = writable_chat(call.world, call.arguments)
    ids = call.arguments.integers("message_ids")
    if not ids:
        raise bad_request("message identifiers are not specified")
    if len(ids) > MAX_DELETED_AT_ONCE:
        raise bad_request("too many message identifiers specified")
    for message_id in ids:
        message = call.world.find_message(chat.id, message_id)
        if message is not None and _may_delete(call, message):
            call.world.delete_message(chat.id, message.id)
    return True


def _may_delete(call: Call, message: Message) -> bool:
    fresh = call.world.clock.now() - message.date <= DELETABLE_S
    chat = call.world.chats[message.chat_id]
    mine = message.sender_id == call.world.bot.id
    return fresh and (mine or chat.is_private or chat.bot_status == "administrator")


def _own_message(call: Call) -> Message:
    inline_id = call.arguments.text("inline_message_id")
    if inline_id:
        place = call.world.inline_messages.get(inline_id)
        found = call.world.find_message(*place) if place else None
        if found is None:
            raise bad_request("MESSAGE_ID_INVALID")
        return found
    chat = writable_chat(call.world, call.arguments)
    message = call.world.find_message(chat.id, call.arguments.integer("message_id"))
    if message is None:
        raise bad_request("message to edit not found")
    if message.sender_id != call.world.bot.id:
        raise bad_request("message can't be edited")
    return message


def _edited(call: Call, changed: Message, before: Message) -> Json | bool:
    if (changed.content, changed.keyboard) == (before.content, before.keyboard):
        raise bad_request(_SAME)
    stored = call.world.replace_message(replace(changed, edit_date=int(call.world.clock.now())))
    return True if call.arguments.text("inline_message_id") else call.message(stored)
