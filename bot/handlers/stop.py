"""Stopping an answer: the button on a draft, and /stop."""

from telegram import Update
from telegram.ext import ApplicationHandlerStop, CommandHandler, TypeHandler, filters

from bot import commands, texts
from bot.services import AnyHandler, Handling, person_of, place_of, services, tell

STOPPED_UPDATE = "stopped_message_generation"  # Bot API 10.3; the client does not know it by name yet


async def on_stop(update: Update, context: Handling) -> None:
    """Stops what the person asked for in this chat."""
    person, chat_id = await person_of(update, context), place_of(update).chat_id
    mine = [
        running
        for (chat, _), running in services(context).running.items()
        if chat == chat_id and running.user_id == person.user_id
    ]
    for running in mine:
        running.cancel()
    if not mine:
        await tell(update, context, texts.NOTHING_TO_STOP)


async def on_stopped_draft(update: Update, context: Handling) -> None:
    """Ends the work behind a draft whose stop button was pressed: Telegram only hides the draft."""
    stopped = update.api_kwargs.get(STOPPED_UPDATE)
    if not isinstance(stopped, dict):
        return
    chat_id, draft_id = stopped.get("chat", {}).get("id"), stopped.get("draft_id")
    if isinstance(chat_id, int) and isinstance(draft_id, int):
        running = services(context).running.get((chat_id, draft_id))
        if running is not None:
            running.cancel()
    raise ApplicationHandlerStop


def handlers() -> list[AnyHandler]:
    """What this module answers to."""
    return [CommandHandler(commands.STOP.names, on_stop, filters.UpdateType.MESSAGE)]


def first_handlers() -> list[AnyHandler]:
    """What must be seen before all others: update kinds the client has no handler for."""
    return [TypeHandler(Update, on_stopped_draft)]
