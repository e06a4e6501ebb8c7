"""Passages as bytes, so that the lexical index can hold them and hand them back without the store."""

import datetime
import json
from typing import Any

from retrieval.model.answers import Passage, PassageKind
from retrieval.model.minutes import Span
from retrieval.model.vocabulary import ItemClass, SectionKind


def encode_passage(passage: Passage) -> bytes:
    """JSON of the passage, UTF-8."""
    fields = {
        "key": passage.key,
        "meeting": passage.meeting_key,
        "committee": passage.committee,
        "date": passage.date.isoformat() if passage.date else None,
        "item": passage.item,
        "title": passage.title,
        "case": passage.case_number,
        "section": passage.section.value,
        "kind": passage.kind.value,
        "text": passage.text,
        "context": passage.context,
        "span": [passage.span.start, passage.span.end],
        "category": passage.category.value,
    }
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()


def decode_passage(payload: bytes) -> Passage:
    """The passage that `encode_passage` was given."""
    fields: dict[str, Any] = json.loads(payload)
    return Passage(
        key=fields["key"],
        meeting_key=fields["meeting"],
        committee=fields["committee"],
        date=datetime.date.fromisoformat(fields["date"]) if fields["date"] else None,
        item=fields["item"],
        title=fields["title"],
        case_number=fields["case"],
        section=SectionKind(fields["section"]),
        kind=PassageKind(fields["kind"]),
        text=fields["text"],
        context=fields["context"],
        span=Span(*fields["span"]),
        category=ItemClass(fields["category"]),
    )
