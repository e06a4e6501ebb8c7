"""Claims as a person reads them: as many as fit, where they stand, and what is said instead of an answer."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from retrieval.answering.clauses import quoted_words
from retrieval.answering.rules.phrases import join_names, say, write_count, write_date
from retrieval.answering.rules.records import title_citation
from retrieval.answering.rules.sources import Source
from retrieval.model.answers import Citation, Claim, ItemHit, Language, Row, Table
from retrieval.question.kinds import QuestionKind
from retrieval.question.understand import HeldMeeting

NEAR = 3  # near items named in a refusal
_ROOM = 880  # characters of an answer; the contract's limit is 900
_ROOMS = {QuestionKind.LIST: 1_750, QuestionKind.SUMMARY: 3_400, QuestionKind.COVERAGE: 1_750, QuestionKind.CASE: 1_750}
_LEAD = 250  # characters that what is told before a list stays under
_NAMED_COMMITTEES = 2  # committees named in how far the minutes reach; the rest are counted
_LISTED_SOURCES = 3  # items up to which each is named under the answer
_NUMBER = re.compile(r"\d[\d.,]*")


def fitting(kind: QuestionKind, language: Language, claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """The claims in order as far as they fit in a message, their source lines counted.

    The list that a question asks for may be long; what is told beside it is held to the room of any answer.
    """
    kept: list[Claim] = []
    for claim in claims:
        is_beside = claim.is_further or any(len(one.text) > _LEAD for one in kept)
        room = _ROOM if kind is QuestionKind.LIST and is_beside else _ROOMS.get(kind, _ROOM)
        if not kept or len(tell(language, [*kept, claim])) <= room:
            kept.append(claim)
    return tuple(kept)


def fitting_both(language: Language, *answers: Sequence[Claim]) -> tuple[Claim, ...]:
    """The claims of several answers, each answer's before the next one's, as far as they fit in a message.

    They take turns while there is room, what answers before what is further; no quote is told twice.
    """
    turns = sorted(
        (claim.is_further, place, which) for which, claims in enumerate(answers) for place, claim in enumerate(claims)
    )
    kept: list[tuple[int, int]] = []
    for _, place, which in turns:
        wider = sorted([*kept, (which, place)])
        claim, told = answers[which][place], [answers[one][at] for one, at in kept]
        if not _is_told(claim, told) and len(tell(language, [answers[one][at] for one, at in wider])) <= _ROOM:
            kept = wider
    return tuple(answers[which][place] for which, place in kept)


def further_of(claims: Sequence[Claim], answered: Sequence[Claim]) -> tuple[Claim, ...]:
    """The claims on items that an answer cites, as what is further to it."""
    items = {(citation.meeting_key, citation.item) for claim in answered for citation in claim.citations}
    return tuple(
        replace(claim, is_further=True)
        for claim in claims
        if {(citation.meeting_key, citation.item) for citation in claim.citations} <= items
    )


def _is_told(claim: Claim, told: Sequence[Claim]) -> bool:
    """Whether all that a claim quotes stands in what is told already; of what is further, whether any of it does."""
    quotes, shown = quoted_words(claim.text), [quote for one in told for quote in quoted_words(one.text)]
    if claim.is_further and any(quote in one or one in quote for quote in quotes for one in shown):
        return True
    text = " ".join(one.text for one in told)
    return claim.text in text or (bool(quotes) and all(quote in text for quote in quotes))


def cited_by(claims: Sequence[Claim], sources: Sequence[Source]) -> tuple[Citation, ...]:
    """What the claims cite; and an item's title line where the title told under the answer holds numbers of its own."""
    cited = list(dict.fromkeys(citation for claim in claims for citation in claim.citations))
    told = {number for citation in cited for number in _NUMBER.findall(citation.quote)}
    for source in sources:
        numbers = _NUMBER.findall(source.item.title) if source.item else []
        if any(number not in told for number in numbers):
            cited.append(title_citation(source))
    return tuple(cited)


def tables_of(language: Language, claims: Sequence[Claim]) -> tuple[Table, ...]:
    """The rows told, as tables: those of the same columns together, a single one with a line for each column."""
    told = [claim.row for claim in claims if claim.row is not None and not claim.is_further]
    groups = groupby(told, key=lambda row: (row.unit, [column for column, _ in row.cells]))
    return tuple(_table(language, unit, columns, list(rows)) for (unit, columns), rows in groups)


def _table(language: Language, unit: str, columns: list[str], rows: list[Row]) -> Table:
    if len(rows) == 1:
        return Table("", ((rows[0].label, unit), *rows[0].cells))
    caption = say(language, "numbers_in", unit=unit) if unit else ""
    body = tuple((row.label, *(cell for _, cell in row.cells)) for row in rows)
    return Table(caption, ((say(language, "what"), *columns), *body))


def tell(language: Language, claims: Sequence[Claim]) -> str:
    """The answer as a person reads it: the claims, then where they stand."""
    lines = [claim.text for claim in claims]
    cited = [citation for claim in claims for citation in claim.citations]
    items = {(citation.meeting_key, citation.item) for citation in cited}
    if len(items) > _LISTED_SOURCES:  # the lines name their items themselves
        cited = [replace(citation, item=0) for citation in cited]
    references = dict.fromkeys(_reference(language, citation) for citation in cited)
    told = "\n".join(lines)
    return "\n".join([told, *(one for one in references if one.strip("()") not in told)])


def tell_near(language: Language, hits: Sequence[ItemHit]) -> list[str]:
    """The lines that name the nearest items."""
    near = [hit for hit in hits if hit.item][:NEAR]
    lines = [_item_line(language, hit.committee, hit.date, hit.item, hit.title).strip("()") for hit in near]
    return [say(language, "near"), *(f"– {line}" for line in lines)] if lines else []


def tell_coverage(language: Language, meetings: Sequence[HeldMeeting]) -> str:
    """How far the minutes held reach: first and last date, and the committees."""
    days = sorted(meeting.date for meeting in meetings if meeting.date)
    if not days:
        return say(language, "empty")
    first, last = write_date(language, days[0]), write_date(language, days[-1])
    committees = _some(language, sorted({meeting.committee for meeting in meetings}))
    return say(language, "coverage", first=first, last=last, committees=committees)


def _some(language: Language, names: list[str]) -> str:
    """The names, or the first of them and how many more there are."""
    if len(names) <= _NAMED_COMMITTEES + 1:
        return join_names(language, names)
    others = write_count(language, len(names) - _NAMED_COMMITTEES).lower()
    return say(language, "others", names=", ".join(names[:_NAMED_COMMITTEES]), count=others)


def _reference(language: Language, citation: Citation) -> str:
    if not citation.item:
        date = write_date(language, citation.meeting)
        return say(language, "source_meeting", committee=citation.committee, date=date)
    return _item_line(language, citation.committee, citation.meeting, citation.item, citation.title)


def _item_line(language: Language, committee: str, day: datetime.date | None, item: int, title: str) -> str:
    return say(language, "source", committee=committee, date=write_date(language, day), item=item, title=title)
