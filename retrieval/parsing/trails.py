"""Where a case leads: its attachments, its deadlines and next steps, and the meetings it refers to."""

import datetime
import re
from collections.abc import Iterable, Sequence

from retrieval.model.minutes import Attachment, Deadline, Reference, Section, Span
from retrieval.model.vocabulary import SectionKind
from retrieval.parsing.bodies import BODY, is_same_body
from retrieval.parsing.dates import find_dates
from retrieval.parsing.lines import trimmed
from retrieval.parsing.sentences import holding

_MARK = re.compile(r"^[-•*–·]\s+")
_NO_ATTACHMENT = re.compile(
    r"^(?:ingen|til top(?:pen)?|udskriv|til indholdsfortegnelse|fold alle ud|-)\.?$", re.IGNORECASE
)
# Patterns of words begin with letters and look back for where the word begins: so they are found twice as fast.
_NEXT = re.compile(
    r"frist|senest|inden den\b(?<=\binden den)|deadline|træder? i kraft|træde i kraft|åbn(?:er|ing)|afholdes"
    r"|næste opfølgning|fremlægge|præsenter|behandle[rs]?\b|ventes|forventes|udløb|evalueres|iværksættes"
    r"|igangsættes|fra den\b(?<=\bfra den)|beslutning om|anbefaling af|drøftelse i|drøftelses?ag|skal foreligge"
    r"|til endelig godkendelse|afleveres|genoptages|udsat til|udsættes til"
)
_SPOKE = re.compile(
    r"drøft|beslut|godkend|vedt[ao]g|behandl|præsenter|orienter|anbefal|indstil|møde(?<=\bmøde)|udvalgs\s?møde"
    r"|besluttede|igangs|bad\b|fremlagt|bestilte|efterspurgt|udsat|fastlagt|sendt i høring"
)
_BODIES = re.compile(BODY + r"|\b(?:udvalget|byrådet|kommunalbestyrelsen)\b")
_NEAR = 160  # characters between a body's name and the date of its meeting
_CAN_BE_DATE = re.compile(  # the digit before what only a date goes on with
    r"\d(?=[./, \u00a0jfmasond-])(?:/\d|[.-]\d{1,2}[.-](?:19|20)\d|-\d\d-\d"
    r"|\.?[ \u00a0-]?(?:jan|feb|mar|apr|ma[jy]|jun|jul|aug|sep|o[ck]t|nov|dec)|, ?(?:19|20)\d)",
    re.IGNORECASE,
)
_MEETING = re.compile(r"\bmøde", re.IGNORECASE)


def read_attachments(text: str, sections: Sequence[Section]) -> tuple[Attachment, ...]:
    """The attachments listed under "Bilag", one a line."""
    found = []
    for section in sections:
        if section.kind is not SectionKind.ATTACHMENTS:
            continue
        start = section.span.start
        for raw in section.span.of(text).split("\n"):
            span = trimmed(text, start, start + len(raw))
            start += len(raw) + 1
            title = _MARK.sub("", span.of(text).replace("\\_", "_").replace("**", ""))
            if title and not _NO_ATTACHMENT.match(title):
                found.append(Attachment(title=title, span=span))
    return tuple(found)


def read_trails(
    text: str,
    units: Iterable[Sequence[Span]],
    committee: str,
    meeting: datetime.date | None,
) -> tuple[tuple[Deadline, ...], tuple[Reference, ...]]:
    """The dated next steps and the explicit references to other meetings in the sentences `units` of the sections."""
    deadlines: list[Deadline] = []
    references: list[Reference] = []
    for sentences in units:
        for unit in (sentences[place] for place in holding(_CAN_BE_DATE, text, sentences)):
            words = unit.of(text)
            dates = [
                found for found in find_dates(words, meeting.year if meeting else None) if found.precision == "day"
            ]
            if not dates:
                continue
            lower = words.lower()
            later = [found.date for found in dates if meeting is None or found.date > meeting]
            if later and _NEXT.search(lower):
                deadlines += [Deadline(date=date, text=words, span=unit) for date in later]
            others = [found for found in dates if found.date != meeting]
            if others and _SPOKE.search(lower):
                for found in others:
                    if body := _nearest_body(words, found.span, committee):
                        references.append(Reference(date=found.date, body=body, text=words, span=unit))
    return tuple(deadlines), tuple(references)


def _nearest_body(words: str, date: Span, committee: str) -> str:
    """The body whose meeting a date is: the last one named before it, else the first after it."""
    before = [match[0] for match in _BODIES.finditer(words, max(0, date.start - _NEAR), date.start)]
    own = next((body for body in before if committee and is_same_body(body, committee)), "")
    after = None if before else _BODIES.search(words, date.end, date.end + _NEAR)
    body = own or (before[-1] if before else after[0] if after else "")
    if not body:
        return committee if _MEETING.search(words, max(0, date.start - _NEAR), date.end + _NEAR) else ""
    body = re.sub(r"(?<=et|en)s$", "", body)
    return (
        committee
        if body.casefold() in ("udvalget", "udvalg") or (is_same_body(body, committee) and committee)
        else body
    )
