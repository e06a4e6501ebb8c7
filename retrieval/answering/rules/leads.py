"""What is said first of a matter: what the body did, and yes or no where the question asks for one. Pure."""

from retrieval.answering.rules.bodies import bodies_named, is_one_of
from retrieval.answering.rules.corrections import is_of_time
from retrieval.answering.rules.found import Evidence
from retrieval.answering.rules.outcomes import (
    APPROVING,
    is_decided_in_part,
    outcome_claim,
    outcome_of,
    recommends_a_no,
)
from retrieval.answering.rules.phrases import say
from retrieval.answering.rules.sources import Source
from retrieval.answering.rules.worth import OWN
from retrieval.model.answers import Claim
from retrieval.model.vocabulary import Outcome, SectionKind
from retrieval.parsing.sentences import sentences
from retrieval.question.understand import Question

_SETTLES_NOTHING = frozenset({Outcome.RECOMMENDED, Outcome.NOTED})  # it may be, or have been, decided elsewhere
_SURELY_DECIDED = 0.5  # of what a question is about that must stand in what was decided for a plain yes
_DECIDED = frozenset({SectionKind.RECOMMENDATION, SectionKind.DECISION})


def outcome_lead(question: Question, evidence: Evidence, source: Source) -> Claim | None:
    """What the body did, with yes or no before it where the question asks for one."""
    claim = outcome_claim(question.language, source)
    if claim is None or not (question.is_yes_no and question.presumes_decision):
        return claim
    outcome = outcome_of(source)
    word = "yes" if outcome in APPROVING else "no" if outcome not in _SETTLES_NOTHING else ""
    if is_decided_in_part(source):
        word = "partly" if outcome is not Outcome.RECOMMENDED else ""
    is_of_another = not is_of_time(question, source) or not is_one_of(source.body, bodies_named(question.text))
    if is_of_another or (outcome is Outcome.REJECTED and _decides_otherwise(source)):
        word = ""
    if word == "yes" and _decided_share(evidence, source) < _SURELY_DECIDED:
        word = ""
    text = f"{say(question.language, word)} {claim.text}" if word else claim.text
    return Claim(text=text, citations=claim.citations)


def _decided_share(evidence: Evidence, source: Source) -> float:
    """How much of what the question is about stands in the title, the recommendation or the decision of an item."""
    assert source.item is not None
    own = [term for term in evidence.asked.terms if term.origin in OWN | {"english"} and not term.term.isdigit()]
    place = (source.held.key, source.item.number)
    candidate = next(one for one in evidence.candidates if (one.meeting_key, one.item) == place)
    held = candidate.title_terms.union(*(unit.terms for unit in candidate.units if unit.section in _DECIDED))
    whole = sum(term.weight for term in own)
    return sum(term.weight for term in own if term.term in held) / whole if whole else 1.0


def _decides_otherwise(source: Source) -> bool:
    """Whether a rejection is no plain no: something else was decided, or what was rejected was itself a no."""
    decision = source.item.decision if source.item else None
    several = decision is not None and len(sentences(source.text, decision.span)) > 1
    return several or recommends_a_no(source)
