"""A draft answer without a language model: the kind of question chooses the facts and the words shown. Pure."""

import re
from collections.abc import Sequence
from functools import partial

from retrieval.answering.rules.bodies import bodies_named
from retrieval.answering.rules.corrections import corrections
from retrieval.answering.rules.draft import Draft
from retrieval.answering.rules.evidence import Scored
from retrieval.answering.rules.extracts import ROOM, extract
from retrieval.answering.rules.found import NEARLY, Evidence, has_votes
from retrieval.answering.rules.glossary import glossary_claim
from retrieval.answering.rules.leads import outcome_lead
from retrieval.answering.rules.lists import list_meant
from retrieval.answering.rules.outcomes import (
    APPROVING,
    NOT_TREATED,
    decision_citation,
    divided,
    outcome_of,
    quoted,
    recommendation_citation,
)
from retrieval.answering.rules.overview import overview_draft
from retrieval.answering.rules.patterns import is_routine
from retrieval.answering.rules.phrases import say
from retrieval.answering.rules.records import (
    case_number_draft,
    difference_claim,
    is_corrected,
    item_absence_draft,
)
from retrieval.answering.rules.refused import LEAST_COVERAGE, why_not
from retrieval.answering.rules.sources import Source
from retrieval.answering.rules.summary import item_summary
from retrieval.answering.rules.tables import cell_claim, table_head
from retrieval.answering.rules.totals import asks_for_total, total_claim
from retrieval.answering.rules.units import Unit, UnitKind, clean
from retrieval.answering.rules.voters import is_voted_on, voter_draft, voter_meant
from retrieval.answering.rules.votes import asks_for_votes, vote_draft
from retrieval.answering.rules.worth import OWN
from retrieval.model.answers import Claim, Language
from retrieval.model.vocabulary import Outcome, SectionKind
from retrieval.question.kinds import QuestionKind
from retrieval.question.understand import Question

# Set on the sample questions, shown with their curve in docs/accuracy.md.
_LEAST_ROOM = 150  # characters of quotes after whatever else is told
LEAST_FITTING = 1.5  # the best unit that fits the kind may score this much less than the best one at all
_FITTING_COVERAGE = 0.5  # and holds this share of what the best one holds of the question: any sum is a sum
_ABOUT_AN_ITEM = frozenset(
    {
        QuestionKind.ABSENCE,
        QuestionKind.CASE,
        QuestionKind.SUMMARY,
        QuestionKind.VOTE,
        QuestionKind.DECISION,
        QuestionKind.STATUS,
    }
)
_ABOUT = re.compile(
    r"\bhvad (?:handler|går|drejer)\b|\bfort(?:æ|ae)l\b|\btell me\b|\bwhat (?:is|was) .{0,60}\babout\b", re.I
)
_WHAT_IS = re.compile(  # "what is the price of ..." asks for something of the matter, not what it is
    r"^(?:hvad er|what is|what's) (?!en\b|et\b|an?\b|"
    r"(?:den |det |de |the )?\w+ (?:af|for|hos|i|in|med|of|om|on|på|til|ved|with)\b)",
    re.I,
)
_NAMED = 0.6  # of what a question is about that an item's title must hold to be told as the matter asked about
_ROOM_ABOUT = 700  # characters of such an answer
_NAMED_RENDERED = 0.3  # the same of an English question, whose words are rendered in several ways each
_OPEN_ENDED = frozenset({QuestionKind.OPEN, QuestionKind.WHY})  # one line of a list is half an answer
_CLOSED = re.compile(r"\blukke(?:t|de)\b.{0,12}\b(?:punkt|sag|møde|dør)|\bclosed (?:item|session|meeting|door)", re.I)
_LEFT_OPEN = frozenset({Outcome.DISCUSSED, Outcome.REJECTED, Outcome.SENT_BACK})  # said first to a yes-or-no question
_ASKS_WHAT_IS_NEW = re.compile(r"\borienter|\baktuelle sager|\bmeddelelser|\bannouncements?\b|\binformed\b", re.I)
_WORD = re.compile(r"[^\W\d_]{3}")  # a lone list number tells nothing
_NEEDS_FIT = frozenset({QuestionKind.AMOUNT, QuestionKind.FIGURE, QuestionKind.DATE, QuestionKind.COMPARISON})


