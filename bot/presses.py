"""A pressed button with what it stands for, ready for the one who answers it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from telegram import Update

from bot.outgoing import Place
from bot.services import Handling, Person
from bot.snapshots import unpack_citation
from retrieval.model.answers import Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """`payload` is what is kept under the key; `place` replies to the message that carries the button."""

    key: str
    index: int
    payload: dict[str, Any]
    person: Person
    place: Place
    message_id: int

    def citation(self) -> Citation | None:
        """The citation with the button's index."""
        cited = self.payload.get("citations", [])
        return unpack_citation(cited[self.index]) if self.index < len(cited) else None

    def item(self) -> tuple[str, int] | None:
        """Meeting key and number of the first item the answer cites, or None."""
        for cited in self.payload.get("citations", []):
            if cited["item"]:
                return cited["meeting_key"], cited["item"]
        return None


OnPress = Callable[[Pressed, Update, Handling], Awaitable[None]]
