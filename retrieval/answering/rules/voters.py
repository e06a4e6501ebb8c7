"""How one person or party voted on an item, as far as the minutes name them; never inferred from the others. Pure."""

import re

from retrieval.answering.rules.draft import Draft
from retrieval.answering.rules.outcomes import decision_citation, outcome_claim, outcome_sentence, quoted
from retrieval.answering.rules.persons import Named
from retrieval.answering.rules.phrases import join_names, person_name, say
from retrieval.answering.rules.records import item_absences
from retrieval.answering.rules.sources import Source
from retrieval.answering.rules.votes import vote_claim, voted_on
from retrieval.model.answers import Claim, Language
from retrieval.model.minutes import AgendaItem, Vote
from retrieval.model.vocabulary import SectionKind
from retrieval.parsing.sentences import sentences
from retrieval.question.understand import Question

_TURNS_TO = re.compile(
    r"(?:og|men|så|hvad med|and|but|what about|how about)(?: hvad med)?\s(?P<who>[^\W\d][\w'’. -]{1,40}?)\s*[?.!]*$",
    re.I,
)
_MOST_QUOTED = 2  # votes of which the words are shown where none of them names who is asked about


def voter_meant(question: Question, source: Source) -> str:
    """The person or party whose vote on the item is asked about, as written; empty where none is.

    In a conversation about votes "og Venstre?" names one too, where it names a party or somebody entered there.
    """
    turned_to = _TURNS_TO.match(question.text) if question.context.leans and not question.voter else None
    voter = Named.of(turned_to["who"]) if turned_to else None
    if voter is not None and source.item is not None and (voter.letter or _is_entered(source.item, voter)):
        return voter.words
    return question.voter


def is_voted_on(question: Question, source: Source) -> bool:
    """Whether a vote that may be meant is recorded under the item: where somebody's is, one that names them."""
    if source.item is None or not source.item.votes:
        return False
    voter = voter_meant(question, source)
    return not voter or _is_entered(source.item, Named.of(voter))


def _is_entered(item: AgendaItem, voter: Named) -> bool:
    voted = (person for vote in item.votes for person in (*vote.supporters, *vote.opponents, *vote.abstainers))
    away = (absence.person for absence in item.absences)
    return any(voter.is_one(person) for person in (*voted, *away))


def voter_draft(question: Question, source: Source) -> Draft:
    """Their vote in each vote of the item that names them; what else the decision says of them; or that it does not."""
    language, item = question.language, source.item
    voter = Named.of(voter_meant(question, source))
    if item is None:
        return Draft(refusal=say(language, "not_told"))
    claims = [claim for vote in item.votes if (claim := _vote_of(language, source, vote, voter)) is not None]
    away = [absence for absence in item.absences if voter.is_one(absence.person)]
    if not claims and away:
        claims = item_absences(language, source, away)
    if not claims:
        claims = _said_of(language, source, voter)
    outcome = outcome_claim(language, source)
    if claims:
        return Draft(claims=(*claims, *([outcome] if outcome else [])))
    return Draft(refusal=_unnamed(language, source, voter.words))


def _vote_of(language: Language, source: Source, vote: Vote, voter: Named) -> Claim | None:
    told = []
    for key, people in (
        ("voter_for", vote.supporters),
        ("voter_against", vote.opponents),
        ("voter_abstained", vote.abstainers),
    ):
        names = [person_name(person) for person in people if voter.is_one(person)]
        if names:
            told.append(say(language, key, names=join_names(language, names)))
    return vote_claim(language, source, vote, [*voted_on(language, vote), *told]) if told else None


def _said_of(language: Language, source: Source, voter: Named) -> list[Claim]:
    """What the decision says of them without entering a vote: a reservation, a proposal, a reason."""
    decision = source.item.decision if source.item else None
    spans = sentences(source.text, decision.span) if decision else []
    told = [span for span in spans if voter.is_named_in(span.of(source.text))]
    cited = [source.cite(SectionKind.DECISION, span) for span in told]
    claims = [
        Claim(text=quoted(language, one, "says" if place else "minutes_say"), citations=(one,))
        for place, one in enumerate(cited)
    ]
    if claims and source.item is not None:
        key = "voter_unnamed" if source.item.votes else "no_vote"
        first = claims[0]
        claims[0] = Claim(text=f"{say(language, key, name=voter.words)} {first.text}", citations=first.citations)
    return claims


def _unnamed(language: Language, source: Source, voter: str) -> str:
    """That their vote is not entered, with the words of the votes that are, or of the decision."""
    assert source.item is not None
    if source.item.votes:
        cited = [source.cite(SectionKind.DECISION, vote.span) for vote in source.item.votes[:_MOST_QUOTED]]
        lead = say(language, "voter_unnamed", name=voter)
    else:
        decision = decision_citation(source)
        cited = [decision] if decision else []
        lead = f"{say(language, 'no_vote')} {outcome_sentence(language, source)}"
    return " ".join([lead, *(quoted(language, one) for one in cited)])
