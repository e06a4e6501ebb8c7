"""Buttons that ask a ready-made question."""

from telegram import Update

from bot.asking import ask
from bot.keyboards import Action
from bot.presses import OnPress, Pressed
from bot.services import Handling


async def on_example(pressed: Pressed, update: Update, context: Handling) -> None:
    """Asks the question on the button as if the person had typed it."""
    questions = pressed.payload.get("questions", [])
    if pressed.index < len(questions):
        await ask(update, context, str(questions[pressed.index]))


def actions() -> dict[Action, OnPress]:
    """Which buttons this module answers."""
    return {Action.ASK: on_example}
