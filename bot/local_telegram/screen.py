"""What one person sees of one chat right now."""

from __future__ import annotations

from bot.local_telegram.methods.commands import menu_for
from bot.local_telegram.rich_inline import plain_text
from bot.local_telegram.state import World
from bot.local_telegram.values import Chat, Content, FormattedText, Json, Message

SHOWN_MESSAGES = 300
_PREVIEW_CHARACTERS = 120


def screen_json(world: World, person_id: int, chat_id: int, thread: int | None = None) -> Json:
    """The chat as the app draws it.

    Args:
        world: where it all is.
        person_id: whose eyes.
        chat_id: a chat of theirs.
        thread: only this topic of a forum, when given.
    """
    chat = world.chats[chat_id]
    seen = [message for message in world.messages[chat_id].values() if thread in {None, message.thread_id}]
    return {
        "version": world.changes.version,
        "person": {"id": person_id, "name": world.people[person_id].first_name},
        "bot": bot_json(world, world.people[person_id].language_code or ""),
        "chat": {"id": chat.id, "title": title(world, chat), "kind": chat.kind.value, "topics": list(chat.topics)},
        "chats": [{"id": one.id, "title": title(world, one)} for one in chats_of(world, person_id)],
        "messages": [_message(world, person_id, message) for message in seen[-SHOWN_MESSAGES:]],
        "draft": _draft(world, chat_id, thread),
        "actions": [action.action for action in world.live_actions(chat_id) if thread in {None, action.thread_id}],
        "commands": menu_for(world, chat, person_id),
        "blocked": chat.is_private and person_id in world.blocked,
    }


def next_expiry(world: World, chat_id: int) -> float | None:
    """When something on the screen goes away by itself, in seconds of the server's clock."""
    times = [draft.expires for draft in world.live_drafts(chat_id)]
    times += [action.expires for action in world.live_actions(chat_id)]
    return min(times, default=None)


def bot_json(world: World, language: str) -> Json:
    """The bot's name and texts in a language."""

    def text(field: str) -> str:
        return world.profile.get((field, language[:2])) or world.profile.get((field, ""), "")

    return {
        "name": text("name") or world.bot.first_name,
        "username": world.bot.username,
        "description": text("description"),
        "short_description": text("short_description"),
    }


def chats_of(world: World, person_id: int) -> list[Chat]:
    """The chats a person has, the one with the bot first."""
    mine = [chat for chat in world.chats.values() if person_id in chat.members and chat.migrated_to is None]
    return sorted(mine, key=lambda chat: not chat.is_private)


def title(world: World, chat: Chat) -> str:
    """A chat's name as a person sees it."""
    return world.bot.first_name if chat.is_private else chat.title


def _message(world: World, person_id: int, message: Message) -> Json:
    sender = world.account(message.sender_id)
    drawn: Json = {
        "id": message.id,
        "mine": message.sender_id == person_id,
        "from_bot": sender.is_bot,
        "from": sender.first_name,
        "date": message.date,
        "edit_date": message.edit_date,
        "thread_id": message.thread_id,
        "keyboard": (message.keyboard or {}).get("inline_keyboard", []),
        "reactions": [emoji for _, emoji in message.reactions],
        **_content(message.content, world.people[person_id].renders_rich),
    }
    original = world.find_message(message.chat_id, message.reply_to)
    if original is not None:
        quoted = (message.quote or {}).get("text") or preview(original.content)
        drawn["reply"] = {"id": original.id, "from": world.account(original.sender_id).first_name, "text": quoted}
    return drawn


def _content(content: Content, renders_rich: bool = True) -> Json:
    drawn: Json = {}
    if content.text is not None:
        drawn.update(_formatted(content.text))
    if content.rich is not None:
        drawn.update({"rich": content.rich["blocks"]} if renders_rich else {"unsupported": True})
    if content.caption is not None:
        drawn.update(_formatted(content.caption))
    if content.file is not None:
        file = content.file
        drawn["file"] = {"id": file.file_id, "kind": file.kind, "name": file.name, "size": file.size}
        drawn["file"].update(width=file.width, height=file.height)
    if content.service is not None:
        drawn["service"] = next(iter(content.service))
    return drawn


def preview(content: Content) -> str:
    """One line of a message."""
    held = content.text or content.caption
    if held is not None:
        text = held.text
    elif content.rich is not None:
        first = content.rich["blocks"][0]
        text = plain_text(first.get("text", first.get("summary", "")))
    else:
        text = content.file.name if content.file else ""
    return text[:_PREVIEW_CHARACTERS]


def _formatted(formatted: FormattedText) -> Json:
    return {"text": formatted.text, "entities": [entity.to_json() for entity in formatted.entities]}


def _draft(world: World, chat_id: int, thread: int | None) -> Json | None:
    for draft in world.live_drafts(chat_id):
        if thread in {None, draft.thread_id}:
            return {"draft_id": draft.draft_id, "can_stop": draft.can_stop, **_content(draft.content)}
    return None
