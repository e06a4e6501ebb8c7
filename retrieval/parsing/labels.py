"""Items that print a label with their number: "Punkt 3: Title", "Pkt. 42", "Sag nr.: 8", "Åbent punkt 5 - Title"."""

import itertools
import re
from collections.abc import Sequence

from retrieval.parsing.cases import access_mark, case_number_line, is_case_label, number_beside
from retrieval.parsing.contents import Entry, is_announced, is_contents_line
from retrieval.parsing.groups import GROUP
from retrieval.parsing.headings import find_heading, inline_heading
from retrieval.parsing.lines import Line, next_text, previous_text
from retrieval.parsing.outcomes import outcome_of
from retrieval.parsing.runs import Start, rising
from retrieval.parsing.sections import dated_decision

_LABEL = re.compile(
    r"^(?:kl\.?\s?\d{1,2}[.:]\d\d(?:\s?[-–]\s?\d{1,2}[.:]\d\d)?\s?[:–-]?\s)?"
    r"(?:(?P<access>åbent|åben|lukket)\s)?(?P<word>dagsordens?punkt|tillægspunkt|ekstrapunkt|punkt\s?nr\.?|punktnummer"
    r"|punkt|pkt\.?\s?nr\.?|pkt\.?|sa[gq]\s?nr\.?|nr\.?)\s?:?\s?(?P<number>\d{1,4})(?:\.0(?=\s))?(?!\d)(?!\.\d)(?P<letter>[a-h](?=\s?[:.)–-]))?"
    r"(?P<year>/(?:20)?\d\d(?!\d))?\s*(?P<open>\((?:åben|lukket|offentlig|ikke offentlig|fortrolig)\w*\))?"
    r"\s*(?P<mark>[.)]:|,(?=\s[A-ZÆØÅ])|[.:)–—·|-]?)\s*(?P<title>.*)$",
    re.IGNORECASE,
)
_LETTERS = frozenset("dtepsnåalkDTEPSNÅALK")  # with which the words of a label begin
_TITLE_LABEL = re.compile(r"^(?:emne|titel|overskrift|sagstitel|punkttitel)\s*:\s*(?=\S)", re.IGNORECASE)
_TITLE_MARKS = frozenset('§"”»')  # with which a title begins beside letters
_MAX_TITLE = 400
_FEW = 2
_SEVERAL = 3
_NEAR = 45  # characters in front of the deciding word


def by_label(lines: Sequence[Line], contents: Sequence[Entry]) -> tuple[Start, ...]:
    """Items by "Punkt 3: Title", "Pkt. 42 Title", "Nr. 1 - Title" or "Sag nr. 8" with its title beside it."""
    labels = [(line, match) for line in lines if (match := _labelled(line)) is not None]
    from_above = _stand_below_titles(lines, labels)
    candidates = [start for label in labels if (start := _start(lines, *label, from_above)) is not None]
    if contents:
        known = [start for start in candidates if is_announced(start.number, start.title, contents)]
        if len(known) > len(contents) // 2:
            candidates = known
    run = rising(candidates)
    confirmed = [
        start for start in run if is_confirmed(lines, start) or is_announced(start.number, start.title, contents)
    ]
    if not confirmed:
        return tuple(run) if _resolves(lines, run) or _open_alike(lines, run) else ()
    return tuple(run) if len(confirmed) * 2 >= len(run) else tuple(confirmed)


def without_title_label(text: str) -> str:
    """A title without the word that announces it: "Emne: Title"."""
    return _TITLE_LABEL.sub("", text)


def own_label(text: str, number: int | None) -> bool:
    """Whether a line holds nothing but the label and number of an item: "Sag nr. 129" under its title."""
    match = _LABEL.match(text)
    return match is not None and not match["title"] and number is not None and int(match["number"]) == number


