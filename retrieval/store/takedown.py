"""Taking words down: what is left of a document when one of its items was withdrawn; pure."""

import hashlib
import re
from dataclasses import replace

from retrieval.model.minutes import AgendaItem, Document, Meeting, Span
from retrieval.store.values import Withdrawal

REMOVED_TITLE = "Fjernet punkt"  # shown to people in place of the item's own title


def title_hash(item: AgendaItem) -> str:
    """Recognises the item without keeping its words."""
    return hashlib.sha256(" ".join((item.case_number + " " + item.title).casefold().split()).encode()).hexdigest()


def redact(
    document: Document, meeting: Meeting, taken_down: tuple[tuple[Withdrawal, str], ...]
) -> tuple[Document, Meeting]:
    """Document and meeting without the withdrawn items; every other offset stays where it was.

    Each entry of `taken_down` is a withdrawal with the hash of its item's title. An item is withdrawn when its title
    is the one withdrawn or, where no item has that title any more, when its number is.
    """
    doomed: set[int] = set()
    for withdrawal, digest in taken_down:
        same = [n for n, item in enumerate(meeting.items) if title_hash(item) == digest]
        doomed.update(same or [n for n, item in enumerate(meeting.items) if item.number == withdrawal.item])
    text = document.text
    for position in doomed:
        text = _blank(text, meeting.items[position].span)
        text = _blank_title(text, meeting.items[position].printed_title)
    items = tuple(_removed(item) if n in doomed else item for n, item in enumerate(meeting.items))
    numbers = {meeting.items[position].number for position in doomed}
    absences = tuple(absence for absence in meeting.absences if absence.item_number not in numbers)
    return replace(document, text=text), replace(meeting, items=items, absences=absences)


def _removed(item: AgendaItem) -> AgendaItem:
    return AgendaItem(
        number=item.number, title=REMOVED_TITLE, printed_title=REMOVED_TITLE, is_open=False, span=item.span
    )


def _blank(text: str, span: Span) -> str:
    return text[: span.start] + re.sub(r"\S", " ", span.of(text)) + text[span.end :]


def _blank_title(text: str, title: str) -> str:
    # The table of contents repeats the title outside the item.
    words = title.split()
    if not words:
        return text
    printed = r"\s+".join(re.escape(word) for word in words)
    return re.sub(printed, lambda found: re.sub(r"\S", " ", found.group()), text)
