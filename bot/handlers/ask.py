"""Plain questions: everything in a private chat, what is addressed to the bot in a group."""

from telegram import Update
from telegram.ext import BaseHandler, MessageHandler, filters

from bot import texts
from bot.addressing import question_in
from bot.asking import ask
from bot.services import Handling, services, tell


async def on_text(update: Update, context: Handling) -> None:
    """Answers a question; stays silent where the message is for others."""
    message = update.effective_message
    if message is None:
        return
    question = question_in(message, services(context).username, context.bot.id)
    if question is None:
        return
    if not question:
        await tell(update, context, texts.EMPTY_QUESTION)
        return
    await ask(update, context, question)


def handlers() -> list[BaseHandler]:  # type: ignore[type-arg]
    """What this module answers to."""
    return [MessageHandler(filters.UpdateType.MESSAGE & filters.TEXT & ~filters.COMMAND, on_text)]
