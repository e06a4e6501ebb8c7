"""sendMessage, sendMessageDraft, sendChatAction: plain words into a chat."""

from __future__ import annotations

from dataclasses import replace

from bot.local_telegram import utf16
from bot.local_telegram.arguments import Arguments
from bot.local_telegram.errors import bad_request
from bot.local_telegram.keyboard import parse_keyboard
from bot.local_telegram.markup import parse_text
from bot.local_telegram.methods.registry import Call, method
from bot.local_telegram.rights import reply_argument, thread_argument, writable_chat
from bot.local_telegram.state import ACTION_LIFE_S, DRAFT_LIFE_S
from bot.local_telegram.values import Chat, ChatAction, Content, Draft, FormattedText, Json, Message

MAX_TEXT_UNITS = 4096
_ACTIONS = frozenset(
    [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    ]
)


@method("sendMessage")
def send_message(call: Call) -> Json:
    """Send text."""
    keyboard = parse_keyboard(call.arguments.raw("reply_markup"))
    text = text_argument(call.arguments)
    chat = writable_chat(call.world, call.arguments)
    return deliver(call, chat, Content(text=text), keyboard)


@method("sendMessageDraft")
def send_message_draft(call: Call) -> bool:
    """Show a text while it is being written; empty shows 'Thinking…'."""
    raw = call.arguments.text("text") or ""
    text = parse_text(raw, call.arguments.text("parse_mode"), call.arguments.objects("entities"))
    if utf16.length(text.text) > MAX_TEXT_UNITS:
        raise bad_request("message is too long")
    return show_draft(call, Content(text=text))


@method("sendChatAction")
def send_chat_action(call: Call) -> bool:
    """Show 'typing' or the like."""
    action = call.arguments.text("action") or ""
    if action not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat = writable_chat(call.world, call.arguments)
    thread_id = thread_argument(chat, call.arguments)
    call.world.put_action(ChatAction(chat.id, thread_id, action, call.world.clock.now() + ACTION_LIFE_S))
    return True


def text_argument(arguments: Arguments) -> FormattedText:
    """The text of a message, checked.

    Raises:
        ApiError: when it is missing, empty, too long or its markup is wrong.
    """
    raw = arguments.text("text")
    if not raw:
        raise bad_request("message text is empty")
    text = parse_text(raw, arguments.text("parse_mode"), arguments.objects("entities"))
    if not text.text:
        raise bad_request("text must be non-empty")
    if utf16.length(text.text) > MAX_TEXT_UNITS:
        raise bad_request("message is too long")
    return text


def deliver(call: Call, chat: Chat, content: Content, keyboard: Json | None) -> Json:
    """Post what the bot sends, in the thread and as the reply it names."""
    thread_id = thread_argument(chat, call.arguments)
    reply_to, quote = reply_argument(call.world, chat, call.arguments)
    message: Message = replace(
        call.world.new_message(chat.id, call.world.bot.id, content),
        thread_id=thread_id,
        reply_to=reply_to,
        quote=quote,
        keyboard=keyboard,
        link_preview=call.arguments.mapping("link_preview_options") or None,
    )
    return call.message(call.world.post(message))


def show_draft(call: Call, content: Content) -> bool:
    """Show a draft for half a minute, in a private chat only."""
    draft_id = call.arguments.integer("draft_id")
    chat = writable_chat(call.world, call.arguments)
    if not chat.is_private:
        raise bad_request("TEXTDRAFT_PEER_INVALID")
    if not draft_id:
        raise bad_request("RANDOM_ID_INVALID")
    thread_id = thread_argument(chat, call.arguments)
    before = call.world.drafts.get((chat.id, thread_id))
    stopped = before is not None and before.draft_id == draft_id and before.stopped
    expires = call.world.clock.now() + DRAFT_LIFE_S
    can_stop = call.arguments.boolean("can_stop")
    call.world.put_draft(Draft(draft_id, chat.id, thread_id, content, expires, can_stop, stopped))
    return True
