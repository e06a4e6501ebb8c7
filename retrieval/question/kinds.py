"""What kind of answer a question asks for, told by its words. Pure; the words are data in `kinds.toml`."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources


class QuestionKind(StrEnum):
    """The shape of the answer a person expects."""

    AMOUNT = "amount"
    FIGURE = "figure"
    DECISION = "decision"
    VOTE = "vote"
    DATE = "date"
    PERSON = "person"
    ABSENCE = "absence"
    WHY = "why"
    LIST = "list"
    STATUS = "status"
    CASE = "case"
    COMPARISON = "comparison"
    SUMMARY = "summary"
    COVERAGE = "coverage"
    OPEN = "open"


_EDGE = r"\b"


@dataclass(frozen=True, slots=True)
class Reading:
    """How the words of a question read: its kind, whether yes or no is expected, what it takes for granted."""

    kind: QuestionKind
    is_yes_no: bool
    presumes_decision: bool  # it takes for granted, or asks, that something was adopted or granted


@cache
def generic_words(kind: QuestionKind) -> tuple[str, ...]:
    """The words that a question of this kind holds whatever it is about, and those that any question to minutes may."""
    generic: dict[str, list[str]] = _data()["generic"]
    return (*generic["every"], *generic.get(kind.value, ()))


@cache
def _data() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(resources.files("retrieval.question").joinpath("kinds.toml").read_text(encoding="utf-8"))


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    return {name: _pattern(listed) for name, listed in _data()["words"].items()}


def _pattern(words: Sequence[str]) -> re.Pattern[str]:
    """What finds one of the words; those that begin at a word's edge are tried only there, in a third of the time.

    None of them has a "|" outside brackets.
    """
    at_edge = [word.removeprefix(_EDGE) for word in words if word.startswith(_EDGE)]
    anywhere = [word for word in words if not word.startswith(_EDGE)]
    return re.compile("|".join([f"{_EDGE}(?:{'|'.join(at_edge)})"] * bool(at_edge) + anywhere))


def read_kind(question: str) -> Reading:
    """The reading of a question in Danish or English; the first rule that matches, in order of certainty."""
    text = re.sub(r"\s+", " ", question.casefold()).strip()
    patterns = _patterns()
    return Reading(
        kind=next((kind for name, kind in _ORDER if patterns[name].search(text)), QuestionKind.OPEN),
        is_yes_no=bool(patterns["yes_no"].search(text)),
        presumes_decision=bool(patterns["presumes_decision"].search(text)),
    )


# The order is that of certainty: words that can mean only one thing come first.
_ORDER = (
    ("coverage", QuestionKind.COVERAGE),
    ("case", QuestionKind.CASE),
    ("summary", QuestionKind.SUMMARY),
    ("absence", QuestionKind.ABSENCE),
    ("vote", QuestionKind.VOTE),
    ("settled", QuestionKind.STATUS),
    ("comparison", QuestionKind.COMPARISON),
    ("decided", QuestionKind.DECISION),
    ("why", QuestionKind.WHY),
    ("when", QuestionKind.DATE),
    ("list", QuestionKind.LIST),
    ("who", QuestionKind.PERSON),
    ("amount", QuestionKind.AMOUNT),
    ("date", QuestionKind.DATE),
    ("figure", QuestionKind.FIGURE),
    ("person", QuestionKind.PERSON),
    ("decision", QuestionKind.DECISION),
    ("status", QuestionKind.STATUS),
)
