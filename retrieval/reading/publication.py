"""Publication JSON (`dagsorden` bodies of FirstAgenda) written out as minutes: head, contents list, numbered items."""

import datetime
import itertools
import json
import re
from collections.abc import Sequence
from typing import Any

from retrieval.errors import EmptySource, UnsupportedFormat
from retrieval.parsing.dates import MONTH_NAMES
from retrieval.reading.markup import html_to_text
from retrieval.reading.plain import decode

_WEEKDAYS = ("Mandag", "Tirsdag", "Onsdag", "Torsdag", "Fredag", "Lørdag", "Søndag")
_FRACTION = re.compile(r"(\.\d{6})\d+")
_MAX_ITEMS = 2000


def publication_to_text(name: str, data: bytes) -> str:
    """The meeting in a publication body as text.

    Raises:
        UnsupportedFormat: when the JSON is no publication body.
        EmptySource: when the body holds no agenda items.
    """
    body = _body(name, data)
    items = _dicts(body.get("Dagsordenpunkter"))[:_MAX_ITEMS]
    if not items:
        raise EmptySource(f"{name}: the meeting has no agenda items yet; nothing to read")
    items.sort(key=lambda item: item["Sorting"] if isinstance(item.get("Sorting"), int) else _MAX_ITEMS)
    numbers = _numbers(items)
    lines = _head(body)
    lines += ["", "Indholdsfortegnelse", ""]
    lines += [f"{number}. {_title(item)}" for number, item in zip(numbers, items, strict=True)]
    marks_access = {item.get("IsOpen") for item in items} >= {True, False}
    for number, item in zip(numbers, items, strict=True):
        lines += _item(number, item, marks_access)
    return "\n".join(lines) + "\n"


def _body(name: str, data: bytes) -> dict[str, Any]:
    try:
        body = json.loads(decode(name, data))
    except (ValueError, RecursionError) as error:
        raise UnsupportedFormat(f"{name}: not valid JSON; fetch the meeting again") from error
    if not isinstance(body, dict) or "Dagsordenpunkter" not in body:
        raise UnsupportedFormat(f"{name}: JSON without Dagsordenpunkter is no publication body; fetch dagsorden/{{id}}")
    return body


def _head(body: dict[str, Any]) -> list[str]:
    meeting = _dict(body.get("Moede"))
    committee = _text(_dict(body.get("Udvalg")).get("Navn"))
    start = _time(meeting.get("Dato") or meeting.get("MeetingBeginUtc"))
    dated = f" d. {start:%d-%m-%Y}" if start else ""
    lines = [f"{_kind(body, meeting)} {committee}{dated}".strip()]
    if start:
        day = f"{_WEEKDAYS[start.weekday()]} d. {start.day}. {MONTH_NAMES[start.month - 1]} {start.year}"
        lines += ["", f"Mødedato {day} kl. {start:%H:%M}"]
    if place := _text(meeting.get("Sted")):
        lines += ["", f"Mødested {place}"]
    return lines + _attendance(meeting)


def _kind(body: dict[str, Any], meeting: dict[str, Any]) -> str:
    named = _text(meeting.get("Navn")).casefold()
    if (
        body.get("TillaegsDagsorden") is True
        or meeting.get("IsSupplementaryAgenda") is True
        or named.startswith("tillæg")
    ):
        return "TILLÆGSDAGSORDEN"
    return "REFERAT" if meeting.get("Afsluttet") is True or "referat" in named else "DAGSORDEN"


def _attendance(meeting: dict[str, Any]) -> list[str]:
    people = _dicts(meeting.get("Moededeltagere"))
    absent = [
        _text(p.get("Name")) for p in people if p.get("Absent") is True or p.get("ParticipationCancelled") is True
    ]
    present = [_text(p.get("Name")) for p in people if _text(p.get("Name")) not in absent]
    lines = []
    if any(present):
        lines += ["", "Deltagere: " + ", ".join(name for name in present if name)]
    if any(absent):
        lines += ["", "Fraværende: " + ", ".join(name for name in absent if name)]
    return lines


def _numbers(items: Sequence[dict[str, Any]]) -> list[int]:
    """The printed numbers where each item has one of its own, else the positions."""
    printed = [_text(item.get("Punktnummer") or item.get("Number")) for item in items]
    numbers = [int(word) for word in printed if word.isdecimal() and len(word) < 6]
    rising = len(numbers) == len(items) and all(b > a for a, b in itertools.pairwise(numbers))
    return numbers if rising else list(range(1, len(items) + 1))


def _item(number: int, item: dict[str, Any], marks_access: bool) -> list[str]:
    lines = ["", f"Punkt {number}: {_title(item)}", ""]
    if case := _text(item.get("SagsNummer") or item.get("CaseNumber")):
        lines += [f"Sagsnr.: {case}", ""]
    if marks_access and item.get("IsOpen") is False:
        lines += ["Lukket punkt", ""]
    for field in _dicts(item.get("Felter")):
        lines += _field(field)
    attachments = [_text(entry.get("Navn")) for entry in _dicts(item.get("Bilag"))]
    if any(attachments):
        lines += ["", "Bilag", "", *(title for title in attachments if title)]
    return lines


def _field(field: dict[str, Any]) -> list[str]:
    source = field.get("Html") or field.get("Tekst")
    if not isinstance(source, str) or not source.strip():
        return []
    lines = [_text(field.get("Navn"))] if _text(field.get("Navn")) else []
    if "<" not in source:
        return [*lines, *source.splitlines(), ""]
    return [*lines, *html_to_text(f"<div>{source}</div>").splitlines(), ""]


def _title(item: dict[str, Any]) -> str:
    return _text(item.get("Navn") or item.get("Caption")) or "Uden titel"


def _time(value: object) -> datetime.datetime | None:
    if not isinstance(value, str):
        return None
    try:
        return datetime.datetime.fromisoformat(_FRACTION.sub(r"\1", value))
    except ValueError:
        return None


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _dicts(value: object) -> list[dict[str, Any]]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def _text(value: object) -> str:
    return " ".join(str(value).split()) if isinstance(value, str | int) else ""
