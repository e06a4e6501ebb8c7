"""Tokens of minutes and questions: words, and what must stay whole (case numbers, categories, amounts, dates ...)."""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from retrieval.language.folding import clean, fold_word
from retrieval.language.quantities import MONTHS, date_terms, kroner, number, plain


class TokenKind(StrEnum):
    """What a token is."""

    WORD = "word"
    CASE = "case"
    CATEGORY = "category"
    DATE = "date"
    AMOUNT = "amount"
    SHARE = "share"
    NUMBER = "number"


class Token(NamedTuple):
    """One token: its folded text and, for everything but a word, its canonical terms, most exact first."""

    kind: TokenKind
    text: str
    terms: tuple[str, ...] = ()


_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_NUM = r"\d{1,3}(?:[. ]\d{3})+(?:,\d+)?(?!\d)|\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:[.,]\d+)?"
_SCALE = (  # longest first: each is also searched for on its own
    r"milliard(?:er)?|millioner|millions?|billions?|mill\.?|mio\.?|mia\.?|mrd\.?"
    r"|t\.(?=\ ?kr)|tkr\.?|tusinde?|thousand"
)
_KRONER = r"kr\b\.?|kroner\b|krone\b|dkk\b|(?<=\d),-"
_PATTERN = re.compile(
    rf"""
    (?P<case>\b\d{{2}}\.\d{{2}}\.\d{{2}}-[a-zæøå]\d{{2}}-\d+-\d{{2}}\b|\b\d{{2}}-\d{{5,6}}\b|\b\d{{2}}/\d{{4,6}}\b)
  | (?P<category>\b[abcd]-(?:sag|punkt)(?:en|et|er|erne)?\b)
  | (?P<iso>\b(?:19|20)\d{{2}}-\d{{2}}-\d{{2}}\b)
  | (?P<spelt>\b\d{{1,2}}(?:\.|\ ?(?:st|nd|rd|th))?\ (?:of\ )?(?:{_MONTH})\b\.?(?:,?\ (?:19|20)\d{{2}}\b)?)
  | (?P<english>\b(?:{_MONTH})\ \d{{1,2}}(?:st|nd|rd|th)?(?!\d)(?:,?\ (?:19|20)\d{{2}}\b)?)
  | (?P<month>\b(?:{_MONTH})\b\.?\ (?:19|20)\d{{2}}\b)
  | (?P<numeric>\b\d{{1,2}}(?:/\d{{1,2}}[\ /-]\ ?|-\d{{1,2}}-|\.\d{{1,2}}\.)(?:(?:19|20)\d{{2}}|\d{{2}}(?=\b))\b)
  | (?P<daymonth>\b\d{{1,2}}/\d{{1,2}}\b(?!/))
  | (?P<share>(?:{_NUM})\ ?(?:%|pct\b\.?|procent\b|percent\b|per\ cent\b))
  | (?P<amount>(?:(?:kr\.?|dkk)\ ?(?:{_NUM})|(?:{_NUM})(?:\ ?(?:{_SCALE})\b\.?(?:\ ?(?:{_KRONER}))?|\ ?(?:{_KRONER}))))
  | (?P<number>{_NUM})
  | (?P<word>[^\W\d_]+(?:'[^\W\d_]+|\d+)*)
    """,
    re.VERBOSE,
)
_DIGITS = re.compile(r"\d+")
_VALUE = re.compile(_NUM)
_SCALE_WORD = re.compile(_SCALE)


def _case(text: str) -> list[str]:
    return [text]


def _category(text: str) -> list[str]:
    return [f"{text[0]}-sag"]


def _iso(text: str) -> list[str]:
    year, month, day = map(int, text.split("-"))
    return date_terms(day, month, year)


def _spelt(text: str) -> list[str]:
    figures = [int(digits) for digits in _DIGITS.findall(text)]
    month = next(MONTHS[word] for word in re.findall(r"[a-z]+", text) if word in MONTHS)
    year = next((figure for figure in figures if figure > 99), None)
    day = next((figure for figure in figures if figure <= 99), None)
    return date_terms(day, month, year)


def _numeric(text: str) -> list[str]:
    figures = [int(digits) for digits in _DIGITS.findall(text)]
    return date_terms(figures[0], figures[1], figures[2] if len(figures) > 2 else None)


def _value(text: str) -> Decimal:
    found = _VALUE.search(text)
    value = number(found.group()) if found else None
    return value if value is not None else Decimal(0)


def _share(text: str) -> list[str]:
    return [plain(_value(text)) + "%"]


def _amount(text: str) -> list[str]:
    scale = _SCALE_WORD.search(text)
    return [kroner(_value(text), scale.group() if scale else "")]


def _number(text: str) -> list[str]:
    return [plain(_value(text))]


_READERS: dict[str, tuple[TokenKind, Callable[[str], list[str]]]] = {
    "case": (TokenKind.CASE, _case),
    "category": (TokenKind.CATEGORY, _category),
    "iso": (TokenKind.DATE, _iso),
    "spelt": (TokenKind.DATE, _spelt),
    "english": (TokenKind.DATE, _spelt),
    "month": (TokenKind.DATE, _spelt),
    "numeric": (TokenKind.DATE, _numeric),
    "daymonth": (TokenKind.DATE, _numeric),
    "share": (TokenKind.SHARE, _share),
    "amount": (TokenKind.AMOUNT, _amount),
    "number": (TokenKind.NUMBER, _number),
}


def _digits(text: str) -> Iterator[Token]:
    for digits in _DIGITS.findall(text):
        yield Token(TokenKind.NUMBER, digits, (plain(Decimal(digits)),))


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a text in order; punctuation, markup and signs are passed over.

    What looks like a date but is none ("45/99") comes as its numbers.
    """
    for match in _PATTERN.finditer(clean(text).replace("\\_", "_").lower()):
        group, found = str(match.lastgroup), match.group()
        if group == "word":
            yield Token(TokenKind.WORD, fold_word(found))
            continue
        kind, read = _READERS[group]
        terms = read(found)
        if terms:
            yield Token(kind, found, tuple(terms))
        else:
            yield from _digits(found)
