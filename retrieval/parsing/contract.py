"""The meeting as the JSON that `referat parse --json` prints: the contract's names, and more beside them."""

import datetime
from typing import Any

from retrieval.model.minutes import Absence, AgendaItem, Amount, Decision, Document, Meeting, Person, Span, Vote
from retrieval.model.vocabulary import Outcome


def meeting_json(document: Document, meeting: Meeting) -> dict[str, Any]:
    """`meeting` as plain values ready for JSON; texts are cut from `document`."""
    return {
        "meeting": {
            "municipality": meeting.municipality,
            "committee": meeting.committee,
            "period": meeting.committee_period,
            "date": _date(meeting.date),
            "start": meeting.start,
            "end": meeting.end,
            "place": meeting.place,
            "status": meeting.status.value,
            "kind": meeting.kind.value,
            "postponed_to": _date(meeting.postponed_to),
            "absent": [_absence(absence) for absence in meeting.absences],
            "attendees": [_person(person) for person in meeting.attendees],
        },
        "items": [_item(document.text, item) for item in meeting.items],
        "notes": [{"line": note.line, "reason": note.reason} for note in meeting.notes],
        "warnings": list(document.warnings),
    }


def _item(text: str, item: AgendaItem) -> dict[str, Any]:
    return {
        "number": item.number,
        "title": item.title,
        "category": item.category.value,
        "changed_category": item.changed_category.value,
        "case_number": item.case_number,
        "open": item.is_open,
        "sections": _sections(text, item),
        "decision": _decision(item.decision),
        "history": [_decision(decision) for decision in item.history],
        "votes": [_vote(vote) for vote in item.votes],
        "remarks": [
            {"kind": remark.kind, "by": [_person(person) for person in remark.by], "text": remark.text}
            for remark in item.remarks
        ],
        "absent": [_absence(absence) for absence in item.absences],
        "amounts": [_amount(text, amount) for amount in item.amounts],
        "figures": [
            {"value": str(figure.value), "unit": figure.unit, "text": figure.text, "section": figure.section.value,
             "quote": figure.quote.of(text)} for figure in item.figures
        ],
        "deadlines": [{"date": _date(deadline.date), "text": deadline.text} for deadline in item.deadlines],
        "attachments": [attachment.title for attachment in item.attachments],
        "references": [
            {"date": _date(reference.date), "body": reference.body, "text": reference.text}
            for reference in item.references
        ],
        "span": _span(item.span),
    }  # fmt: skip


def _sections(text: str, item: AgendaItem) -> dict[str, str]:
    sections: dict[str, str] = {}
    for section in item.sections:
        name = section.kind.value
        words = section.span.of(text)
        sections[name] = f"{sections[name]}\n\n{words}" if sections.get(name) else words
    return sections


def _decision(decision: Decision | None) -> dict[str, Any]:
    if decision is None:
        return {"outcome": Outcome.NONE.value, "text": "", "stage": "", "postponed_to": None}
    return {
        "outcome": decision.outcome.value,
        "text": decision.text,
        "stage": decision.stage.value,
        "postponed_to": _date(decision.postponed_to),
        "body": decision.body,
        "date": _date(decision.date),
        "next_body": decision.next_body,
        "parts": [{"part": mark, "outcome": outcome.value} for mark, outcome in decision.parts],
        "span": _span(decision.span),
    }


def _vote(vote: Vote) -> dict[str, Any]:
    return {
        "proposal": vote.proposal,
        "for": [_person(person) for person in vote.supporters],
        "against": [_person(person) for person in vote.opponents],
        "abstained": [_person(person) for person in vote.abstainers],
        "counts": {"for": vote.count_for, "against": vote.count_against, "abstained": vote.count_abstained},
        "carried": vote.carried,
    }


def _amount(text: str, amount: Amount) -> dict[str, Any]:
    return {
        "value": str(amount.value),
        "text": amount.text,
        "unit": amount.unit,
        "currency": amount.currency,
        "approximate": amount.approximate,
        "yearly": amount.yearly,
        "period": amount.period,
        "status": amount.status.value,
        "purpose": amount.purpose,
        "section": amount.section.value,
        "quote": amount.quote.of(text),
        "span": _span(amount.span),
    }


def _absence(absence: Absence) -> dict[str, Any]:
    return {
        **_person(absence.person),
        "item": absence.item_number,
        "reason": absence.reason,
        "substitute": _person(absence.substitute) if absence.substitute else None,
    }


def _person(person: Person) -> dict[str, str]:
    return {"name": person.name, "party": person.party}


def _span(span: Span) -> list[int]:
    return [span.start, span.end]


def _date(date: datetime.date | None) -> str | None:
    return date.isoformat() if date else None
