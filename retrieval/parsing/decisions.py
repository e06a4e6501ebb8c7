"""THE decision of an item (this meeting's body and date) and, apart from it, the decisions of others."""

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from retrieval.model.minutes import Decision, Span
from retrieval.model.vocabulary import Outcome, SectionKind, Stage
from retrieval.parsing.bodies import find_body, is_same_body, leading_body, stage_of
from retrieval.parsing.dates import find_dates, first_date
from retrieval.parsing.lines import trimmed
from retrieval.parsing.outcomes import outcome_of, weightiest
from retrieval.parsing.sections import Part, dated_decision
from retrieval.parsing.sentences import DECIDING, sentences

_ABSENT = re.compile(
    r"deltog ikke i|deltog ikke på|^(?:afbud|fraværende|ikke til stede|fravær|afbud fra)\b"
    r"|\bvar fraværende\b|forhindret i at deltage|\binhabil|udeblev",
    re.IGNORECASE,
)
_VOTE = re.compile(
    r"\b(?:stemmer|stemte|stemt|undlod|undlader)\b|^(?:for|imod|mod)\s*:|\b(?:forslaget|bemærkningen"
    r"|ændringsforslaget|tilføjelsen)\b.{0,120}\b(?:dermed|således|herefter|bortfaldt|faldt|forkastet"
    r"|er godkendt)",
    re.IGNORECASE,
)
_PROPOSES = re.compile(
    r"\b(?:foreslår|foreslog|stillede|stiller|fremsatte|fremsætter|ønsker|ønskede|bemærker|bemærkede"
    r"|begærede|begærer|tilkendegiv|tager forbehold|tog forbehold)\b|protokol|mindretalsudtalelse"
    r"|kunne (?:ikke )?tiltræde",
    re.IGNORECASE,
)
_ENTRY = re.compile(r"^(?P<date>\d{1,2}[-./]\d{1,2}[-./]\d{4})\s+(?P<body>[A-ZÆØÅ].{3,80})$")
_GLUED_ENTRY = re.compile(
    r"(?P<before>(?:afbud|fraværende|ikke til stede)\b[^\n]*?)\s+"
    r"(?P<entry>\d{1,2}-\d{1,2}-\d{4}\s+(?-i:[A-ZÆØÅ])[^\n]{1,60}(?:udvalg|råd|bestyrelse)\w*[\s\d-]*)$",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"^[\s,]*(?:(?:den|d\.)\s[^,]{5,25},?\s)?(?:har |havde )?(?:anbefal|godkend|drøft|tiltr|indstil|beslut"
    r"|tog |tager |vedt|udsæt|udsatte|forkast|afvis|send|oversend|undlod|bevilg|følger|fulgte|kan |kunne "
    r"|blev |er )",
    re.IGNORECASE,
)
_POINT = r"\d{1,2}\.?(?:\s?[a-h](?:\s?[-–]\s?[a-h])?(?![a-zæøå])\.?)?"  # "3.", "3a", "1.a-h."
_PART = re.compile(
    r"^(?:ad\s)?(?:indstillings?(?:punkt)?(?:erne|et|ens)?\s|punkt(?:erne)?\s|at-punkt\s"
    rf"|pkt\.?\s){{0,2}}(?P<mark>{_POINT}(?:\s?(?:[-–]|,|og|til)\s?{_POINT}){{0,4}}"
    r"|[a-h][.)])\s*(?:at-punkt(?:er)?\s*)?[:.)]?(?:\s+|(?<=[.):])(?=[a-zæøå]{3}))(?P<words>\S.*)$",
    re.IGNORECASE,
)
_NEXT_PART = re.compile(
    r"(?<!pkt\.)(?<!nr\.)(?<!stk\.)(?<=[.;])\s+(?=\d{1,2}\.(?:\s?(?:[-–,]"
    r"|og)\s?\d{1,2}\.)?\s+[A-Za-zæøåÆØÅ])"
    rf"|(?<=,)\s+(?=\d{{1,2}}\.(?:\s?(?:[-–]|og)\s?\d{{1,2}}\.)?\s+(?i:{DECIDING}))|(?<=[.;])\s+(?=Indstilling(?:ens|spunkt))"
)
_NAMED_PART = re.compile(
    r"indstillingens\s(?:pkt\.?|punkt(?:er)?)\s(?P<mark>\d{1,2}\.?(?:\s?(?:[-–,]|og)\s?\d{1,2}\.?){0,4})\s*\.?$",
    re.IGNORECASE,
)
_TO_BODY = re.compile(
    r"(?:til|over ?for|overfor|indstiller,? at|anbefaler,? at"
    r"|i)\s+(?P<body>(?:[\wæøå-]{1,40}(?:, | og )){0,4}[\wæøå-]{0,40}?(?:udvalget|byrådet"
    r"|kommunalbestyrelsen|regionsrådet"
    r"|magistraten))\b",
    re.IGNORECASE,
)
_ABSENCE_LINE = re.compile(r"(?:fraværende|afbud)\b[^\n:]{0,30}:[^\n]*\n", re.IGNORECASE)
# What an archive prints behind a body's name: its term, and when it ended.
_TERM = re.compile(r"(?:\s+\(?(?:19|20)\d\d(?:\s?[-–]\s?(?:(?:19|20)?\d\d)?)?\)?|\s+\(slettet[^()]*\))$", re.IGNORECASE)
_PUT_OFF = re.compile(r"uds[aæ]t\w*|udskyd\w*|udskudt", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class MeetingContext:
    """What decides whose decision it is: this meeting's body and date."""

    committee: str
    date: datetime.date | None


@dataclass(frozen=True, slots=True)
class _Block:
    """A run of text that one body's decision fills."""

    span: Span
    body: str
    date: datetime.date | None
    is_own: bool


def read_decisions(
    text: str, parts: Sequence[Part], context: MeetingContext
) -> tuple[Decision | None, tuple[Decision, ...]]:
    """The item's own decision (or None) and the others, in the order they are printed."""
    own: list[_Block] = []
    others: list[_Block] = []
    for block in _blocks(text, parts, context):
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


def own_decision_spans(text: str, parts: Sequence[Part], context: MeetingContext) -> tuple[Span, ...]:
    """The text in which this meeting's votes, remarks and absences are entered."""
    spans = [block.span for block in _blocks(text, parts, context, whole=True) if block.is_own]
    absences = [part.section.span for part in parts if part.section.kind is SectionKind.ABSENCE]
    return tuple(span for span in [*spans, *absences] if span.end > span.start)


def _blocks(text: str, parts: Sequence[Part], context: MeetingContext, *, whole: bool = False) -> Iterable[_Block]:
    for part in parts:
        span = part.section.span
        if part.section.kind is SectionKind.DECISION:
            body = part.body
            date = first_date(part.heading_text) if part.has_date else None
            own = (not body or is_same_body(body, context.committee)) and date in (None, context.date)
            if body and date is None and context.date is not None and not own:
                own = False
            yield from _by_body(text, span, body, date, own, context, whole)
        elif part.section.kind is SectionKind.HISTORY:
            yield from _entries(text, span)


def _by_body(
    text: str, span: Span, body: str, date: datetime.date | None, own: bool, context: MeetingContext, whole: bool
) -> Iterable[_Block]:
    """A decision section cut where another body's decision begins."""
    start, current, current_own, when = span.start, body, own, date
    for unit in _paragraphs(text, span):
        words = unit.of(text)
        named = leading_body(words)
        dated = dated_decision(words)
        if dated is not None:
            yield _Block(_cut(text, start, unit.start, whole), current, when, current_own)
            start, current, when = unit.end, dated[0], first_date(words)
            current_own = is_same_body(current, context.committee) and when in (None, context.date)
        elif named and _VERB.match(words[len(named) :]) and not is_same_body(named, current or context.committee):
            if unit.start > start:
                yield _Block(_cut(text, start, unit.start, whole), current, when, current_own)
                start = unit.start
            current, when = named, None
            current_own = is_same_body(named, context.committee)
    yield _Block(_cut(text, start, span.end, whole), current, when, current_own)


def _entries(text: str, span: Span) -> Iterable[_Block]:
    """The entries of a history: "09-05-2022 Økonomiudvalget", its words below."""
    start, body, date = span.start, "", None
    for unit in _entry_lines(text, span):
        words = unit.of(text)
        match = _ENTRY.match(words)
        dated = None if match else dated_decision(words)
        if match is None and dated is None:
            continue
        if body or date:
            yield _Block(_cut(text, start, unit.start, False), body, date, False)
        start, date = unit.end, first_date(words)
        body = match["body"].strip(" :") if match else dated[0] if dated else ""
    if body or date:
        yield _Block(_cut(text, start, span.end, False), body, date, False)


def _entry_lines(text: str, span: Span) -> Iterable[Span]:
    """The lines of a history; an entry's heading printed behind the absences of the entry before is a line too."""
    for unit in _paragraphs(text, span):
        glued = _GLUED_ENTRY.match(text, unit.start, unit.end)
        if glued:
            yield Span(unit.start, glued.end("before"))
            yield Span(glued.start("entry"), unit.end)
        else:
            yield unit


def _paragraphs(text: str, span: Span) -> Iterable[Span]:
    start = span.start
    for raw in span.of(text).split("\n"):
        piece = trimmed(text, start, start + len(raw))
        if piece.end > piece.start:
            yield piece
        start += len(raw) + 1


def _cut(text: str, start: int, end: int, whole: bool) -> Span:
    """The stretch without blanks and, unless `whole`, without the lines of absence at its end."""
    span = trimmed(text, start, end)
    if whole:
        return span
    while label := _ABSENCE_LINE.match(text, span.start, span.end):
        span = trimmed(text, label.end(), span.end)
    while span.end > span.start:
        last = text.rfind("\n", span.start, span.end) + 1
        last = max(last, span.start)
        line = text[last : span.end].strip()
        if line and _ABSENT.search(line) and len(line) < 400 and not outcome_of(_ABSENT.split(line)[0]):
            span = trimmed(text, span.start, last)
        else:
            break
    return span


def _decision(text: str, block: _Block, context: MeetingContext) -> Decision:
    body = _TERM.sub("", block.body) or (context.committee if block.is_own else "")
    parts = _parts(text, block.span, body)
    outcome, sentence = _outcome(text, block.span, body, parts)
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


def _outcome(text: str, span: Span, body: str, parts: tuple[tuple[str, Outcome], ...]) -> tuple[Outcome, str]:
    """What the body did: by the sentences of which it is the subject, else by any deciding sentence."""
    subject: list[tuple[Outcome, str]] = []
    plain: list[tuple[Outcome, str]] = []
    weak: list[tuple[Outcome, str]] = []
    for unit in sentences(text, span):
        words = unit.of(text).strip()
        if _is_aside(words) or words[:1] in '"”“»':
            continue
        verdict = outcome_of(words)
        if verdict is None:
            continue
        named = leading_body(words)
        is_subject = (bool(named) and is_same_body(named, body)) or _is_inverted(words, body)
        pools = weak if verdict.is_weak else subject if is_subject else plain
        pools.append((verdict.outcome, words))
    pool = subject or plain or weak
    if parts:
        pool = [(outcome, "") for _, outcome in parts] + (subject or plain)
    outcome = _in_part(parts) or weightiest([outcome for outcome, _ in pool])
    return outcome, next((words for found, words in pool if found is outcome), "")


def _in_part(parts: tuple[tuple[str, Outcome], ...]) -> Outcome | None:
    """A recommendation followed in some parts and rejected in others is approved, but not as it stood."""
    outcomes = {outcome for _, outcome in parts}
    approved = outcomes & {Outcome.APPROVED, Outcome.APPROVED_WITH_AMENDMENT}
    return Outcome.APPROVED_WITH_AMENDMENT if approved and Outcome.REJECTED in outcomes else None


def _is_aside(words: str) -> bool:
    """A vote, a proposal or an absence: entered under the decision without being it."""
    if _ABSENT.search(words) and not leading_body(words):
        return True
    if re.match(r"^med stemmerne|^med \d+ stemmer|\bmed \d+ stemmer (?:for|mod|imod)\b", words, re.IGNORECASE):
        return False
    named = leading_body(words)
    verdict = outcome_of(words)
    voted, proposed = _VOTE.search(words), _PROPOSES.search(words)
    if voted and not (verdict and (named or verdict.place < voted.start())):
        return True
    if proposed is None or (verdict is not None and verdict.place < proposed.start()):
        return False
    return not (named and _VERB.match(words[len(named) :]))


def _is_inverted(words: str, body: str) -> bool:
    """Whether the body stands after the verb, as in "Herefter godkendte Udvalget …"."""
    verdict = outcome_of(words)
    if verdict is None or not body:
        return False
    named = find_body(words[verdict.place : verdict.place + 140])
    return bool(named) and is_same_body(named, body) and verdict.place < 60


def _parts(text: str, span: Span, body: str) -> tuple[tuple[str, Outcome], ...]:
    """Decisions per part: "1.-2. Godkendt." and "3. Anbefales." each on a line of its own."""
    parts = []
    for words in (piece for unit in _paragraphs(text, span) for piece in _NEXT_PART.split(unit.of(text))):
        match = _PART.match(words)
        speaker = leading_body(match["words"] if match else words)
        if speaker and not is_same_body(speaker, body):
            continue
        verdict = outcome_of(match["words"]) if match else None
        named = _NAMED_PART.search(words.strip()) if match is None else None
        if named is not None and (said := outcome_of(words)) is not None:
            parts.append((named["mark"].strip().rstrip("."), said.outcome))
        if match and verdict and verdict.place < 80:
            parts.append((match["mark"].strip(), verdict.outcome))
    return tuple(parts)


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
