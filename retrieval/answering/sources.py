"""What claims are checked against: the stored texts and what was parsed from them, and what the asker said."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from retrieval.model.answers import Citation
from retrieval.model.minutes import AgendaItem, Document, Meeting


class Stored(Protocol):
    """A stored meeting as far as verification needs it; `StoredMeeting` of the store is one."""

    @property
    def key(self) -> str: ...  # noqa: D102 - the meeting's key
    @property
    def document(self) -> Document: ...  # noqa: D102 - its text
    @property
    def meeting(self) -> Meeting: ...  # noqa: D102 - what was parsed from it


@dataclass(frozen=True, slots=True)
class Sources:
    """The stored meetings by key; the mapping may load them when asked."""

    meetings: Mapping[str, Stored]

    @classmethod
    def of(cls, stored: Iterable[Stored]) -> "Sources":
        """Sources of these stored meetings."""
        return cls({one.key: one for one in stored})

    def stored(self, citation: Citation) -> Stored | None:
        """The stored meeting a citation names, or None."""
        return self.meetings.get(citation.meeting_key)

    def item(self, citation: Citation) -> AgendaItem | None:
        """The agenda item a citation names; None for the meeting's head and for what is not there.

        Where a document prints a number twice, the item whose span holds the quote is meant.
        """
        stored = self.stored(citation)
        if stored is None:
            return None
        same = [item for item in stored.meeting.items if item.number == citation.item]
        inside = [item for item in same if item.span.start <= citation.span.start < item.span.end]
        return next(iter(inside or same), None)


@dataclass(frozen=True, slots=True)
class Allowed:
    """What a claim may say without a quote: the asker's own words (question and earlier turns).

    `strict` is for claims written by a language model: then the asker's words vouch only for a denial, text in the
    minutes that speaks to a language model is no source, and no operation is accepted.
    """

    text: str = ""
    strict: bool = False
