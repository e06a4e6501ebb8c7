"""References, dates and labels in the words of a language."""

import datetime
from collections.abc import Sequence

from bot import texts
from retrieval.model.answers import Citation, ItemHit, Language

SEEN_AROUND = 200  # characters that the proof of a quote shows on either side in any case
NUMBERS_SHOWN = 3  # on a button; more are told as a range


def long_date(date: datetime.date | None, language: Language) -> str:
    """The date written out: `24. oktober 2022`, `24 October 2022`."""
    if date is None:
        return texts.NO_DATE.in_(language)
    month = texts.MONTHS[date.month - 1].in_(language)
    return f"{date.day}{'.' if language is Language.DANISH else ''} {month} {date.year}"


def short_date(date: datetime.date | None, language: Language) -> str:
    """The date in figures: `24.10.2022`."""
    return f"{date.day}.{date.month}.{date.year}" if date else texts.NO_DATE.in_(language)


def item_reference(committee: str, date: datetime.date | None, item: int, language: Language) -> str:
    """Committee, date and item: enough to find the words in the published minutes."""
    values = {"committee": committee, "date": long_date(date, language)}
    if not item:
        return texts.MEETING_REFERENCE.in_(language, **values)
    return texts.ITEM_REFERENCE.in_(language, item=item, **values)


def reference(citation: Citation, language: Language) -> str:
    """The reference of a citation without its section."""
    return item_reference(citation.committee, citation.meeting, citation.item, language)


def meeting_reference(citation: Citation, language: Language) -> str:
    """The reference of a citation's meeting."""
    return item_reference(citation.committee, citation.meeting, 0, language)


def item_numbers(numbers: list[int], language: Language) -> str:
    """Several items of one meeting: `punkt 1, 2, 5`."""
    return texts.ITEMS.in_(language, items=", ".join(map(str, filter(None, numbers))))


def section_name(citation: Citation, language: Language) -> str:
    """The section a quote stands in; a recommendation is marked as not decided."""
    return texts.SECTION_NAMES[citation.section].in_(language)


def quote_source(number: int, citation: Citation, language: Language) -> str:
    """The line under a quote: its number (0 = none), where it stands, in which section, of which case."""
    mark = f"[{number}] " if number else ""
    line = f"{mark}{reference(citation, language)}, {section_name(citation, language)}"
    if not citation.case_number:
        return line
    return f"{line}, {texts.CASE.in_(language, number=citation.case_number)}"


def source_labels(citations: Sequence[Citation], language: Language) -> dict[int, str]:
    """The labels of an answer's buttons by the place of the citation: its number, and what tells its sources apart.

    The quotes of one item by their sections, those that are seen together under one label; of several items the first
    quote of each, which leads to the rest.
    """
    firsts: dict[tuple[str, int], int] = {}
    for place, citation in enumerate(citations):
        firsts.setdefault((citation.meeting_key, citation.item), place)
    if len(firsts) == 1:
        return {places[0]: _section_label(citations, places, language) for places in _seen_together(citations)}
    cited = {place: citations[place] for place in firsts.values()}
    if len({citation.meeting_key for citation in citations}) == 1:
        return {n: f"[{n + 1}] {texts.ITEM_LABEL.in_(language, item=one.item)}" for n, one in cited.items()}
    return {n: f"[{n + 1}] {_short(one.meeting, one.item, language)}" for n, one in cited.items()}


def _section_label(citations: Sequence[Citation], places: list[int], language: Language) -> str:
    numbers = [f"[{place + 1}]" for place in sorted(places)]
    told = "".join(numbers) if len(numbers) <= NUMBERS_SHOWN else f"{numbers[0]}–{numbers[-1]}"
    return f"{told} {texts.SECTION_LABELS[citations[places[0]].section].in_(language)}"


def _seen_together(citations: Sequence[Citation]) -> list[list[int]]:
    """The places of the citations, grouped: the proof of the first of a group shows the others as well."""
    groups: list[list[int]] = []
    for place, citation in enumerate(citations):
        for group in groups:
            if _shows(citations[group[0]], citation):
                group.append(place)
                break
            if all(_shows(citation, citations[other]) for other in group):
                group.insert(0, place)
                break
        else:
            groups.append([place])
    return groups


def _shows(one: Citation, other: Citation) -> bool:
    """Whether the proof of one quote, with the words around it, holds the other."""
    if (one.meeting_key, one.item, one.section) != (other.meeting_key, other.item, other.section):
        return False
    return one.span.start - SEEN_AROUND <= other.span.start and other.span.end <= one.span.end + SEEN_AROUND


def near_label(hit: ItemHit, language: Language) -> str:
    """A button's label for a near item."""
    return f"{_short(hit.date, hit.item, language)} {hit.title}"


def _short(date: datetime.date | None, item: int, language: Language) -> str:
    if not item:
        return short_date(date, language)
    return texts.SHORT_ITEM.in_(language, date=short_date(date, language), item=item)
