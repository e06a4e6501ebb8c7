"""Answers and citations as JSON and back: what stands behind a button and in a frozen report; pure."""

import dataclasses
import datetime
from typing import Any

from bot.render.wording import item_reference
from retrieval.model.answers import Answer, Citation, Claim, ItemHit, Language
from retrieval.model.minutes import Span
from retrieval.model.vocabulary import DocumentKind, SectionKind

_CITED = tuple(field.name for field in dataclasses.fields(Citation))


def pack_citation(citation: Citation) -> dict[str, Any]:
    """A citation as JSON values."""
    values = {name: getattr(citation, name) for name in _CITED}
    values["meeting"] = citation.meeting.isoformat() if citation.meeting else None
    values["span"] = [citation.span.start, citation.span.end]
    return values


def unpack_citation(values: dict[str, Any]) -> Citation:
    """The citation behind its JSON values."""
    meeting = values["meeting"]
    rebuilt = values | {
        "meeting": datetime.date.fromisoformat(meeting) if meeting else None,
        "span": Span(*values["span"]),
        "section": SectionKind(values["section"]),
        "document": DocumentKind(values.get("document", DocumentKind.MINUTES)),  # not kept by earlier versions
    }
    return Citation(**rebuilt)


def near_items(answer: Answer) -> tuple[ItemHit, ...]:
    """The near items that can be opened: a meeting's own head is none."""
    return tuple(hit for hit in answer.near if hit.item)


def pack_near(hit: ItemHit) -> dict[str, Any]:
    """A near item as JSON values: where it stands."""
    return {"meeting_key": hit.meeting_key, "item": hit.item}


def pack_item(hit: ItemHit) -> dict[str, Any]:
    """An item that was held against a question, as JSON values."""
    return pack_near(hit) | {
        "committee": hit.committee,
        "meeting": hit.date.isoformat() if hit.date else None,
        "title": hit.title,
        "score": round(hit.score, 4),
    }


def pack_claim(claim: Claim) -> dict[str, Any]:
    """A claim as JSON values, with the quotes that it was checked against."""
    return {
        "text": claim.text,
        "computed": claim.computed,
        "quotes": [pack_citation(citation) for citation in claim.citations],
    }


def pack_answer(answer: Answer) -> dict[str, Any]:
    """What the buttons under an answer need, and what a review of it needs."""
    return {
        "kind": "answer",
        "id": answer.id,
        "question": answer.question or _first_reference(answer),
        "text": answer.text,
        "found": answer.found,
        "question_kind": answer.kind,
        "language": answer.language.value,
        "engine": answer.engine,
        "prompt_hash": answer.prompt_hash,
        "citations": [pack_citation(citation) for citation in answer.citations],
        "claims": [pack_claim(claim) for claim in answer.claims],
        "dropped": list(answer.dropped),
        "considered": [pack_item(hit) for hit in answer.considered],
        "freshness": answer.freshness,
        "latency_ms": round(answer.latency_ms, 2),
        "near": [pack_near(hit) for hit in near_items(answer)],
        "tables": [{"caption": table.caption, "rows": [list(row) for row in table.rows]} for table in answer.tables],
    }


def _first_reference(answer: Answer) -> str:
    """What stands for the question where a command or a button asked: the first item shown."""
    cited = answer.citations[0] if answer.citations else None
    return item_reference(cited.committee, cited.meeting, cited.item, answer.language) if cited else ""


def language_of(payload: dict[str, Any]) -> Language:
    """The language an answer was given in."""
    return Language(payload.get("language", Language.DANISH.value))
