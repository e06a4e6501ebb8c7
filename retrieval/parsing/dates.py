"""Dates as Danish minutes write them: "14. maj 2024", "19/9 2017", "14-05-2024", "ultimo 2020", "2. kvartal 2020"."""

import datetime
import re
from typing import NamedTuple

from retrieval.model.minutes import Span

MONTHS = {
    "januar": 1, "februar": 2, "marts": 3, "april": 4, "maj": 5, "juni": 6, "juli": 7, "august": 8,
    "september": 9, "oktober": 10, "november": 11, "december": 12,
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "okt": 10,
    "nov": 11, "dec": 12,
    "january": 1, "february": 2, "march": 3, "may": 5, "june": 6, "july": 7, "october": 10,
}  # fmt: skip
MONTH_NAMES = tuple(MONTHS)[:12]
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_YEAR = r"(?:19|20)\d\d"
_DATE = re.compile(  # in small letters
    rf"(?<![\w/.,-])(?=[\djfmasondpu])(?:"
    rf"(?P<iso>(?P<iy>{_YEAR})-(?P<im>\d\d)-(?P<id>\d\d))(?!\d)"
    rf"|(?P<num>(?P<nd>\d{{1,2}})[-.](?P<nm>\d{{1,2}})[-.](?P<ny>{_YEAR}))(?!\d)"
    rf"|(?P<word>(?P<wd>\d{{1,2}})(?:\.[ \u00a0]?"
    rf"|[- \u00a0])(?P<wm>{_MONTH})\b\.?,?(?:[ \u00a0-]{{1,2}}(?P<wy>{_YEAR})(?!\d))?)"
    rf"|(?P<slash>(?P<sd>\d{{1,2}})/(?P<sm>\d{{1,2}})(?:[ \u00a0]?[-/ \u00a0][ \u00a0]?(?P<sy>{_YEAR}"
    rf"|\d\d)(?![\d%/.,]))?)(?![\d/])"
    rf"|(?P<english>(?P<em>{_MONTH}) (?P<ed>\d{{1,2}}), (?P<ey>{_YEAR}))"
    rf"|(?P<quarter>(?P<qn>[1-4])\.(?:[ \u00a0]?[-–][ \u00a0]?[1-4]\.)?[ \u00a0]?kvartal(?:[ \u00a0](?:af[ \u00a0]"
    rf"|i[ \u00a0])?(?P<qy>{_YEAR})))"
    rf"|(?P<part>(?P<pw>primo|medio|ultimo)[ \u00a0](?:(?P<pm>{_MONTH})[ \u00a0])?(?P<py>{_YEAR}))"
    rf"|(?P<month>(?P<mm>{_MONTH})[ \u00a0](?P<my>{_YEAR}))(?!\d)"
    rf")"
)
_DAY_FIRST = re.compile(rf"^\d{{1,2}}\.? ?(?:{_MONTH})\b", re.IGNORECASE)
_LINK = re.compile(
    r"^[ \u00a0]*(?:,|og|til|samt|eller|[-–]|henholdsvis|den|fra|kl\.?|\d{1,2}\.?|[ \u00a0])*[ \u00a0]*$"
)
_BEFORE_SLASH = re.compile(
    r"(?:\bden|\bd\.|\bfra|\btil|\bmellem|\bog|\bpr\.?|\bmøde[t]?|\binden|\befter|\bsenest"
    r"|[•\n-])[ \u00a0]*$|^$"
)
_DIGIT = re.compile(r"\d")
_WORDS_BEFORE = 24  # characters: no date has more before its first digit ("ultimo september 2020")
_PART_MONTHS = {"primo": 1, "medio": 6, "ultimo": 12}


class FoundDate(NamedTuple):
    """A date in a text. `precision` is "day", "month", "quarter" or "year_part"; `date` is the first day meant."""

    date: datetime.date
    precision: str
    span: Span
    text: str


class _Raw(NamedTuple):
    precision: str
    year: int | None
    month: int
    day: int
    match: re.Match[str]


def begins_with_date(text: str) -> bool:
    """Whether a line begins with a date, so that its first number is a day."""
    return _DAY_FIRST.match(text) is not None


def find_dates(text: str, default_year: int | None = None) -> list[FoundDate]:
    """All dates in `text` in order; one without a year takes that of the date it is joined to, or `default_year`."""
    digit = _DIGIT.search(text)
    if digit is None:
        return []
    first = max(0, digit.start() - _WORDS_BEFORE)
    lower = text.lower()
    if len(lower) != len(text):  # a letter that is two in small: places would shift
        lower = text
    raws = [raw for match in _DATE.finditer(lower, first) if (raw := _raw(match, text, default_year)) is not None]
    found = []
    for place, raw in enumerate(raws):
        year = raw.year or _joined_year(text, raws, place) or default_year
        date = _date(year, raw.month, raw.day)
        if date is not None:
            span = Span(*raw.match.span())
            found.append(FoundDate(date, raw.precision, span, span.of(text)))
    return found


def first_date(text: str, default_year: int | None = None) -> datetime.date | None:
    """The first date given to the day, or None."""
    return next((found.date for found in find_dates(text, default_year) if found.precision == "day"), None)


def danish_month(word: str) -> int | None:
    """The number of a month by its Danish or English name or short form, or None."""
    return MONTHS.get(word.casefold().rstrip("."))


def _raw(match: re.Match[str], text: str, default_year: int | None) -> _Raw | None:
    kind = match.lastgroup
    if kind == "iso":
        return _Raw("day", int(match["iy"]), int(match["im"]), int(match["id"]), match)
    if kind == "num":
        return _Raw("day", int(match["ny"]), int(match["nm"]), int(match["nd"]), match)
    if kind == "word":
        return _Raw("day", _int(match["wy"]), MONTHS[match["wm"].casefold()], int(match["wd"]), match)
    if kind == "slash":
        return _slash(match, text)
    if kind == "english":
        return _Raw("day", int(match["ey"]), MONTHS[match["em"].casefold()], int(match["ed"]), match)
    if kind == "quarter":
        return _Raw("quarter", int(match["qy"]), 3 * int(match["qn"]) - 2, 1, match)
    if kind == "part":
        month = MONTHS[match["pm"].casefold()] if match["pm"] else _PART_MONTHS[match["pw"].casefold()]
        return _Raw("year_part", int(match["py"]), month, 1, match)
    if kind == "month":
        return _Raw("month", int(match["my"]), MONTHS[match["mm"].casefold()], 1, match)
    raise AssertionError(f"a branch of the date pattern without a reading: {kind}, {default_year}")


def _slash(match: re.Match[str], text: str) -> _Raw | None:
    """A date such as 19/9: without a year only where the words before it speak of a date, for 40/60 is a share."""
    year = _int(match["sy"])
    if year is None and not _BEFORE_SLASH.search(text[max(0, match.start() - 12) : match.start()]):
        return None
    if year is not None and year < 100:
        year += 2000
    return _Raw("day", year, int(match["sm"]), int(match["sd"]), match)


def _joined_year(text: str, raws: list[_Raw], place: int) -> int | None:
    end = raws[place].match.end()
    for later in raws[place + 1 : place + 4]:
        if later.match.start() - end > 40 or not _LINK.match(text[end : later.match.start()]):
            return None
        if later.year is not None:
            return later.year
        end = later.match.end()
    return None


def _date(year: int | None, month: int, day: int) -> datetime.date | None:
    if year is None:
        return None
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _int(word: str | None) -> int | None:
    return int(word) if word else None
