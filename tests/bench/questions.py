"""Questions with the items that answer them, and how well a ranking of items does on them."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from retrieval.model.answers import Query, Turn
from tests.bench.corpus import HeldMeeting

Place = tuple[str, str, int]  # date (ISO), committee, item


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """One question; `refs` are (date, committee or "", item or None)."""

    query: Query
    language: str
    refs: tuple[tuple[str, str, int | None], ...]

    def accepts(self, place: Place) -> bool:
        """Whether an item is one of those that answer it."""
        return any(
            day == place[0] and committee.casefold() in place[1].casefold() and item in (None, place[2])
            for day, committee, item in self.refs
        )


def read_questions(path: Path) -> list[GoldQuestion]:
    """The questions of a file that have an answer in the minutes."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        held = json.loads(line)
        refs = tuple((ref["meeting"], ref.get("committee") or "", ref["item"]) for ref in held["refs"])
        history = tuple(Turn(turn["role"], turn["content"]) for turn in held.get("history", []))
        if refs:
            found.append(GoldQuestion(Query(held["question"], history), held["lang"], refs))
    return found


def place_of(held: HeldMeeting, item: int) -> Place:
    """The item as a question's reference names it."""
    return (held.date.isoformat() if held.date else "", held.committee, item)


@dataclass(frozen=True, slots=True)
class Quality:
    """Shares over the questions."""

    recall_at_1: float
    recall_at_5: float
    reciprocal_rank: float  # mean over the first ten

    def row(self) -> list[str]:
        return [f"{share:.3f}" for share in (self.recall_at_1, self.recall_at_5, self.reciprocal_rank)]


def quality(questions: Sequence[GoldQuestion], rankings: Iterable[Sequence[Place]]) -> Quality:
    """How well the rankings, best item first, answer the questions."""
    ranks = []
    for question, ranking in zip(questions, rankings, strict=True):
        distinct = list(dict.fromkeys(ranking))
        ranks.append(next((rank for rank, place in enumerate(distinct, 1) if question.accepts(place)), 0))
    count = max(1, len(ranks))
    return Quality(
        sum(rank == 1 for rank in ranks) / count,
        sum(1 <= rank <= 5 for rank in ranks) / count,
        sum(1 / rank for rank in ranks if 1 <= rank <= 10) / count,
    )
