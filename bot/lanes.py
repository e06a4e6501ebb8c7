"""Which updates wait for each other: what one person writes in one chat, in its order; a stop waits for nothing."""

from telegram import Update

from bot.commands import STOP
from bot.handlers.stop import STOPPED_UPDATE
from bot.keyboards import Action, read_press

Lane = tuple[str, int, int]


def lane_of(update: object) -> Lane | None:
    """The lane an update is handled in; None for what waits for no other.

    In a private chat the lane is the chat. In a group each person has their own, so that nobody waits for the answer to
    another. Presses and inline queries have none: they are acknowledged at once, and name what they are about.
    """
    if not isinstance(update, Update) or is_stop(update):
        return None
    if message := update.message or update.edited_message:
        writer = message.from_user
        return "message", message.chat.id, writer.id if writer else 0
    if update.my_chat_member:
        return "membership", update.my_chat_member.chat.id, 0
    return None


def is_stop(update: object) -> bool:
    """Whether an update ends an answer under way: the command, or one of the two buttons."""
    if not isinstance(update, Update):
        return False
    if update.callback_query:
        press = read_press(update.callback_query.data)
        return press is not None and press.action is Action.STOP
    first = (update.message.text or "").split(maxsplit=1)[:1] if update.message else []
    name = first[0].partition("@")[0].casefold() if first else ""
    return STOPPED_UPDATE in update.api_kwargs or (name.startswith("/") and name[1:] in STOP.names)
