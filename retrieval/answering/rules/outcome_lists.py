"""Which matters met one fate: "hvilke sager blev udsat?" across the meetings asked about. Pure."""

import re
from collections.abc import Iterable, Mapping

from retrieval.answering.rules.draft import Draft
from retrieval.answering.rules.outcomes import decision_citation, short_outcome
from retrieval.answering.rules.phrases import say, write_count, write_date
from retrieval.answering.rules.sources import Source
from retrieval.model.answers import Claim, Language
from retrieval.model.vocabulary import Outcome

_ASKED = re.compile(
    r"\bhvilke\b.{0,30}\b(?:sager|punkter|forslag|emner)\b|"
    r"\bwhich\b.{0,30}\b(?:items|cases|matters|proposals)\b",
    re.I,
)
_WORDS: Mapping[str, frozenset[Outcome]] = {
    r"\budsat|\budskudt|\bpostponed|\bdeferred": frozenset({Outcome.POSTPONED, Outcome.CANCELLED}),
    r"\bafvist|\bforkastet|\bstemt ned|\brejected|\bturned down": frozenset({Outcome.REJECTED}),
    r"\bsendt tilbage|\bsent back": frozenset({Outcome.SENT_BACK}),
    r"\banbefalet|\brecommended": frozenset({Outcome.RECOMMENDED}),
    r"\bkun drøftet|\bdrøftet\b|\bdiscussed": frozenset({Outcome.DISCUSSED}),
    r"\btil orientering|\btil efterretning|\bfor information|\bnoted\b": frozenset({Outcome.NOTED}),
    r"\bgodkendt|\bvedtaget|\bapproved|\badopted": frozenset({Outcome.APPROVED, Outcome.APPROVED_WITH_AMENDMENT}),
}
_ROOM = 700  # characters of lines; what does not fit is older
MOST_LISTED = 60  # items asked for: more than fit, for a line names a date, a body and an item


def asked_outcomes(question: str) -> frozenset[Outcome]:
    """The outcomes a question lists matters by; empty where it does not."""
    if not _ASKED.search(question):
        return frozenset()
    return next((outcomes for words, outcomes in _WORDS.items() if re.search(words, question, re.I)), frozenset())


def outcome_list_draft(language: Language, newest_first: Iterable[Source]) -> Draft:
    """The items of one fate, as many as there is room for; says so where they are not all."""
    claims: list[Claim] = []
    is_all = True
    for source in newest_first:
        claim = _line(language, source)
        if claim is not None and sum(len(one.text) for one in claims) + len(claim.text) > _ROOM:
            is_all = False
            break
        claims += [claim] if claim else []
    if claims and not is_all:
        more = say(language, "newest_of", shown=write_count(language, len(claims)).lower())
        citations = tuple(citation for claim in claims for citation in claim.citations)
        claims.insert(0, Claim(text=more, citations=citations, computed="count"))
    return Draft(claims=tuple(claims), refusal=say(language, "none_with_outcome"))


def _line(language: Language, source: Source) -> Claim | None:
    citation = decision_citation(source)
    if source.item is None or citation is None:
        return None
    line = say(
        language,
        "case_line",
        date=write_date(language, source.date),
        committee=source.body,
        item=source.item.number,
        title=source.item.title,
        outcome=short_outcome(language, source),
    )
    return Claim(text=f"– {line}", citations=(citation,))
