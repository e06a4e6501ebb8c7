"""Words of a web page around the minutes, such as the buttons between two items: no part of what was decided."""

from retrieval.model.minutes import Span
from retrieval.parsing.lines import clean

_BUTTONS = frozenset(
    {
        "til toppen", "til top", "til indholdsfortegnelse", "tilbage til toppen", "gå til toppen", "udskriv", "print",
        "fold alle ud", "fold alle ind", "fold ud", "fold ind", "del siden", "del", "vis alle", "luk alle", "åbn alle",
        "klik her for at folde ud", "klik her for at folde ud eller ind", "læs mere", "gå til hovedindhold",
    }
)  # fmt: skip


def is_furniture(text: str) -> bool:
    """Whether a line is a button of the page and nothing else."""
    return len(text) <= 40 and text.casefold().strip(" .:>»^") in _BUTTONS


def without_furniture(text: str, span: Span) -> Span:
    """The stretch without the buttons at its end."""
    end = span.end
    while end > span.start:
        line = max(text.rfind("\n", span.start, end) + 1, span.start)
        if not is_furniture(clean(text[line:end])[0]):
            break
        end = line
        while end > span.start and text[end - 1].isspace():
            end -= 1
    return Span(span.start, end)
