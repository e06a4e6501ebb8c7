"""Verification: no claim leaves the house whose quotes, values, names and outcome words its sources do not bear out.

Pure. Whoever wrote the claim, a rule or a language model, the same checks apply; a model's claims some more.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from retrieval.answering.clauses import own_words, quoted_words
from retrieval.answering.computed import OPERATIONS
from retrieval.answering.figures import check_values
from retrieval.answering.grounding import find_quote, fold, stands_at
from retrieval.answering.names import check_names, check_parties, check_votes
from retrieval.answering.outcomes import check_outcomes
from retrieval.answering.sources import Allowed, Sources, Stored
from retrieval.answering.strict import check_states, check_strict, paragraph, speaks_to_a_model
from retrieval.model.answers import Citation, Claim, Language
from retrieval.model.minutes import AgendaItem, Person, Section, Span
from retrieval.model.vocabulary import SectionKind
from retrieval.reading.personal import mask_personal_numbers

__all__ = ["Allowed", "Sources", "Verdict", "Verified", "mask_personal", "verify", "verify_answer"]

_BULLET = re.compile(r"^[-–] ", re.M)  # opens a line of a list: no minus
_ENGLISH = re.compile(r"\b(?:the|of|was|were|is|are|and|by|has|have|not|with|on|that|which|to)\b")
_DANISH = re.compile(r"\b(?:og|er|det|af|den|blev|på|til|har|ikke|udvalget|som|med|der|et|en|skal)\b")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a claim may be told, why not, and the claim with its citations' places put right."""

    ok: bool
    reason: str = ""
    claim: Claim | None = None


@dataclass(frozen=True, slots=True)
class Verified:
    """The claims that may be told, in order, and the reasons of those that may not."""

    kept: tuple[Claim, ...]
    dropped: tuple[str, ...] = ()


def verify_answer(
    claims: Sequence[Claim], sources: Sources, *, allowed: Allowed, language: Language | None = None
) -> Verified:
    """All claims of an answer verified; those refused are left out."""
    verdicts = [verify(claim, sources, allowed=allowed, language=language) for claim in claims]
    return Verified(
        tuple(verdict.claim for verdict in verdicts if verdict.ok and verdict.claim is not None),
        tuple(verdict.reason for verdict in verdicts if not verdict.ok),
    )


def verify(claim: Claim, sources: Sources, *, allowed: Allowed, language: Language | None = None) -> Verdict:
    """Whether every quote, value, name and outcome word of `claim` is borne out; `Verdict.claim` has corrected places.

    `language` is that of the claim; guessed where it is not given.
    """
    if not claim.citations:
        return Verdict(False, "the claim has no source")
    if claim.computed and (claim.computed not in OPERATIONS or allowed.strict):
        return Verdict(False, f"{claim.computed!r} is no operation that can be checked")
    placed = [_place(citation, sources) for citation in claim.citations]
    for citation in placed:
        if isinstance(citation, str):
            return Verdict(False, citation)
    citations = tuple(citation for citation in placed if isinstance(citation, Citation))
    reason = _check_words(replace(claim, citations=citations), sources, allowed, language or guess_language(claim.text))
    return Verdict(not reason, reason, None if reason else replace(claim, citations=citations))


def mask_personal(text: str) -> str:
    """`text` with personal identity numbers masked: the last look before anything is sent."""
    return mask_personal_numbers(text)[0]


def guess_language(text: str) -> Language:
    """Danish or English, by the small words of the text outside what it quotes."""
    low = own_words(text).lower()
    return Language.ENGLISH if len(_ENGLISH.findall(low)) > len(_DANISH.findall(low)) else Language.DANISH


def _check_words(claim: Claim, sources: Sources, allowed: Allowed, language: Language) -> str:
    words = fold(own_words(_BULLET.sub("", claim.text)))
    items = [item for citation in claim.citations if (item := sources.item(citation)) is not None]
    quotes = [citation.quote for citation in claim.citations]
    known = [*quotes, *_references(claim.citations, sources), *([] if allowed.strict else [allowed.text])]
    people = [
        person
        for item in items
        for vote in item.votes
        for person in _voters(vote.supporters, vote.opponents, vote.abstainers)
    ]
    return (
        _check_quoted(claim, sources)
        or check_values(claim, words, sources, allowed, language)
        or check_names(words, language, known)
        or check_parties(words, quotes, people)
        or check_votes(words, quotes, items)
        or check_outcomes(claim.text, claim.citations, sources)
        or (_check_strict(words, claim, items, sources, language) if allowed.strict else "")
    )


