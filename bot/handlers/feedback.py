"""The wrong-answer button: freezes question, answer, evidence and versions for a person to review."""

import asyncio

from telegram import InlineKeyboardMarkup, Message, Update

from bot import texts
from bot.handlers.buttons import acknowledge
from bot.keyboards import Action, Press, button
from bot.outgoing import Button, Keyboard
from bot.presses import OnPress, Pressed
from bot.services import Handling, services
from bot.snapshots import language_of


async def on_wrong(pressed: Pressed, update: Update, context: Handling) -> None:
    """Keeps the case, thanks, and takes the button out of use."""
    query, room = update.callback_query, services(context)
    if query is None:
        return
    held = {info.key: info.version for info in await room.workers.run(room.assistant.meetings)}
    cited = {entry["meeting_key"] for entry in pressed.payload.get("citations", [])}
    frozen = pressed.payload | {"versions": {key: held[key] for key in sorted(cited) if key in held}}
    question = str(pressed.payload.get("question", ""))
    await asyncio.to_thread(room.state.freeze, pressed.key, pressed.person.user_id, question, frozen)
    await acknowledge(query, texts.FEEDBACK_THANKS.in_(pressed.person.language))
    if isinstance(query.message, Message) and query.message.reply_markup:
        keyboard = _used(query.message.reply_markup, pressed)
        await room.delivery.set_keyboard(pressed.place, pressed.message_id, keyboard)


def _used(markup: InlineKeyboardMarkup, pressed: Pressed) -> Keyboard:
    """The same keyboard with the pressed button saying that it was used."""
    own = Press(pressed.key, Action.WRONG).data()
    told = button(texts.WRONG_ANSWER_TOLD.in_(language_of(pressed.payload)), Press(pressed.key, Action.NONE))
    return tuple(
        tuple(
            told if old.callback_data == own else Button(old.text, data=str(old.callback_data or ""), url=old.url or "")
            for old in row
        )
        for row in markup.inline_keyboard
    )


async def on_used(pressed: Pressed, update: Update, context: Handling) -> None:
    """A used button does nothing more; the press has been acknowledged."""


def actions() -> dict[Action, OnPress]:
    """Which buttons this module answers."""
    return {Action.WRONG: on_wrong, Action.NONE: on_used}