def compose(question: Question, evidence: Evidence) -> Draft:
    """The draft for a question about one item; refuses where the evidence does not carry an answer."""
    evidence = evidence.of_years(question.years).of_bodies(bodies_named(question.text))
    if not question.years and not question.meetings and question.anchor is None:
        evidence = evidence.of_today(question.text)
    if not evidence.ranked:
        return Draft(refusal=say(question.language, "not_told"))
    evidence = evidence.of_titled_matter()
    best = evidence.first() if question.kind in _ABOUT_AN_ITEM else evidence.ranked[0]
    if question.kind is QuestionKind.VOTE:
        best = evidence.with_votes(partial(is_voted_on, question))
    source = evidence.source(best.meeting_key, best.item)
    if source.item is not None and not source.item.is_open:
        return _closed(question, evidence, source)
    if _CLOSED.search(question.text):
        return Draft(refusal=say(question.language, "closed"))
    if (overview := overview_draft(question, evidence)) is not None:
        return overview
    match question.kind:
        case QuestionKind.VOTE if _is_of_nothing_held(question, evidence, source):
            return Draft(refusal=say(question.language, "not_told"))
        case QuestionKind.VOTE if voter_meant(question, source):
            return voter_draft(question, source)
        case QuestionKind.VOTE if has_votes(source) or asks_for_votes(question):
            return vote_draft(question, source)
        case QuestionKind.ABSENCE if source.item is not None and source.item.absences:
            return item_absence_draft(question, source)
        case QuestionKind.CASE:
            return case_number_draft(question, source)
        case QuestionKind.OPEN if question.item_number is not None and question.meetings:
            return item_summary(question.language, source)
        case QuestionKind.SUMMARY:
            return item_summary(question.language, source)
        case QuestionKind.DECISION | QuestionKind.STATUS | QuestionKind.VOTE:
            return _decision(question, evidence, source)
        case QuestionKind.OPEN:
            return _open(question, evidence)
        case _:
            return _content(question, evidence)


def _is_of_nothing_held(question: Question, evidence: Evidence, source: Source) -> bool:
    """Whether the vote asked about is on a matter of which not even the best item speaks."""
    is_pointed_at = question.context.leans or question.meetings or question.item_number
    return question.language is Language.DANISH and not is_pointed_at and not evidence.is_about(source)


def _closed(question: Question, evidence: Evidence, source: Source) -> Draft:
    """Of an item behind closed doors no more than the decision that was published with it."""
    closed = say(question.language, "closed")
    decision = decision_citation(source) if source.item and source.item.decision else None
    if decision is None or question.kind not in _ABOUT_AN_ITEM:
        return Draft(refusal=closed)
    if has_votes(source) and question.kind is QuestionKind.VOTE:
        return vote_draft(question, source)
    lead = outcome_lead(question, evidence, source)
    claims = [
        *([lead] if lead else []),
        Claim(text=f"{closed} {quoted(question.language, decision)}", citations=(decision,)),
    ]
    return Draft(claims=tuple(claims))


def _open(question: Question, evidence: Evidence) -> Draft:
    """What a matter is about, where that or what it is is asked; else what the minutes say of it."""
    matter = _item_asked_about(question, evidence)
    asks_for_it = _ABOUT.search(question.text) or _WHAT_IS.search(question.text)
    if matter is None or not asks_for_it:
        return _content(question, evidence)
    return item_summary(question.language, matter, _ROOM_ABOUT)


