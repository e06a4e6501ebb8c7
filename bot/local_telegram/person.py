"""What a person does in a chat, and the updates it makes for the bot."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from bot.local_telegram.detect import detect_entities
from bot.local_telegram.groups import Groups
from bot.local_telegram.keyboard import buttons
from bot.local_telegram.markup import clean
from bot.local_telegram.privacy import reaches_bot
from bot.local_telegram.state import World
from bot.local_telegram.values import Chat, Content, FormattedText, Json, Message, Person
from bot.local_telegram.wire import chat_json, inaccessible_json, message_json, user_json


class NotPossible(ValueError):
    """A person tried what the app would not let them do."""


class PersonSide:
    """The hands of the people; every method is one thing they can do in the app."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.groups = Groups(world)

    def create(self, person_id: int, first_name: str, **details: Any) -> Person:
        """Let a person exist; `details` are the other fields of `Person`."""
        return self.world.add_person(Person(person_id, first_name, **details))

    def say(
        self,
        person_id: int,
        text: str,
        chat_id: int | None = None,
        thread: int | None = None,
        reply_to: int | None = None,
    ) -> Message:
        """Write text, in the private chat with the bot when no chat is named."""
        text = clean(text).strip(" \n")
        if not text:
            raise NotPossible("there is nothing to send")
        formatted = FormattedText(text, detect_entities(text))
        return self._post(person_id, chat_id, Content(text=formatted), thread, reply_to)

    def open_link(self, person_id: int, payload: str = "") -> Message:
        """Open `t.me/<bot>?start=<payload>` and press Start."""
        if payload and not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", payload):
            raise NotPossible("a start parameter is 1-64 of A-Z a-z 0-9 _ -")
        return self.say(person_id, f"/start {payload}".strip())

    def upload(
        self,
        person_id: int,
        name: str,
        mime: str,
        data: bytes,
        caption: str = "",
        chat_id: int | None = None,
        size: int | None = None,
    ) -> Message:
        """Send a file; `size` claims another size than that of `data`."""
        stored = self.world.keep_file(name, mime, data, "document", size)
        text = clean(caption).strip(" \n")
        content = Content(file=stored, caption=FormattedText(text, detect_entities(text)) if text else None)
        return self._post(person_id, chat_id, content, None, None)

    def edit(self, person_id: int, message_id: int, text: str, chat_id: int | None = None) -> Message:
        """Change one's own message."""
        message = self._message(chat_id or person_id, message_id)
        if message.sender_id != person_id or message.content.text is None:
            raise NotPossible("only one's own text can be changed")
        text = clean(text).strip(" \n")
        content = Content(text=FormattedText(text, detect_entities(text)))
        edited = replace(message, content=content, edit_date=int(self.world.clock.now()))
        self.world.replace_message(edited)
        self._update("edited_message", edited)
        return edited

    def press(self, person_id: int, message_id: int, button: Json | str, chat_id: int | None = None) -> Json:
        """Press an inline button, named by its text or given whole.

        Returns:
            `{"query_id"}` for a callback, `{"url"}` for a link, `{"copied"}` for text to copy.
        """
        message = self._message(chat_id or person_id, message_id)
        found = _find_button(message, button)
        if "url" in found:
            return {"url": found["url"]}
        if "copy_text" in found:
            return {"copied": found["copy_text"]["text"]}
        if "callback_data" not in found:
            raise NotPossible("this button does nothing here")
        return {"query_id": self._callback(person_id, message, str(found["callback_data"]))}

    def press_data(self, person_id: int, message_id: int, data: str, chat_id: int | None = None) -> str:
        """Send callback data as an old or forged client might, whether or not such a button exists."""
        chat = self.world.chats[chat_id or person_id]
        message = self.world.find_message(chat.id, message_id)
        if message is not None:
            return self._callback(person_id, message, data)
        return self._query_update(person_id, chat, message_id, inaccessible_json(self.world, chat, message_id), data)

    def stop(self, person_id: int, draft_id: int, thread: int | None = None) -> None:
        """Press Stop under a draft."""
        draft = self.world.drafts.get((person_id, thread))
        if draft is None or draft.draft_id != draft_id or not draft.can_stop:
            raise NotPossible("there is nothing to stop")
        self.world.put_draft(replace(draft, stopped=True))
        update: Json = {"chat": chat_json(self.world, self.world.chats[person_id]), "draft_id": draft_id}
        if thread is not None:
            update["message_thread_id"] = thread
        self.world.updates.push("stopped_message_generation", update)

    def react(self, person_id: int, message_id: int, emoji: str | None, chat_id: int | None = None) -> None:
        """Put an emoji on a message, or take it away."""
        message = self._message(chat_id or person_id, message_id)
        mine = tuple(one for owner, one in message.reactions if owner == person_id)
        others = tuple(reaction for reaction in message.reactions if reaction[0] != person_id)
        new = (emoji,) if emoji else ()
        self.world.replace_message(replace(message, reactions=others + tuple((person_id, one) for one in new)))
        chat = self.world.chats[message.chat_id]
        if chat.is_private or chat.bot_status == "administrator":
            self.world.updates.push("message_reaction", self._reaction(person_id, message, mine, new))

    def block(self, person_id: int) -> None:
        """Block the bot."""
        self.world.private_chat(person_id)
        self.world.blocked.add(person_id)
        self._membership(person_id, "member", "kicked")

    def unblock(self, person_id: int) -> None:
        """Let the bot write again."""
        self.world.blocked.discard(person_id)
        self._membership(person_id, "kicked", "member")

    def inline(self, person_id: int, query: str, offset: str = "") -> str:
        """Type after the bot's name in any chat; returns the id of the query."""
        asked = self.world.new_query(person_id)
        self.world.inline_queries[asked.id] = asked
        person = user_json(self.world.people[person_id])
        update = {"id": asked.id, "from": person, "query": query[:256], "offset": offset, "chat_type": "sender"}
        self.world.updates.push("inline_query", update)
        return asked.id

    def choose(self, person_id: int, query_id: str, result_id: str, chat_id: int | None = None) -> Message:
        """Send one of the results an inline query brought."""
        query = self.world.inline_queries[query_id]
        results = (query.answer or {}).get("results", [])
        chosen = next((result for result in results if result["id"] == result_id), None)
        if chosen is None:
            raise NotPossible("there is no such result")
        chat = self._chat(person_id, chat_id)
        message = self.world.new_message(chat.id, person_id, chosen["content"])
        inline_id = f"inline{query_id}" if chosen["keyboard"] else None
        message = replace(message, via_bot=True, keyboard=chosen["keyboard"], inline_id=inline_id)
        posted = self.world.post(message)
        update: Json = {"result_id": result_id, "from": user_json(self.world.people[person_id]), "query": ""}
        if inline_id:
            self.world.inline_messages[inline_id] = (chat.id, posted.id)
            update["inline_message_id"] = inline_id
        self.world.updates.push("chosen_inline_result", update)
        return posted

    def _post(
        self, person_id: int, chat_id: int | None, content: Content, thread: int | None, reply_to: int | None
    ) -> Message:
        chat = self._chat(person_id, chat_id)
        original = self.world.find_message(chat.id, reply_to)
        if thread is None and original is not None:
            thread = original.thread_id
        message = self.world.new_message(chat.id, person_id, content)
        posted = self.world.post(replace(message, thread_id=thread, reply_to=reply_to))
        self._update("message", posted)
        return posted

    def _chat(self, person_id: int, chat_id: int | None) -> Chat:
        if person_id not in self.world.people:
            raise NotPossible("there is no such person")
        chat = (
            self.world.private_chat(person_id) if chat_id in {None, person_id} else self.world.chats.get(chat_id or 0)
        )
        if chat is None or person_id not in chat.members:
            raise NotPossible("there is no such chat for this person")
        if chat.is_private and person_id in self.world.blocked:
            self.unblock(person_id)
        return chat

    def _message(self, chat_id: int, message_id: int) -> Message:
        message = self.world.find_message(chat_id, message_id)
        if message is None:
            raise NotPossible("there is no such message")
        return message

    def _update(self, kind: str, message: Message) -> None:
        if reaches_bot(self.world, self.world.chats[message.chat_id], message):
            self.world.updates.push(kind, message_json(self.world, message))

    def _callback(self, person_id: int, message: Message, data: str) -> str:
        chat = self.world.chats[message.chat_id]
        shown = None if message.inline_id else message_json(self.world, message)
        return self._query_update(person_id, chat, message.id, shown, data, message.inline_id)

    def _query_update(
        self, person_id: int, chat: Chat, message_id: int, shown: Json | None, data: str, inline_id: str | None = None
    ) -> str:
        query = self.world.new_query(person_id, chat.id, message_id)
        self.world.callbacks[query.id] = query
        update: Json = {"id": query.id, "from": user_json(self.world.people[person_id])}
        update.update({"message": shown} if shown is not None else {"inline_message_id": inline_id})
        update.update(chat_instance=str(abs(hash(("chat", chat.id)))), data=data)
        self.world.updates.push("callback_query", update)
        self.world.changes.notify()
        return query.id

    def _reaction(self, person_id: int, message: Message, old: tuple[str, ...], new: tuple[str, ...]) -> Json:
        return {
            "chat": chat_json(self.world, self.world.chats[message.chat_id]),
            "message_id": message.id,
            "user": user_json(self.world.people[person_id]),
            "date": int(self.world.clock.now()),
            "old_reaction": [{"type": "emoji", "emoji": one} for one in old],
            "new_reaction": [{"type": "emoji", "emoji": one} for one in new],
        }

    def _membership(self, person_id: int, old: str, new: str) -> None:
        self.groups.announce(self.world.chats[person_id], person_id, old, new)


def _find_button(message: Message, wanted: Json | str) -> Json:
    rows = [*buttons(message.keyboard), *_rich_buttons((message.content.rich or {}).get("blocks", []))]
    for button in rows:
        if wanted in (button["text"], button):
            return button
    raise NotPossible("there is no such button")


def _rich_buttons(node: object) -> list[Json]:
    """Buttons inside rich text, wherever they stand."""
    if isinstance(node, list):
        return [button for part in node for button in _rich_buttons(part)]
    if not isinstance(node, dict):
        return []
    if node.get("type") == "buttons":
        return list(node["buttons"])
    if node.get("type") == "button":
        return [node["button"]]
    return [button for part in node.values() for button in _rich_buttons(part)]
