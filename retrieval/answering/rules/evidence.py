"""Which units of the items found answer the question best. Pure; every score is made of figures that can be shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from retrieval.answering.rules.asked import Asked, Candidate
from retrieval.answering.rules.patterns import WANTED
from retrieval.answering.rules.ranker import Network, load_network
from retrieval.answering.rules.unit_figures import UnitFigures
from retrieval.answering.rules.units import Unit, UnitKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """A unit with its score, how much of the question it covers (0 to about 1), and what the score is made of."""

    meeting_key: str
    item: int
    unit: Unit
    score: float
    coverage: float
    fits: bool  # it holds what the kind of question asks for: an amount, a date, a reason
    parts: Mapping[str, float]


def rank(asked: Asked, candidates: Sequence[Candidate], network: Network | None = None) -> list[Scored]:
    """All units of the candidates, best first; by the network that comes with the project where none is named."""
    if not candidates:
        return []
    maker, network = UnitFigures(asked, candidates), network or load_network()
    scored = []
    for candidate in candidates:
        table = maker.of(candidate)
        scores, figures = network.scores(table.of(network.names)).tolist(), table.by_unit()
        scored += [
            Scored(
                meeting_key=candidate.meeting_key,
                item=candidate.item,
                unit=unit,
                score=scores[place],
                coverage=table.covered[place],
                fits=unit.kind is not UnitKind.HEADING and (asked.kind not in WANTED or figures[place]["fit"] > 0),
                parts=figures[place],
            )
            for place, unit in enumerate(candidate.units)
        ]
    return sorted(scored, key=lambda one: (-one.score, one.item, one.unit.order))
