"""On which days a body meets, from a plan the minutes tell; else the meetings of which minutes are held. Pure."""

import re
from collections.abc import Collection, Sequence

from retrieval.answering.rules.draft import Draft
from retrieval.answering.rules.outcomes import decision_citation, outcome_claim, outcome_of, quoted
from retrieval.answering.rules.phrases import join_names, month_name, say, write_date
from retrieval.answering.rules.sources import Source
from retrieval.answering.sources import Stored
from retrieval.model.answers import Claim, Language
from retrieval.model.minutes import Span
from retrieval.model.vocabulary import Outcome, SectionKind
from retrieval.parsing.dates import FoundDate, find_dates
from retrieval.parsing.sentences import sentences
from retrieval.question.calendar import TITLE

_FEWEST = 3  # days of a plan: fewer are days of something else
_APART = 3  # sentences or lines without a day between two days of one plan
_YEAR = re.compile(r"\b(20\d\d)\b")
_NO_MEETING = re.compile(r"ferie|påske|pinse|helligdag|\bjul\b|\bfrist", re.I)
MOST_LISTED = 40  # meetings held that are listed


def plan_draft(language: Language, sources: Sequence[Source], years: Sequence[int], months: Collection[int]) -> Draft:
    """The days of the first plan that tells some of the year asked for; nothing where none does."""
    for source in sources:
        claim = _plan_claim(language, source, years, months)
        if claim is None:
            continue
        outcome, decision = outcome_claim(language, source), decision_citation(source)
        claims = [claim, *([outcome] if outcome else [])]
        if decision is not None and outcome_of(source) is Outcome.APPROVED_WITH_AMENDMENT:
            claims.append(Claim(text=quoted(language, decision), citations=(decision,)))
        return Draft(claims=tuple(claims), is_list=True)
    return Draft()


def is_plan(source: Source) -> bool:
    """Whether an item is about when a body meets."""
    return source.item is not None and source.item.is_open and TITLE.search(source.item.title) is not None


def held_draft(language: Language, held: Sequence[Stored], *, is_planned: bool) -> Draft:
    """The meetings of which minutes are held, newest first; where a plan is asked for, first that there is none."""
    claims = []
    for one in held[:MOST_LISTED]:
        source = Source(one, None)
        head = one.meeting.head
        end = one.document.text.find("\n", head.start, head.end)
        line = say(language, "held_line", date=write_date(language, source.date), body=source.body)
        citation = source.cite(SectionKind.HEAD, Span(head.start, end if end > head.start else head.end))
        claims.append(Claim(text=f"– {line}", citations=(citation,)))
    if claims:
        lead = say(language, "held_instead" if is_planned else "held")
        claims[0] = Claim(text=f"{lead}\n{claims[0].text}", citations=claims[0].citations)
    return Draft(claims=tuple(claims), refusal=say(language, "no_plan"), is_list=True)


def _plan_claim(language: Language, source: Source, years: Sequence[int], months: Collection[int]) -> Claim | None:
    span, days = _plan(source)
    years = years or sorted({day.date.year for day in days})[-1:]
    meant = [day.date for day in days if day.date.year in years and (not months or day.date.month in months)]
    if not meant:
        return None
    told = [_day(language, day.day, day.month) for day in sorted(set(meant))]
    text = say(
        language,
        "plan" if len(told) > 1 else "plan_one",
        body=source.body,
        days=join_names(language, told),
        year=join_names(language, [str(year) for year in sorted({day.year for day in meant})]),
    )
    return Claim(text=text, citations=(source.cite(SectionKind.CASE_PRESENTATION, span),))


def _plan(source: Source) -> tuple[Span, list[FoundDate]]:
    """The stretch of an item with the most days close together, and those days; a day without a year has the plan's."""
    assert source.item is not None
    found = _YEAR.search(source.item.title) or _YEAR.search(source.words(source.item.span))
    default = int(found[1]) if found else None
    best: tuple[Span, list[FoundDate]] = (source.item.span, [])
    for section in source.item.sections:
        if section.kind in (SectionKind.DECISION, SectionKind.ATTACHMENTS):
            continue
        for run in _runs_of_days(source, section.span, default):
            days = [day for _, found in run for day in found]
            if len(days) >= _FEWEST and len(days) > len(best[1]):
                best = Span(run[0][0].start, run[-1][0].end), days
    return best


def _runs_of_days(source: Source, span: Span, default: int | None) -> list[list[tuple[Span, list[FoundDate]]]]:
    """Sentences and lines with days, those that stand close together in one run; holidays are no days of a plan."""
    runs: list[list[tuple[Span, list[FoundDate]]]] = []
    last = -1 - _APART
    for place, unit in enumerate(sentences(source.text, span)):
        words = unit.of(source.text)
        days = [one for one in find_dates(words, default) if one.precision == "day" and not _NO_MEETING.search(words)]
        if not days:
            continue
        if not runs or place - last > _APART:
            runs.append([])
        runs[-1].append((unit, days))
        last = place
    return runs


def _day(language: Language, day: int, month: int) -> str:
    name = month_name(language, month)
    return f"{day}. {name}" if language is Language.DANISH else f"{day} {name}"
