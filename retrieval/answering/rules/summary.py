"""Summaries: decisions, money and disagreement first, not in agenda order. Pure."""

from collections.abc import Sequence

from retrieval.answering.rules.draft import Draft
from retrieval.answering.rules.outcomes import (
    APPROVING,
    decision_citation,
    outcome_claim,
    outcome_of,
    quoted,
    recommendation_citation,
    short_outcome,
)
from retrieval.answering.rules.phrases import say, write_date
from retrieval.answering.rules.sources import Source
from retrieval.answering.rules.units import clean
from retrieval.answering.sources import Stored
from retrieval.model.answers import Citation, Claim, Language
from retrieval.model.minutes import AgendaItem, Amount, Span
from retrieval.model.vocabulary import MeetingStatus, Outcome, SectionKind
from retrieval.parsing.sentences import sentences

_WEIGHT = {
    Outcome.APPROVED_WITH_AMENDMENT: 4.0,
    Outcome.REJECTED: 4.0,
    Outcome.RECOMMENDED: 4.0,
    Outcome.APPROVED: 3.0,
    Outcome.SENT_BACK: 3.0,
    Outcome.POSTPONED: 2.0,
    Outcome.DISCUSSED: 1.5,
    Outcome.NOTED: 1.0,
}
_AMOUNTS = 2  # amounts told of an item in a meeting's summary
_LINES = 14
_ROOM = 3_000  # characters of a meeting's summary before the sources
_ITEM_ROOM = 1_500
_LEAST_ABOUT = 450  # characters of what an item is about, however long the recommendation is


def meeting_summary(language: Language, held: Stored) -> Draft:
    """The meeting in a list: the weightiest items first, each with its outcome and amounts."""
    meeting = held.meeting
    head = say(language, "summary_head", committee=meeting.committee, date=write_date(language, meeting.date))
    if meeting.status is MeetingStatus.CANCELLED and meeting.items:
        first = outcome_claim(language, Source(held, meeting.items[0]))
        head = f"{head} {first.text}" if first else head
    claims: list[Claim] = []
    used = len(head)
    for item in _by_weight(meeting.items):
        source = Source(held, item)
        claim = _line(language, source)
        if claim is None or len(claims) >= _LINES or used + len(claim.text) > _ROOM:
            continue
        used += len(claim.text)
        claims.append(claim)
    if claims:
        claims[0] = Claim(text=f"{head}\n{claims[0].text}", citations=claims[0].citations)
    return Draft(claims=tuple(claims), refusal=say(language, "not_told"))


def item_summary(language: Language, source: Source, room: int = _ITEM_ROOM) -> Draft:
    """One item in about `room` characters: what was done, the summary's first sentences, what was recommended."""
    lead = outcome_claim(language, source)
    claims = [lead] if lead else []
    decision, recommendation = decision_citation(source), recommendation_citation(source)
    if decision is not None and outcome_of(source) in APPROVING | {Outcome.RECOMMENDED}:
        claims.append(Claim(text=quoted(language, decision), citations=(decision,)))
    recommended = quoted(language, recommendation, "recommendation") if recommendation else ""
    left = room - len(recommended) - sum(len(claim.text) for claim in claims)
    for citation in _key_sentences(source, max(left, _LEAST_ABOUT)):
        claims.append(Claim(text=quoted(language, citation, "of_matter"), citations=(citation,)))
    if recommendation is not None:
        claims.append(Claim(text=recommended, citations=(recommendation,)))
    return Draft(claims=tuple(claims), refusal=say(language, "not_told"))


def _by_weight(items: Sequence[AgendaItem]) -> list[AgendaItem]:
    return sorted(items, key=lambda item: (-_weight(item), item.number))


def _weight(item: AgendaItem) -> float:
    outcome = item.decision.outcome if item.decision else Outcome.NONE
    weight = _WEIGHT.get(outcome, 0.5) + 2.0 * bool(item.votes) + 0.5 * bool(item.amounts)
    routine = "dagsorden" in item.title.casefold() or "aktuelle sager" in item.title.casefold()
    return weight - 5.0 * routine


def _line(language: Language, source: Source) -> Claim | None:
    item, citation = source.item, decision_citation(source)
    if item is None or citation is None:
        return None
    text = "– " + say(
        language, "summary_line", number=item.number, title=item.title, outcome=short_outcome(language, source)
    )
    citations: list[Citation] = [citation]
    amounts = _telling_amounts(source)
    if amounts:
        text += ". " + say(
            language, "summary_money", amounts="; ".join(clean(amount.text) for amount in amounts).rstrip(".")
        )
        citations += [source.cite(amount.section, amount.quote) for amount in amounts]
    return Claim(text=text + ("" if text.endswith(".") else "."), citations=tuple(citations))


def _telling_amounts(source: Source) -> list[Amount]:
    """The amounts that the recommendation names, else the largest of the finances; ends of a range are left out."""
    whole = [amount for amount in source.item.amounts if not _ends_range(source, amount)] if source.item else []
    named = [amount for amount in whole if amount.section is SectionKind.RECOMMENDATION]
    finances = [amount for amount in whole if amount.section is SectionKind.FINANCES and not amount.purpose]
    return (named or sorted(finances, key=lambda amount: -abs(amount.value)))[:_AMOUNTS]


def _ends_range(source: Source, amount: Amount) -> bool:
    """Whether the amount is the upper end of "28-31 mio. kr."."""
    return source.text[max(0, amount.span.start - 2) : amount.span.start].strip()[-1:] in ("-", "–")


def _key_sentences(source: Source, room: int) -> list[Citation]:
    section = (
        source.item.section(SectionKind.SUMMARY) or source.item.section(SectionKind.CASE_PRESENTATION)
        if source.item
        else None
    )
    if section is None or room < 100:
        return []
    kept: Span | None = None
    for span in sentences(source.held.document.text, section.span):
        if kept is not None and span.end - kept.start > room:
            break
        kept = Span(kept.start if kept else span.start, span.end)
    return [source.cite(section.kind, kept)] if kept and kept.end - kept.start <= room else []
