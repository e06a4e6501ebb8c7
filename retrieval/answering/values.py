"""The checkable values of a text: amounts, numbers, percentages, dates, years, case numbers, times. Pure.

The verifier reads values with its own eyes and not with the parser's, so that one mistake does not vouch for another.
"""

import re
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files

from retrieval.model.answers import Language

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januar january jan", "februar february feb", "marts march mar", "april apr", "maj may", "juni june jun",
            "juli july jul", "august aug", "september sept sep", "oktober october okt oct", "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_NUMBER = r"\d+(?:[.,]\d+)*"
_SCALE = r"(?:mio|mill|mia|mrd|millioner|million|milliarder|milliard|billion|thousand|tusinde|tusind|t|m|bn)"
_WORD_SCALE = _SCALE.replace("|t|m|bn", "|bn")
_CURRENCY = r"(?:kroner|krone|kr|dkk|euro|eur|€)"
_TOKEN = re.compile(
    rf"""
    (?P<case>\b\d{{2}}\.\d{{2}}\.\d{{2}}-[A-ZÆØÅ]\d{{2}}-\d+-\d{{2}}\b)
  | (?P<time>(?<!\d)\d{{1,2}}:\d{{2}}(?!\d)|(?<=kl\.\ )\d{{1,2}}\.\d{{2}}(?!\d))
  | (?P<iso>(?<!\d)(?:19|20)\d\d-\d\d-\d\d(?!\d))
  | (?P<dmy>(?<![\d.,/-])(?:\d{{1,2}}[-.]\ ?\d{{1,2}}[-.]|\d{{1,2}}/\d{{1,2}}[-/\ ])\ ?(?:19|20)\d\d(?!\d))
  | (?P<day>(?<!\d)\d{{1,2}}(?:\.\s?|st\s|nd\s|rd\s|th\s|\s)(?:of\s)?(?:{_MONTH})\b\.?,?(?:\s(?:19|20)\d\d(?!\d))?)
  | (?P<mday>\b(?:{_MONTH})\s\d{{1,2}}(?:st|nd|rd|th)?(?!\d)(?:,?\s(?:19|20)\d\d(?!\d))?)
  | (?P<month>\b(?:{_MONTH})\s(?:19|20)\d\d(?!\d))
  | (?P<slash>(?<![\d/])\d{{1,2}}/\d{{1,2}}(?![\d/]))
  | (?P<percent>{_NUMBER}\s?(?:%|(?:pct|procent|percentage|percent|per\scent)(?![a-zæøå]*sats)))
  | (?P<amount>(?:\b{_CURRENCY}\.?\s?)?{_NUMBER}\s?(?:{_SCALE}\.?\s?{_CURRENCY}\b|t?{_CURRENCY}\b|{_WORD_SCALE}\b)
      |\b{_CURRENCY}\.?\s?{_NUMBER})
  | (?P<year>(?<![\d.,])(?:19|20)\d\d(?![\d]|[.,]\d))
  | (?P<number>(?<![\d])(?<!\d[.,]){_NUMBER})
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SCALES = (
    (re.compile(r"milliard|mia|mrd|billion|bn", re.I), Decimal(10**9)),
    (re.compile(r"million|mio|mill|\dm\b|\d\sm\b", re.I), Decimal(10**6)),
    (re.compile(r"tusind|thousand|t\.?\s?kr|t\.?\s?dkk|\s?t\b", re.I), Decimal(10**3)),
)
_JOINED = re.compile(rf"({_NUMBER})\s?(?:-|til|og|to|and|/)\s?(?={_NUMBER}\s?({_SCALE})\b)", re.IGNORECASE)
_UNIT_HEAD = re.compile(
    rf"(?:\bi\s|\(|^|\|\s?)(1\.000\s?kr|t\.?\s?kr|tkr|1\.000|mio\.?\s?kr|mia\.?\s?kr|hele\s{_CURRENCY})", re.IGNORECASE
)
_SIGN = re.compile(r"(?:^|[\s(|])-\s?$")


@dataclass(frozen=True, slots=True)
class Value:
    """A value as written. `readings` are the numbers it may mean ("1.175" is 1175 in Danish and 1.175 in English)."""

    kind: str  # amount, number, percent, year, date, case, time
    text: str
    readings: frozenset[Decimal] = frozenset()
    negative: bool = False
    day: int = 0
    month: int = 0
    year: int = 0
    start: int = -1  # where it begins in the text


def find_values(text: str, language: Language = Language.DANISH, *, words: bool = True) -> list[Value]:
    """All values in folded `text`, in order; small numbers in words too where `words` is set."""
    return [*_written(text, language), *(_spelled(text, language) if words else ())]


def scaled_readings(text: str, language: Language) -> frozenset[Decimal]:
    """Further amounts `text` may mean: the first of "2-3 mio. kr.", and bare numbers under a head "i 1.000 kr."."""
    joined = {
        reading * _scale(match[2]) for match in _JOINED.finditer(text) for reading in readings(match[1], language)
    }
    scales = {_head_scale(match[1]) for match in _UNIT_HEAD.finditer(text)}
    if not scales:
        return frozenset(joined)
    bare = {
        reading for value in _written(text, language) if value.kind in {"number", "year"} for reading in value.readings
    }
    return frozenset(joined | {scale * reading for scale in scales for reading in bare})


def readings(number: str, language: Language) -> frozenset[Decimal]:
    """What a written number may mean. Danish: points part thousands, a comma the decimals; English: either way."""
    danish = _read(number, ".", ",")
    if language is Language.DANISH:
        return frozenset({danish} if danish is not None else filter(None, [_read(number, ",", ".")]))
    return frozenset(reading for reading in (danish, _read(number, ",", ".")) if reading is not None)


def _read(number: str, thousands: str, decimal: str) -> Decimal | None:
    group = rf"[1-9]\d{{0,2}}(?:{re.escape(thousands)}\d{{3}})+"
    if not re.fullmatch(rf"(?:{group}|\d+)(?:{re.escape(decimal)}\d+)?", number):
        return None
    return Decimal(number.replace(thousands, "").replace(decimal, "."))


def _value(match: re.Match[str], text: str, language: Language) -> Value:
    kind, words = match.lastgroup or "", match[0]
    if kind in {"iso", "dmy", "day", "mday", "month", "slash"}:
        if kind == "mday" and language is Language.DANISH:
            return Value("date", words, start=match.start())  # "juni 13" is no Danish date: nothing bears it out
        return _date(kind, words, match.start())
    if kind in {"case", "time"}:
        return Value(kind, words, start=match.start())
    number = re.search(_NUMBER, words)
    read = readings(number[0], language) if number else frozenset()
    scale = _scale(words) if kind == "amount" else Decimal(1)
    negative = bool(_SIGN.search(text[max(0, match.start() - 3) : match.start()]))
    year = int(words) if kind == "year" else 0
    return Value(kind, words, frozenset(r * scale for r in read), negative, year=year, start=match.start())


def _date(kind: str, words: str, start: int) -> Value:
    parts = [int(part) for part in re.findall(r"\d+", words)]
    named = next((MONTHS[word] for word in re.findall(r"[a-z]+", words.lower()) if word in MONTHS), 0)
    year = next((part for part in parts if part > 1000), 0)
    if kind == "iso":
        return Value("date", words, day=parts[2], month=parts[1], year=year, start=start)
    if kind == "month":
        return Value("date", words, month=named, year=year, start=start)
    day, month = parts[0], named or parts[1]
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return Value("date", words, start=start)  # no day of any year: nothing bears it out
    return Value("date", words, day=day, month=month, year=year, start=start)


def _scale(words: str) -> Decimal:
    return next((factor for pattern, factor in _SCALES if pattern.search(words)), Decimal(1))


def _head_scale(words: str) -> Decimal:
    return Decimal(1000) if words.startswith("1.000") else _scale(words)


@lru_cache(maxsize=4096)
def _written(text: str, language: Language) -> tuple[Value, ...]:
    if not any(char.isdigit() for char in text):
        return ()
    return tuple(_value(match, text, language) for match in _TOKEN.finditer(text))


@lru_cache(maxsize=4096)
def _spelled(text: str, language: Language) -> tuple[Value, ...]:
    numerals = load_numerals(language)
    return tuple(
        Value("number", word, frozenset({Decimal(numerals[word.lower()])}))
        for word in re.findall(r"[^\W\d_]+", text)
        if word.lower() in numerals
    )


@lru_cache
def load_numerals(language: Language) -> dict[str, int]:
    """Small numbers by the words for them."""
    data = files("retrieval.answering").joinpath("data/numerals.toml").read_text(encoding="utf-8")
    numerals: dict[str, int] = tomllib.loads(data)[language.value]
    return numerals
