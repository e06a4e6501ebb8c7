"""Where an answer is from: each cited item once, in the line that tells of it or in a list below."""

import re
from collections.abc import Iterable

from bot import texts
from bot.render.blocks import Block, Bullets, Paragraph
from bot.render.limits import shorten
from bot.render.wording import item_numbers, long_date, meeting_reference, reference, section_name
from retrieval.model.answers import Answer, Citation, Language

TITLE_UNITS = 120
ITEMS_NAMED = 3  # more items of one meeting are named together


def name_in_lines(told: str, title: str, answer: Answer) -> tuple[str, set[int]]:
    """The text with the numbers of its sources behind each line that names them, and which these are.

    A line names an item by committee, date and number; `title` stands over all lines and may give the first two.
    """
    lines, named = [], set()
    for line in told.split("\n"):
        here = [
            number
            for number, citation in enumerate(answer.citations, 1)
            if _is_named(f"{title} {line}", citation, answer.language)
        ]
        lines.append(line + "".join([" ", *(f"[{n}]" for n in here if f"[{n}]" not in line)]).rstrip())
        named.update(here)
    return "\n".join(lines), named


def _is_named(text: str, citation: Citation, language: Language) -> bool:
    item = re.escape(texts.ITEM_LABEL.in_(language, item=citation.item))
    named = citation.committee in text and long_date(citation.meeting, language) in text
    return named and re.search(rf"\b{item}(?![\d.]*\d)", text, re.IGNORECASE) is not None


def references(answer: Answer, named: Iterable[int] = ()) -> list[Block]:
    """What is cited, each item once: it stays visible when quotes are folded and when the message is forwarded.

    What the text has `named` already is not listed again.
    """
    by_meeting: dict[str, dict[int, list[int]]] = {}
    for number, citation in enumerate(answer.citations, 1):
        if number not in named:
            items = by_meeting.setdefault(meeting_reference(citation, answer.language), {})
            items.setdefault(citation.item, []).append(number)
    lines = [line for items in by_meeting.values() for line in _meeting_lines(answer, items)]
    if not lines:
        return []
    if len(lines) == 1:
        return [Paragraph(f"{texts.SOURCE.in_(answer.language)}: {lines[0]}")]
    return [Paragraph(f"{texts.SOURCES.in_(answer.language)}:"), Bullets(tuple(lines))]


def _meeting_lines(answer: Answer, items: dict[int, list[int]]) -> list[str]:
    if len(items) > ITEMS_NAMED:
        first = answer.citations[next(iter(items.values()))[0] - 1]
        return [f"{meeting_reference(first, answer.language)}, {item_numbers(sorted(items), answer.language)}"]
    return [_item_line(answer, numbers) for numbers in items.values()]


def _item_line(answer: Answer, numbers: list[int]) -> str:
    """`committee, date, item: title. [1] section`; several quotes of an item each with its section."""
    cited = [answer.citations[number - 1] for number in numbers]
    title = shorten(" ".join(cited[0].title.split()), TITLE_UNITS)
    name = reference(cited[0], answer.language) + (f": {title}" if title else "")
    sections: dict[str, list[int]] = {}
    for number in numbers:
        sections.setdefault(section_name(answer.citations[number - 1], answer.language), []).append(number)
    return f"{name}. " + ", ".join(
        f"{''.join(f'[{n}]' for n in marks)} {section}" for section, marks in sections.items()
    )
