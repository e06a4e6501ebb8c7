"""Whether a message is meant for the bot, and what of it is the question."""

from telegram import Message, MessageEntity


def question_in(message: Message, username: str, bot_id: int) -> str | None:
    """The question in a message or under a picture, or None where it is not for the bot.

    In private everything is; in a group what mentions the bot or replies to it. A bare mention under somebody's message
    asks about that message. An empty text means that the bot was addressed without a question.
    """
    if _is_of_a_bot(message, bot_id):
        return None
    text = message.text or message.caption or ""
    if message.chat.id > 0:
        return text.strip()
    mention = _mention(message, username, bot_id)
    if mention is not None:
        rest = (text[: mention[0]] + " " + text[mention[1] :]).strip(" ,:\n")
        quoted = message.reply_to_message
        return rest or ((quoted.text or quoted.caption or "").strip() if quoted else "")
    replied = message.reply_to_message
    if replied is not None and replied.from_user is not None and replied.from_user.id == bot_id:
        return text.strip()
    return None


def _is_of_a_bot(message: Message, bot_id: int) -> bool:
    """What another bot writes, or our own words sent by inline mode: answering them could go on for ever.

    A group's anonymous administrators write as a bot of Telegram's, in the name of the group.
    """
    by_us = message.via_bot is not None and message.via_bot.id == bot_id
    sender = message.from_user
    return by_us or (sender is not None and sender.is_bot and message.sender_chat is None)


def _mention(message: Message, username: str, bot_id: int) -> tuple[int, int] | None:
    """Where the bot is mentioned, in code points."""
    kinds: list[str | None] = [MessageEntity.MENTION, MessageEntity.TEXT_MENTION]
    found = message.parse_entities(kinds) if message.text else message.parse_caption_entities(kinds)
    for entity, words in found.items():
        by_name = words.casefold() == f"@{username}".casefold()
        by_id = entity.user is not None and entity.user.id == bot_id
        if by_name or by_id:
            start = _code_point(message.text or message.caption or "", entity.offset)
            return start, start + len(words)
    return None


def _code_point(text: str, utf16_offset: int) -> int:
    return len(text.encode("utf-16-le")[: utf16_offset * 2].decode("utf-16-le", "ignore"))
