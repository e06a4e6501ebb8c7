"""Builds small documents and meetings that are consistent: every span points at the words it claims."""

import datetime
import hashlib
from decimal import Decimal

from retrieval.model.minutes import (
    AgendaItem,
    Amount,
    Decision,
    Document,
    Meeting,
    Person,
    Section,
    Span,
    Vote,
)
from retrieval.model.vocabulary import AmountStatus, DocumentKind, ItemClass, Outcome, SectionKind, Stage

DATE = datetime.date(2031, 3, 4)
SENTENCE = "Udvalget bevilger 1,5 mio. kr. til en ny bro."
VOTE_LINE = "For stemte Asta Holm (A) og Bo Lind (V). Imod stemte Carl Due (C)."


def document(words: str = SENTENCE, *, name: str = "bro.txt", titles: tuple[str, ...] = ("Ny bro",)) -> Document:
    parts = [f"Broudvalget 4. marts 2031 {' '.join(titles)}\n"]
    parts += [f"Punkt {n}: {title}\n{words}\n{VOTE_LINE}\n" for n, title in enumerate(titles, 1)]
    text = "".join(parts)
    return Document(name=name, media="text", fingerprint=hashlib.sha256(text.encode()).hexdigest(), text=text)


def meeting(
    source: Document,
    *,
    committee: str = "Broudvalget",
    date: datetime.date | None = DATE,
    kind: DocumentKind = DocumentKind.MINUTES,
    case_number: str = "05.01.00-G01-7-31",
) -> Meeting:
    starts = [i for i in range(len(source.text)) if source.text.startswith("Punkt ", i)]
    ends = [*starts[1:], len(source.text)]
    items = tuple(
        _item(source.text, number, Span(start, end), case_number)
        for number, (start, end) in enumerate(zip(starts, ends, strict=True), 1)
    )
    head = Span(0, starts[0] if starts else len(source.text))
    return Meeting(municipality="Prøvekøbing", committee=committee, date=date, kind=kind, head=head, items=items)


def _item(text: str, number: int, span: Span, case_number: str) -> AgendaItem:
    first_line = text.index("\n", span.start)
    title = text[span.start : first_line].partition(": ")[2]
    sentence = Span(first_line + 1, text.index("\n", first_line + 1))
    votes = Span(sentence.end + 1, span.end - 1)
    section = Section(kind=SectionKind.DECISION, heading="Beslutning", span=Span(sentence.start, span.end))
    return AgendaItem(
        number=number,
        title=title,
        printed_title=title,
        category=ItemClass.FOR_COMMITTEE,
        case_number=case_number,
        span=span,
        sections=(section,),
        decision=Decision(
            outcome=Outcome.APPROVED,
            stage=Stage.COMMITTEE,
            body="Broudvalget",
            date=DATE,
            text=sentence.of(text),
            span=sentence,
        ),
        votes=(
            Vote(
                proposal="Ny bro",
                supporters=(Person("Asta Holm", "A"), Person("Bo Lind", "V")),
                opponents=(Person("Carl Due", "C"),),
                carried=True,
                span=votes,
            ),
        ),
        amounts=(
            Amount(
                value=Decimal(1_500_000),
                text="1,5 mio. kr.",
                status=AmountStatus.GRANTED,
                section=SectionKind.DECISION,
                span=sentence,
                quote=sentence,
            ),
        ),
    )
