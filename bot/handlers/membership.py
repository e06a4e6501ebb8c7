"""The bot's own comings and goings: blocked, unblocked, added to a group, a group that became a supergroup."""

import asyncio

from telegram import Chat, ChatMember, Update
from telegram.ext import ChatMemberHandler, MessageHandler, filters

from bot import texts
from bot.services import AnyHandler, Handling, services, tell

GONE = {ChatMember.LEFT, ChatMember.BANNED}
GROUPS = {Chat.GROUP, Chat.SUPERGROUP}  # a channel is not greeted


async def on_membership(update: Update, context: Handling) -> None:
    """Notes whether the chat takes messages; greets a group once."""
    change = update.my_chat_member
    if change is None:
        return
    room, chat = services(context), change.chat
    gone = change.new_chat_member.status in GONE
    await asyncio.to_thread(lambda: room.state.mark_gone(chat.id, gone=gone))
    if chat.type in GROUPS and not gone and change.old_chat_member.status in GONE:
        await tell(update, context, texts.GROUP_HELLO, username=room.username)


async def on_migration(update: Update, context: Handling) -> None:
    """Notes the new id of a group."""
    message = update.effective_message
    if message is not None and message.migrate_to_chat_id:
        await asyncio.to_thread(services(context).state.move_chat, message.chat.id, message.migrate_to_chat_id)


def handlers() -> list[AnyHandler]:
    """What this module answers to."""
    return [
        ChatMemberHandler(on_membership, ChatMemberHandler.MY_CHAT_MEMBER),
        MessageHandler(filters.StatusUpdate.MIGRATE, on_migration),
    ]
