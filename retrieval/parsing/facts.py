"""All facts inside one item: votes, remarks, amounts, figures, deadlines, attachments, references."""

from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.model.minutes import Amount, Attachment, Deadline, Figure, Reference, Remark, Span, Vote
from retrieval.parsing.decisions import MeetingContext
from retrieval.parsing.sections import Part


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """The facts of an item, in the order of the text."""

    votes: tuple[Vote, ...] = ()
    remarks: tuple[Remark, ...] = ()
    amounts: tuple[Amount, ...] = ()
    figures: tuple[Figure, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    references: tuple[Reference, ...] = ()


def read_facts(text: str, parts: Sequence[Part], own: Sequence[Span], context: MeetingContext) -> ItemFacts:
    """The facts of the item whose sections are `parts`; votes and remarks are read from `own` alone."""
    return ItemFacts()
