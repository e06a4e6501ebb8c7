"""Values as the Bot API writes them."""

from __future__ import annotations

from bot.local_telegram.state import World
from bot.local_telegram.values import Chat, ChatKind, FormattedText, Json, Message, Person, StoredFile

MIME_PHOTO = "image/jpeg"


def user_json(person: Person) -> Json:
    """A `User`."""
    user: Json = {"id": person.id, "is_bot": person.is_bot, "first_name": person.first_name}
    if person.username:
        user["username"] = person.username
    if person.language_code and not person.is_bot:
        user["language_code"] = person.language_code
    if person.is_premium:
        user["is_premium"] = True
    return user


def chat_json(world: World, chat: Chat) -> Json:
    """A `Chat`."""
    if chat.is_private:
        person = world.people[chat.id]
        fields = {"id": chat.id, "first_name": person.first_name, "username": person.username, "type": "private"}
        return {key: value for key, value in fields.items() if value is not None}
    written: Json = {"id": chat.id, "title": chat.title, "type": chat.kind.value}
    if chat.is_forum:
        written["is_forum"] = True
    return written


def message_json(world: World, message: Message, with_reply: bool = True) -> Json:
    """A `Message`; the message it replies to comes along one step deep."""
    chat = world.chats[message.chat_id]
    written: Json = {
        "message_id": message.id,
        "from": user_json(world.account(message.sender_id)),
        "chat": chat_json(world, chat),
        "date": message.date,
    }
    if message.thread_id is not None:
        written.update(message_thread_id=message.thread_id, is_topic_message=True)
    if message.edit_date is not None:
        written["edit_date"] = message.edit_date
    if message.via_bot:
        written["via_bot"] = user_json(world.bot)
    if with_reply:
        written.update(_reply_json(world, message))
    written.update(_content_json(message))
    if message.keyboard and "inline_keyboard" in message.keyboard:
        written["reply_markup"] = message.keyboard
    if message.link_preview:
        written["link_preview_options"] = message.link_preview
    return written


def inaccessible_json(world: World, chat: Chat, message_id: int) -> Json:
    """An `InaccessibleMessage`: it was there once."""
    return {"chat": chat_json(world, chat), "message_id": message_id, "date": 0}


def _reply_json(world: World, message: Message) -> Json:
    original = world.find_message(message.chat_id, message.reply_to)
    if original is None:
        return {}
    fields: Json = {"reply_to_message": message_json(world, original, with_reply=False)}
    if message.quote:
        fields["quote"] = message.quote
    return fields


def _content_json(message: Message) -> Json:
    content = message.content
    fields: Json = dict(content.service or {})
    if content.text is not None:
        fields.update(_text_json(content.text, "text", "entities"))
    if content.rich is not None:
        fields["rich_message"] = content.rich
    if content.file is not None:
        fields[content.file.kind] = file_json(content.file)
    if content.caption is not None and content.caption.text:
        fields.update(_text_json(content.caption, "caption", "caption_entities"))
    return fields


def _text_json(formatted: FormattedText, text_key: str, entities_key: str) -> Json:
    fields: Json = {text_key: formatted.text}
    if formatted.entities:
        fields[entities_key] = [entity.to_json() for entity in formatted.entities]
    return fields


def file_json(file: StoredFile) -> Json | list[Json]:
    """A `Document`, or the sizes of a photo."""
    base: Json = {"file_id": file.file_id, "file_unique_id": file.unique_id, "file_size": file.size}
    if file.kind == "photo":
        return [{**base, "width": file.width or 1, "height": file.height or 1}]
    return {**base, "file_name": file.name, "mime_type": file.mime}


def member_json(world: World, chat: Chat, user_id: int) -> Json:
    """A `ChatMember` of any of its kinds."""
    user = {"user": user_json(world.account(user_id))}
    status = chat.bot_status if user_id == world.bot.id else _person_status(chat, user_id)
    if status == "administrator":
        rights = dict.fromkeys(_ADMIN_RIGHTS, False)
        return {"status": status, **user, "can_be_edited": False, "is_anonymous": False, **rights}
    if status == "creator":
        return {"status": status, **user, "is_anonymous": False}
    if status == "kicked":
        return {"status": status, **user, "until_date": 0}
    return {"status": status, **user}


_ADMIN_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)


def _person_status(chat: Chat, user_id: int) -> str:
    if user_id in chat.admins:
        return "administrator"
    return "member" if user_id in chat.members else "left"


def is_group(chat: Chat) -> bool:
    """Whether more than one person may be in it."""
    return chat.kind is not ChatKind.PRIVATE
