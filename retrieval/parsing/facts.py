"""All facts inside one item: votes, remarks, amounts, figures, deadlines, attachments, references."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.model.minutes import Amount, Attachment, Deadline, Figure, Reference, Remark, Section, Span, Vote
from retrieval.model.vocabulary import SectionKind
from retrieval.parsing.decisions import MeetingContext
from retrieval.parsing.ledger import read_ledger
from retrieval.parsing.lines import Line
from retrieval.parsing.remarks import read_remarks
from retrieval.parsing.sections import Part
from retrieval.parsing.sentences import sentences
from retrieval.parsing.trails import read_attachments, read_trails
from retrieval.parsing.votes import read_votes

_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """The facts of an item, in the order of the text."""

    votes: tuple[Vote, ...]
    remarks: tuple[Remark, ...]
    amounts: tuple[Amount, ...]
    figures: tuple[Figure, ...]
    deadlines: tuple[Deadline, ...]
    attachments: tuple[Attachment, ...]
    references: tuple[Reference, ...]


def read_facts(
    text: str, lines: Sequence[Line], parts: Sequence[Part], own: Sequence[Span], context: MeetingContext
) -> ItemFacts:
    """The facts of the item whose lines are `lines` and sections `parts`; votes and remarks are in `own` alone."""
    sections = [part.section for part in parts]
    counted = [section for section in sections if _can_hold_figures(text, section)]
    units = [sentences(text, section.span) for section in counted]
    amounts, figures = read_ledger(text, lines, counted, units)
    deadlines, references = read_trails(text, units, context.committee, context.date)
    return ItemFacts(
        votes=read_votes(text, own),
        remarks=read_remarks(text, own),
        amounts=amounts,
        figures=figures,
        deadlines=deadlines,
        attachments=read_attachments(text, sections),
        references=references,
    )


def _can_hold_figures(text: str, section: Section) -> bool:
    """Whether sums, figures and dates are looked for: attachments are titles, and none is without a digit."""
    has_digit = _DIGIT.search(text, section.span.start, section.span.end) is not None
    return has_digit and section.kind is not SectionKind.ATTACHMENTS
