"""Words of a web page around the minutes, such as the buttons between two items: no part of what was decided."""

from collections.abc import Sequence

from retrieval.model.minutes import Span
from retrieval.parsing.lines import Line, clean, trimmed

_BUTTONS = frozenset(
    {
        "til toppen", "til top", "til indholdsfortegnelse", "tilbage til toppen", "gå til toppen", "udskriv", "print",
        "fold alle ud", "fold alle ind", "fold ud", "fold ind", "del siden", "del", "vis alle", "luk alle", "åbn alle",
        "klik her for at folde ud", "klik her for at folde ud eller ind", "læs mere", "gå til hovedindhold",
    }
)  # fmt: skip
_UNFOLDS = "Klik her for at folde ud og "  # "1. BudgetKlik her for at folde ud og læse mere om Budget"
_MARKS = " .:>»^"  # around the words of a button
_FIRST_LETTERS = frozenset(_MARKS) | {letter for words in _BUTTONS for letter in (words[0], words[0].upper())}
_RULES = frozenset("=_~*─━═—-")  # characters that a drawn line is made of


def is_furniture(text: str) -> bool:
    """Whether a line is a button of the page and nothing else."""
    return len(text) <= 40 and text.casefold().strip(_MARKS) in _BUTTONS


def without_buttons(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines, those that are buttons as blank ones, titles without the button glued to them."""
    kept = list(lines)
    for line in lines:
        if line.text[:1] in _FIRST_LETTERS and is_furniture(line.text):
            kept[line.index] = line._replace(text="")
        elif _UNFOLDS in line.text:
            kept[line.index] = line._replace(text=line.text.partition(_UNFOLDS)[0].strip())
    return tuple(kept)


def without_furniture(text: str, span: Span) -> Span:
    """The stretch without the buttons at its end and the rules drawn at either end."""
    start, end = span.start, span.end
    while end > start:
        line = max(text.rfind("\n", start, end) + 1, start)
        if not _is_empty(text[line:end]):
            break
        end = line
        while end > start and text[end - 1].isspace():
            end -= 1
    while start < end and text[start] in _RULES and (stop := text.find("\n", start, end)) > 0:
        if clean(text[start:stop])[0]:
            break
        start = trimmed(text, stop, end).start
    return span if (start, end) == (span.start, span.end) else Span(start, end)


def _is_empty(raw: str) -> bool:
    words = clean(raw)[0]
    return not words or is_furniture(words)
