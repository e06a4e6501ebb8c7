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


_YEAR_ALONE = re.compile(
    r"^(?:(?:og|men|så|hvad med|hvad så|hvad så med|and|but|what about|how about)\s+)?(?:(?:i|for|in)\s+)?"
    r"(?P<year>(?:19|20)\d\d)(?:\s+(?:da|så|then))?\s*[?.!]*$",
    re.I,
)
_DAY = re.compile(r"\b\d{1,2}[./-]\s?(?:\d{1,2}|[a-zæøå]{3,9})\b", re.I)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


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


def with_new_year(query: Query) -> str:
    """The last whole question with the year that "og i 2018?" puts in its place; empty where more or less is asked."""
    asked = _YEAR_ALONE.match(query.question.strip())
    earlier = (turn.content.strip() for turn in reversed(query.history) if turn.role == "user")
    whole = next((text for text in earlier if not _YEAR_ALONE.match(text)), "")
    years = _YEAR.findall(whole)
    if asked is None or not whole or _OPENERS.match(whole) or len(years) > 1 or _DAY.search(whole):
        return ""
    if years:
        return _YEAR.sub(asked["year"], whole)
    preposition = "in" if re.match(r"\W*(?:what|how|who|when|where|why|which|did|was|is|are)\b", whole, re.I) else "i"
    return f"{whole.rstrip('?.! ')} {preposition} {asked['year']}?"


def _last(history: tuple[Turn, ...], role: str) -> str:
    return next((turn.content for turn in reversed(history) if turn.role == role), "")


def _relative_years(text: str, question: str, answer: str) -> tuple[int, ...]:
    step = -1 if _BEFORE.search(text) else 1 if _AFTER.search(text) else 0
    years = find_years(question) or find_years(answer)
    return (years[-1] + step,) if step and years else ()
