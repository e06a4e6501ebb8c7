"""Decisions under no heading: the last paragraph of an item, where it resolves ("Indstillingen vedtaget.")."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from retrieval.model.minutes import AgendaItem, Section, Span
from retrieval.model.vocabulary import Outcome, SectionKind
from retrieval.parsing.bodies import BODY, is_genitive, is_same_body, leading_body
from retrieval.parsing.judging import absence_in
from retrieval.parsing.lines import trimmed
from retrieval.parsing.outcomes import outcome_of
from retrieval.parsing.sections import Part
from retrieval.parsing.sentences import sentences

_CLOSING_KINDS = frozenset(
    {SectionKind.HEAD, SectionKind.RECOMMENDATION, SectionKind.CASE_PRESENTATION, SectionKind.SUMMARY}
)
_PARTING = re.compile(r"\n[^\S\n]*\n")
_SUBJECT = re.compile(
    rf"(?:(?:{BODY}|Indstilling(?:en|erne)|Sagen|Punktet|Forslaget|Forslagene|Ansøgningen|Orienteringen|Dagsordenen"
    r"|Redegørelsen)\s[^.:;]{0,30}|[A-ZÆØÅ][\wæøå]+(?:en|et|ne)\s(?:blev|er|bliver)\s)?$"
)
_ADVERB = re.compile(r"(?:Ikke|Enstemmigt|Blev|Taget|Tages|Blev taget|Kan|Med \w+ tilføjelse|Som indstillet)\s$")
_PAST = re.compile(r"\bi (?:19|20)\d\d\b")  # what was decided in a year is history
_NOT_YET = re.compile(r"\b(?:skal|bør|må|vil|ønske|forvent|foreslå|indstilles|blive)", re.IGNORECASE)
_ENDS = frozenset(".!?")
_LONGEST = 400  # characters of what a body decided in prose
_BARE = 45  # characters of a formula such as "Taget til efterretning."
_LAST = 3  # paragraphs among which the resolving one is the last; votes and absences stand below it
_SEVERAL = 2


def with_last_words(text: str, parts: tuple[Part, ...], committee: str) -> tuple[Part, ...]:
    """The parts of an item, the resolution that ends the last one as a decision of its own; unchanged without one."""
    last = next((place for place in range(len(parts) - 1, -1, -1) if _can_close(parts[place])), None)
    if last is None or any(part.section.kind is SectionKind.DECISION for part in parts):
        return parts
    if any(part.section.kind not in (SectionKind.ABSENCE, SectionKind.ATTACHMENTS) for part in parts[last + 1 :]):
        return parts
    section = parts[last].section
    start = next((at for one in _paragraphs(text, section.span) if (at := _begin(text, one, committee)) >= 0), None)
    if start is None:
        return parts
    before = trimmed(text, section.span.start, start)
    decided = Part(Section(kind=SectionKind.DECISION, heading="", span=Span(start, section.span.end)))
    kept = (replace(parts[last], section=replace(section, span=before)),) if before.end > before.start else ()
    return (*parts[:last], *kept, decided, *parts[last + 1 :])


def is_usual(before: Sequence[AgendaItem], after: Sequence[AgendaItem]) -> bool:
    """Whether half the items without a decision `before` have one `after`, one of them a bare formula: no chance."""
    undecided = [(one, other) for one, other in zip(before, after, strict=True) if one.decision is None]
    gained = [other.decision.text for _, other in undecided if other.decision is not None]
    is_most = len(gained) >= _SEVERAL and len(gained) * 2 >= len(undecided)
    return is_most and any(len(words) <= _BARE for words in gained)


def resolves(words: str) -> bool:
    """Whether one of the sentences that `words` begin with says what was decided."""
    return len(words) <= _LONGEST and _resolution(words, Span(0, len(words)), "") is not None


def _begin(text: str, paragraph: Span, committee: str) -> int:
    """Where the resolution of a paragraph begins: with its sentence, or with the line or lines it ends; else -1."""
    found = _resolution(text, paragraph, committee)
    if found is None or paragraph.end - found.start > _LONGEST:
        return -1
    line = max(text.rfind("\n", 0, found.start) + 1, paragraph.start)
    if not text[line : found.start].strip():
        return found.start
    return line if text[: line - 1].rstrip()[-1:] in _ENDS else paragraph.start


def _resolution(text: str, paragraph: Span, committee: str) -> Span | None:
    """The first sentence of a paragraph that says what `committee` decided.

    What stands below a label or a name, which end without a point, may be what somebody else said.
    """
    for unit in sentences(text, paragraph):
        words = unit.of(text)
        named = leading_body(words)
        speaker = "" if is_genitive(named) else named
        if _is_formula(words) and (not speaker or not committee or is_same_body(speaker, committee)):
            return unit
        if words[-1] not in _ENDS:
            return None
    return None


def _is_formula(sentence: str) -> bool:
    verdict = outcome_of(sentence)
    if (
        verdict is None
        or sentence[:3].casefold() == "at "
        or _PAST.search(sentence[: verdict.place + _BARE])
        or absence_in(sentence) is not None
    ):
        return False
    if verdict.outcome is Outcome.DISCUSSED and len(sentence) > _BARE:
        return False
    lead = sentence[: verdict.place]
    if "indstiller" in sentence or _NOT_YET.search(lead):
        return False
    return not lead or _SUBJECT.match(lead) is not None or _ADVERB.match(lead) is not None


def _can_close(part: Part) -> bool:
    return part.section.kind in _CLOSING_KINDS


def _paragraphs(text: str, span: Span) -> Iterator[Span]:
    """The last paragraphs of a stretch, the last one first."""
    ends = [*(match.start() for match in _PARTING.finditer(text, span.start, span.end)), span.end]
    starts = [span.start, *(match.end() for match in _PARTING.finditer(text, span.start, span.end))]
    found = [trimmed(text, start, end) for start, end in zip(starts, ends, strict=True)]
    yield from [one for one in found if one.end > one.start][: -_LAST - 1 : -1]
