"""What the alerts' handlers work with, made once by the assembly."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.alerts.follows import Follows
from bot.alerts.hours import Hours
from bot.alerts.outbox import Outbox
from retrieval.interests import Interest

Read = Callable[[str], Interest]  # a person's words to what they mean, given the minutes held


@dataclass(slots=True, kw_only=True)
class Alerts:
    """Subscriptions, what is to be sent, how words are read, and whether there is anything in them to look for."""

    follows: Follows
    outbox: Outbox
    read: Read
    can_match: Callable[[Interest], bool]
    hours: Hours

    @property
    def digest_hour(self) -> int:
        """The hour of collected messages."""
        return self.hours.digest
