"""Answers from what the parser read as facts: absence, case numbers, two amounts compared. Pure."""

import re
from collections.abc import Sequence
from decimal import Decimal

from retrieval.answering.rules.draft import Draft
from retrieval.answering.rules.outcomes import (
    APPROVING,
    decision_citation,
    divided,
    not_told_in,
    outcome_of,
    short_outcome,
)
from retrieval.answering.rules.phrases import join_names, person_name, say, write_count, write_date
from retrieval.answering.rules.sources import Source
from retrieval.answering.rules.units import clean
from retrieval.answering.sources import Stored
from retrieval.model.answers import Citation, Claim, Language
from retrieval.model.minutes import Absence, AgendaItem, Person, Span
from retrieval.model.vocabulary import DocumentKind, MeetingStatus, Outcome, SectionKind
from retrieval.parsing.sentences import sentences
from retrieval.question.understand import Question

_TITLE_TO_NUMBER = 400  # characters between an item's start and its case number
_DISQUALIFIED = re.compile(r"\binhabil|\bhabil|\bdisqualif", re.I)
_SUBSTITUTE = re.compile(r"\bstedfortræder|\bsuppleant|\bsubstitute", re.I)


def absence_draft(question: Question, held: Stored) -> Draft:
    """Who was away from the meeting, or which items a named person took no part in."""
    meeting = held.meeting
    everything: list[tuple[AgendaItem | None, Absence]] = [(None, absence) for absence in meeting.absences]
    everything += [(item, absence) for item in meeting.items for absence in item.absences]
    key = "no_absence"
    if _DISQUALIFIED.search(question.text):
        key, everything = "no_disqualified", [(item, one) for item, one in everything if "inhabil" in one.reason]
    elif _SUBSTITUTE.search(question.text):
        key, everything = "no_substitute", [(item, one) for item, one in everything if one.substitute]
    if not everything and meeting.kind is DocumentKind.MINUTES:
        return Draft(refusal=say(question.language, key, date=write_date(question.language, meeting.date)))
    named = [(item, one) for item, one in everything if _is_named(one.person, question.text)]
    if _DISQUALIFIED.search(question.text):
        named = named or everything
    if named:
        return Draft(claims=named_absences(question.language, held, named))
    whole = [absence for item, absence in everything if item is None or absence.item_number is None]
    if not everything:  # of an agenda: who will come is not known
        return Draft(refusal=not_told_in(question.language, meeting))
    if not whole:  # nobody was away from all of it, but somebody from some items
        persons = dict.fromkeys(absence.person for _, absence in everything)
        claims: list[Claim] = []
        for person in persons:
            claims += named_absences(question.language, held, [pair for pair in everything if pair[1].person == person])
        return Draft(claims=tuple(claims))
    source = Source(held, None)
    entered = _one_each(whole)
    citations = tuple(dict.fromkeys(source.cite(SectionKind.ABSENCE, absence.span) for absence in entered))
    names = [_name(absence.person, absence, source) for absence in entered]
    text = say(question.language, "absent_meeting", names=join_names(question.language, names))
    text += "".join(_came_instead(question.language, absence, source) for absence in entered)
    return Draft(claims=(Claim(text=text, citations=citations),))


def item_absence_draft(question: Question, source: Source) -> Draft:
    """Who took no part in one item; those disqualified where that is asked."""
    assert source.item is not None
    away = list(source.item.absences)
    if _DISQUALIFIED.search(question.text):
        away = [absence for absence in away if "inhabil" in absence.reason]
    claims = item_absences(question.language, source, away)
    return Draft(claims=tuple(claims), refusal=not_told_in(question.language, source.meeting))


def item_absences(language: Language, source: Source, away: Sequence[Absence]) -> list[Claim]:
    """That each of those away took no part in the item, or was disqualified from it."""
    claims = []
    for absence in {one.person: one for one in away}.values():
        key = "disqualified_here" if "inhabil" in absence.reason else "absent_here"
        name = _name(absence.person, absence, source)
        text = say(language, key, name=name) + _came_instead(language, absence, source)
        claims.append(Claim(text=text, citations=(source.cite(SectionKind.DECISION, absence.span),)))
    return claims


def _came_instead(language: Language, absence: Absence, source: Source) -> str:
    if absence.substitute is None:
        return ""
    substitute, name = (_name(one, absence, source) for one in (absence.substitute, absence.person))
    return " " + say(language, "substitute", substitute=substitute, name=name)


def _one_each(absences: Sequence[Absence]) -> list[Absence]:
    """The first entry of each person, in order; one that names the party before one that does not."""
    with_party = {absence.person.name for absence in absences if absence.person.party}
    known = [one for one in absences if one.person.party or one.person.name not in with_party]
    first = {absence.person: absence for absence in reversed(known)}
    return sorted(first.values(), key=lambda absence: absence.span.start)


def _name(person: Person, absence: Absence, source: Source) -> str:
    """The name with the party where the entry names that too: else no quote would tell it."""
    entry = absence.span.of(source.text)
    return person_name(person) if f"({person.party})" in entry or not person.name else person.name


