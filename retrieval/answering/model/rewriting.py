"""Whether a rewritten question still asks what was asked. Pure."""

import re

from retrieval.answering.grounding import fold
from retrieval.answering.strict import speaks_to_a_model
from retrieval.answering.values import find_values
from retrieval.model.answers import Language

LONGEST = 240  # characters


def is_faithful(rewritten: str, said: str, language: Language) -> bool:
    """Whether `rewritten` is one plain line whose every value stands in what the person and the assistant `said`."""
    words = fold(rewritten)
    if not words or len(words) > LONGEST or "\n" in rewritten.strip() or re.search(r"[<>{}\[\]`]|https?:", words):
        return False
    if speaks_to_a_model(words):
        return False
    known = find_values(fold(said), language) + find_values(fold(said))
    readings = {reading for value in known for reading in value.readings}
    texts = {value.text.lower() for value in known}
    dates = {(value.day, value.month, value.year) for value in known if value.kind == "date"}
    return all(
        value.text.lower() in texts or bool(value.readings & readings) or (value.day, value.month, value.year) in dates
        for value in find_values(words)
    )
