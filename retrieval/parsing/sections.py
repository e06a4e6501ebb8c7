"""The sections of an item in their own order, told by their headings' words."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from retrieval.model.minutes import Section, Span
from retrieval.model.vocabulary import SectionKind
from retrieval.parsing.attachments import is_attachment_title
from retrieval.parsing.bodies import BODY, find_body, in_small_letters
from retrieval.parsing.cases import is_item_mark
from retrieval.parsing.dates import first_date
from retrieval.parsing.furniture import without_furniture
from retrieval.parsing.headings import Heading, find_heading, inline_heading
from retrieval.parsing.lines import Line, next_text, trimmed
from retrieval.parsing.wording import Wording, decision_label, fold_heading

_DATE = r"(?:\d{1,2}[-./]\d{1,2}[-./]\d{4}|\d{1,2}\. ?[a-zæøå]{3,9}\.? \d{4})"
_WEEKDAY = r"(?:(?:man|tirs|ons|tors|fre|lør|søn)dag,? )?"
_DATED = re.compile(
    rf"^(?:beslutning(?:en|er)?|behandling|politisk behandling|protokol(?:lat)?)\s+(?:i|fra|af|på mødet i"
    rf"|truffet (?:i|af))?\s*(?P<body>.{{3,80}}?)[, ]{{1,3}}(?:på mødet )?{_WEEKDAY}(?:den|d\.|i mødet den)?"
    rf"\s*(?P<date>{_DATE})?\s*(?:,?\s*(?:pkt\.?|punkt|sag)\s*\d+)?\s*:?$",
    re.IGNORECASE,
)
_OWNER = re.compile(
    rf"^(?P<body>.{{3,80}}?)s (?:beslutning|vedtagelse|behandling|afgørelse|konklusion)"
    rf"(?:,? (?:i mødet |på mødet )?{_WEEKDAY}(?:(?:den|d\.) )?(?P<date>{_DATE}))?\s*:?$",
    re.IGNORECASE,
)
# "Beslutning den 17. juni 2024", "Beslutning for Punkt 3: Title": this meeting's own, unless the date is another's.
_OWN = re.compile(
    rf"^(?:beslutning|vedtagelse|afgørelse)\s+(?:{_WEEKDAY}(?:den|d\.)?\s?(?P<date>{_DATE})\s*:?$"
    rf"|(?:for|til|vedr\.|vedrørende|på)\s(?:punkt|pkt\.?|sag)\s(?:nr\.?\s)?\d{{1,4}}\b.{{0,400}}$)",
    re.IGNORECASE,
)
_COLON = re.compile(r":\**|\t|\|")  # behind a heading that its text follows: the first of these in its line
_ENTRY = re.compile(
    rf"^(?P<body>{BODY}),?\s+(?:besluttede |vedtog )?(?:den |d\. )?(?P<date>{_DATE})"
    r"(?:,?\s*(?:pkt\.?|punkt)\s*\d+)?\s*:?$"
)
_OWN_WORDS = ("Beslutning ", "BESLUTNING ", "Vedtagelse ", "Afgørelse ")
_YEAR = re.compile(r"\d{4}")
_RECOMMENDS = re.compile(r"^(?P<who>[A-ZÆØÅ][^.:;]{3,90}?) indstiller(?:,|:|\s(?:at|til)\b|$)")
_ADMINISTRATION = re.compile(
    r"(?:forvaltning|administration|direktion|direktør|chef|afdeling|sekretariat|center)", re.I
)
_OPEN_TO_RECOMMENDATION = frozenset({SectionKind.HEAD, SectionKind.DECISION})
# After these "Byrådet besluttede den 3. maj 2021" heads a decision; in a presentation it tells of the past.
_LEADS = frozenset({SectionKind.HEAD, SectionKind.RECOMMENDATION, SectionKind.DECISION, SectionKind.ABSENCE})
_TOLD = re.compile(r" (?:besluttede|vedtog) ")
_PRESENTATIONS = frozenset({SectionKind.CASE_PRESENTATION, SectionKind.SUMMARY})


@dataclass(frozen=True, slots=True)
class Part:
    """A section with the body and date its heading names (empty and None for a plain heading)."""

    section: Section
    body: str = ""
    has_date: bool = False
    heading_text: str = ""


def read_sections(
    text: str, lines: Sequence[Line], first: int, end: int, limit: int, wording: Wording
) -> tuple[Part, ...]:
    """The sections between lines `first` and `end`; the last one reaches to offset `limit`."""
    if first >= len(lines) or first >= end:
        return ()
    parts: list[Part] = []
    kind, heading, owner, dated, start = SectionKind.HEAD, "", "", False, lines[first].start
    for line in lines[first:end]:
        if not line.text:
            continue
        found = _heading_of(line, kind, wording) or _recommender(lines, line, kind)
        if found is None or (
            found[0] is SectionKind.ABSENCE and _precedes_decision(text, lines, line, kind, start, end)
        ):
            continue
        if kind is SectionKind.ATTACHMENTS and is_attachment_title(lines, line, end, found[0]):
            continue
        _close(parts, text, kind, heading, owner, dated, start, line.start)
        kind, heading, owner, dated, offset = found
        start = _after(text, line, offset)
    _close(parts, text, kind, heading, owner, dated, start, limit)
    return _with_recommendations(parts)


def _with_recommendations(parts: Sequence[Part]) -> tuple[Part, ...]:
    """The parts, the first words under "Indstilling og beslutning" as a recommendation where dated decisions follow."""
    kept = list(parts)
    for place, (part, following) in enumerate(itertools.pairwise(parts)):
        if (
            part.heading_text.casefold().strip(" :").startswith(("indstilling og", "indstillinger og"))
            and following.body
        ):
            kept[place] = replace(part, section=replace(part.section, kind=SectionKind.RECOMMENDATION))
    return tuple(kept)


def _recommender(
    lines: Sequence[Line], line: Line, current: SectionKind
) -> tuple[SectionKind, str, str, bool, int] | None:
    """A recommendation without a heading: the first in an item, or the administration's after the decision's words."""
    match = _RECOMMENDS.match(line.text) if current in _OPEN_TO_RECOMMENDATION and "indstiller" in line.text else None
    if match is None:
        return None
    stands_free = line.index == 0 or not lines[line.index - 1].text
    if current is SectionKind.DECISION and not (stands_free and _ADMINISTRATION.search(match["who"])):
        return None
    return SectionKind.RECOMMENDATION, "", "", False, 0


def _precedes_decision(
    text: str, lines: Sequence[Line], line: Line, current: SectionKind, start: int, end: int
) -> bool:
    """Whether an absence stands between a decision's heading and its words: then it opens no section of its own."""
    if current is not SectionKind.DECISION or text[start : line.start].strip():
        return False
    below = next_text(lines[:end], line.index)
    return bool(below) and find_heading(below[0].text) is None and inline_heading(below[0].text) is None


