"""Learns the vectors that tell which unit answers: `python -m retrieval.answering.training PUBLICATION`.

PUBLICATION is the folder of published bodies. Starts from the embedding's table (docs/embedding.md); writes
`retrieval/index/data/answer_words.npz` and `retrieval/answering/data/matching.json`. Needs torch (its CPU build);
ten minutes on one core.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from retrieval.answering.rules.matching import Matching
from retrieval.answering.training.examples import Example, invented_examples, published_examples
from retrieval.answering.training.learn import Plan, learn
from retrieval.answering.training.vocabulary import Vocabulary
from retrieval.index.embeddings import ANSWER_TABLE, LOCAL_TABLE
from retrieval.index.subwords import Floats, SubwordTable

EXAMPLES = Path("data/training")
MATCHING = Path(__file__).resolve().parents[1] / "data" / "matching.json"


def main() -> None:
    """Learns from all examples and writes what comes with the project."""
    parser = argparse.ArgumentParser(prog="python -m retrieval.answering.training", description=__doc__)
    parser.add_argument("publication", type=Path, help="folder of published bodies")
    parser.add_argument("--examples", type=Path, default=EXAMPLES, help="folder of the questions")
    options = parser.parse_args()
    examples = [
        *published_examples(options.examples / "questions.jsonl.gz", options.publication),
        *invented_examples(options.examples / "invented.jsonl.gz"),
    ]
    _tell(f"{len(examples)} questions")
    table, matching = train(examples, SubwordTable.load(LOCAL_TABLE).vectors(), Plan())
    SubwordTable.quantised(table).save(ANSWER_TABLE)
    MATCHING.write_text(json.dumps(written(matching)) + "\n", encoding="utf-8")


def train(examples: Sequence[Example], table: Floats, plan: Plan) -> tuple[Floats, Matching]:
    """The table and the rest, learned from the examples, starting from `table` (buckets, dim)."""
    vocabulary = Vocabulary(len(table))
    return learn(table, vocabulary, [vocabulary.number(one) for one in examples], plan, _tell)


def written(matching: Matching) -> dict[str, object]:
    """What was learned as JSON values, four digits behind the point."""
    held = asdict(matching)
    importance = held.pop("importance")
    return {"importance": [round(float(one), 4) for one in importance]} | {
        name: round(value, 4) for name, value in held.items()
    }


def _tell(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - the progress of a long run


if __name__ == "__main__":
    main()
