"""Meeting to JSON and back, and what names a meeting over all its versions."""

import hashlib
from functools import cache

from pydantic import TypeAdapter, ValidationError

from retrieval.errors import StateError
from retrieval.model.minutes import Document, Meeting
from retrieval.model.vocabulary import DocumentKind


@cache
def _adapter() -> TypeAdapter[Meeting]:
    return TypeAdapter(Meeting)


def dump_meeting(meeting: Meeting) -> str:
    """The whole meeting as JSON."""
    return _adapter().dump_json(meeting).decode()


def load_meeting(text: str) -> Meeting:
    """The meeting from its JSON.

    Raises:
        StateError: it was written by another version and cannot be read.
    """
    try:
        return _adapter().validate_json(text)
    except ValidationError as error:
        raise StateError("a stored meeting has an older form: run `referat reindex` to read it anew") from error


def meeting_key(document: Document, meeting: Meeting) -> str:
    """12 hex digits that name the meeting over all versions of its document.

    A text without date or committee cannot be recognised again in another version: its bytes name it. A supplementary
    agenda stands beside the agenda; it does not replace it.
    """
    if meeting.date is None or not meeting.committee.strip():
        identity = document.fingerprint
    else:
        identity = "|".join((_fold(meeting.municipality), _fold(meeting.committee), meeting.date.isoformat()))
    if meeting.kind is DocumentKind.SUPPLEMENTARY_AGENDA:
        identity += "|" + meeting.kind.value
    return hashlib.sha256(identity.encode()).hexdigest()[:12]


def _fold(words: str) -> str:
    return " ".join(words.casefold().split())
