"""Titles under "Bilag" that are words of headings too: "Tidsplan", "Økonomi"."""

import re
from collections.abc import Sequence

from retrieval.model.vocabulary import SectionKind
from retrieval.parsing.headings import find_heading
from retrieval.parsing.lines import Line

_MARK = re.compile(r"^(?:[-•*–·]|\d{1,2}[.)]|bilag \d{1,2}\s?[-–:.])\s*(?=\S)", re.IGNORECASE)
_STRUCTURE = frozenset(  # what an item is built of: these words head a section wherever they stand alone
    {
        SectionKind.DECISION,
        SectionKind.RECOMMENDATION,
        SectionKind.CASE_PRESENTATION,
        SectionKind.SUMMARY,
        SectionKind.HISTORY,
        SectionKind.ABSENCE,
        SectionKind.ATTACHMENTS,
    }
)
_LONGEST_TITLE = 110  # characters
_PROSE = re.compile(
    r"[.:!?]$|[.!?] [A-ZÆØÅ]|^(?:der|ingen|ikke|intet|nej|ja|sagen|forslaget|denne|dette|se)\b"
    r"|\b(?:er|har|skal|kan|vil|bliver|forventes|afholdes|medfører|indebærer|vurderer|orienteres)\b",
    re.IGNORECASE,
)


def is_attachment_title(lines: Sequence[Line], line: Line, end: int, kind: SectionKind) -> bool:
    """Whether a heading's words at `line`, under "Bilag", are the title of an attachment.

    They are in a list, and where no section's words follow: the next line is the next heading, another title, or none.
    The item's lines end before the one numbered `end`; `kind` is what the words would head.
    """
    if _MARK.match(line.text):
        return True
    if kind in _STRUCTURE:
        return False
    after = next((lines[place] for place in range(line.index + 1, end) if lines[place].text), None)
    if after is None:
        return True
    is_prose = after.is_row or len(after.text) > _LONGEST_TITLE or bool(_PROSE.search(after.text))
    return find_heading(after.text) is not None or not is_prose
