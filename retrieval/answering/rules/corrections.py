"""What a question takes for granted and the minutes do not bear out, said before anything else. Pure."""

import re
from collections.abc import Sequence

from retrieval.answering.rules.bodies import bodies_named, is_one_of
from retrieval.answering.rules.evidence import Scored
from retrieval.answering.rules.outcomes import quoted
from retrieval.answering.rules.phrases import join_names, say, write_date
from retrieval.answering.rules.sources import Source
from retrieval.answering.rules.units import Unit, clean
from retrieval.model.answers import Claim
from retrieval.model.minutes import Amount, Span
from retrieval.model.vocabulary import AmountStatus, SectionKind
from retrieval.parsing.amounts import find_amounts
from retrieval.question.kinds import QuestionKind
from retrieval.question.understand import Question

_ASKED_NUMBER = re.compile(r"\b\d[\d.,]*(?: ?%| ?(?:mio|mia|kr|millioner|procent)\b\.?)?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_POINT = re.compile(r"\s*(?:At |at )?\(?(\d{1,2})[.)]\s")
_TELLS_THE_VOTE = re.compile(r"\bforkast|\bafvis(?:te|er|t)\b|\bstemmerne\b", re.I)  # then its words tell that it fell
_DONE_ONCE = frozenset({QuestionKind.DECISION, QuestionKind.VOTE})
_LONGEST_DECISION = 400  # characters of a decision that are quoted whole
_WISHED = frozenset({AmountStatus.APPLIED_FOR, AmountStatus.RECOMMENDED, AmountStatus.UNSTATED})


def corrections(question: Question, source: Source, best: Scored, told: Sequence[Claim]) -> list[Claim]:
    """The first correction that fits: a proposal or point that fell, a sum not given, a number that is not there."""
    fallen = _fallen(question, source, told) or _part(question, source, told)
    if fallen is not None:
        return [fallen]
    if not question.is_yes_no or not told:
        return []
    claim = _not_given(question, source, best.unit) or _other_number(question, told)
    return [claim] if claim else []


def is_of_years(source: Source, years: Sequence[int]) -> bool:
    """Whether the item's meeting was in one of these years, or its text speaks of one; true where none is asked for."""
    if not years or source.item is None or source.date is None or source.date.year in years:
        return True
    text = source.item.span.of(source.text)
    return any(str(year) in text for year in years)


def of_another(question: Question, sources: Sequence[Source], told: Sequence[Claim]) -> list[Claim]:
    """That what is told is from another year, or of another body, than the one asked about."""
    if not told or not sources:
        return []
    citations, language = told[0].citations[:1], question.language
    claims = []
    if not any(is_of_time(question, source) for source in sources):
        years = join_names(language, [str(year) for year in question.years])
        dates = list(dict.fromkeys(write_date(language, source.date) for source in sources))
        text = say(language, "other_year", date=join_names(language, dates), years=years)
        claims.append(Claim(text=text, citations=citations))
    named = bodies_named(question.text)
    if not any(is_one_of(source.body, named) or _tells_of(told, named) for source in sources):
        bodies = list(dict.fromkeys(source.body for source in sources))
        text = say(language, "other_body", body=join_names(language, bodies), named=join_names(language, named))
        claims.append(Claim(text=text, citations=citations))
    return claims


def _tells_of(told: Sequence[Claim], named: Sequence[str]) -> bool:
    """Whether the words told speak of one of the bodies named."""
    quotes = " ".join(citation.quote for claim in told for citation in claim.citations).casefold()
    return any(one.casefold() in quotes for one in named)


def is_of_time(question: Question, source: Source) -> bool:
    """Whether an item is of the years asked about; what was done then stands in its date, title and decision."""
    if question.kind not in _DONE_ONCE or not question.years or source.item is None or source.date is None:
        return is_of_years(source, question.years)
    parts = (source.item.section(SectionKind.RECOMMENDATION), source.item.section(SectionKind.DECISION))
    words = " ".join([source.item.title, *(source.words(part.span) for part in parts if part)])
    return source.date.year in question.years or any(str(year) in words for year in question.years)


def _fallen(question: Question, source: Source, told: Sequence[Claim]) -> Claim | None:
    """A proposal that was voted down, where words told are that proposal."""
    quotes = [clean(citation.quote) for claim in told for citation in claim.citations]
    for vote in source.item.votes if source.item else ():
        proposal = clean(vote.proposal)
        if _TELLS_THE_VOTE.search(proposal):
            continue
        if vote.carried is False and proposal and any(proposal in quote or quote in proposal for quote in quotes):
            citation = source.cite(SectionKind.DECISION, vote.span)
            text = say(question.language, "proposal_fell", proposal=proposal.rstrip("."))
            return Claim(text=text, citations=(citation,))
    return None


def _part(question: Question, source: Source, told: Sequence[Claim]) -> Claim | None:
    """What became of the one point of a recommendation that is told, where the decision tells its points apart."""
    decision = source.item.decision if source.item else None
    if decision is None or not decision.parts:
        return None
    recommended = [one for claim in told for one in claim.citations if one.section is SectionKind.RECOMMENDATION]
    points = [point[1] for one in recommended if (point := _POINT.match(one.quote))]
    if len(points) != 1 or not any(int(points[0]) in _points(label) for label, _ in decision.parts):
        return None
    decided = source.cite(SectionKind.DECISION, decision.span)
    if len(decided.quote) > _LONGEST_DECISION:
        return None
    return Claim(text=quoted(question.language, decided, "that_point"), citations=(decided,))


def _points(label: str) -> set[int]:
    """The points a label such as "1.-2." or "1. og 3." covers."""
    numbers = [int(number) for number in re.findall(r"\d+", label)]
    if re.search(r"\d\.?\s*[-–]\s*\d", label) and len(numbers) == 2:
        return set(range(numbers[0], numbers[1] + 1))
    return set(numbers)


def _not_given(question: Question, source: Source, unit: Unit) -> Claim | None:
    """The sum asked about was wished for, and another was given in the same sentence."""
    asked = {amount.value for amount in find_amounts(question.text)}
    here = [amount for amount in source.item.amounts if _within(amount, unit.span)] if source.item else []
    wished = next((one for one in here if one.value in asked and one.status in _WISHED), None)
    given = [one for one in here if one.status is AmountStatus.GRANTED and one.value not in asked]
    if wished is None or len(given) != 1:
        return None
    text = say(question.language, "not_given", wished=clean(wished.text), given=clean(given[0].text).rstrip("."))
    return Claim(text=text, citations=(source.cite(unit.section, unit.span),))


def _other_number(question: Question, told: Sequence[Claim]) -> Claim | None:
    """A number that the question holds and that what was found does not."""
    cited = [citation for claim in told for citation in claim.citations]
    quotes = " ".join(f"{citation.title} {citation.quote}" for citation in cited)
    asked = [number.rstrip(".,") for number in _ASKED_NUMBER.findall(question.topic)]
    missing = [one for one in asked if one.split()[0] not in quotes and not _YEAR.fullmatch(one)]
    if not missing:
        return None
    text = say(question.language, "other_number", number=missing[0])
    return Claim(text=text, citations=told[0].citations)


def _within(amount: Amount, span: Span) -> bool:
    return span.start <= amount.span.start < span.end