def _item_asked_about(question: Question, evidence: Evidence) -> Source | None:
    """The item whose title names what is asked about, among those nearly as good as the best."""
    is_danish = question.language is Language.DANISH
    origins = OWN if is_danish else OWN | {"english"}
    own = [term for term in evidence.asked.terms if term.origin in origins]
    least = (_NAMED if is_danish else _NAMED_RENDERED) * sum(term.weight for term in own)
    for candidate in sorted(evidence.candidates, key=lambda one: -one.prior):
        named = sum(term.weight for term in own if term.term in candidate.title_terms)
        if candidate.prior >= NEARLY and named >= least > 0:
            return evidence.source(candidate.meeting_key, candidate.item)
    return None


def _decision(question: Question, evidence: Evidence, source: Source) -> Draft:
    """What the body did, in its own words; then what was recommended and what else the minutes say on it."""
    lead = outcome_lead(question, evidence, source)
    if lead is None:
        return _content(question, evidence)
    claims = [lead]
    outcome, decision, recommendation = outcome_of(source), decision_citation(source), recommendation_citation(source)
    if decision is not None and (outcome not in NOT_TREATED or divided(source)):
        claims.append(Claim(text=quoted(question.language, decision), citations=(decision,)))
    is_weighed = outcome in APPROVING | {Outcome.RECOMMENDED, Outcome.REJECTED} or divided(source)
    if recommendation is not None and is_weighed:
        if question.kind is not QuestionKind.STATUS:
            text = quoted(question.language, recommendation, "recommendation")
            claims.append(Claim(text=text, citations=(recommendation,)))
    elif recommendation is not None and _is_for_council(recommendation.quote):
        claims.append(Claim(text=say(question.language, "for_council"), citations=(recommendation,)))
    item = (source.held.key, source.item.number) if source.item else None
    words = [one for one in evidence.ranked if one.unit.kind is not UnitKind.ROW]
    return Draft(claims=(*claims, *_extract(question, evidence, claims, words, item)))


def _content(question: Question, evidence: Evidence) -> Draft:
    """What the minutes say, in their own words; first what the reader must know of the matter's state."""
    ranked = fitting_first(question.kind, evidence.ranked)
    source = evidence.source(ranked[0].meeting_key, ranked[0].item)
    listed = _list_meant(question, evidence, ranked)
    if listed is not None:
        ranked = sorted(ranked, key=lambda one: one.unit is not listed)
    is_sure = listed is not None or _is_named_whole(evidence, ranked[0]) or _is_rendered_whole(evidence, ranked[0])
    refusal = why_not(question, evidence, source, ranked, is_sure=is_sure)
    if refusal is not None:
        return Draft(refusal=refusal)
    claims: list[Claim] = []
    waits = question.is_yes_no and outcome_of(source) in _LEFT_OPEN
    is_untreated = outcome_of(source) in NOT_TREATED and not divided(source)
    if is_untreated or is_corrected(question, source) or waits:
        lead = outcome_lead(question, evidence, source)
        claims += [lead] if lead else []
    claims += _computed(question, evidence, source, ranked[0])
    told = _extract(question, evidence, claims, ranked)
    if not claims and _needs_stage(source, told):
        lead = outcome_lead(question, evidence, source)
        claims += [lead] if lead else []
    noted = (*claims, *corrections(question, source, ranked[0], told))
    return Draft(claims=(*noted, *told))


def _list_meant(question: Question, evidence: Evidence, ranked: Sequence[Scored]) -> Unit | None:
    """The unit with which the list begins that a question for several things means."""
    if question.kind is not QuestionKind.LIST:
        return None
    return list_meant(question.text, ranked, evidence.units(ranked[0].meeting_key, ranked[0].item))


def _is_named_whole(evidence: Evidence, best: Scored) -> bool:
    """Whether all that the question names stands in the title of the item that the best unit is of."""
    named = {term.term for term in evidence.asked.terms if term.origin in OWN}
    titles = [
        one.title_terms for one in evidence.candidates if (one.meeting_key, one.item) == (best.meeting_key, best.item)
    ]
    return len(named) > 1 and any(named <= title for title in titles)


