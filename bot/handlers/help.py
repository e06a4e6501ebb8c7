"""Help, and friendly words for what the bot cannot do."""

import re

from telegram import Message, Update
from telegram.ext import CommandHandler, MessageHandler, filters

from bot import commands, texts
from bot.outgoing import Content
from bot.render import compose
from bot.render.blocks import Block, Bullets, Heading, Paragraph
from bot.services import AnyHandler, Handling, person_of, place_of, say, services
from retrieval.model.answers import Language

_DANISH_COMMAND = re.compile(r"^/[a-zæøåéöä_]*[æøåéöä]", re.IGNORECASE)


def help_content(shown: tuple[commands.Command, ...], language: Language, first: str = "") -> Content:
    """The help text; `first` stands before it."""
    lines = tuple(f"/{command.name(language)}: {command.about.in_(language)}" for command in shown)
    blocks: tuple[Block, ...] = (
        Heading(texts.HELP_TITLE.in_(language)),
        Paragraph(texts.HELP_INTRO.in_(language)),
        Paragraph(texts.HELP_BUTTONS.in_(language)),
        Heading(texts.HELP_COMMANDS.in_(language)),
        Bullets(lines),
        Paragraph(texts.HELP_GROUPS.in_(language)),
    )
    return compose((Paragraph(first), *blocks) if first else blocks)


async def _help(update: Update, context: Handling, first: texts.Sentence | None = None) -> None:
    person = await person_of(update, context)
    table: tuple[commands.Command, ...] = context.application.bot_data["commands"]
    is_admin = person.user_id in services(context).admins
    shown = tuple(command for command in table if is_admin or not command.for_admins)
    opening = first.in_(person.language) if first else ""
    await say(context, place_of(update), help_content(shown, person.language, opening))


async def on_help(update: Update, context: Handling) -> None:
    """Tells what a person can do."""
    await _help(update, context)


async def on_unknown_command(update: Update, context: Handling) -> None:
    """Runs a command written with Danish letters; answers one that nobody knows with the help.

    In a group it does so only where the bot is named.
    """
    message = update.effective_message
    if message is None or (message.chat.id < 0 and not _names_bot(message, services(context).username)):
        return
    word, *context.args = (message.text or "").split() or [""]
    run = context.application.bot_data["by_name"].get(commands.spelled_out(word))
    if run is None:
        await _help(update, context, texts.UNKNOWN_COMMAND)
    else:
        await run(update, context)


def _names_bot(message: Message, username: str) -> bool:
    word = (message.text or "").split(maxsplit=1)[:1]
    return bool(word) and word[0].casefold().endswith(f"@{username}".casefold())


def handlers() -> list[AnyHandler]:
    """What this module answers to; a command with Danish letters is none to Telegram."""
    new = filters.UpdateType.MESSAGE
    return [
        CommandHandler(commands.HELP.names, on_help, new),
        MessageHandler(new & filters.Regex(_DANISH_COMMAND), on_unknown_command),
    ]


def last_handlers() -> list[AnyHandler]:
    """What is left when no other handler takes a message; they stand at the end of the table."""
    new = filters.UpdateType.MESSAGE
    return [MessageHandler(new & filters.COMMAND, on_unknown_command)]
