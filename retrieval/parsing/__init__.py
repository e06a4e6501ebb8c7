"""The understanding of minutes: a document's text read as a meeting.

The whole reader is imported when a document is read: answering needs only its sentences, dates and amounts, and
compiling all its patterns takes longer than a question.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from retrieval.parsing.contract import meeting_json
    from retrieval.parsing.meeting import parse

__all__ = ["meeting_json", "parse"]

_PLACES = {"meeting_json": "retrieval.parsing.contract", "parse": "retrieval.parsing.meeting"}


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(name)
    return getattr(import_module(_PLACES[name]), name)
