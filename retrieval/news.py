"""What is worth telling of an item in a few lines, each with the place it stands at. Pure."""

import datetime
from collections.abc import Iterator

from retrieval.model.answers import Citation
from retrieval.model.minutes import AgendaItem, Amount, Deadline, Document, Meeting, Span
from retrieval.model.vocabulary import SectionKind
from retrieval.parsing.sentences import sentences

QUOTED = 340  # characters of a recommendation: whole sentences only
AMOUNTS = 3

_MONEY = (SectionKind.DECISION, SectionKind.RECOMMENDATION, SectionKind.SUMMARY, SectionKind.FINANCES)


def cite(
    key: str, document: Document, meeting: Meeting, item: AgendaItem, section: SectionKind, span: Span
) -> Citation:
    """The citation of a stretch of the item, trimmed of outer white space."""
    words = span.of(document.text)
    start = span.start + len(words) - len(words.lstrip())
    return Citation(
        meeting_key=key,
        meeting=meeting.date,
        committee=meeting.committee,
        item=item.number,
        title=item.title,
        section=section,
        case_number=item.case_number,
        quote=words.strip(),
        span=Span(start, start + len(words.strip())),
        document=meeting.kind,
    )


def recommendation(document: Document, item: AgendaItem) -> Span | None:
    """The recommendation as far as it fits a message: its first sentences, never half of one."""
    section = item.section(SectionKind.RECOMMENDATION)
    kept: Span | None = None
    for span in sentences(document.text, section.span) if section else ():
        if span.end - (kept or span).start > QUOTED:
            break
        kept = Span(kept.start if kept else span.start, span.end)
    return kept


def first_words(document: Document, item: AgendaItem) -> tuple[SectionKind, Span] | None:
    """The first sentence of the summary, else of the case presentation."""
    for kind in (SectionKind.SUMMARY, SectionKind.CASE_PRESENTATION):
        section = item.section(kind)
        found = sentences(document.text, section.span) if section else []
        if found and found[0].end - found[0].start <= QUOTED:
            return kind, found[0]
    return None


def telling_amounts(item: AgendaItem) -> tuple[Amount, ...]:
    """The sums the decision names, else those of the recommendation, the summary or the finances; tables left out."""
    for section in _MONEY:
        named = {amount.text: amount for amount in item.amounts if amount.section is section and _is_whole(amount)}
        if named:
            largest = sorted(named.values(), key=lambda amount: -abs(amount.value))[:AMOUNTS]
            return tuple(sorted(largest, key=lambda amount: amount.span.start))
    return ()


def _is_whole(amount: Amount) -> bool:
    """Whether the printed words name the unit: neither a cell of a table nor the first half of a range."""
    return not amount.unit and any(character.isalpha() for character in amount.text)


def next_deadline(item: AgendaItem, today: datetime.date) -> Deadline | None:
    """The first date of the item that is still to come."""
    return next(_coming(item, today), None)


def _coming(item: AgendaItem, today: datetime.date) -> Iterator[Deadline]:
    yield from sorted((one for one in item.deadlines if one.date >= today), key=lambda one: one.date)
