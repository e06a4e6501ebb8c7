"""What the conversation lends to a question that goes on from it. Pure."""

import re
from dataclasses import dataclass

from retrieval.model.answers import Query, Turn
from retrieval.question.dates import find_years

_OPENERS = re.compile(
    r"^(og|men|så|hvad med|hvad så|and|but|so|what about|how about|ok|okay|nej,? jeg mente|no,? i mean)\b", re.I
)
_BEFORE = re.compile(
    r"\b(året|aaret|år|aar) (før|foer|forinden)\b|\bforrige (år|aar)\b|\b(the )?(year before|previous year)\b", re.I
)
_AFTER = re.compile(
    r"\b(året|aaret|årene|aarene) (efter|derefter|frem|fremover)\b|\bnæste (år|aar)\b|"
    r"\b(the )?(years? after|next year|following years?)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Context:
    """What the conversation lends to a question. Empty strings where it lends nothing."""

    leans: bool = False
    opens: bool = False  # it begins as a continuation does: "og ...", "hvad med ..."
    question: str = ""  # the earlier question it leans on
    answer: str = ""  # the answer given to it
    years: tuple[int, ...] = ()  # years meant by "året før" and the like


def read_context(query: Query) -> Context:
    """The part of the conversation that a question may lean on: its last question and answer."""
    last_question = _last(query.history, "user")
    if not last_question:
        return Context()
    last_answer = _last(query.history, "assistant")
    text = query.question.strip()
    return Context(
        leans=True,
        opens=bool(_OPENERS.match(text)),
        question=last_question,
        answer=last_answer,
        years=_relative_years(text, last_question, last_answer),
    )


def _last(history: tuple[Turn, ...], role: str) -> str:
    return next((turn.content for turn in reversed(history) if turn.role == role), "")


def _relative_years(text: str, question: str, answer: str) -> tuple[int, ...]:
    step = -1 if _BEFORE.search(text) else 1 if _AFTER.search(text) else 0
    years = find_years(question) or find_years(answer)
    return (years[-1] + step,) if step and years else ()
