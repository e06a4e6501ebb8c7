"""What must hold for every parsed document, whatever stands in it."""

from retrieval.model.minutes import AgendaItem, Document, Meeting, Span
from retrieval.model.vocabulary import SectionKind
from retrieval.parsing.amounts import find_amounts


def assert_sound(document: Document, meeting: Meeting) -> None:
    """Items tile the text after the head; every span lies inside its item; every quote is found at its place."""
    text = document.text
    place = meeting.head.end
    for item in meeting.items:
        assert item.span.start == place, f"item {item.number} does not begin where the text before it ends"
        place = item.span.end
        _assert_item(text, item)
    assert place == len(text)


def _assert_item(text: str, item: AgendaItem) -> None:
    previous = item.span.start
    for section in item.sections:
        assert previous <= section.span.start <= section.span.end <= item.span.end
        previous = section.span.end
    for decision in (item.decision, *item.history):
        if decision is not None:
            assert decision.text == decision.span.of(text)
            _assert_inside(decision.span, item.span)
    for amount in item.amounts:
        assert amount.text == amount.span.of(text)
        _assert_inside(amount.span, amount.quote)
        _assert_inside(amount.quote, item.span)
    for figure in item.figures:
        assert figure.text == figure.span.of(text)
        _assert_inside(figure.span, figure.quote)
    for spanned in (*item.votes, *item.remarks, *item.absences, *item.deadlines, *item.attachments, *item.references):
        _assert_inside(spanned.span, item.span)
    for titled in (*item.deadlines, *item.references, *item.remarks):
        assert titled.text == titled.span.of(text)


def _assert_inside(inner: Span, outer: Span) -> None:
    assert outer.start <= inner.start <= inner.end <= outer.end


def uncovered_words(document: Document, item: AgendaItem) -> str:
    """The words of an item that are neither its title, its marks nor a section: must be headings alone."""
    text = document.text
    pieces = []
    place = item.span.start
    for section in item.sections:
        pieces.append(text[place : section.span.start])
        place = section.span.end
    pieces.append(text[place : item.span.end])
    return "\n".join(pieces)


def money_outside_ledger(document: Document, item: AgendaItem) -> list[str]:
    """The printed sums of an item's sections that its ledger lacks."""
    held = {amount.span.start for amount in item.amounts}
    return [
        found.text
        for section in item.sections
        if section.kind is not SectionKind.ATTACHMENTS
        for found in find_amounts(document.text, section.span.start, section.span.end)
        if found.span.start not in held
    ]
