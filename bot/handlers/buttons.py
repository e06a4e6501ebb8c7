"""Every press: acknowledged at once, looked up, handed to the one who answers that kind of button."""

import asyncio

import structlog
from telegram import CallbackQuery, MaybeInaccessibleMessage, Update
from telegram.error import TelegramError
from telegram.ext import CallbackQueryHandler

from bot import texts
from bot.keyboards import Action, Press, read_press
from bot.outgoing import Place
from bot.presses import OnPress, Pressed
from bot.services import AnyHandler, Handling, Person, person_of, services

log = structlog.get_logger(__name__)

SILENT = {Action.WRONG, Action.STOP}  # they answer the press with words of their own


async def on_press(update: Update, context: Handling) -> None:
    """Answers any button, also an old or forged one."""
    query = update.callback_query
    if query is None:
        return
    person = await person_of(update, context)
    press = read_press(query.data)
    if press and press.action is Action.STOP:
        await _stop(press, query, person, context)
        return
    pressed = await _look_up(press, query, person, context)
    table: dict[Action, OnPress] = context.application.bot_data["actions"]
    if press is None or pressed is None or press.action not in table:
        await acknowledge(query, texts.BUTTON_EXPIRED.in_(person.language))
        return
    if services(context).presses.wait_s(person.user_id):
        await acknowledge(query)
        return
    if press.action not in SILENT:
        await acknowledge(query)
    await table[press.action](pressed, update, context)


async def acknowledge(query: CallbackQuery, text: str = "") -> None:
    """Answers the press, so that the button stops spinning; one that came too late is no error."""
    try:
        await query.answer(text or None)
    except TelegramError as error:
        log.info("press_not_acknowledged", error=type(error).__name__)


async def _look_up(press: Press | None, query: CallbackQuery, person: Person, context: Handling) -> Pressed | None:
    if press is None or query.message is None:
        return None
    payload = await asyncio.to_thread(services(context).state.kept, press.key)
    if payload is None:
        return None
    return Pressed(
        key=press.key,
        index=press.index,
        payload=payload,
        person=person,
        place=_place(query.message),
        message_id=query.message.message_id,
    )


def _place(message: MaybeInaccessibleMessage) -> Place:
    """Under the message with the button, in its topic."""
    thread = getattr(message, "message_thread_id", None) if getattr(message, "is_topic_message", None) else None
    return Place(message.chat.id, thread or 0, message.message_id)


async def _stop(press: Press, query: CallbackQuery, person: Person, context: Handling) -> None:
    """Stops an answer under way; only who asked may."""
    chat_id = query.message.chat.id if query.message else 0
    number = int(press.key) if press.key.isdecimal() else 0
    running = services(context).running.get((chat_id, number))
    if running is None or running.user_id != person.user_id:
        await acknowledge(query, texts.NOTHING_TO_STOP.in_(person.language))
        return
    running.cancel()
    await acknowledge(query, texts.STOPPING.in_(person.language))


def handlers() -> list[AnyHandler]:
    """What this module answers to."""
    return [CallbackQueryHandler(on_press)]
