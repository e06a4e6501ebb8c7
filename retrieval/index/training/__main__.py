"""Trains the sub-word table: `python -m retrieval.index.training CORPUS.jsonl.gz --held FOLDER --out TABLE.npz`.

Needs scipy beside the project's dependencies; some five minutes on one core.
"""

import argparse
import random
from collections.abc import Sequence
from pathlib import Path

from retrieval.index.subwords import SubwordTable
from retrieval.index.training.corpus import TrainingItem, read_bodies
from retrieval.index.training.held_out import measure
from retrieval.index.training.learn import Plan, begin, learn
from retrieval.index.training.pairs import draw_pair, thinned, usable

TEXTS_COUNTED = 20_000  # from which the rarity of a row is told at the beginning


def main() -> None:
    """Trains, measures on held-out bodies and writes the table."""
    parser = argparse.ArgumentParser(prog="python -m retrieval.index.training", description=__doc__)
    parser.add_argument("corpus", type=Path, help="publication bodies, one a line, gzipped")
    parser.add_argument("--held", type=Path, required=True, help="folder of bodies that are only measured on")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    items = list(read_bodies(options.corpus))
    titles = {item.title.casefold() for item in items}
    bodies = [item for path in sorted(options.held.glob("*.json")) for item in read_bodies(path)]
    held = [group[0] for group in usable(bodies) if group[0].title.casefold() not in titles]
    table = train(items, held, Plan())
    table.save(options.out)


def train(items: Sequence[TrainingItem], held: Sequence[TrainingItem], plan: Plan) -> SubwordTable:
    """The table learned from `items`; how it does on `held` is printed as it learns."""
    groups = usable(items)
    texts = [f"{item.title} {text}" for item in items for _, text in item.paragraphs]
    random.Random(1).shuffle(texts)
    vectors = begin(texts[:TEXTS_COUNTED], plan)
    _tell(f"before: {measure(SubwordTable.quantised(vectors), held)}")

    def draw(dice: random.Random) -> list[tuple[str, str]]:
        chosen = dice.sample(groups, min(plan.batch, len(groups)))
        pairs = [draw_pair(dice.choice(group), dice) for group in chosen]
        return [(thinned(left, dice, plan.kept), thinned(right, dice, plan.kept)) for left, right in pairs]

    learned = SubwordTable.quantised(learn(vectors, draw, plan, _tell))
    _tell(f"after: {measure(learned, held)}")
    return learned


def _tell(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - the progress of a long run


if __name__ == "__main__":
    main()
