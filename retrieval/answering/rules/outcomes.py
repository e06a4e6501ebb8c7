"""What a body did, told in one sentence with the decision's own words. Pure."""

import datetime
import re

from retrieval.answering.rules.phrases import say, write_date
from retrieval.answering.rules.sources import Source
from retrieval.answering.rules.units import clean
from retrieval.model.answers import Citation, Claim, Language
from retrieval.model.minutes import Meeting, Span
from retrieval.model.vocabulary import DocumentKind, MeetingStatus, Outcome, SectionKind
from retrieval.parsing.judging import body_took_no_stand
from retrieval.parsing.sentences import sentences

APPROVING = frozenset({Outcome.APPROVED, Outcome.APPROVED_WITH_AMENDMENT})
NOT_TREATED = frozenset({Outcome.CANCELLED, Outcome.POSTPONED, Outcome.WITHDRAWN})
UNDECIDED = NOT_TREATED | {Outcome.DISCUSSED, Outcome.NOTED, Outcome.SENT_BACK, Outcome.NONE}
_BESIDE_THE_POINT = re.compile(r"\bdeltog ikke\b|\bafbud\b|\bfraværende\b|\bstemmer (?:for|imod)\b", re.I)
_DECISION_LENGTH = 380  # characters of a decision that are quoted
_RECOMMENDATION_LENGTH = 520
_NUMBERED = r"(?:projekt\w*|punkt\w*|pkt\.?|del|delprojekt|nr\.?|ansøgning|forslag)\s\d[\d., og-]*"
_LEFT = r"(?:forkast|afvis|udsæt|udsat|udskyd|udskød|udgå|udgik|slettes)\w*|(?:godkendes|anbefales|imødekommes) ikke"
_LEAVES_OUT = re.compile(
    rf"\bmed undtagelse af\b|\bbortset fra\b|\bundtagen\b|\b{_NUMBERED}\s*(?:dog |blev |bliver )?(?:{_LEFT})|"
    rf"\b(?:{_LEFT})\s(?:dog )?(?:{_NUMBERED}|\d+\. punkt)",
    re.I,
)
_PROPOSED = re.compile(
    r"\b(?:ændrings|under|mod)?forslag(?:et)?\b.{0,20}\b(?:er |blev )?(?:dermed|hermed|faldet)|\bforesl[åo]", re.I
)
_NEGATED = re.compile(r"\bikke\b|\bafslag\b|\bafvis|\bnedlæg|\blukke", re.I)


def outcome_of(source: Source) -> Outcome:
    """The outcome of the item at this meeting; CANCELLED for every item of a cancelled meeting."""
    if source.meeting.status is MeetingStatus.CANCELLED:
        return Outcome.CANCELLED
    if source.item is None or source.item.decision is None:
        return Outcome.NONE
    return source.item.decision.outcome


def divided(source: Source) -> tuple[tuple[str, Outcome], ...]:
    """The parts of a recommendation with what became of each, where the decision gave them different fates; else none.

    With an amendment or without is no other fate: that is told of the whole. Nor is to take note, where no more was
    recommended than that.
    """
    decision = source.item.decision if source.item else None
    if decision is None or source.meeting.status is not MeetingStatus.HELD:
        return ()
    fates = {Outcome.APPROVED if outcome in APPROVING else outcome for _, outcome in decision.parts}
    return decision.parts if len(fates - {Outcome.NOTED}) > 1 else ()


def approves_in_part(source: Source) -> bool:
    """Whether an approval leaves something out that was recommended, without telling numbered parts apart."""
    if outcome_of(source) not in APPROVING or divided(source):
        return False
    assert source.item is not None and source.item.decision is not None
    told = (span.of(source.text) for span in sentences(source.text, source.item.decision.span))
    return any(_LEAVES_OUT.search(words) and not _PROPOSED.search(words) for words in told)


def is_decided_in_part(source: Source) -> bool:
    """Whether neither a plain yes nor a plain no tells what became of the recommendation."""
    return bool(divided(source)) or approves_in_part(source)


def outcome_claim(language: Language, source: Source) -> Claim | None:
    """What the body did, with its own words behind it; None where nothing can be cited."""
    citation = decision_citation(source)
    if citation is None:
        return None
    return Claim(text=outcome_sentence(language, source), citations=(citation,))


def outcome_sentence(language: Language, source: Source) -> str:
    """One sentence on what the body did: body, date, stage."""
    outcome, date = outcome_of(source), write_date(language, source.date)
    if source.meeting.status is MeetingStatus.PLANNED:
        return say(language, "planned", date=date)
    if divided(source):
        return _divided_sentence(language, source)
    if approves_in_part(source):
        return say(language, "approved_in_part", body=source.body, date=date)
    later = _later(source)
    if later is not None and outcome in (Outcome.CANCELLED, Outcome.POSTPONED):
        return say(language, f"{outcome.value}_to", date=date, later=write_date(language, later))
    key = "no_stand" if _took_no_stand(source) else outcome.value
    if outcome is Outcome.REJECTED and recommends_a_no(source):
        key = "rejected_a_no"  # that a refusal was not approved would be read as its opposite
    return say(language, key, body=source.body, date=date, next=_next_body(language, source))


