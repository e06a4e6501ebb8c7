"""getMe, and what the bot may ask of and do in chats."""

from __future__ import annotations

import itertools
from dataclasses import replace

from bot.local_telegram.errors import bad_request
from bot.local_telegram.methods.registry import Call, method
from bot.local_telegram.reactions import EMOJI
from bot.local_telegram.rights import chat_argument, writable_chat
from bot.local_telegram.state import World
from bot.local_telegram.values import Chat, Json
from bot.local_telegram.wire import chat_json, member_json, user_json

_NOT_MEMBER = {"left", "kicked"}
_CHAT_DEFAULTS: Json = {
    "accent_color_id": 3,
    "max_reaction_count": 11,
    "accepted_gift_types": {
        "unlimited_gifts": False,
        "limited_gifts": False,
        "unique_gifts": False,
        "premium_subscription": False,
        "gifts_from_channels": False,
    },
}


@method("getMe")
def get_me(call: Call) -> Json:
    """Who the bot is."""
    return {
        **user_json(call.world.bot),
        "can_join_groups": True,
        "can_read_all_group_messages": call.world.reads_all,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
        "can_manage_bots": False,
        "supports_guest_queries": False,
        "supports_join_request_queries": False,
    }


@method("getChat")
def get_chat(call: Call) -> Json:
    """A chat in full."""
    chat = chat_argument(call.world, call.arguments)
    return {**chat_json(call.world, chat), **_CHAT_DEFAULTS}


@method("getChatMember")
def get_chat_member(call: Call) -> Json:
    """What somebody is in a chat."""
    chat = chat_argument(call.world, call.arguments)
    user_id = call.arguments.integer("user_id")
    if user_id is None or (user_id != call.world.bot.id and user_id not in call.world.people):
        raise bad_request("invalid user_id specified")
    return member_json(call.world, chat, user_id)


@method("getChatAdministrators")
def get_chat_administrators(call: Call) -> list[Json]:
    """Who runs a group."""
    chat = chat_argument(call.world, call.arguments)
    if chat.is_private:
        raise bad_request("there are no administrators in the private chat")
    bot = {call.world.bot.id} if chat.bot_status == "administrator" else set()
    return [member_json(call.world, chat, user_id) for user_id in sorted(chat.admins | bot)]


@method("getChatMemberCount")
def get_chat_member_count(call: Call) -> int:
    """How many are in a chat, the bot among them."""
    chat = chat_argument(call.world, call.arguments)
    return len(chat.members) + (chat.bot_status not in _NOT_MEMBER)


@method("leaveChat")
def leave_chat(call: Call) -> bool:
    """Leave a group."""
    chat = writable_chat(call.world, call.arguments)
    if chat.is_private:
        raise bad_request("chat member status can't be changed in private chats")
    call.world.put_chat(replace(chat, bot_status="left"))
    return True


@method("createForumTopic")
def create_forum_topic(call: Call) -> Json:
    """Open a topic in a supergroup that has them."""
    chat = writable_chat(call.world, call.arguments)
    name = call.arguments.text("name") or ""
    if not chat.is_forum:
        raise bad_request("the chat is not a forum")
    if not 1 <= len(name) <= 128:
        raise bad_request("TOPIC_TITLE_INVALID")
    thread_id = add_topic(call.world, chat, name)
    return {"message_thread_id": thread_id, "name": name, "icon_color": 7322096}


def add_topic(world: World, chat: Chat, name: str) -> int:
    """Give a forum one more topic; returns its thread id."""
    taken = {thread_id for thread_id, _ in chat.topics}
    thread_id = next(number for number in itertools.count(2) if number not in taken)
    world.put_chat(replace(chat, topics=(*chat.topics, (thread_id, name))))
    return thread_id


@method("setMessageReaction")
def set_message_reaction(call: Call) -> bool:
    """Put the bot's one emoji on a message, or take it away."""
    chat = writable_chat(call.world, call.arguments)
    message = call.world.find_message(chat.id, call.arguments.integer("message_id"))
    if message is None:
        raise bad_request("message to react not found")
    emoji = [str(reaction.get("emoji", "")) for reaction in call.arguments.objects("reaction")]
    if len(emoji) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if any(one not in EMOJI for one in emoji):
        raise bad_request("REACTION_INVALID")
    bot_id = call.world.bot.id
    others = tuple(reaction for reaction in message.reactions if reaction[0] != bot_id)
    call.world.replace_message(replace(message, reactions=others + tuple((bot_id, one) for one in emoji)))
    return True
