"""What kinds of question look for in a text: a sum, a number, a date, a reason, a name. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from retrieval.answering.rules.units import Unit, clean
from retrieval.model.vocabulary import AmountStatus, SectionKind
from retrieval.question.kinds import QuestionKind

REMEMBERED = 20_000  # units whose marks and words are kept
AMOUNT = re.compile(
    r"\d[\d.,\u00a0 ]*\s*(?:kr\b|kroner|mio\b|mia\b|million|milliard|t\.?kr)|\bkr\.?\s*\d|\b(?:mio|mia|t)\.\s*kr", re.I
)
# The number of a list line tells nothing; that of a date does.
_LIST_NUMBER = re.compile(
    r"^\W*\d{1,2}[.)]\s+(?!jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec|kvartal|behandling|klasse)", re.I
)
_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(r"\d[\d.,]*")
_COUNT_WORD = re.compile(
    r"\b(?:en|én|to|tre|fire|fem|seks|syv|otte|ni|ti|elleve|tolv|halvdelen|dobbelt\w*|ingen)\b", re.I
)
_DATE = re.compile(
    r"\d{1,2}\.\s*(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)|\d{1,2}/\d{1,2}|\d{1,2}-\d{1,2}-\d{4}|"
    r"\b(?:primo|medio|ultimo)\b|"
    r"\b(?:januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december)\b|"
    r"\bkl\.|\bkvartal|\b(?:19|20)\d\d\b|\buge \d|\bmåned",
    re.I,
)
_CAUSE = re.compile(
    r"\b(?:fordi|da|skyldes|årsag\w*|begrund\w*|derfor|grundet|på grund af|baggrund\w*|med henblik på|formål\w*|"
    r"således at|"
    r"idet|eftersom|bevirker|medfør\w*|fører til|konsekvens\w*|behov\w*|for at)\b",
    re.I,
)
_NAME = re.compile(
    r"\b[A-ZÆØÅ][a-zæøåé]+(?:[ -][A-ZÆØÅ][\wæøåé-]+)+|\([A-ZÆØÅ]{1,3}\)|\w+(?:forvaltning|udvalg|styrelse|råd)\w*"
)
_CAPITAL = re.compile(r"(?<![.:!?»\"] )(?<!^)\b[A-ZÆØÅ][\wæøåé-]+")
_PLACED = re.compile(r"\b(?:ved|på|i|fra|til|mellem) (?:den |det )?[A-ZÆØÅ]\w+")
_ASKS: Mapping[str, re.Pattern[str]] = {
    "which": re.compile(r"\bhvilke[nt]?\b|\bhvad for\b|\bwhich\b", re.I),
    "who": re.compile(r"\bhvem\b|\bwho(?:se)?\b", re.I),
    "where": re.compile(
        r"\bhvor(?! (?:mange|meget|stor|lang|ofte|mang|vidt|for|dan|når|læn|høj|gam))\b|\bwhere\b", re.I
    ),
    "how": re.compile(r"\bhvordan\b|\bhow(?! (?:many|much|big|long|often|large|high|old))\b", re.I),
    "what": re.compile(r"\bhvad(?! for)\b|\bwhat\b", re.I),
}
WANTED: Mapping[QuestionKind, re.Pattern[str]] = {
    QuestionKind.AMOUNT: AMOUNT,
    QuestionKind.COMPARISON: _DIGIT,
    QuestionKind.FIGURE: re.compile(f"{_DIGIT.pattern}|{_COUNT_WORD.pattern}", re.I),
    QuestionKind.DATE: _DATE,
    QuestionKind.WHY: _CAUSE,
    QuestionKind.PERSON: _NAME,
}
_STATUS_ASKED: Mapping[AmountStatus, re.Pattern[str]] = {
    AmountStatus.APPLIED_FOR: re.compile(
        r"\b(?:an)?søg|\bbe(?:dt|de[rt]?)\b.{0,30}\bom\b|\bbad om\b|\bappl|\bask(?:ed|ing)? for", re.I
    ),
    AmountStatus.GRANTED: re.compile(
        r"\bbevil[gl]|\b(?:får|fik|fået|giver|gav|givet|tildel|modtag)|\bgrant|\bg[eo]t\b|\bgiven?\b", re.I
    ),
    AmountStatus.BUDGETED: re.compile(r"\bafsat|\bafsæt|\bsat(?:te)? .{0,20}\baf\b|\bbudget|\bset aside", re.I),
    AmountStatus.SPENT: re.compile(
        r"\bbrugt|\bkostede|\bhar kostet|\bregnskab|\bbetalte|\bspent\b|\bdid .{0,30}cost", re.I
    ),
    AmountStatus.EXPECTED: re.compile(r"\bvente|\bforvente|\bregner|\bskøn|\bbliver|\bexpect", re.I),
    AmountStatus.SAVED: re.compile(r"\bspar|\bsav(?:e|ing)", re.I),
}
_ROUTINE = re.compile(
    r"^.{0,80}\b(?:drøftede sagen|godkender? (?:indstillingen|dagsordenen)|anbefaler indstillingen)\.?$|"
    r"^orientering(?:en)? (?:blev )?(?:givet|taget til efterretning)|^mødet (?:er |blev )?aflyst|"
    r"^punkt(?:et|er)? (?:er )?udsat|\bdeltog ikke\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Marks:
    """What a text holds, whatever is asked; counts are shares of ten numbers, five sums, eight names or commas."""

    length: int  # characters without markup
    numbers: float
    sums: float
    names: float
    commas: float
    cause: bool
    date: bool
    digit: bool
    name: bool
    place: bool
    brackets: int
    asks: bool
    opens: bool
    routine: bool  # said of every decision


@lru_cache(maxsize=REMEMBERED)
def marks_of(text: str) -> Marks:
    """The marks of a unit's text."""
    plain = _LIST_NUMBER.sub("", clean(text))
    return Marks(
        length=len(plain),
        numbers=min(len(_NUMBER.findall(plain)), 10) / 10,
        sums=min(len(AMOUNT.findall(plain)), 5) / 5,
        names=min(len(_CAPITAL.findall(plain)), 8) / 8,
        commas=min(plain.count(","), 8) / 8,
        cause=bool(_CAUSE.search(plain)),
        date=bool(_DATE.search(plain)),
        digit=bool(_DIGIT.search(plain)),
        name=bool(_NAME.search(plain)),
        place=bool(_PLACED.search(plain)),
        brackets=plain.count("("),
        asks=plain.endswith("?"),
        opens=plain.endswith(":"),
        routine=bool(_ROUTINE.search(plain)),
    )


def asks_for(question: str) -> dict[str, float]:
    """Which question words a question has, 1 or 0 each."""
    return {name: float(bool(pattern.search(question))) for name, pattern in _ASKS.items()}


def statuses_asked(question: str) -> frozenset[AmountStatus]:
    """The statuses of sums that a question's words ask for; empty where they leave it open."""
    return frozenset(status for status, pattern in _STATUS_ASKED.items() if pattern.search(question))


@lru_cache(maxsize=REMEMBERED)
def fits(kind: QuestionKind, text: str) -> bool:
    """Whether a text holds what this kind of question asks for; true where the kind asks for nothing special."""
    pattern = WANTED.get(kind)
    return pattern is None or bool(pattern.search(_LIST_NUMBER.sub("", text)))


def is_routine(unit: Unit) -> bool:
    """Whether a unit of a decision says only what every decision says, or who was away."""
    return unit.section is SectionKind.DECISION and marks_of(unit.text).routine


GATHERS_NEWS = re.compile(
    r"(?:aktuelle sager|(?:gensidig |mundtlig )?orientering(?:er)?(?: fra| ved|$)|meddelelser|eventuelt|evt\b"
    r"|huskeliste|siden sidst|nyt fra)",
    re.I,
)  # titles of items that gather what is new
