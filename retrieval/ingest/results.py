"""What became of documents that were brought in."""

from dataclasses import dataclass
from enum import StrEnum

from retrieval.store import StoredMeeting


class Outcome(StrEnum):
    """What became of one document."""

    NEW = "new"
    SAME = "same"
    CHANGED = "changed"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    SET_ASIDE = "set_aside"


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestResult:
    """What became of one document: its meeting's key where it has one, else the `reason` it was set aside."""

    name: str
    change: Outcome
    meeting_key: str = ""
    committee: str = ""
    date: str = ""
    items: int = 0
    version: int = 0
    reason: str = ""
    notes: int = 0  # lines the parser did not understand
    warnings: tuple[str, ...] = ()  # what the operator must know of how it was read


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What became of every document, in the order they were read."""

    results: tuple[IngestResult, ...]

    def count(self, outcome: Outcome) -> int:
        """How many documents ended that way."""
        return sum(result.change is outcome for result in self.results)

    @property
    def set_aside(self) -> tuple[IngestResult, ...]:
        """The documents that could not be used."""
        return tuple(result for result in self.results if result.change is Outcome.SET_ASIDE)


def told(name: str, outcome: Outcome, stored: StoredMeeting) -> IngestResult:
    """What became of a document that is held as this meeting."""
    meeting = stored.meeting
    return IngestResult(
        name=name,
        change=outcome,
        meeting_key=stored.key,
        committee=meeting.committee,
        date=meeting.date.isoformat() if meeting.date else "",
        items=len(meeting.items),
        version=stored.version,
        notes=len(meeting.notes),
        warnings=stored.document.warnings,
    )
