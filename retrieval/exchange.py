"""The JSON shapes other programs read: answers, hits, questions (the contract of the batch commands)."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from retrieval.errors import BadInput
from retrieval.model.answers import Answer, Citation, ItemHit, Query, Turn


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """One line of a batch: its id and what is asked."""

    id: str
    query: Query


def answer_json(answer: Answer, id: str = "") -> dict[str, Any]:
    """An answer as its contract says."""
    return {
        "id": id or answer.id,
        "answer": answer.text,
        "found": answer.found,
        "citations": [citation_json(citation) for citation in answer.citations],
        "engine": answer.engine,
        "latency_ms": round(answer.latency_ms, 2),
    }


def citation_json(citation: Citation) -> dict[str, Any]:
    """A citation as its contract says; `meeting` is the ISO date, empty where the document has none."""
    return {
        "meeting": citation.meeting.isoformat() if citation.meeting else "",
        "committee": citation.committee,
        "item": citation.item,
        "section": citation.section.value,
        "case_number": citation.case_number,
        "quote": citation.quote,
    }


def hits_json(id: str, hits: Sequence[ItemHit], latency_ms: float) -> dict[str, Any]:
    """Search hits as their contract says: one an item, best first."""
    return {"id": id, "hits": [hit_json(hit) for hit in hits], "latency_ms": round(latency_ms, 2)}


def hit_json(hit: ItemHit) -> dict[str, Any]:
    """One item among the hits; `section` is that of its best passage."""
    return {
        "meeting": hit.date.isoformat() if hit.date else "",
        "committee": hit.committee,
        "item": hit.item,
        "section": hit.hits[0].passage.section.value if hit.hits else "",
        "score": round(hit.score, 4),
    }


def read_questions(lines: Iterable[str], *, plain: bool = False) -> list[AskedQuestion]:
    """The questions of a batch, JSON lines; with `plain`, a line that is no JSON object is a question itself.

    Raises:
        BadInput: a line cannot be read; the message names its number.
    """
    questions: list[AskedQuestion] = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            questions.append(_question(line.strip(), number, plain=plain))
    return questions


def _question(line: str, number: int, *, plain: bool) -> AskedQuestion:
    if plain and not line.startswith("{"):
        return AskedQuestion(str(number), Query(question=line))
    try:
        fields = json.loads(line)
    except ValueError as error:
        raise BadInput(f"line {number}: not JSON ({error})") from error
    if not isinstance(fields, dict) or not isinstance(fields.get("question"), str):
        raise BadInput(f'line {number}: an object with "id" and "question" is wanted')
    history = fields.get("history") or []
    if not isinstance(history, list) or not all(_is_turn(turn) for turn in history):
        raise BadInput(f'line {number}: "history" must be a list of {{"role", "content"}}')
    turns = tuple(Turn(turn["role"], turn["content"]) for turn in history)
    return AskedQuestion(str(fields.get("id", number)), Query(question=fields["question"], history=turns))


def _is_turn(turn: object) -> bool:
    return isinstance(turn, Mapping) and all(isinstance(turn.get(name), str) for name in ("role", "content"))
