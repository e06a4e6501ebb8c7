"""Where claims come from: an item of a stored meeting, and the citation of a stretch of its text."""

import datetime
from dataclasses import dataclass

from retrieval.answering.sources import Stored
from retrieval.model.answers import Citation
from retrieval.model.minutes import AgendaItem, Meeting, Span
from retrieval.model.vocabulary import SectionKind


@dataclass(frozen=True, slots=True)
class Source:
    """One item of one stored meeting; `item` None stands for the meeting itself."""

    held: Stored
    item: AgendaItem | None

    @property
    def meeting(self) -> Meeting:
        """The meeting."""
        return self.held.meeting

    @property
    def date(self) -> datetime.date | None:
        """The meeting's date."""
        return self.held.meeting.date

    @property
    def body(self) -> str:
        """The committee whose meeting it is."""
        return self.held.meeting.committee

    @property
    def text(self) -> str:
        """The whole stored text, into which spans point."""
        return self.held.document.text

    def words(self, span: Span) -> str:
        """The stored text at a place, verbatim."""
        return span.of(self.text)

    def cite(self, section: SectionKind, span: Span) -> Citation:
        """The citation of a stretch of this item, trimmed of outer white space."""
        start, end = span.start, span.end
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        return Citation(
            meeting_key=self.held.key,
            meeting=self.date,
            committee=self.body,
            item=self.item.number if self.item else 0,
            title=self.item.title if self.item else "",
            section=section,
            case_number=self.item.case_number if self.item else "",
            quote=self.text[start:end],
            span=Span(start, end),
            document=self.meeting.kind,
        )


def find_item(held: Stored, number: int) -> AgendaItem | None:
    """The item with that number, or None."""
    return next((item for item in held.meeting.items if item.number == number), None)
