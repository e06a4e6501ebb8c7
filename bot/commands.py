"""The commands: Danish name, English alias, what the menu says, and who sees them."""

from collections.abc import Awaitable, Iterable
from dataclasses import dataclass

import structlog
from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import TelegramError

from bot import texts
from bot.texts import Sentence
from retrieval.model.answers import Language

log = structlog.get_logger(__name__)

# English for everybody, Danish for those whose Telegram is Danish: a menu without language is the rest's.
LANGUAGES = ((Language.ENGLISH, None), (Language.DANISH, "da"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One thing a person can do by name. Both names always work; the menu shows the one of the language."""

    danish: str
    english: str
    about: Sentence
    in_groups: bool = True
    for_admins: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """All names, each once."""
        return tuple(dict.fromkeys((self.danish, self.english)))

    def name(self, language: Language) -> str:
        """The name shown in that language."""
        return self.danish if language is Language.DANISH else self.english


START = Command(danish="start", english="start", about=texts.COMMAND_START, in_groups=False)
HELP = Command(danish="hjaelp", english="help", about=texts.COMMAND_HELP)
SUMMARY = Command(danish="resume", english="summary", about=texts.COMMAND_SUMMARY)
MEETINGS = Command(danish="moeder", english="meetings", about=texts.COMMAND_MEETINGS)
CASE = Command(danish="sag", english="case", about=texts.COMMAND_CASE)
SETTINGS = Command(danish="indstillinger", english="settings", about=texts.COMMAND_SETTINGS, in_groups=False)
TEXT = Command(danish="tekst", english="text", about=texts.COMMAND_TEXT, in_groups=False)
STOP = Command(danish="stop", english="cancel", about=texts.COMMAND_STOP)
PRIVACY = Command(danish="privatliv", english="privacy", about=texts.COMMAND_PRIVACY)
FORGET = Command(danish="sletmig", english="forgetme", about=texts.COMMAND_FORGET, in_groups=False)
STATUS = Command(danish="status", english="status", about=texts.COMMAND_STATUS, in_groups=False, for_admins=True)

# In the order of the menu.
COMMANDS: tuple[Command, ...] = (SUMMARY, MEETINGS, CASE, HELP, SETTINGS, TEXT, STOP, PRIVACY, FORGET, START, STATUS)


_SPELLED = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "é": "e", "ö": "oe", "ä": "ae"})


def spelled_out(word: str) -> str:
    """A command as a Dane types it (`/Hjælp@referat_bot`) by its name: Telegram's commands have no æ, ø, å and é."""
    return word.removeprefix("/").partition("@")[0].casefold().translate(_SPELLED)


def menu(commands: Iterable[Command], language: Language) -> list[BotCommand]:
    """The commands as Telegram's menu takes them."""
    return [BotCommand(command.name(language), command.about.in_(language)) for command in commands]


async def publish(bot: Bot, commands: tuple[Command, ...], admins: Iterable[int]) -> None:
    """Sets menus for private chats, groups and admins, and what the bot says about itself, in both languages.

    What a server refuses is logged and left out: the bot answers without it.
    """
    everybody = [command for command in commands if not command.for_admins]
    scopes: list[tuple[BotCommandScope, list[Command]]] = [
        (BotCommandScopeAllPrivateChats(), everybody),
        (BotCommandScopeAllGroupChats(), [command for command in everybody if command.in_groups]),
        # An admin who has not talked to the bot yet has no chat: then the next start sets the menu.
        *((BotCommandScopeChat(admin), list(commands)) for admin in admins),
    ]
    for scope, shown in scopes:
        for language, code in LANGUAGES:
            await _attempt(bot.set_my_commands(menu(shown, language), scope=scope, language_code=code))
    for language, code in LANGUAGES:
        await _attempt(bot.set_my_description(texts.DESCRIPTION.in_(language), language_code=code))
        await _attempt(bot.set_my_short_description(texts.SHORT_DESCRIPTION.in_(language), language_code=code))


async def _attempt(request: Awaitable[bool]) -> None:
    try:
        await request
    except TelegramError as error:
        log.warning("menu_not_set", error=type(error).__name__)
