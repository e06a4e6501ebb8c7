"""All facts inside one item: votes, remarks, amounts, figures, deadlines, attachments, references."""

from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.model.minutes import Amount, Attachment, Deadline, Figure, Reference, Remark, Span, Vote
from retrieval.parsing.decisions import MeetingContext
from retrieval.parsing.ledger import read_ledger
from retrieval.parsing.remarks import read_remarks
from retrieval.parsing.sections import Part
from retrieval.parsing.sentences import sentences
from retrieval.parsing.trails import read_attachments, read_trails
from retrieval.parsing.votes import read_votes


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


def read_facts(text: str, parts: Sequence[Part], own: Sequence[Span], context: MeetingContext) -> ItemFacts:
    """The facts of the item whose sections are `parts`; votes and remarks are read from `own` alone."""
    sections = [part.section for part in parts]
    units = [sentences(text, section.span) for section in sections]
    amounts, figures = read_ledger(text, sections, units)
    deadlines, references = read_trails(text, sections, units, context.committee, context.date)
    return ItemFacts(
        votes=read_votes(text, own),
        remarks=read_remarks(text, own),
        amounts=amounts,
        figures=figures,
        deadlines=deadlines,
        attachments=read_attachments(text, sections),
        references=references,
    )
