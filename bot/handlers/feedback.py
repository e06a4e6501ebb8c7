"""A wrong answer, by button or thumb down: freezes question, answer, evidence and versions for a person to review."""

import asyncio
from collections.abc import Sequence
from typing import Any

from telegram import InlineKeyboardMarkup, Message, ReactionType, ReactionTypeEmoji, Update
from telegram.constants import ReactionEmoji
from telegram.ext import MessageReactionHandler

from bot import texts
from bot.handlers.buttons import acknowledge
from bot.keyboards import Action, Press, button
from bot.outgoing import Button, Keyboard
from bot.presses import OnPress, Pressed
from bot.services import AnyHandler, Handling, Services, services, tell
from bot.snapshots import language_of

THUMB_DOWN = ReactionEmoji.THUMBS_DOWN.value


async def on_wrong(pressed: Pressed, update: Update, context: Handling) -> None:
    """Keeps the case, thanks, and takes the button out of use."""
    query, room = update.callback_query, services(context)
    if query is None:
        return
    await _freeze(room, pressed.key, pressed.payload, pressed.person.user_id)
    await acknowledge(query, texts.FEEDBACK_THANKS.in_(pressed.person.language))
    if isinstance(query.message, Message) and query.message.reply_markup:
        keyboard = _used(query.message.reply_markup, pressed)
        await room.delivery.set_keyboard(pressed.place, pressed.message_id, keyboard)


async def on_reaction(update: Update, context: Handling) -> None:
    """Keeps the case where somebody puts a thumb down on an answer."""
    change, room = update.message_reaction, services(context)
    if change is None or THUMB_DOWN not in _emoji(change.new_reaction) or THUMB_DOWN in _emoji(change.old_reaction):
        return
    key = await asyncio.to_thread(room.state.shown, change.chat.id, change.message_id)
    payload = await asyncio.to_thread(room.state.kept, key) if key else None
    if payload is None:
        return
    fresh = await _freeze(room, key, payload, change.user.id if change.user else 0)
    if fresh and change.chat.id > 0:
        await tell(update, context, texts.FEEDBACK_THANKS)


def _emoji(reactions: Sequence[ReactionType]) -> set[str]:
    return {reaction.emoji for reaction in reactions if isinstance(reaction, ReactionTypeEmoji)}


async def _freeze(room: Services, key: str, payload: dict[str, Any], user_id: int) -> bool:
    """Keeps question, answer and evidence with the versions of the documents cited; False where it is kept already."""
    held = {info.key: info.version for info in await room.workers.run(room.assistant.meetings)}
    cited = {entry["meeting_key"] for entry in payload.get("citations", [])}
    frozen = payload | {"versions": {meeting: held[meeting] for meeting in sorted(cited) if meeting in held}}
    return await asyncio.to_thread(room.state.freeze, key, user_id, str(payload.get("question", "")), frozen)


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


def handlers() -> list[AnyHandler]:
    """What this module answers to."""
    return [MessageReactionHandler(on_reaction, message_reaction_types=MessageReactionHandler.MESSAGE_REACTION_UPDATED)]


def actions() -> dict[Action, OnPress]:
    """Which buttons this module answers."""
    return {Action.WRONG: on_wrong, Action.NONE: on_used}
