"""A person's choices: language and display."""

import asyncio

from telegram import Update
from telegram.ext import CommandHandler, filters

from bot import commands, texts
from bot.keyboards import Action, Press, button
from bot.outgoing import Content, Form, Keyboard, OutgoingMessage
from bot.presses import OnPress, Pressed
from bot.render.answer import render_text
from bot.services import AnyHandler, Handling, Person, person_of, place_of, say, services, tell
from bot.texts import Sentence
from retrieval.model.answers import Language

LANGUAGES: tuple[tuple[str, Sentence], ...] = (
    (Language.DANISH.value, texts.CHOOSE_DANISH),
    (Language.ENGLISH.value, texts.CHOOSE_ENGLISH),
)
FORMS: tuple[tuple[str, Sentence], ...] = (
    (Form.RICH.value, texts.CHOOSE_RICH),
    (Form.PLAIN.value, texts.CHOOSE_PLAIN),
)


async def on_settings(update: Update, context: Handling) -> None:
    """Shows the choices with buttons to change them."""
    person = await person_of(update, context)
    key = services(context).state.keep({"kind": "settings"}, person.user_id)
    content, keyboard = settings_page(person, key)
    await say(context, place_of(update), content, keyboard=keyboard)


async def on_text_form(update: Update, context: Handling) -> None:
    """Switches to plain text: the way out for somebody whose app shows no rich messages."""
    person = await person_of(update, context)
    await asyncio.to_thread(lambda: services(context).state.prefer(person.user_id, form=Form.PLAIN.value))
    await tell(update, context, texts.FORM_SET_PLAIN)


async def on_language(pressed: Pressed, update: Update, context: Handling) -> None:
    """Keeps the language chosen."""
    if pressed.index < len(LANGUAGES):
        await _change(pressed, context, language=LANGUAGES[pressed.index][0])


async def on_form(pressed: Pressed, update: Update, context: Handling) -> None:
    """Keeps the display chosen."""
    if pressed.index < len(FORMS):
        await _change(pressed, context, form=FORMS[pressed.index][0])


async def _change(pressed: Pressed, context: Handling, **choice: str) -> None:
    room = services(context)
    preferences = await asyncio.to_thread(lambda: room.state.prefer(pressed.person.user_id, **choice))
    person = Person(pressed.person.user_id, pressed.person.language_code, preferences)
    content, keyboard = settings_page(person, pressed.key)
    message = OutgoingMessage(place=pressed.place, content=content, keyboard=keyboard)
    await room.delivery.edit(message, pressed.message_id, Form.PLAIN)


def settings_page(person: Person, key: str) -> tuple[Content, Keyboard]:
    """The choices as they stand, and a button for each."""
    language = person.language
    chosen = texts.LANGUAGE_NAME if person.preferences.language else texts.LANGUAGE_AUTO
    form = texts.FORM_PLAIN if person.form is Form.PLAIN else texts.FORM_RICH
    text = texts.SETTINGS.in_(language, tongue=chosen.in_(language), form=form.in_(language))
    keyboard = (
        tuple(button(name.in_(language), Press(key, Action.LANGUAGE, n)) for n, (_, name) in enumerate(LANGUAGES)),
        tuple(button(name.in_(language), Press(key, Action.FORM, n)) for n, (_, name) in enumerate(FORMS)),
    )
    return render_text(text), keyboard


def handlers() -> list[AnyHandler]:
    """What this module answers to."""
    new = filters.UpdateType.MESSAGE
    return [
        CommandHandler(commands.SETTINGS.names, on_settings, new),
        CommandHandler(commands.TEXT.names, on_text_form, new),
    ]


def actions() -> dict[Action, OnPress]:
    """Which buttons this module answers."""
    return {Action.LANGUAGE: on_language, Action.FORM: on_form}
