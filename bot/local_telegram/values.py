"""The plain values the local Telegram is made of: people, chats, messages and what they hold."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Person:
    """An account; the bot is one too."""

    id: int
    first_name: str
    username: str | None = None
    language_code: str | None = "da"
    is_bot: bool = False
    is_premium: bool = False
    renders_rich: bool = True
    deactivated: bool = False


class ChatKind(StrEnum):
    """The kinds of chat, by the names of the Bot API."""

    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"


@dataclass(frozen=True, slots=True)
class Chat:
    """A conversation. In a private chat `id` is the person's; groups have negative ids."""

    id: int
    kind: ChatKind
    title: str = ""
    members: frozenset[int] = frozenset()
    admins: frozenset[int] = frozenset()
    bot_status: str = "member"
    topics: tuple[tuple[int, str], ...] = ()
    is_forum: bool = False
    migrated_to: int | None = None

    @property
    def is_private(self) -> bool:
        """Whether one person talks with the bot alone."""
        return self.kind is ChatKind.PRIVATE


@dataclass(frozen=True, slots=True)
class Entity:
    """A stretch of text with a meaning; offset and length count UTF-16 code units."""

    type: str
    offset: int
    length: int
    extra: tuple[tuple[str, Any], ...] = ()

    def to_json(self) -> Json:
        """The entity as the Bot API writes it."""
        return {"type": self.type, "offset": self.offset, "length": self.length, **dict(self.extra)}


@dataclass(frozen=True, slots=True)
class FormattedText:
    """Text with its entities."""

    text: str
    entities: tuple[Entity, ...] = ()


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file somebody sent; `data` may be absent for one that only has a size."""

    file_id: str
    unique_id: str
    name: str
    mime: str
    size: int
    data: bytes
    kind: str = "document"
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Content:
    """What a message holds: text, a rich document, a file with a caption, or a service notice."""

    text: FormattedText | None = None
    rich: Json | None = None
    file: StoredFile | None = None
    caption: FormattedText | None = None
    service: Json | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """A message as both sides see it."""

    id: int
    chat_id: int
    sender_id: int
    date: int
    content: Content
    thread_id: int | None = None
    reply_to: int | None = None
    quote: Json | None = None
    keyboard: Json | None = None
    edit_date: int | None = None
    via_bot: bool = False
    inline_id: str | None = None
    link_preview: Json | None = None
    reactions: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A message being written: shown, never stored, gone after half a minute."""

    draft_id: int
    chat_id: int
    thread_id: int | None
    content: Content
    expires: float
    can_stop: bool = False
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class ChatAction:
    """'typing' and its like, until `expires`."""

    chat_id: int
    thread_id: int | None
    action: str
    expires: float


@dataclass(frozen=True, slots=True)
class Query:
    """A callback or inline query waiting for its answer."""

    id: str
    person_id: int
    asked: float
    chat_id: int | None = None
    message_id: int | None = None
    answer: Json | None = None


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where updates are delivered when they are not fetched."""

    url: str
    secret: str | None = None
    max_connections: int = 40
    last_error: str | None = None
    last_error_date: int | None = None
