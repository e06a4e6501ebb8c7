"""What is kept about a person, and erasing it."""

import asyncio

import structlog
from telegram import Update
from telegram.ext import CommandHandler, filters

from bot import commands, texts
from bot.keyboards import Action, Press, button
from bot.outgoing import Form, OutgoingMessage
from bot.presses import OnPress, Pressed
from bot.render import compose
from bot.render.answer import render_text
from bot.render.blocks import Bullets, Heading
from bot.services import AnyHandler, Handling, person_of, place_of, say, services
from bot.state import CONVERSATION_S, KEYS_S

log = structlog.get_logger(__name__)

CONFIRM, KEEP = 1, 0


async def on_privacy(update: Update, context: Handling) -> None:
    """Tells what is kept, for how long, and how to erase it."""
    person = await person_of(update, context)
    periods = {"hours": int(CONVERSATION_S // 3600), "days": int(KEYS_S // 86400)}
    lines = tuple(sentence.in_(person.language, **periods) for sentence in texts.PRIVACY)
    title = Heading(texts.PRIVACY_TITLE.in_(person.language))
    await say(context, place_of(update), compose((title, Bullets(lines))))


async def on_forget(update: Update, context: Handling) -> None:
    """Asks before erasing."""
    person = await person_of(update, context)
    key = services(context).state.keep({"kind": "forget", "user_id": person.user_id}, person.user_id)
    keyboard = (
        (button(texts.FORGET_YES.in_(person.language), Press(key, Action.FORGET, CONFIRM)),),
        (button(texts.FORGET_NO.in_(person.language), Press(key, Action.FORGET, KEEP)),),
    )
    await say(context, place_of(update), render_text(texts.FORGET_ASK.in_(person.language)), keyboard=keyboard)


async def on_confirmed(pressed: Pressed, update: Update, context: Handling) -> None:
    """Erases everything, everywhere; only the person who asked can confirm."""
    room, person = services(context), pressed.person
    if pressed.payload.get("user_id") != person.user_id:
        return
    done = texts.FORGET_KEPT
    if pressed.index == CONFIRM:
        erased = await asyncio.to_thread(room.state.forget, person.user_id)
        for other in room.on_forget:
            await asyncio.to_thread(other, person.user_id)
        log.info("person_forgotten", rows=erased)
        done = texts.FORGET_DONE
    message = OutgoingMessage(place=pressed.place, content=render_text(done.in_(person.language)))
    await room.delivery.edit(message, pressed.message_id, Form.PLAIN)


def handlers() -> list[AnyHandler]:
    """What this module answers to."""
    new = filters.UpdateType.MESSAGE
    return [
        CommandHandler(commands.PRIVACY.names, on_privacy, new),
        CommandHandler(commands.FORGET.names, on_forget, new),
    ]


def actions() -> dict[Action, OnPress]:
    """Which buttons this module answers."""
    return {Action.FORGET: on_confirmed}
