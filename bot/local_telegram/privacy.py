"""Which messages of a group the bot is shown."""

from __future__ import annotations

from bot.local_telegram import utf16
from bot.local_telegram.state import World
from bot.local_telegram.values import Chat, Message


def reaches_bot(world: World, chat: Chat, message: Message) -> bool:
    """Whether the bot gets an update: always in private, in groups by privacy mode."""
    if chat.is_private:
        return True
    if chat.bot_status not in {"member", "administrator"}:
        return False
    if chat.bot_status == "administrator" or world.reads_all or message.content.service is not None:
        return True
    return _addressed(world, chat, message)


def _addressed(world: World, chat: Chat, message: Message) -> bool:
    original = world.find_message(chat.id, message.reply_to)
    if message.via_bot or (original is not None and original.sender_id == world.bot.id):
        return True
    formatted = message.content.text or message.content.caption
    if formatted is None:
        return False
    name = f"@{world.bot.username}".lower()
    for entity in formatted.entities:
        written = utf16.cut(formatted.text, entity.offset, entity.length).lower()
        if entity.type == "mention" and written == name:
            return True
        if entity.type == "bot_command" and (written.endswith(name) or "@" not in written):
            return True
    return False
