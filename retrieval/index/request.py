"""What the index is asked for, and how it says how it is."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from retrieval.model.answers import Language, PassageKind
from retrieval.model.vocabulary import SectionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRequest:
    """A question ready to be searched for: it stands alone, and what it says of time and place is read already.

    `item` and `case_number` are hard filters. `meeting_keys` (None: all) hides all other meetings too, but where what
    is asked for hardly stands in one of these and surely in another, it only prefers them. `years`,
    `prefer_meetings`, `anchor`, `prefer` and `wants` are soft: they move what fits up and hide nothing. `prefer` maps
    a passage or section kind to a weight, 1.0 being strong. `wants` is the question's kind ("amount", "figure",
    "date", "vote", "decision", "status"): items in which such a thing stands beside the question's words move up.
    `background` is what the conversation lends: its words count less than those of `text`.
    """

    text: str
    background: str = ""
    language: Language | None = None
    meeting_keys: frozenset[str] | None = None
    item: int | None = None
    case_number: str = ""
    dates: tuple[datetime.date, ...] = ()  # named in the text; those of `meeting_keys` need not be given
    years: tuple[int, ...] = ()
    prefer_meetings: frozenset[str] = frozenset()
    wants: str = ""
    anchor: tuple[str, int] | None = None  # the meeting and item the conversation is about
    prefer: Mapping[PassageKind | SectionKind, float] = field(default_factory=dict)

    @property
    def may_look_elsewhere(self) -> bool:
        """Whether other meetings may be looked at than those it is limited to.

        Not for an item or a case, nor for who was away: that is told without any word of the question.
        """
        return self.meeting_keys is not None and self.item is None and not self.case_number and self.wants != "absence"

    def without_limit(self) -> "SearchRequest":
        """The same, with the meetings it is limited to only preferred."""
        meetings = self.prefer_meetings | (self.meeting_keys or frozenset())
        return replace(self, meeting_keys=None, prefer_meetings=meetings)


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexState:
    """How the index is, for the operator. `vectors` is "ready", "stale" or why they are not there."""

    meetings: int
    passages: int
    embedding: str
    vectors: str
    pending: tuple[str, ...] = ()  # meetings whose writing was cut off; they are added again
