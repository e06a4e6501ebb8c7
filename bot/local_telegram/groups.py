"""Groups: making them, letting the bot in and out, turning one into a supergroup."""

from __future__ import annotations

import itertools
from dataclasses import replace

from bot.local_telegram.state import World
from bot.local_telegram.values import Chat, ChatKind, Content, Json
from bot.local_telegram.wire import chat_json, member_json, message_json, user_json

_SUPERGROUP_BASE = -1_000_000_000_000


class Groups:
    """What people do with groups rather than in them."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._ids = itertools.count(5001)

    def create(
        self,
        title: str,
        members: list[int],
        admins: list[int] | None = None,
        supergroup: bool = False,
        topics: list[str] | None = None,
        with_bot: bool = True,
    ) -> Chat:
        """Make a group; topics make it a supergroup with a forum."""
        number = next(self._ids)
        is_super = supergroup or bool(topics)
        kind = ChatKind.SUPERGROUP if is_super else ChatKind.GROUP
        chat_id = _SUPERGROUP_BASE - number if is_super else -number
        named = tuple((2 + position, name) for position, name in enumerate(topics or []))
        people, chiefs = frozenset(members), frozenset(admins or members[:1])
        self.world.put_chat(Chat(chat_id, kind, title, people, chiefs, "left", named, bool(topics)))
        if with_bot:
            self.add_bot(chat_id, members[0])
        return self.world.chats[chat_id]

    def add_bot(self, chat_id: int, by: int, admin: bool = False) -> None:
        """Let the bot in."""
        chat = self.world.chats[chat_id]
        status = "administrator" if admin else "member"
        self.world.put_chat(replace(chat, bot_status=status))
        self.announce(chat, by, chat.bot_status, status)
        self._service(chat_id, by, {"new_chat_members": [user_json(self.world.bot)]})

    def kick_bot(self, chat_id: int, by: int) -> None:
        """Throw the bot out."""
        chat = self.world.chats[chat_id]
        self._service(chat_id, by, {"left_chat_member": user_json(self.world.bot)})
        self.world.put_chat(replace(chat, bot_status="kicked"))
        self.announce(chat, by, chat.bot_status, "kicked")

    def migrate(self, chat_id: int, by: int) -> Chat:
        """Turn a group into a supergroup with another id."""
        old = self.world.chats[chat_id]
        new = replace(old, id=_SUPERGROUP_BASE + chat_id, kind=ChatKind.SUPERGROUP)
        self.world.put_chat(new)
        self._service(old.id, by, {"migrate_to_chat_id": new.id})
        self.world.put_chat(replace(old, migrated_to=new.id))
        self._service(new.id, by, {"migrate_from_chat_id": old.id})
        return new

    def announce(self, chat: Chat, by: int, old: str, new: str) -> None:
        """Tell the bot that its own place in a chat changed."""
        world = self.world
        change: Json = {
            "chat": chat_json(world, chat),
            "from": user_json(world.people[by]),
            "date": int(world.clock.now()),
            "old_chat_member": member_json(world, replace(chat, bot_status=old), world.bot.id),
            "new_chat_member": member_json(world, replace(chat, bot_status=new), world.bot.id),
        }
        world.changes.notify()
        world.updates.push("my_chat_member", change)

    def _service(self, chat_id: int, by: int, fields: Json) -> None:
        posted = self.world.post(self.world.new_message(chat_id, by, Content(service=fields)))
        self.world.updates.push("message", message_json(self.world, posted))
