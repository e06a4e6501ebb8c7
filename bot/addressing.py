"""Whether a message is meant for the bot, and what of it is the question."""

from telegram import Message, MessageEntity


def question_in(message: Message, username: str, bot_id: int) -> str | None:
    """The question in a message, or None where it is not for the bot.

    In private everything is; in a group what mentions the bot or replies to it. A bare mention under somebody's message
    asks about that message. An empty text means that the bot was addressed without a question.
    """
    text = message.text or ""
    if message.chat.id > 0:
        return text.strip()
    mention = _mention(message, username, bot_id)
    if mention is not None:
        rest = (text[: mention[0]] + " " + text[mention[1] :]).strip(" ,:\n")
        quoted = message.reply_to_message
        return rest or ((quoted.text or "").strip() if quoted and quoted.text else "")
    replied = message.reply_to_message
    if replied is not None and replied.from_user is not None and replied.from_user.id == bot_id:
        return text.strip()
    return None


def _mention(message: Message, username: str, bot_id: int) -> tuple[int, int] | None:
    """Where the bot is mentioned, in code points."""
    for entity, words in message.parse_entities([MessageEntity.MENTION, MessageEntity.TEXT_MENTION]).items():
        by_name = words.casefold() == f"@{username}".casefold()
        by_id = entity.user is not None and entity.user.id == bot_id
        if by_name or by_id:
            start = _code_point(message.text or "", entity.offset)
            return start, start + len(words)
    return None


def _code_point(text: str, utf16_offset: int) -> int:
    return len(text.encode("utf-16-le")[: utf16_offset * 2].decode("utf-16-le", "ignore"))
