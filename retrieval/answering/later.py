"""Whether what is told was treated again at a later meeting. Pure."""

from collections.abc import Callable, Mapping, Sequence

from retrieval.answering.rules.patterns import GATHERS_NEWS
from retrieval.answering.rules.sources import Source
from retrieval.model.minutes import AgendaItem

Terms = Callable[[str], Sequence[str]]


def treated_later(
    told: Sequence[Source], others: Sequence[Source], asked: Mapping[str, float], terms: Terms
) -> Source | None:
    """The newest of the other items that is later than all that is told and about the same matter as some of it.

    The same matter: the same case number; or a title that names half of what is asked (`asked`: the question's own
    terms with their weights) and no less of it than the title of the item told, a word of it in common. An item that
    gathers what is new is about all that its lines say.
    """
    last = max((str(source.date) for source in told if source.date), default="")
    if not last:
        return None
    later = [
        other
        for other in others
        if other.item is not None and other.date is not None and str(other.date) > last
        if any(_is_same_matter(source, other, asked, terms) for source in told)
    ]
    return max(later, key=lambda source: str(source.date), default=None)


def _is_same_matter(own: Source, other: Source, asked: Mapping[str, float], terms: Terms) -> bool:
    if own.item is None or other.item is None:
        return False
    if own.item.case_number and own.item.case_number == other.item.case_number:
        return True
    mine = asked.keys() & set(terms(_subject(own, own.item)))
    theirs = asked.keys() & set(terms(_subject(other, other.item)))
    named = sum(asked[term] for term in theirs)
    least = max(sum(asked[term] for term in mine), sum(asked.values()) / 2)
    return bool(mine & theirs) and named >= least


def _subject(source: Source, item: AgendaItem) -> str:
    """The words that say what an item is about."""
    return item.span.of(source.text) if GATHERS_NEWS.match(item.title) else item.title