def short_outcome(language: Language, source: Source) -> str:
    """The outcome in a word or two, as a sentence of its own, for lists."""
    if source.item is not None and not source.item.is_open:
        return say(language, "short_closed").capitalize()
    if divided(source):
        return _parts_told(language, source).capitalize()
    if approves_in_part(source):
        return say(language, "short_in_part").capitalize()
    key = "no_stand" if _took_no_stand(source) else outcome_of(source).value
    return say(language, f"short_{key}").capitalize()


def _divided_sentence(language: Language, source: Source) -> str:
    """What became of each part; last, that another body has the final word, where a part only goes on to it."""
    date, parts = write_date(language, source.date), divided(source)
    text = say(language, "divided", body=source.body, date=date, parts=_parts_told(language, source))
    if Outcome.RECOMMENDED not in {outcome for _, outcome in parts}:
        return text
    return f"{text} {say(language, 'divided_onward', next=_next_body(language, source))}"


def _parts_told(language: Language, source: Source) -> str:
    """The parts as in "nr. 1-2 godkendt; nr. 3 afvist"; a body that only recommends rejects nothing."""
    parts, told = divided(source), []
    recommends = Outcome.RECOMMENDED in {outcome for _, outcome in parts}
    for label, outcome in parts:
        numbers = re.sub(r"\.(?=\s*[-–,]|\s|$)", "", label).replace(" og ", f" {say(language, 'and')} ")
        fate = "not_recommended" if recommends and outcome is Outcome.REJECTED else outcome.value
        told.append(say(language, "part", numbers=numbers, outcome=say(language, f"part_{fate}")))
    return "; ".join(told)


def decision_citation(source: Source) -> Citation | None:
    """The deciding words of the item; where there are none, its recommendation, summary or title line."""
    item = source.item
    if item is None:
        return None
    if item.decision is not None and item.decision.text.strip():
        in_part = is_decided_in_part(source) and len(item.decision.text) <= _RECOMMENDATION_LENGTH
        span = item.decision.span if in_part else _deciding_words(source, item.decision.span)
        return source.cite(SectionKind.DECISION, span)
    for kind in (SectionKind.RECOMMENDATION, SectionKind.SUMMARY):
        section = item.section(kind)
        first = sentences(source.text, section.span) if section else []
        if first:
            return source.cite(kind, first[0])
    return source.cite(SectionKind.HEAD, Span(item.span.start, _line_end(source, item.span)))


def recommendation_citation(source: Source) -> Citation | None:
    """The recommendation as far as it can be told in a chat message, whole sentences only."""
    section = source.item.section(SectionKind.RECOMMENDATION) if source.item else None
    if section is None:
        return None
    kept: Span | None = None
    for span in sentences(source.text, section.span):
        if kept is not None and span.end - kept.start > _RECOMMENDATION_LENGTH:
            break
        kept = Span(kept.start if kept else span.start, span.end)
    return source.cite(SectionKind.RECOMMENDATION, kept) if kept else None


def recommends_a_no(source: Source) -> bool:
    """Whether what was recommended is itself that something is not done, is refused or closed."""
    recommendation = recommendation_citation(source)
    return recommendation is not None and bool(_NEGATED.search(recommendation.quote))


def quoted(language: Language, citation: Citation, key: str = "says") -> str:
    """A citation's words in quotation marks, cleaned of markup for reading; what an agenda says is told as such."""
    if key == "minutes_say" and citation.document is not DocumentKind.MINUTES:
        key = "agenda_says"
    return say(language, key, quote=clean(citation.quote))


def _took_no_stand(source: Source) -> bool:
    """Whether the body itself, not one of its members, says that it decides nothing."""
    decision = source.item.decision if source.item else None
    return decision is not None and outcome_of(source) is Outcome.NONE and body_took_no_stand(decision.text)


def not_told_in(language: Language, meeting: Meeting) -> str:
    """That the minutes of a meeting, or the agenda where no minutes are held, do not say it."""
    key = "not_told_in" if meeting.kind is DocumentKind.MINUTES else "agenda_silent"
    return say(language, key, date=write_date(language, meeting.date))


def _later(source: Source) -> datetime.date | None:
    decision = source.item.decision if source.item else None
    return (decision.postponed_to if decision else None) or source.meeting.postponed_to


def _next_body(language: Language, source: Source) -> str:
    decision = source.item.decision if source.item else None
    if decision is not None and decision.next_body:
        return decision.next_body
    section = source.item.section(SectionKind.RECOMMENDATION) if source.item else None
    words = (decision.text if decision else "") + (source.words(section.span) if section else "")
    return say(language, "council" if "byråd" in words.casefold() else "next_unknown")


def _deciding_words(source: Source, span: Span) -> Span:
    """The stretch of the decision that decides: its last sentences that are not about votes or absence."""
    chosen: Span | None = None
    for part in reversed(sentences(source.text, span)):
        beside = bool(_BESIDE_THE_POINT.search(part.of(source.text)))
        if chosen is None:
            chosen = None if beside else part
        elif beside or chosen.end - part.start > _DECISION_LENGTH:
            break
        else:
            chosen = Span(part.start, chosen.end)
    return chosen or span


def _line_end(source: Source, span: Span) -> int:
    end = source.text.find("\n", span.start, span.end)
    return end if end > span.start else span.end
