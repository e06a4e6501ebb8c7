"""The votes of an item as small tables: what is written, nothing inferred."""

from bot import texts
from bot.render.blocks import Block, Footer, Grid, Paragraph
from bot.render.limits import shorten
from retrieval.model.answers import Language
from retrieval.model.minutes import AgendaItem, Person, Vote

PROPOSAL_UNITS = 200


def vote_blocks(item: AgendaItem, reference: str, language: Language) -> tuple[Block, ...]:
    """A table for each vote with its result, and where it stands."""
    blocks: list[Block] = []
    for vote in item.votes:
        blocks.append(_grid(vote, language))
        if vote.carried is not None:
            blocks.append(Paragraph((texts.CARRIED if vote.carried else texts.FELL).in_(language)))
    return (*blocks, Footer(f"{texts.SOURCE.in_(language)}: {reference}"))


def _grid(vote: Vote, language: Language) -> Grid:
    head = (texts.VOTES_HEAD.in_(language), texts.VOTES_WHO.in_(language))
    sides = (
        (texts.VOTES_FOR, vote.supporters, vote.count_for),
        (texts.VOTES_AGAINST, vote.opponents, vote.count_against),
        (texts.VOTES_ABSTAINED, vote.abstainers, vote.count_abstained),
    )
    rows = tuple(
        (side.in_(language), words) for side, people, count in sides if (words := _who(people, count, language))
    )
    caption = texts.VOTES_CAPTION.in_(language, proposal=shorten(vote.proposal, PROPOSAL_UNITS))
    return Grid(caption, (head, *rows))


def _who(people: tuple[Person, ...], count: int | None, language: Language) -> str:
    if people:
        return ", ".join(f"{person.name} ({person.party})" if person.party else person.name for person in people)
    return texts.NUMBER_ONLY.in_(language, count=count) if count is not None else ""
