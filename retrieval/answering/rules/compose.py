"""A draft answer without a language model: the kind of question chooses the facts and the words shown. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.answering.rules.draft import Draft
from retrieval.answering.rules.evidence import Asked, Candidate, Scored
from retrieval.answering.rules.extracts import extract
from retrieval.answering.rules.outcomes import (
    APPROVING,
    NOT_TREATED,
    decision_citation,
    outcome_claim,
    outcome_of,
    outcome_sentence,
    quoted,
    recommendation_citation,
)
from retrieval.answering.rules.phrases import say, write_date
from retrieval.answering.rules.records import (
    case_number_draft,
    difference_claim,
    is_corrected,
    vote_draft,
)
from retrieval.answering.rules.sources import Source
from retrieval.answering.rules.summary import item_summary
from retrieval.answering.rules.units import Unit, UnitKind
from retrieval.model.answers import Claim
from retrieval.model.vocabulary import Outcome
from retrieval.question.kinds import QuestionKind
from retrieval.question.understand import Question

# Set on the sample questions, shown with their curve in docs/accuracy.md.
LEAST_COVERAGE = 0.2  # of the question's weight that the best unit must hold
LEAST_FITTING = 0.55  # the best unit that fits the kind must score this share of the best one at all
_NEEDS_FIT = frozenset({QuestionKind.AMOUNT, QuestionKind.FIGURE, QuestionKind.DATE, QuestionKind.COMPARISON})


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was found: the units best first, and the items they come from, best first."""

    ranked: Sequence[Scored]
    candidates: Sequence[Candidate]
    sources: dict[tuple[str, int], Source]
    asked: Asked

    def source(self, meeting_key: str, item: int) -> Source:
        """The item a scored unit comes from."""
        return self.sources[meeting_key, item]

    def units(self, meeting_key: str, item: int) -> Sequence[Unit]:
        """All units of that item in document order."""
        return next(one.units for one in self.candidates if (one.meeting_key, one.item) == (meeting_key, item))


def compose(question: Question, evidence: Evidence) -> Draft:
    """The draft for a question about one item; refuses where the evidence does not carry an answer."""
    if not evidence.ranked:
        return Draft(refusal=say(question.language, "not_told"))
    best = evidence.ranked[0]
    source = evidence.source(best.meeting_key, best.item)
    if source.item is not None and not source.item.is_open:
        return _closed(question, source)
    match question.kind:
        case QuestionKind.VOTE:
            return vote_draft(question, source)
        case QuestionKind.CASE:
            return case_number_draft(question, source)
        case QuestionKind.SUMMARY:
            return item_summary(question.language, source)
        case QuestionKind.DECISION | QuestionKind.STATUS:
            return _decision(question, evidence, source)
        case _:
            return _content(question, evidence, source)


def _closed(question: Question, source: Source) -> Draft:
    citation = decision_citation(source)
    text = say(question.language, "closed")
    return Draft(claims=(Claim(text=text, citations=(citation,)),)) if citation else Draft(refusal=text)


def _decision(question: Question, evidence: Evidence, source: Source) -> Draft:
    """What the body did, in its own words; then what was recommended and what else the minutes say on it."""
    lead = _outcome_lead(question, source)
    if lead is None:
        return _content(question, evidence, source)
    claims = [lead]
    outcome = outcome_of(source)
    decision = decision_citation(source)
    if decision is not None and outcome not in NOT_TREATED:
        claims.append(Claim(text=quoted(question.language, decision), citations=(decision,)))
    recommendation = recommendation_citation(source)
    if recommendation is not None and outcome in APPROVING | {Outcome.RECOMMENDED, Outcome.REJECTED}:
        text = quoted(question.language, recommendation, "recommendation")
        claims.append(Claim(text=text, citations=(recommendation,)))
    told = " ".join(claim.text for claim in claims)
    for claim in _extract(question, evidence, source):
        if claim.citations[0].quote not in told and not any(
            claim.citations[0].quote in one.citations[0].quote for one in claims
        ):
            claims.append(claim)
    return Draft(claims=tuple(claims))


def _content(question: Question, evidence: Evidence, source: Source) -> Draft:
    """What the minutes say, in their own words; first what the reader must know of the matter's state."""
    refusal = _refusal(question, evidence, source)
    if refusal is not None:
        return Draft(refusal=refusal)
    claims: list[Claim] = []
    if outcome_of(source) in NOT_TREATED or is_corrected(question, source):
        lead = _outcome_lead(question, source)
        claims += [lead] if lead else []
    if question.kind is QuestionKind.COMPARISON:
        best = evidence.ranked[0]
        computed = difference_claim(question.language, source, best.unit.span)
        claims += [computed] if computed else []
    return Draft(claims=(*claims, *_extract(question, evidence, source)))


def _outcome_lead(question: Question, source: Source) -> Claim | None:
    """What the body did, with yes or no before it where the question asks for one."""
    claim = outcome_claim(question.language, source)
    if claim is None or not (question.is_yes_no and question.presumes_decision):
        return claim
    outcome = outcome_of(source)
    word = "yes" if outcome in APPROVING else "no" if outcome is not Outcome.RECOMMENDED else ""
    text = f"{say(question.language, word)} {claim.text}" if word else claim.text
    return Claim(text=text, citations=claim.citations)


def _extract(question: Question, evidence: Evidence, source: Source) -> tuple[Claim, ...]:
    best = evidence.ranked[0]
    whole_list = question.kind is QuestionKind.LIST
    if best.coverage < LEAST_COVERAGE:
        return ()
    return extract(question.language, evidence.ranked, evidence.source, evidence.units, whole_list=whole_list)


def _refusal(question: Question, evidence: Evidence, source: Source) -> str | None:
    """Why the evidence does not carry an answer, told with the nearest words; None where it does."""
    best = evidence.ranked[0]
    if best.coverage < LEAST_COVERAGE:
        return say(question.language, "not_told")
    if question.kind in _NEEDS_FIT and not best.fits:
        fitting = next((one for one in evidence.ranked if one.fits), None)
        if fitting is None or fitting.score < LEAST_FITTING * best.score:
            return _only_says(question, source, best)
    return None


def _only_says(question: Question, source: Source, best: Scored) -> str:
    told = say(question.language, "not_told_in", date=write_date(question.language, source.date))
    if best.unit.kind is UnitKind.HEADING:
        return told
    return f"{told} {quoted(question.language, source.cite(best.unit.section, best.unit.span), 'only_says')}"


def outcome_note(question: Question, source: Source) -> str:
    """One sentence on the state of the matter, for refusals and summaries."""
    return outcome_sentence(question.language, source)
