"""Natural pairs to learn from: two texts of one agenda item that say related things in different words."""

import random
import re
from collections.abc import Sequence

from retrieval.index.training.corpus import TrainingItem

SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÆØÅ])")
_FORMAL = re.compile(r"sagsprocedure|kommunikation|lovgrundlag", re.IGNORECASE)
KEPT_WORDS = 0.7  # share of the words of a sentence that the question side keeps


def draw_pair(item: TrainingItem, dice: random.Random) -> tuple[str, str]:
    """A question-like text and a text it belongs to, drawn from one item with two paragraphs or more.

    A third each: title and paragraph; heading with title and paragraph under another heading (resumé and
    presentation, recommendation and decision); a thinned sentence and what else its item says.
    """
    paragraphs = [pair for pair in item.paragraphs if not _FORMAL.search(pair[0])] or list(item.paragraphs)
    heading, text = dice.choice(paragraphs)
    way = dice.random()
    if way < 0.33:
        return item.title, text
    others = [pair for pair in paragraphs if pair[1] != text] or paragraphs
    if way < 0.66:
        apart = [pair for pair in others if pair[0] != heading] or others
        return text, dice.choice(apart)[1]
    sentence = dice.choice(SENTENCE_END.split(text))
    rest = text.replace(sentence, " ")
    if len(rest) < 60 or dice.random() < 0.4:
        rest = dice.choice(others)[1]
    return thinned(sentence, dice), f"{item.title} {rest}" if dice.random() < 0.5 else rest


def thinned(text: str, dice: random.Random, kept: float = KEPT_WORDS) -> str:
    """The text with some of its words left out."""
    return " ".join(word for word in text.split() if dice.random() < kept) or text


def usable(items: Sequence[TrainingItem]) -> list[list[TrainingItem]]:
    """Items with enough to draw from, those of one title together (a case that travels through several bodies)."""
    by_title: dict[str, list[TrainingItem]] = {}
    for item in items:
        if len(item.paragraphs) >= 2 and item.title:
            by_title.setdefault(item.title.casefold(), []).append(item)
    return list(by_title.values())
