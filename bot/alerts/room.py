"""What the alerts' handlers and loops work with, made once by the assembly."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.alerts.follows import Follows
from retrieval.interests import Interest

Read = Callable[[str], Interest]  # a person's words to what they mean, given the minutes held


@dataclass(slots=True, kw_only=True)
class Alerts:
    """Subscriptions and how words are read; `digest_hour` is the hour of collected messages."""

    follows: Follows
    read: Read
    digest_hour: int = 8