def _is_rendered_whole(evidence: Evidence, best: Scored) -> bool:
    """Whether each word of an English question stands in the best unit in Danish, and the unit holds what is asked for.

    The doubt is learned on words as written, and English ones are written nowhere in the minutes.
    """
    held = best.unit.terms | best.unit.lead_terms
    return (
        best.fits
        and best.unit.kind is not UnitKind.ROW
        and bool(evidence.asked.rendered)
        and all(any(term in held or f"~{term}" in held for term in word) for word in evidence.asked.rendered)
    )


def _needs_stage(source: Source, told: Sequence[Claim]) -> bool:
    """What was recommended is never told without what became of it, nor a recommendation onward as a decision."""
    sections = {citation.section for claim in told for citation in claim.citations}
    onward = outcome_of(source) is Outcome.RECOMMENDED and SectionKind.DECISION in sections
    return SectionKind.RECOMMENDATION in sections or onward


def _computed(question: Question, evidence: Evidence, source: Source, best: Scored) -> list[Claim]:
    """The difference of two sums, or the one cell of a table that the question means."""
    if question.kind is QuestionKind.COMPARISON:
        claim = difference_claim(question.language, source, best.unit.span)
    elif asks_for_total(question.text) and best.unit.kind is UnitKind.LIST_LINE:
        units = evidence.units(best.meeting_key, best.item)
        claim = total_claim(question.language, source, best.unit, units)
    elif question.kind in _NEEDS_FIT and best.unit.kind is UnitKind.ROW:
        head = table_head(source, best.unit, evidence.units(best.meeting_key, best.item))
        claim = cell_claim(question.language, source, best.unit, head, question.years)
    else:
        claim = None
    return [claim] if claim else []


def _extract(
    question: Question,
    evidence: Evidence,
    before: Sequence[Claim],
    ranked: Sequence[Scored] | None = None,
    item: tuple[str, int] | None = None,
) -> tuple[Claim, ...]:
    """The best units quoted; nothing of the decision once the outcome is told, and nothing twice."""
    shown = " ".join(claim.text for claim in before)
    listed = ranked or evidence.ranked
    left = [
        one
        for one in listed
        if (item is None or (one.meeting_key, one.item) == item)
        and not (is_routine(one.unit) and (before or (item is None and one is not listed[0])))
        and (one.unit.kind is UnitKind.ROW or _WORD.search(one.unit.text))
        and clean(one.unit.text) not in shown
    ]
    if not left or left[0].coverage < LEAST_COVERAGE:
        return ()
    told = extract(
        question.language,
        left,
        evidence.source,
        evidence.units,
        room=max(_LEAST_ROOM, (ROOM // 2 if question.is_half else ROOM) - len(shown)),
        whole_list=question.kind is QuestionKind.LIST or _ASKS_WHAT_IS_NEW.search(question.text) is not None,
        short_list=question.kind in _OPEN_ENDED,
    )
    return _with_glossary(question, evidence, left[0], told) if question.language is Language.ENGLISH else told


def _with_glossary(question: Question, evidence: Evidence, best: Scored, told: Sequence[Claim]) -> tuple[Claim, ...]:
    """What is told, with the English for the words of the best unit behind what answers."""
    citation = evidence.source(best.meeting_key, best.item).cite(best.unit.section, best.unit.span)
    claim = glossary_claim(question.text, citation)
    answering = [one for one in told if not one.is_further]
    return (*answering, *([claim] if claim and answering else []), *told[len(answering) :])


def fitting_first(kind: QuestionKind, ranked: Sequence[Scored]) -> list[Scored]:
    """The ranking led by the best unit that holds what the kind of question asks for, where one is near the top."""
    listed = list(ranked)
    if kind not in _NEEDS_FIT or listed[0].fits:
        return listed
    least = _FITTING_COVERAGE * listed[0].coverage
    place = next((place for place, one in enumerate(listed) if one.fits and one.coverage >= least), None)
    if place is not None and listed[place].score >= listed[0].score - LEAST_FITTING:
        listed.insert(0, listed.pop(place))
    return listed


def _is_for_council(recommendation: str) -> bool:
    return "at byrådet" in recommendation.casefold()