def _check_strict(words: str, claim: Claim, items: Sequence[AgendaItem], sources: Sources, language: Language) -> str:
    own = own_words(claim.text).lower()
    if language is Language.ENGLISH and len(_DANISH.findall(own)) > len(_ENGLISH.findall(own)):
        return "the claim is not in the language of the question"
    for citation in claim.citations:
        stored = sources.stored(citation)
        if stored is not None and speaks_to_a_model(paragraph(stored.document.text, citation.span)):
            return "the paragraph quoted speaks to a language model"
    return check_states(fold(claim.text)) or check_strict(words, claim.citations, items, language)


def _voters(*groups: tuple[Person, ...]) -> list[Person]:
    return [person for group in groups for person in group]


def _references(citations: Sequence[Citation], sources: Sources) -> list[str]:
    """What a citation's own reference says in words: committee, title, municipality, place."""
    words = []
    for citation in citations:
        stored, item = sources.stored(citation), sources.item(citation)
        if stored is not None:
            meeting = stored.meeting
            words += [meeting.committee, meeting.municipality, meeting.committee_period, meeting.place]
        if item is not None:
            words += [item.title, item.printed_title]
            words += [decision.body for decision in (item.decision, *item.history) if decision is not None]
    return words


def _check_quoted(claim: Claim, sources: Sources) -> str:
    """Words a claim sets in quotation marks must be those of its quotes, or of the items cited."""
    quotes = [fold(citation.quote) for citation in claim.citations]
    for words in quoted_words(claim.text):
        parts = [fold(part).rstrip(".") for part in re.split(r"\s*(?:…|\[\.\.\.\]|\.\.\.)\s*", words)]
        strange = [part for part in parts if part and not any(part in quote for quote in quotes)]
        if strange and not all(_is_in_items(part, claim, sources) for part in strange):
            return "words in quotation marks do not stand in the minutes"
    return ""


def _is_in_items(words: str, claim: Claim, sources: Sources) -> bool:
    for citation in claim.citations:
        stored, item = sources.stored(citation), sources.item(citation)
        if stored is not None:
            text = stored.document.text
            if words in fold(item.span.of(text) if item is not None else text):
                return True
    return False


def _place(citation: Citation, sources: Sources) -> Citation | str:
    """The citation with its place put right, or why it cannot stand."""
    stored, item = sources.stored(citation), sources.item(citation)
    if stored is None:
        return "the meeting cited is not held"
    if not fold(citation.quote):
        return "the quote is empty"
    reason = _check_reference(citation, stored, item)
    if reason:
        return reason
    within = item.span if item is not None else Span(0, len(stored.document.text))
    text = stored.document.text
    inside = within.start <= citation.span.start and citation.span.end <= within.end
    if inside and stands_at(citation.quote, text, citation.span):
        return replace(citation, section=_section(citation, item), document=stored.meeting.kind)
    span = find_quote(citation.quote, text, within, citation.span.start)
    if span is None:
        return "the quote does not stand in the item cited"
    moved = replace(citation, span=span, quote=span.of(text))
    return replace(moved, section=_section(moved, item), document=stored.meeting.kind)


def _check_reference(citation: Citation, stored: Stored, item: AgendaItem | None) -> str:
    if citation.item and item is None:
        return f"the meeting has no item {citation.item}"
    if citation.meeting != stored.meeting.date:
        return "the date cited is not the meeting's"
    if fold(citation.committee) not in {fold(stored.meeting.committee), ""}:
        return "the committee cited is not the meeting's"
    if item is not None and citation.case_number not in {item.case_number, ""}:
        return "the case number cited is not the item's"
    return ""


def _section(citation: Citation, item: AgendaItem | None) -> SectionKind:
    """The section the quote truly stands in, where the item has one there."""
    if item is None:
        return citation.section
    holding: list[Section] = [s for s in item.sections if s.span.start <= citation.span.start < s.span.end]
    kinds = [section.kind for section in holding]
    return citation.section if citation.section in kinds or not kinds else kinds[0]
