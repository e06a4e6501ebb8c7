"""Answers from the votes that the parser read: who voted how, what fell, and why. Pure."""

import re
from collections.abc import Sequence

from retrieval.answering.rules.draft import Draft
from retrieval.answering.rules.outcomes import UNDECIDED, outcome_claim, outcome_of, outcome_sentence, quoted
from retrieval.answering.rules.phrases import join_names, person_name, say, write_date
from retrieval.answering.rules.sources import Source
from retrieval.answering.rules.units import clean
from retrieval.answering.sources import Stored
from retrieval.model.answers import Citation, Claim, Language
from retrieval.model.minutes import Person, Span, Vote
from retrieval.model.vocabulary import DocumentKind, SectionKind
from retrieval.parsing.sentences import sentences
from retrieval.question.understand import Question

_PROPOSAL = 260  # characters of a proposal that are told
_ACCEPTED = re.compile(r"\bvedt(?:og|ag)|\bgodkend|\bapprov|\badopt|\bbevilg|\bpassed\b", re.I)
_REASON = re.compile(r"\b(?:idet|fordi|da|begrundelse|bemærkning|ønsker?|ønskes)\b", re.I)
_LONGEST_REASON = 400  # characters of a vote that are quoted because they tell why
_NAMES = re.compile(r"\bhvem\b|\bwho\b|\bhvilke(?:t|n)? ", re.I)
_SIDE = re.compile(r"\b(?:for|imod|mod) stemte\b|\bstem(?:te|mer) (?:for|imod|mod)\b|\bundlod at stemme\b", re.I)
_WHO = re.compile(
    r"\bhvem\b|\bwho\b|\bparti|\bpart(?:y|ies)\b|\bfordel|\bhvor mange\b|\bhow many\b|\benstemmig|\bunanim", re.I
)


def vote_draft(question: Question, source: Source) -> Draft:
    """Who voted how on the item; without a recorded vote a correction or a refusal."""
    language, item = question.language, source.item
    if item is None or not item.votes:
        return _no_vote(question, source)
    if _NAMES.search(question.text) and not any(_voters(vote) for vote in item.votes):
        return _unnamed_vote(language, source, item.votes[0])
    claims = [_vote_claim(language, source, vote) for vote in item.votes]
    outcome = outcome_claim(language, source)
    return Draft(claims=(*claims, *((outcome,) if outcome else ())))


def _unnamed_vote(language: Language, source: Source, vote: Vote) -> Draft:
    """What the decision says of the sides where it names no person: groups, or nobody, which is a refusal."""
    decision = source.item.decision if source.item else None
    spans = sentences(source.text, decision.span) if decision else []
    told = [span for span in spans if _SIDE.search(span.of(source.text))]
    if not told:
        only = quoted(language, source.cite(SectionKind.DECISION, vote.span), "only_says")
        return Draft(refusal=f"{say(language, 'not_told')} {only}")
    claims = [_vote_claim(language, source, vote)] if vote.count_for is not None else []
    for key, span in zip(["minutes_say", *["says"] * len(told)], told, strict=False):
        citation = source.cite(SectionKind.DECISION, span)
        claims.append(Claim(text=quoted(language, citation, key), citations=(citation,)))
    return Draft(claims=tuple(claims))


def meeting_votes_draft(question: Question, held: Stored) -> Draft:
    """All votes of a meeting, item by item."""
    claims = []
    for item in held.meeting.items:
        source = Source(held, item)
        for place, vote in enumerate(item.votes):
            claim = _vote_claim(question.language, source, vote)
            head = say(question.language, "vote_item", number=item.number, title=item.title)
            text = claim.text if place else f"{head}\n{claim.text}"
            claims.append(Claim(text=text, citations=claim.citations))
    date = write_date(question.language, held.meeting.date)
    key = "no_votes_at" if held.meeting.kind is DocumentKind.MINUTES else "no_votes_yet"
    return Draft(claims=tuple(claims), refusal=say(question.language, key, date=date))


def asks_for_votes(question: Question) -> bool:
    """Whether the question asks who or how many voted, so that only a recorded vote can answer it."""
    return bool(_WHO.search(question.text))


def _no_vote(question: Question, source: Source) -> Draft:
    none = say(question.language, "no_vote")
    if outcome_of(source) in UNDECIDED and _ACCEPTED.search(question.text):
        outcome = outcome_claim(question.language, source)
        if outcome is not None:
            return Draft(claims=(Claim(text=f"{outcome.text} {none}", citations=outcome.citations),))
    return Draft(refusal=f"{none} {outcome_sentence(question.language, source)}")


def _voters(vote: Vote) -> tuple[Person, ...]:
    return (*vote.supporters, *vote.opponents, *vote.abstainers)


def _vote_claim(language: Language, source: Source, vote: Vote) -> Claim:
    """A vote with its sides; with its own words where they tell why."""
    lines = []
    for key, people, count in (
        ("vote_for", vote.supporters, vote.count_for),
        ("vote_against", vote.opponents, vote.count_against),
        ("vote_abstained", vote.abstainers, vote.count_abstained),
    ):
        if people or count is not None:
            names = join_names(language, [person_name(person) for person in people]) or str(count)
            lines.append(say(language, key, names=names))
    return vote_claim(language, source, vote, [*voted_on(language, vote), *lines])


def vote_claim(language: Language, source: Source, vote: Vote, told: Sequence[str]) -> Claim:
    """Lines on a vote, then whether it was carried and, where its words tell why, those."""
    citation = source.cite(SectionKind.DECISION, vote.span)
    proposed = _proposal_citation(source, vote)
    lines = [*told]
    if vote.carried is not None:
        lines.append(say(language, "vote_carried" if vote.carried else "vote_fell"))
    if _REASON.search(citation.quote) and len(citation.quote) <= _LONGEST_REASON:
        lines.append(quoted(language, citation))
    citations = (citation, proposed) if proposed else (citation,)
    return Claim(text="\n".join(lines) or quoted(language, citation), citations=citations)


def voted_on(language: Language, vote: Vote) -> list[str]:
    """The line that says what was voted on; none where the minutes do not say it."""
    return [say(language, "vote_proposal", proposal=_shorten(clean(vote.proposal)))] if vote.proposal else []


def _proposal_citation(source: Source, vote: Vote) -> Citation | None:
    """Where the proposal stands, when it stands before the vote itself."""
    if not vote.proposal or vote.proposal in source.words(vote.span):
        return None
    place = source.text.rfind(vote.proposal, 0, vote.span.end)
    return source.cite(SectionKind.DECISION, Span(place, place + len(vote.proposal))) if place >= 0 else None


def _shorten(text: str) -> str:
    if len(text) <= _PROPOSAL:
        return text
    return text[:_PROPOSAL].rsplit(" ", 1)[0] + " …"