def _names_decision(line: str) -> bool:
    """Whether a word of a decision's heading stands in a line: a quick test before the patterns."""
    return (
        "eslutning" in line or "ehandling" in line or "edtagelse" in line or "fgørelse" in line
        or "onklusion" in line or "rotokol" in line
        or (line.isupper() and _names_decision(line.lower()))
    )  # fmt: skip


def dated_decision(line: str) -> tuple[str, bool] | None:
    """The body that a dated decision heading names, and whether it names a date; None for any other line."""
    if len(line) > 160 or not line[:1].isupper():
        return None
    patterns = [_DATED, _OWNER] if _names_decision(line) else []
    if line.rstrip(" :")[-1:].isdigit() and _YEAR.search(line):
        patterns.append(_ENTRY)
    if not patterns:
        return None
    words = in_small_letters(line)
    for pattern in patterns:
        match = pattern.match(words)
        if match is not None and find_body(match["body"]):
            return match["body"].strip(" ,"), first_date(match["date"] or "") is not None
    return None


def _heading_of(line: Line, current: SectionKind, wording: Wording) -> tuple[SectionKind, str, str, bool, int] | None:
    if line.is_row:
        return None
    heading = find_heading(line.text)
    if heading is not None:
        return (heading.kind, line.text, "", False, -1) if _splits(heading, line, current, wording) else None
    dated = dated_decision(line.text)
    if dated is not None and current is not SectionKind.HISTORY and (current in _LEADS or not _TOLD.search(line.text)):
        return SectionKind.DECISION, line.text, dated[0], dated[1], -1
    if current is SectionKind.DECISION and is_item_mark(line.text):
        return SectionKind.HEAD, "", "", False, 0
    own = _OWN.match(line.text) if line.text.startswith(_OWN_WORDS) else None
    if own is not None and current is not SectionKind.HISTORY:
        return SectionKind.DECISION, line.text, "", own["date"] is not None, -1
    begin = decision_label(line.text, wording)
    if begin is not None:
        return SectionKind.DECISION, line.text[:begin].strip() if begin > 0 else line.text, "", False, begin
    inline = inline_heading(line.text)
    if inline is not None and not (current is SectionKind.HISTORY and inline[0].kind is SectionKind.ABSENCE):
        return inline[0].kind, line.text[: inline[1]].strip(), "", False, inline[1]
    return None


def _splits(heading: Heading, line: Line, current: SectionKind, wording: Wording) -> bool:
    if heading.kind is SectionKind.ABSENCE and current is SectionKind.HISTORY:
        return False
    if heading.strength == "strong":
        return True
    if current is SectionKind.DECISION:
        return heading.strength == "shared" and fold_heading(line.text) in wording.repeated
    if current not in _PRESENTATIONS:
        return True
    return heading.strength == "shared" and fold_heading(line.text) in wording.repeated


def _after(text: str, line: Line, offset: int) -> int:
    """Where the body begins: after the heading's line, after its words on the same line, or at the line itself."""
    if offset == 0:
        return line.start
    if offset < 0:
        return min(line.end + 1, len(text))
    words = line.text[offset:].strip()
    end = line.start + len(line.span.of(text).rstrip())
    if text.endswith(words, line.start, end):
        return end - len(words)
    mark = _COLON.search(text, line.start, line.end)  # markup stands inside the words
    return mark.end() if mark else line.end


def _without_stroke(text: str, span: Span) -> Span:
    """A stretch without the stroke that ends the row it is a cell of; a row that is whole keeps its own."""
    last = max(text.rfind("\n", span.start, span.end) + 1, span.start)
    if not text.endswith("|", span.start, span.end) or "|" in text[last : span.end - 1]:
        return span
    return trimmed(text, span.start, span.end - 1)


def _close(
    parts: list[Part], text: str, kind: SectionKind, heading: str, owner: str, dated: bool, start: int, end: int
) -> None:
    span = _without_stroke(text, without_furniture(text, trimmed(text, start, end)))
    if heading or span.end > span.start:
        parts.append(Part(Section(kind=kind, heading=heading, span=span), owner, dated, heading))
