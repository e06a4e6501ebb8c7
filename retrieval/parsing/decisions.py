"""THE decision of an item (this meeting's body and date) and, apart from it, the decisions of others."""

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from retrieval.model.minutes import Decision, Span
from retrieval.model.vocabulary import Outcome, SectionKind, Stage
from retrieval.parsing.bodies import find_body, is_genitive, is_same_body, leading_body, stage_of
from retrieval.parsing.dates import find_dates, first_date
from retrieval.parsing.entries import Block, cut, read_entries
from retrieval.parsing.judging import VERB, judge, read_parts
from retrieval.parsing.lines import paragraphs, trimmed
from retrieval.parsing.outcomes import outcome_of
from retrieval.parsing.sections import Part, dated_decision
from retrieval.parsing.sentences import sentences

_TO_BODY = re.compile(
    r"(?:til|over ?for|overfor|indstiller,? at|anbefaler,? at"
    r"|i)\s+(?P<body>(?:[\wæøå-]{1,40}(?:, | og )){0,4}[\wæøå-]{0,40}?(?:udvalget|byrådet"
    r"|kommunalbestyrelsen|regionsrådet"
    r"|magistraten))\b",
    re.IGNORECASE,
)
# What an archive prints behind a body's name: its term, and when it ended.
_TERM = re.compile(r"(?:\s+\(?(?:19|20)\d\d(?:\s?[-–]\s?(?:(?:19|20)?\d\d)?)?\)?|\s+\(slettet[^()]*\))$", re.IGNORECASE)
_PUT_OFF = re.compile(r"uds[aæ]t\w*|udskyd\w*|udskudt", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class MeetingContext:
    """What decides whose decision it is: this meeting's body and date."""

    committee: str
    date: datetime.date | None


def read_decisions(
    text: str, blocks: Sequence[Block], context: MeetingContext
) -> tuple[Decision | None, tuple[Decision, ...]]:
    """The item's own decision (or None) and the others, in the order they are printed."""
    own: list[Block] = []
    others: list[Block] = []
    for block in (replace(block, span=cut(text, block.span.start, block.span.end)) for block in blocks):
        (own if block.is_own else others).append(block)
    written = [block for block in own if block.span.end > block.span.start]
    decision = _decision(text, written[0], context) if written else None
    others += written[1:]
    history = [_decision(text, block, context) for block in others if block.span.end > block.span.start]
    history = [past for past in history if not _is_repeated(past, decision, context)]
    return decision, tuple(sorted(history, key=lambda past: past.span.start))


def _is_repeated(past: Decision, own: Decision | None, context: MeetingContext) -> bool:
    """Whether an entry of a history is this meeting's own: its decision once more, or that it is not released."""
    if past.date is None or past.date != context.date or not is_same_body(past.body, context.committee):
        return False
    return past.outcome is Outcome.NONE or (own is not None and past.text.split() == own.text.split())


def own_decision_spans(blocks: Sequence[Block], parts: Sequence[Part], context: MeetingContext) -> tuple[Span, ...]:
    """The text in which this meeting's votes, remarks and absences are entered."""
    spans = [block.span for block in blocks if block.is_own]
    absences = [part.section.span for part in own_absences(parts, context)]
    return tuple(span for span in [*spans, *absences] if span.end > span.start)


def own_absences(parts: Sequence[Part], context: MeetingContext) -> Iterable[Part]:
    """The sections of absence that concern this meeting: not those below another body's or day's decision."""
    is_own = True
    for part in parts:
        if part.section.kind is SectionKind.DECISION:
            is_own = _is_own(part, context)
        elif part.section.kind is SectionKind.ABSENCE and is_own:
            yield part


def _is_own(part: Part, context: MeetingContext) -> bool:
    """Whether the heading of a decision names this meeting's body and day, or none."""
    date = first_date(part.heading_text) if part.has_date else None
    return (not part.body or is_same_body(part.body, context.committee)) and date in (None, context.date)


def read_blocks(text: str, parts: Sequence[Part], context: MeetingContext) -> Iterable[Block]:
    """What each body decided, this meeting's and others', in the order of the text and with the absences below it."""
    has_decision = any(part.section.kind is SectionKind.DECISION for part in parts)
    for part in parts:
        span = part.section.span
        if part.section.kind is SectionKind.DECISION:
            date = first_date(part.heading_text) if part.has_date else None
            yield from _by_body(text, span, part.body, date, _is_own(part, context), context)
        elif part.section.kind is SectionKind.HISTORY:
            for entry in read_entries(text, span):
                is_own = not has_decision and _is_own_entry(text, entry, context)
                yield replace(entry, is_own=True) if is_own else entry


def _is_own_entry(text: str, entry: Block, context: MeetingContext) -> bool:
    """Whether an entry of a history tells what this meeting did: the decision of an item that prints no other."""
    if entry.date is None or entry.date != context.date or not is_same_body(entry.body, context.committee):
        return False
    return any(outcome_of(unit.of(text)) is not None for unit in sentences(text, entry.span))


def _by_body(
    text: str, span: Span, body: str, date: datetime.date | None, own: bool, context: MeetingContext
) -> Iterable[Block]:
    """A decision section cut where another body's decision begins."""
    start, current, current_own, when = span.start, body, own, date
    for unit in paragraphs(text, span):
        words = unit.of(text)
        named = leading_body(words)
        dated = dated_decision(words)
        if dated is not None:
            yield Block(trimmed(text, start, unit.start), current, when, current_own)
            start, current, when = unit.end, dated[0], first_date(words)
            current_own = is_same_body(current, context.committee) and when in (None, context.date)
        elif (
            named
            and not is_genitive(named)
            and VERB.match(words[len(named) :])
            and not is_same_body(named, current or context.committee)
        ):
            if unit.start > start:
                yield Block(trimmed(text, start, unit.start), current, when, current_own)
                start = unit.start
            current, when = named, None
            current_own = is_same_body(named, context.committee)
    yield Block(trimmed(text, start, span.end), current, when, current_own)


def _decision(text: str, block: Block, context: MeetingContext) -> Decision:
    body = _TERM.sub("", block.body) or (context.committee if block.is_own else "")
    parts = read_parts(text, block.span, body)
    outcome, sentence = judge(text, block.span, body, parts)
    return Decision(
        outcome=outcome,
        stage=stage_of(body) if outcome is not Outcome.NONE or body else Stage.UNSTATED,
        body=body,
        date=block.date or (context.date if block.is_own else None),
        text=block.span.of(text),
        span=block.span,
        postponed_to=_postponed_to(block.span.of(text), context.date)
        if outcome in (Outcome.POSTPONED, Outcome.CANCELLED)
        else None,
        next_body=_next_body(sentence, body) if outcome is Outcome.RECOMMENDED else "",
        parts=parts,
    )


def _postponed_to(words: str, meeting: datetime.date | None) -> datetime.date | None:
    match = _PUT_OFF.search(words)
    if match is None:
        return None
    dates = find_dates(words[match.start() :], meeting.year if meeting else None)
    return next(
        (found.date for found in dates if found.precision == "day" and (meeting is None or found.date > meeting)), None
    )


def _next_body(sentence: str, body: str) -> str:
    for match in _TO_BODY.finditer(sentence):
        named = find_body(match["body"][:1].upper() + match["body"][1:])
        if named and not is_same_body(named, body or "-"):
            return named
    return ""
