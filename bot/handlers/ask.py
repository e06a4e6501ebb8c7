"""Plain questions, also edited or under a picture: all of a private chat, what is addressed to the bot in a group."""

from telegram import Update
from telegram.ext import MessageHandler, filters

from bot import texts
from bot.addressing import question_in
from bot.asking import ask
from bot.services import AnyHandler, Handling, services, tell


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


def handlers() -> list[AnyHandler]:
    """What this module answers to."""
    words = (filters.TEXT | filters.CAPTION) & ~filters.COMMAND
    return [MessageHandler(filters.UpdateType.MESSAGES & words, on_text)]
