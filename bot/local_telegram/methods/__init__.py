"""The Bot API methods that are served, one function each; importing this package fills the table."""

from bot.local_telegram.methods import (
    callbacks,
    chats,
    commands,
    editing,
    files,
    rich,
    sending,
    updates,
)
from bot.local_telegram.methods.registry import METHODS, Call

__all__ = [
    "METHODS",
    "Call",
    "callbacks",
    "chats",
    "commands",
    "editing",
    "files",
    "rich",
    "sending",
    "updates",
]
