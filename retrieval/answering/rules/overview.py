"""How a matter stands, where no more is asked than what happens to it. Pure."""

import re
from collections.abc import Mapping

from retrieval.answering.rules.asked import Candidate
from retrieval.answering.rules.draft import Draft
from retrieval.answering.rules.found import Evidence
from retrieval.answering.rules.outcomes import quoted
from retrieval.answering.rules.sources import Source
from retrieval.answering.rules.summary import item_summary
from retrieval.answering.rules.units import UnitKind
from retrieval.answering.rules.worth import NAMING, OWN
from retrieval.model.answers import Claim
from retrieval.model.minutes import Span
from retrieval.question.understand import Question

_ASKED = re.compile(
    r"^\W*(?:(?:og|men|so|and) )?(?:"
    r"hvad (?:sker|skete) der (?:nu |så )?med|hvad er der sket med|hvad med|hvordan (?:går|gik) det (?:nu )?med"
    r"|(?:(?:hvad er|er) (?:der |det )?)?(?:noget |seneste )?(?:nyt|nye|seneste) (?:om|med|fra)"
    r"|(?:hvad er )?status (?:på|for|om|med)"
    r"|what(?:'s| is| has)? (?:happened|happening|happens|about|become)(?: to| with| of)?"
    r"|(?:is there )?any news (?:on|about|of)|what(?:'s| is) (?:the )?(?:latest|news|status) (?:on|of|about|with))\s",
    re.I,
)
_LEAST = 0.3  # weight of a term that names the matter
_NEARLY = 0.6  # of the weight of what the best title names that a newer one must name
_ROOM = 700  # characters of what is told of the item
_LONGEST = 300  # characters of a later line told before it


def overview_draft(question: Question, evidence: Evidence) -> Draft | None:
    """The newest item whose title names the matter, summed up, below what a later meeting says of it in a line.

    None where something else is asked, the conversation lends the matter, or no title names it.
    """
    asked = _ASKED.match(question.text)
    if asked is None or question.context.leans or question.item_number is not None:
        return None
    named = [term for term in evidence.asked.terms if term.term not in asked[0].casefold()]  # "status" is no matter
    matter = {term.term: term.weight for term in named if term.origin in NAMING and term.weight >= _LEAST}
    written = {term.term for term in named if term.origin in OWN}
    source = _newest_titled(evidence, matter, least=len(written) / 2)
    if source is None:
        return None
    summary = item_summary(question.language, source, _ROOM)
    later = _said_later(question, evidence, source, matter)
    return Draft(claims=(*later, *summary.claims), refusal=summary.refusal)


def _newest_titled(evidence: Evidence, matter: Mapping[str, float], least: float) -> Source | None:
    """Of the items whose titles name nearly as much of the matter as the best one's, in `least` words, the newest."""
    best = _titled(evidence.first(), matter)
    if not best or len(best) < least:
        return None
    enough = _NEARLY * sum(map(matter.__getitem__, best))
    named = [one for one in evidence.candidates if sum(map(matter.__getitem__, _titled(one, matter))) >= enough]
    sources = [evidence.source(one.meeting_key, one.item) for one in named]
    told = [source for source in sources if source.item is not None and source.item.is_open and source.date is not None]
    return max(told, key=lambda source: str(source.date), default=None)


def _titled(candidate: Candidate, matter: Mapping[str, float]) -> set[str]:
    """The words of the matter that a title holds, alone or in a compound."""
    return {term for term in matter if term in candidate.title_terms or f"~{term}" in candidate.title_terms}


def _said_later(question: Question, evidence: Evidence, source: Source, matter: Mapping[str, float]) -> list[Claim]:
    """The best line on the matter in an item of a later meeting that is about something else."""
    least = len(_titled(evidence.first(), matter))
    for one in evidence.ranked:
        other = evidence.source(one.meeting_key, one.item)
        is_line = one.unit.kind in (UnitKind.LIST_LINE, UnitKind.SENTENCE) and len(one.unit.text) <= _LONGEST
        is_later = str(other.date or "") > str(source.date)
        if is_line and is_later and len(matter.keys() & one.unit.terms) >= least:
            citation = other.cite(one.unit.section, _without_bullet(other, one.unit.span))
            return [Claim(text=quoted(question.language, citation, "minutes_say"), citations=(citation,))]
    return []


def _without_bullet(source: Source, span: Span) -> Span:
    """A list's line without the mark before it."""
    words = span.of(source.text)
    return Span(span.start + len(words) - len(words.lstrip("-–•* \t")), span.end)
