"""How well a table finds an item of held-out bodies by its title, and by a sentence of it when that is hidden."""

import random
from collections.abc import Sequence

import numpy as np

from retrieval.index.subwords import SubwordTable
from retrieval.index.training.corpus import TrainingItem
from retrieval.index.training.pairs import SENTENCE_END


def measure(table: SubwordTable, items: Sequence[TrainingItem]) -> dict[str, float]:
    """Mean reciprocal rank of the right item among `items`, by its title and by a hidden sentence."""
    paragraphs = [(number, text) for number, item in enumerate(items) for _, text in item.paragraphs]
    vectors = table.embed([text for _, text in paragraphs])
    owners = np.array([number for number, _ in paragraphs])

    def reciprocal_rank(number: int, question: str, hidden: str = "") -> float:
        near = vectors @ table.embed([question])[0]
        if hidden:
            near[[text == hidden for _, text in paragraphs]] = -1.0
        best = np.full(len(items), -1.0, np.float32)
        np.maximum.at(best, owners, near)
        return 1.0 / (1 + int((best > best[number]).sum()))

    dice = random.Random(3)
    by_title = [reciprocal_rank(number, item.title) for number, item in enumerate(items)]
    by_sentence = []
    for number, item in enumerate(items):
        _, paragraph = dice.choice(item.paragraphs)
        by_sentence.append(reciprocal_rank(number, dice.choice(SENTENCE_END.split(paragraph)), paragraph))
    return {"title": round(float(np.mean(by_title)), 3), "sentence": round(float(np.mean(by_sentence)), 3)}