def is_confirmed(lines: Sequence[Line], start: Start) -> bool:
    """Whether the next lines hold what an item's head holds: a case number, an access mark, a heading, a group."""
    if number_beside(start.title)[1]:
        return True
    for line in next_text(lines, start.title_line, 4):
        if case_number_line(line.text) or is_case_label(line.text) or access_mark(line.text) is not None:
            return True
        if GROUP.match(line.text) or find_heading(line.text) or inline_heading(line.text):
            return True
    return False


def _open_alike(lines: Sequence[Line], run: Sequence[Start]) -> bool:
    """Whether the same words stand right below the titles, as a heading of the document's own does."""
    below = [line.text.casefold() for start in run for line in next_text(lines, start.title_line)]
    return len(run) >= _FEW and below.count(below[0] if below else "") * 5 >= len(run) * 4


def _resolves(lines: Sequence[Line], run: Sequence[Start]) -> bool:
    """Whether the labels count without a gap and what stands right below most of them says what was decided."""
    counts = all((later.number or 0) - (one.number or 0) == 1 for one, later in itertools.pairwise(run))
    below = [next_text(lines, start.title_line) for start in run]
    verdicts = [outcome_of(lines_[0].text) for lines_ in below if lines_]
    decided = sum(verdict is not None and verdict.place <= _NEAR for verdict in verdicts)
    return counts and len(run) >= _SEVERAL and decided * 2 > len(run)


def _labelled(line: Line) -> re.Match[str] | None:
    """The label that a line begins with."""
    if line.text[:1] not in _LETTERS or line.is_row or len(line.text) > _MAX_TITLE:
        return None
    match = _LABEL.match(line.text)
    return None if match is None or is_contents_line(line.text) else match


def _stand_below_titles(lines: Sequence[Line], labels: Sequence[tuple[Line, re.Match[str]]]) -> bool:
    """Whether the labels that print no title stand below it: each has one above, and not every one has one below."""
    bare = [line for line, match in labels if not match["title"] and not match["year"]]
    if len(bare) < _FEW or all(_title_below(lines, line) is not None for line in bare):
        return False
    return all(_title_above(lines, line) is not None for line in bare)


def _start(lines: Sequence[Line], line: Line, match: re.Match[str], from_above: bool) -> Start | None:
    title = match["title"].strip()
    number = int(match["number"])
    if title:
        is_title = title[0].isupper() or title[0] in _TITLE_MARKS or match["mark"] or match["open"]
        return Start(line.index, number, title, line.index, match["letter"] or "") if is_title else None
    if match["year"]:
        return None  # a case number
    if from_above or match["word"].casefold().startswith(("sa", "punktn")):
        above = _title_above(lines, line)
        if above is not None:
            return Start(above.index, number, above.text, above.index)
    below = _title_below(lines, line)
    return Start(line.index, number, without_title_label(below.text), below.index) if below else None


def _title_below(lines: Sequence[Line], label: Line) -> Line | None:
    """The title below a label: the first line that is no mark of the item's head, unless it is a heading or a row.

    Where no other title stands there, "Lukket punkt" is the title.
    """
    near = next_text(lines, label.index, 3)
    below = next((one for one in near if access_mark(one.text) is None and not is_case_label(one.text)), None)
    if below is not None and not below.is_row and not _is_head_or_heading(below.text):
        return below
    return near[0] if near and access_mark(near[0].text) is not None and not case_number_line(near[0].text) else None


def _is_head_or_heading(text: str) -> bool:
    return find_heading(text) is not None or bool(case_number_line(text)) or dated_decision(text) is not None


def _title_above(lines: Sequence[Line], label: Line) -> Line | None:
    """The title above a label; none where the line right below is the nearer one."""
    above = previous_text(lines, label.index)
    if above is None or find_heading(above.text) is not None or above.is_row or above.text[-1] in ".:":
        return None
    is_near = above.index == label.index - 1
    below = lines[label.index + 1] if label.index + 1 < len(lines) else None
    is_apart = below is None or below.is_blank or is_case_label(below.text) or access_mark(below.text) is not None
    return above if is_near or is_apart else None
