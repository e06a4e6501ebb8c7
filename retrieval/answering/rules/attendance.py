"""Whether somebody was at a meeting, from lists of those present, entered absences and votes; never guessed. Pure."""

import re
from collections.abc import Iterator, Sequence

from retrieval.answering.rules.draft import Draft
from retrieval.answering.rules.outcomes import not_told_in, outcome_claim
from retrieval.answering.rules.persons import Named
from retrieval.answering.rules.phrases import join_names, person_name, say, write_date
from retrieval.answering.rules.records import absence_draft, item_absences, named_absences
from retrieval.answering.rules.sources import Source
from retrieval.answering.rules.units import clean
from retrieval.answering.sources import Stored
from retrieval.model.answers import Claim, Language
from retrieval.model.minutes import Absence, AgendaItem, Span
from retrieval.model.vocabulary import DocumentKind, MeetingStatus, SectionKind
from retrieval.parsing.sentences import sentences
from retrieval.question.understand import Question

_DENIED = re.compile(r"\bikke\b|\bfraværende\b|\bnot\b|\babsent\b", re.I)  # then "ja" would be read as its opposite


def attendance_draft(question: Question, held: Stored, item: AgendaItem | None, who: str) -> Draft:
    """Whether the person named was at the meeting, or at one item of it; who was, where nobody is named."""
    meeting = held.meeting
    if meeting.status is MeetingStatus.CANCELLED and meeting.items:
        cancelled = outcome_claim(question.language, Source(held, meeting.items[0]))
        return Draft(claims=(cancelled,) if cancelled else (), refusal=not_told_in(question.language, meeting))
    if meeting.kind is not DocumentKind.MINUTES:
        return Draft(refusal=not_told_in(question.language, meeting))
    if not who:
        return _everybody(question, held)
    named = Named.of(who)
    return _at_item(question, Source(held, item), named) if item else _at_meeting(question, held, named)


def _at_item(question: Question, source: Source, named: Named) -> Draft:
    assert source.item is not None
    language = question.language
    whole = [absence for absence in source.meeting.absences if named.is_one(absence.person)]
    if whole:
        return Draft(
            claims=_answered(question, "no", named_absences(language, source.held, [(None, one) for one in whole]))
        )
    away = [absence for absence in source.item.absences if named.is_one(absence.person)]
    if away:
        return Draft(claims=_answered(question, "no", item_absences(language, source, away)))
    span = next(_mentions(source, named), None)
    if span is not None:
        return Draft(claims=_answered(question, "yes", [_mention(language, source, span, named, "named_here")]))
    date = write_date(language, source.date)
    return Draft(refusal=say(language, "unnamed_under", number=source.item.number, date=date, name=named.words))


def _at_meeting(question: Question, held: Stored, named: Named) -> Draft:
    language, meeting = question.language, held.meeting
    entered: list[tuple[AgendaItem | None, Absence]] = [(None, absence) for absence in meeting.absences]
    entered += [(item, absence) for item in meeting.items for absence in item.absences]
    away = [(item, absence) for item, absence in entered if named.is_one(absence.person)]
    whole = [(item, absence) for item, absence in away if absence.item_number is None]
    if whole:
        return Draft(claims=_answered(question, "no", named_absences(language, held, whole)))
    present = _present(question, held, named)
    missed = named_absences(language, held, away) if away else ()
    if present is not None:
        return Draft(claims=(*_answered(question, "yes", [present]), *missed))
    date = write_date(language, meeting.date)
    return Draft(claims=tuple(missed), refusal=say(language, "unnamed_at", date=date, name=named.words))


def _present(question: Question, held: Stored, named: Named) -> Claim | None:
    """That somebody was there: as the list of those present has it, else as a vote or remark of theirs shows."""
    language, date = question.language, write_date(question.language, held.meeting.date)
    listed = next((person for person in held.meeting.attendees if named.is_one(person)), None)
    span = _line_of(held, listed.name) if listed else None
    if listed is not None and span is not None:
        citation = Source(held, None).cite(SectionKind.HEAD, span)
        text = say(language, "present", name=person_name(listed), date=date)
        return Claim(text=text, citations=(citation,))
    for item in held.meeting.items:
        source = Source(held, item)
        span = next(_mentions(source, named), None)
        if span is not None:
            return _mention(language, source, span, named, "named_under")
    return None


def _mentions(source: Source, named: Named) -> Iterator[Span]:
    """The sentences in which a vote or a remark of theirs is entered under an item."""
    assert source.item is not None
    for vote in source.item.votes:
        if any(named.is_one(person) for person in (*vote.supporters, *vote.opponents, *vote.abstainers)):
            yield from (span for span in sentences(source.text, vote.span) if named.is_named_in(span.of(source.text)))
    for remark in source.item.remarks:
        if any(named.is_one(person) for person in remark.by):
            yield sentences(source.text, remark.span)[0]


def _mention(language: Language, source: Source, span: Span, named: Named, key: str) -> Claim:
    assert source.item is not None
    citation = source.cite(SectionKind.DECISION, span)
    quote = clean(citation.quote)
    return Claim(
        text=say(language, key, name=named.words, number=source.item.number, quote=quote), citations=(citation,)
    )


def _everybody(question: Question, held: Stored) -> Draft:
    """Those listed as present; where nobody is listed, that it is so, and who was away."""
    language, date = question.language, write_date(question.language, held.meeting.date)
    people = held.meeting.attendees
    span = _line_of(held, people[0].name) if people else None
    if span is not None:
        names = join_names(language, [person_name(person) for person in people])
        citation = Source(held, None).cite(SectionKind.HEAD, span)
        return Draft(claims=(Claim(text=say(language, "present_all", date=date, names=names), citations=(citation,)),))
    none, away = say(language, "no_attendance", date=date), absence_draft(question, held)
    if not away.claims:
        return Draft(refusal=f"{none} {away.refusal}")
    first, *others = away.claims
    return Draft(claims=(Claim(text=f"{none}\n{first.text}", citations=first.citations), *others))


def _line_of(held: Stored, name: str) -> Span | None:
    """The line of the meeting's head that names somebody."""
    text, head = held.document.text, held.meeting.head
    place = text.find(name, head.start, head.end)
    if place < 0:
        return None
    end = text.find("\n", place, head.end)
    return Span(text.rfind("\n", head.start, place) + 1, end if end >= 0 else head.end)


def _answered(question: Question, word: str, claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """The claims with yes or no before them, where the question does not itself deny."""
    if _DENIED.search(question.text) or not claims:
        return tuple(claims)
    first, *others = claims
    text = f"{say(question.language, word)} {first.text}"
    return (Claim(text=text, citations=first.citations), *others)
