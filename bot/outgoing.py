"""What is sent: plain data that rendering makes and delivery sends; nothing here knows Telegram's client."""

from dataclasses import dataclass, field, replace
from enum import StrEnum


class Form(StrEnum):
    """The three forms of one message, best first; each carries the same content."""

    RICH = "rich"
    HTML = "html"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Button:
    """One button: exactly one of `data` (callback, at most 64 bytes), `url` and `inline` (text for inline mode)."""

    label: str
    data: str = ""
    url: str = ""
    inline: str = ""


Keyboard = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """One content in its forms. `html` and `plain` are pieces within Telegram's limits, in reading order.

    `rich` is empty where structure does not help the reader or the content is too large for it.
    """

    rich: str = ""
    html: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message goes: chat and topic (0 = none), and the message it replies to (0 = none)."""

    chat_id: int
    thread_id: int = 0
    reply_to: int = 0

    @property
    def is_group(self) -> bool:
        """Whether the chat has several people: their ids are negative."""
        return self.chat_id < 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingMessage:
    """A message on its way: the keyboard stands under its last piece."""

    place: Place
    content: Content
    keyboard: Keyboard = ()
    silent: bool = False

    def at(self, chat_id: int) -> "OutgoingMessage":
        """The same message to another chat: where Telegram says that this one has moved."""
        return replace(self, place=replace(self.place, chat_id=chat_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingFile:
    """A photo or document with a caption of at most 1,024 UTF-16 units (plain text)."""

    place: Place
    name: str
    data: bytes = field(repr=False)
    caption: str = ""
    is_photo: bool = False
    keyboard: Keyboard = ()

    def at(self, chat_id: int) -> "OutgoingFile":
        """The same file to another chat."""
        return replace(self, place=replace(self.place, chat_id=chat_id))


@dataclass(frozen=True, slots=True)
class Sent:
    """What Telegram took: the ids of the pieces in order (an edit keeps its id) and the form it took them in."""

    message_ids: tuple[int, ...]
    form: Form

    @property
    def last_id(self) -> int:
        """The id of the last piece: the one that carries the keyboard; 0 where nothing was sent."""
        return self.message_ids[-1] if self.message_ids else 0
