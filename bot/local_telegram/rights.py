"""Whether the bot may write where it wants to, and into which thread and reply."""

from __future__ import annotations

from bot.local_telegram import utf16
from bot.local_telegram.arguments import Arguments
from bot.local_telegram.errors import ApiError, bad_request, forbidden
from bot.local_telegram.markup import parse_text
from bot.local_telegram.state import World
from bot.local_telegram.values import Chat, Json, Message

MAX_QUOTE_UNITS = 1024
_QUOTED_WITH_FORMAT = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler", "custom_emoji"})


def chat_argument(world: World, arguments: Arguments) -> Chat:
    """The chat a request names, known to the bot.

    Raises:
        ApiError: when it is missing, unknown or has moved.
    """
    raw = arguments.text("chat_id")
    if not raw:
        raise bad_request("chat_id is empty")
    chat = world.chats.get(int(raw)) if raw.lstrip("-").isdigit() else None
    if chat is None:
        raise _unknown_chat(world, raw)
    if chat.migrated_to is not None:
        raise bad_request("group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.migrated_to)
    return chat


def writable_chat(world: World, arguments: Arguments) -> Chat:
    """The chat a request names, where the bot may write.

    Raises:
        ApiError: 403 when it was blocked or removed.
    """
    chat = chat_argument(world, arguments)
    if chat.is_private:
        if world.people[chat.id].deactivated:
            raise forbidden("user is deactivated")
        if chat.id in world.blocked:
            raise forbidden("bot was blocked by the user")
    elif chat.bot_status == "kicked":
        raise forbidden(f"bot was kicked from the {chat.kind.value} chat")
    elif chat.bot_status == "left":
        raise forbidden(f"bot is not a member of the {chat.kind.value} chat")
    return chat


def thread_argument(chat: Chat, arguments: Arguments) -> int | None:
    """The topic a request names, if the chat has it."""
    thread_id = arguments.integer("message_thread_id")
    if thread_id is None:
        return None
    if thread_id not in dict(chat.topics):
        raise bad_request("message thread not found")
    return thread_id


def reply_argument(world: World, chat: Chat, arguments: Arguments) -> tuple[int | None, Json | None]:
    """The message replied to and the quote from it."""
    parameters = arguments.mapping("reply_parameters")
    message_id = parameters.get("message_id", arguments.integer("reply_to_message_id"))
    if message_id is None:
        return None, None
    original = world.find_message(chat.id, int(message_id))
    if original is None:
        lenient = parameters.get("allow_sending_without_reply") or arguments.boolean("allow_sending_without_reply")
        if not lenient:
            raise bad_request("message to be replied not found")
        return None, None
    return original.id, _quote(original, parameters)


def _quote(original: Message, parameters: Json) -> Json | None:
    raw = parameters.get("quote")
    if not raw:
        return None
    wanted = parse_text(str(raw), parameters.get("quote_parse_mode"), parameters.get("quote_entities"))
    held = original.content.text or original.content.caption
    position = -1 if held is None else held.text.find(wanted.text)
    if held is None or position < 0 or utf16.length(wanted.text) > MAX_QUOTE_UNITS:
        raise bad_request("QUOTE_TEXT_INVALID")
    start = utf16.length(held.text[:position])
    end = start + utf16.length(wanted.text)
    inside = {
        (e.type, max(e.offset, start) - start, min(e.offset + e.length, end) - start)
        for e in held.entities
        if e.type in _QUOTED_WITH_FORMAT and e.offset < end and e.offset + e.length > start
    }
    given = {(e.type, e.offset, e.offset + e.length) for e in wanted.entities if e.type in _QUOTED_WITH_FORMAT}
    if inside != given:
        raise bad_request("QUOTE_TEXT_INVALID")
    return {"text": wanted.text, "position": start, "is_manual": True}


def _unknown_chat(world: World, raw: str) -> ApiError:
    known = raw.isdigit() and any(int(raw) in chat.members for chat in world.chats.values())
    if known:
        return forbidden("bot can't initiate conversation with a user")
    return bad_request("chat not found")
