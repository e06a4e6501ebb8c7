"""The word lists of verification, compiled: what tells an outcome, denies it, wishes it, and who is named. Pure."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from retrieval.model.vocabulary import Outcome


@dataclass(frozen=True, slots=True)
class OutcomeWords:
    """One outcome's words: `told` says that it happened, `willed` that it is wanted."""

    name: str
    outcomes: frozenset[Outcome]
    told: re.Pattern[str]
    willed: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Wording:
    """All lists of `data/outcome_words.toml`, each as one pattern over lower-cased text."""

    groups: tuple[OutcomeWords, ...]
    around: dict[str, re.Pattern[str]]
    bodies: dict[str, re.Pattern[str]]

    def bodies_in(self, text: str) -> frozenset[str]:
        """The kinds of body named in `text`; "Økonomiudvalget" is a finance committee and no other committee."""
        found, rest = set(), text.lower()
        for name, pattern in self.bodies.items():
            rest, count = pattern.subn(" ", rest)
            if count:
                found.add(name)
        return frozenset(found)


@lru_cache
def load_wording() -> Wording:
    """The lists, read once."""
    data = dict(load_data("outcome_words.toml"))  # a copy: several threads may load at once
    around, bodies = data.pop("around"), data.pop("bodies")
    groups = tuple(
        OutcomeWords(name, frozenset(map(Outcome, row["outcomes"])), any_of(row["told"]), any_of(row["willed"]))
        for name, row in data.items()
    )
    return Wording(
        groups,
        {name: any_of(words) for name, words in around.items()},
        {name: any_of(words) for name, words in bodies.items()},
    )


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds any of the words as whole words; of none, one that never matches."""
    alternatives = "|".join(words)
    return re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)" if alternatives else r"(?!)")


@lru_cache
def load_data(name: str) -> dict[str, dict[str, list[str]]]:
    """One of this room's data files."""
    return tomllib.loads(files("retrieval.answering").joinpath(f"data/{name}").read_text(encoding="utf-8"))
