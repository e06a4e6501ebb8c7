"""Why a hit ranks where it does: what the question was read as, and what of it each item holds."""

from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from retrieval.index.weights import ITEM_WEIGHTS
from retrieval.language import Analyser, QueryTerm
from retrieval.model.answers import ItemHit, Query
from retrieval.question.understand import Question, understand

if TYPE_CHECKING:
    from retrieval.wiring import Rooms

_OF_PASSAGE = ("near", "prefer")  # figures that a passage has of its own, under the same name as its item's
_MEANINGS = {
    "passage": "its best passage by words (BM25, share of the best found)",
    "passages": "its three best passages by words",
    "whole": "the item as one document by words",
    "near_mean": "likeness of vectors, mean of the three nearest",
    "title": "share of the question in the title",
    "sentence": "share of the question in one passage",
    "with_title": "the same, with the title",
    "item": "share of the question anywhere in it",
    "shape": "the same where it holds what is asked for (an amount, a date, a vote ...)",
    "time": "the meeting or the year that is named",
    "anchor": "what the conversation was about",
    "is_meeting": "the meeting itself, no item",
}


def print_explained(query: Query, hits: list[ItemHit], rooms: "Rooms", console: Console | None = None) -> None:
    """Prints how the question was read, then a table for each hit, best first."""
    console = console or Console()
    question = understand(query, rooms.store.meetings())
    terms = rooms.index.query_terms(question.topic or question.text, question.language)
    console.print(_read_as(question), markup=False)
    console.print(_term_table(terms, hits, rooms))
    for rank, hit in enumerate(hits, 1):
        console.print(_hit_table(rank, hit))


def _read_as(question: Question) -> str:
    named = {
        "kind": question.kind.value,
        "language": question.language.value,
        "case": question.case_number,
        "item": str(question.item_number or ""),
        "years": " ".join(map(str, question.years)),
        "meetings named": "" if question.meetings is None else str(len(question.meetings)),
        "meetings preferred": str(len(question.preferred) or ""),
        "leans on the conversation": "yes" if question.context.leans else "",
    }
    return "read as: " + ", ".join(f"{name} {value}" for name, value in named.items() if value)


def _term_table(terms: tuple[QueryTerm, ...], hits: list[ItemHit], rooms: "Rooms") -> Table:
    """The terms searched for, and in which of the hits (by rank) each stands."""
    analyser = Analyser()
    held = [
        {
            term
            for passage in rooms.index.passages(hit.meeting_key, hit.item)
            for term in analyser.index_terms(
                "\n".join((passage.title, passage.category.in_words, passage.context, passage.text))
            )
        }
        for hit in hits
    ]
    table = Table(title="terms searched for", title_justify="left")
    for head in ("term", "weight", "origin", "stands in hits"):
        table.add_column(head)
    for term in sorted(terms, key=lambda term: -term.weight):
        ranks = [str(rank) for rank, words in enumerate(held, 1) if term.term in words]
        table.add_row(term.term, f"{term.weight:.2f}", term.origin, " ".join(ranks) or "–")
    return table


def _hit_table(rank: int, hit: ItemHit) -> Table:
    """The figures of an item with their weights; what they add up to is its score."""
    parts = hit.hits[0].parts
    place = f"{rank}. {hit.committee}, {hit.date or 'no date'}, item {hit.item}: {hit.title}"
    table = Table(title=place.replace("[", r"\["), title_justify="left", show_footer=True)
    table.add_column("figure", "score")
    table.add_column("value", justify="right")
    table.add_column("weight", justify="right")
    table.add_column("adds", f"{hit.score:.3f}", justify="right")
    table.add_column("what it says", f"about what is asked: {parts.get('relevance', 0.0):.0%}")
    shares = {name: weight * parts.get(name, 0.0) for name, weight in ITEM_WEIGHTS.items() if name not in _OF_PASSAGE}
    for name, share in sorted(shares.items(), key=lambda pair: -abs(pair[1])):
        if share:
            value, weight = parts[name], ITEM_WEIGHTS[name]
            table.add_row(name, f"{value:.3f}", f"{weight:.2f}", f"{share:.3f}", _MEANINGS[name])
    rest = hit.score - sum(shares.values())
    nearest = max(one.parts.get("near", 0.0) for one in hit.hits)
    table.add_row("near, prefer", f"{nearest:.3f}", "", f"{rest:.3f}", "the nearest passage's vector; a preferred kind")
    return table
