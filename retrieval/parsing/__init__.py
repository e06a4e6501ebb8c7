"""The understanding of minutes: a document's text read as a meeting."""

from retrieval.parsing.contract import meeting_json
from retrieval.parsing.meeting import parse

__all__ = ["meeting_json", "parse"]
