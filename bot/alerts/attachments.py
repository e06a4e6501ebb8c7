"""Which attachments of a published meeting belong to which of its items."""

from collections.abc import Callable

from retrieval.model.minutes import AgendaItem
from retrieval.sources.port import AttachmentState, LinkedAttachment
from retrieval.store import StoredMeeting

AttachmentsOf = Callable[[str], tuple[LinkedAttachment, ...]]  # of the document with a fingerprint


class Attachments:
    """The attachments of stored meetings, by item; none of an item that is closed or was taken down."""

    def __init__(self, kept: AttachmentsOf) -> None:
        self._kept = kept

    def of(self, stored: StoredMeeting, item: AgendaItem) -> tuple[LinkedAttachment, ...]:
        """The item's attachments, in its order."""
        if not item.is_open:
            return ()
        words = _fold(item.span.of(stored.document.text))  # what was taken down stands there no longer
        kept = self._kept(stored.document.fingerprint)
        same = [one for one in kept if _fold(one.title) in words and _fold(one.item) == _fold(item.title)]
        return tuple({one.link: one for one in same}.values())

    def words(self, stored: StoredMeeting) -> dict[int, tuple[tuple[str, str], ...]]:
        """Titles and words of the attachments that were read, by the position of their item."""
        found = {
            position: tuple((one.title, one.text) for one in self.of(stored, item) if one.state is AttachmentState.READ)
            for position, item in enumerate(stored.meeting.items)
        }
        return {position: words for position, words in found.items() if words}


def _fold(words: str) -> str:
    return " ".join(words.casefold().split())
