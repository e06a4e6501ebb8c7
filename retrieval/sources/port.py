"""The port every source speaks through, and what a source is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from retrieval.errors import AssistantError
from retrieval.ingest import IngestResult


class SourceFailed(AssistantError):
    """A source could not be looked at; it is tried again later, and the others go on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a source remembers of one thing it brought: `mark` tells whether it has changed since."""

    item: str
    mark: str
    meeting_key: str = ""


class AttachmentState(StrEnum):
    """How far an attachment has come."""

    LISTED = "listed"  # with its link; its words were not asked for
    READ = "read"
    FAILED = "failed"  # it did not come; it is asked for again a few times
    UNUSABLE = "unusable"  # too large, no PDF, or without readable text


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedAttachment:
    """An attachment of an item of a published meeting: its title, where it is to be had, and its words where read."""

    item: str  # the item's title
    title: str
    link: str
    state: AttachmentState = AttachmentState.LISTED
    reason: str = ""
    tries: int = 0
    text: str = field(default="", repr=False)


class Hand(Protocol):
    """What a source is given: a memory of what it brought, and the way in for what is new."""

    async def seen(self) -> dict[str, Seen]:
        """All it remembers, by item."""

    async def take(self, item: str, mark: str, name: str, data: bytes) -> IngestResult:
        """Brings one document in and remembers it; one that cannot be used is set aside, and remembered as well.

        Raises:
            StateError: it cannot be stored now; it is not remembered.
        """

    async def take_files(self, files: Sequence[tuple[Seen, Path]]) -> int:
        """The same for several files, which are indexed together; how many went in or were set aside.

        Raises:
            StateError: they cannot be stored now; what is not remembered is given again.
        """

    async def remember(self, seen: Seen) -> None:
        """Remembers something without bringing it in."""

    async def set_aside(self, item: str, name: str, reason: str) -> None:
        """Lists something that could not be used, with its reason."""

    async def forget(self, items: Iterable[str]) -> None:
        """Forgets what is gone."""

    async def attachments(self, links: Iterable[str]) -> dict[str, LinkedAttachment]:
        """What is kept of attachments with these links, by link."""

    async def keep_attachments(self, fingerprint: str, attachments: Sequence[LinkedAttachment]) -> None:
        """Keeps the attachments of the document with this SHA-256, in place of what was kept of it."""

    async def withdraw(self, meeting_key: str, reason: str) -> None:
        """Takes a meeting down for good."""


class Source(Protocol):
    """A place that new minutes come from."""

    @property
    def name(self) -> str:
        """What it is called in the status; it holds no secret."""

    @property
    def every_s(self) -> float:
        """Seconds between two looks where nothing calls for one earlier."""

    async def look(self, hand: Hand) -> int:
        """Brings in what is new; how many documents.

        Raises:
            SourceFailed: it could not be looked at.
        """

    async def until_news(self, seconds: float) -> None:
        """Waits that long, or until there may be something new."""