def named_absences(
    language: Language, held: Stored, named: Sequence[tuple[AgendaItem | None, Absence]]
) -> tuple[Claim, ...]:
    """That somebody was away from the meeting, or from which items."""
    claims: list[Claim] = []
    away = [absence for _, absence in named if absence.item_number is None]
    if away:
        source = Source(held, None)
        instead = next((absence for absence in away if absence.substitute), away[0])
        name = _name(away[0].person, away[0], source)
        text = say(language, "absent_meeting", names=name) + _came_instead(language, instead, source)
        return (Claim(text=text, citations=(source.cite(SectionKind.ABSENCE, away[0].span),)),)
    key = "disqualified_items" if "inhabil" in named[0][1].reason else "absent_items"
    for item, absence in named:
        source = Source(held, item)
        line = say(language, "item_line", number=source.item.number, title=source.item.title) if source.item else ""
        lead = "" if claims else say(language, key, name=_name(absence.person, absence, source)) + "\n"
        claims.append(Claim(text=f"{lead}– {line}", citations=(source.cite(SectionKind.DECISION, absence.span),)))
    return tuple(claims)


def case_items_draft(language: Language, number: str, sources: Sequence[Source]) -> Draft:
    """Every item with that case number, oldest meeting first: the case through time."""
    if not sources:
        return Draft(refusal=say(language, "case_unknown", number=number))
    key = "case_items_one" if len(sources) == 1 else "case_items"
    head = say(language, key, number=number, count=write_count(language, len(sources)))
    ordered = sorted(sources, key=lambda source: (str(source.date), source.item.number if source.item else 0))
    citations = tuple(title_citation(source) for source in ordered)
    claims = [Claim(text=head, citations=citations, computed="count")]
    for source, citation in zip(ordered, citations, strict=True):
        assert source.item is not None
        line = say(
            language,
            "case_line",
            date=write_date(language, source.date),
            committee=source.body,
            item=source.item.number,
            title=source.item.title,
            outcome=short_outcome(language, source),
        )
        decided = decision_citation(source) if divided(source) else None  # its points are told by their numbers
        claims.append(Claim(text=f"– {line}", citations=(citation, *([decided] if decided else []))))
    return Draft(claims=tuple(claims))


def case_number_draft(question: Question, source: Source) -> Draft:
    """The case number of the item asked about."""
    if source.item is None or not source.item.case_number:
        return Draft(refusal=say(question.language, "not_told"))
    text = say(question.language, "case_number", number=source.item.case_number)
    return Draft(claims=(Claim(text=text, citations=(title_citation(source),)),))


def title_citation(source: Source) -> Citation:
    """The stretch from the item's title to its case number; the title line where they stand far apart."""
    assert source.item is not None
    span, number = source.item.span, source.item.case_number
    place = source.text.find(number, span.start, span.end) if number else -1
    if 0 <= place - span.start < _TITLE_TO_NUMBER:
        return source.cite(SectionKind.HEAD, Span(span.start, place + len(number)))
    end = source.text.find("\n", span.start, span.end)
    return source.cite(SectionKind.HEAD, Span(span.start, end if end > span.start else span.end))


def difference_claim(language: Language, source: Source, span: Span) -> Claim | None:
    """The difference of the two amounts in one sentence, both in the same printed unit; None where it is not so."""
    amounts = (
        [amount for amount in source.item.amounts if span.start <= amount.span.start < span.end] if source.item else []
    )
    if len(amounts) != 2 or unit_of(amounts[0].text) != unit_of(amounts[1].text):
        return None
    larger, smaller = sorted(amounts, key=lambda amount: -amount.value)
    if larger.value == smaller.value:
        return None
    difference = write_like(larger.text, larger.value - smaller.value)
    text = say(
        language,
        "difference",
        difference=difference,
        larger=clean(larger.text),
        smaller=clean(smaller.text).rstrip("."),
    )
    return Claim(text=text, citations=(source.cite(larger.section, span),), computed="difference")


_UNITS = {"mio": Decimal(1_000_000), "mia": Decimal(1_000_000_000)}


def unit_of(text: str) -> str:
    """The unit a printed amount is in: "mio", "mia" or "kr"."""
    return next((unit for unit in _UNITS if unit in text.casefold()), "kr")


def write_like(printed: str, value: Decimal) -> str:
    """A value in kroner written in the unit of a printed amount: "1,3 mio. kr."."""
    unit = _UNITS.get(unit_of(printed))
    if unit is None:
        return f"{value:,.0f} kr.".replace(",", ".")
    number = f"{(value / unit).normalize():f}".replace(".", ",")
    return f"{number} {unit_of(printed)}. kr."


def is_corrected(question: Question, source: Source) -> bool:
    """Whether the question takes a decision for granted that the body did not make."""
    return question.presumes_decision and outcome_of(source) not in APPROVING | {Outcome.RECOMMENDED, Outcome.NONE}


def is_unheld(source: Source) -> bool:
    """Whether the meeting did not take place."""
    return source.meeting.status is MeetingStatus.CANCELLED


def first_sentence(source: Source, kind: SectionKind) -> Span | None:
    """The first sentence of a section, or None."""
    section = source.item.section(kind) if source.item else None
    found = sentences(source.held.document.text, section.span) if section else []
    return found[0] if found else None


def _is_named(person: Person, text: str) -> bool:
    words = text.casefold()
    surname = person.name.split()[-1].casefold() if person.name else ""
    return bool(person.name) and (person.name.casefold() in words or (len(surname) > 3 and surname in words.split()))
