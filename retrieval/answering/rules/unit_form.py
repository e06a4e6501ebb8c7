"""The figures a unit owes to its form and its marks, whatever words are asked: kept, as units come again. Pure."""

import math
from functools import lru_cache

from retrieval.answering.rules.patterns import REMEMBERED, WANTED, fits, marks_of
from retrieval.answering.rules.units import UnitKind
from retrieval.model.vocabulary import SectionKind
from retrieval.question.kinds import QuestionKind

_SECTIONS = {
    SectionKind.DECISION: "decision",
    SectionKind.RECOMMENDATION: "recommendation",
    SectionKind.FINANCES: "finances",
    SectionKind.SUMMARY: "summary",
    SectionKind.EFFECT: "effect",
}
_DECISIONS = frozenset({QuestionKind.DECISION, QuestionKind.STATUS, QuestionKind.VOTE})
_NUMBERS = frozenset({QuestionKind.AMOUNT, QuestionKind.FIGURE, QuestionKind.COMPARISON})
FORM = (
    "fit",
    "heading",
    "row",
    "number_row",
    "list_line",
    "listed",
    "length",
    "log_length",
    "short",
    "lead_length",
    "brackets",
    "asks",
    "opens",
    "numbers",
    "sums",
    "cause",
    "date",
    "digit",
    "name",
    "names",
    "commas",
    "place",
    "routine",
    "decided",
    "paid",
    *_SECTIONS.values(),
)


@lru_cache(maxsize=2 * REMEMBERED)
def form_of(
    asked: QuestionKind, section: SectionKind, kind: UnitKind, is_grouped: bool, text: str, lead_length: int, sums: int
) -> tuple[float, ...]:
    """The figures named by FORM, each about 0 to 1, of a unit of that section, kind and text, with so many sums."""
    marks = marks_of(text)
    is_row, is_heading = kind is UnitKind.ROW, kind is UnitKind.HEADING
    is_decision = section is SectionKind.DECISION
    return (
        float(
            asked in WANTED and not is_heading and (fits(asked, text) or (asked is QuestionKind.AMOUNT and sums > 0))
        ),
        float(is_heading),
        float(is_row and asked not in _NUMBERS),
        float(is_row and asked in _NUMBERS),
        float(kind is UnitKind.LIST_LINE),
        float(asked is QuestionKind.LIST and (is_grouped or marks.opens)),
        min(1.0, len(text) / 400),
        math.log(1 + marks.length) / 6,
        float(len(text) < 40),
        min(lead_length, 200) / 200,
        float(marks.brackets),
        float(marks.asks),
        float(marks.opens),
        marks.numbers,
        max(marks.sums, min(sums, 5) / 5),
        float(marks.cause),
        float(marks.date),
        float(marks.digit),
        float(marks.name),
        marks.names,
        marks.commas,
        float(marks.place),
        float(asked not in _DECISIONS and is_decision and marks.routine),
        float(is_decision and asked in _DECISIONS),
        float(section is SectionKind.FINANCES and asked in _NUMBERS),
        *(float(section is one) for one in _SECTIONS),
    )
