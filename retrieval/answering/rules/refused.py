"""Why nothing is told, in words: what the minutes do not say, and the nearest they do. Pure."""

from collections.abc import Sequence

from retrieval.answering.rules.corrections import is_of_years
from retrieval.answering.rules.evidence import Scored
from retrieval.answering.rules.found import Evidence
from retrieval.answering.rules.outcomes import not_told_in, quoted
from retrieval.answering.rules.patterns import is_routine
from retrieval.answering.rules.phrases import say
from retrieval.answering.rules.records import is_corrected
from retrieval.answering.rules.refusal import is_doubtful, lacks_definition, lacks_role
from retrieval.answering.rules.sources import Source
from retrieval.answering.rules.units import UnitKind
from retrieval.model.vocabulary import DocumentKind
from retrieval.question.understand import Question

LEAST_COVERAGE = 0.05  # of the question's weight that the best unit must hold
_NEAR_ENOUGH = 0.6  # of the question that the nearest words must cover to be shown with a refusal
_NEAREST_WORDS = 300  # characters of the nearest words shown with a refusal


def why_not(
    question: Question, evidence: Evidence, source: Source, ranked: Sequence[Scored], *, is_sure: bool
) -> str | None:
    """Why the evidence does not carry an answer, told with the nearest words; None where it does."""
    best = ranked[0]
    told = f"{best.unit.lead} {best.unit.text}"
    is_wanting = lacks_role(question.text, told) or lacks_definition(question.text, told)
    if best.coverage < LEAST_COVERAGE or is_wanting:
        return say(question.language, "not_told")
    if not is_of_years(source, question.years) and not question.is_yes_no:
        return _not_told(question, source)
    if is_sure or is_corrected(question, source):
        return None
    if is_doubtful(evidence.asked, ranked, evidence.candidates):
        return _unclear(question, source, best)
    return None


def _not_told(question: Question, source: Source) -> str:
    """That the minutes do not say it: those of the meeting asked or talked about, or any."""
    meant = (question.meetings or frozenset()) | ({question.anchor[0]} if question.anchor else set())
    if source.held.key in meant or source.meeting.kind is not DocumentKind.MINUTES:
        return not_told_in(question.language, source.held.meeting)
    return say(question.language, "not_told")


def _unclear(question: Question, source: Source, best: Scored) -> str:
    """That the minutes do not say it; with words that come near it, which may be the answer after all, less firmly."""
    is_far = best.coverage < _NEAR_ENOUGH or len(best.unit.text) > _NEAREST_WORDS
    if is_far or best.unit.kind in (UnitKind.HEADING, UnitKind.ROW) or is_routine(best.unit):
        return _not_told(question, source)
    return quoted(question.language, source.cite(best.unit.section, best.unit.span), "unclear")
