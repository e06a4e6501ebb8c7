"""Days, months and years as people write them in a question: "30/5-22", "d. 30 maj", "May 30th", "i maj '22". Pure."""

import datetime
import re
from collections.abc import Collection

from retrieval.parsing.dates import MONTHS, FoundDate, find_dates

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_ORDINAL = r"(?:\.|st|nd|rd|th)?"
_COUNTED = r"\s?(?:kr|kroner|dkk|euro|mio|mia|tkr|%|procent|pct|m2|kvm|borgere|personer|boliger|elever|timer|people)\b"
_YEAR = re.compile(rf"(?<![\d.,/-])(?:(?:19|20)\d\d(?![\d]|[.,]\d)(?!{_COUNTED})|['’]\d\d\b)", re.I)
_SHORT_YEAR = re.compile(
    rf"(?P<day>(?<![\d.,/-])\d{{1,2}}{_ORDINAL}\s?(?:{_MONTH})\.?)\s['’]?(?P<a>\d\d)\b(?!{_COUNTED})|"
    rf"(?P<month>\b(?:i|fra|in|from)\s(?:{_MONTH})\.?)\s['’]?(?P<b>\d\d)\b(?!{_COUNTED})|"
    rf"(?P<numbers>(?<![\d.,/-])\d{{1,2}}(?:\.\d{{1,2}}\.|-\d{{1,2}}-))(?P<c>\d\d)(?![\d.,-])",
    re.I,
)
_GLUED = re.compile(rf"(?<=\d)(?=(?:{_MONTH})(?:\b|\d))|(?<=[a-z])(?=(?:19|20)\d\d\b)", re.I)
_ENGLISH_DAY = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?({_MONTH})\.?,?\s+((?:19|20)\d\d)\b|"
    rf"\b({_MONTH})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+((?:19|20)\d\d)\b",
    re.I,
)
_MONTH_YEAR = re.compile(rf"\b({_MONTH})\.?\s+(?:of\s+|i\s+)?((?:19|20)\d\d)\b", re.I)
_DAY_ALONE = re.compile(
    rf"(?<![\d.,/-])(\d{{1,2}}){_ORDINAL}\s?(?:of\s)?({_MONTH})\b(?!\.?,?\s?(?:19|20)\d\d)|"
    rf"\b({_MONTH})\s(\d{{1,2}})(?:st|nd|rd|th)\b(?!,?\s?(?:19|20)\d\d)|"
    r"\b(?:den|d\.?|mødet|møde)\s(\d{1,2})/(\d{1,2})(?![\d/.,-]|\s?(?:19|20)\d\d)",
    re.I,
)


def written_out(text: str) -> str:
    """The text with the years of its dates in four digits and dates that were written in one word taken apart."""
    return _SHORT_YEAR.sub(_with_century, _GLUED.sub(" ", text))


def _with_century(match: re.Match[str]) -> str:
    if match["numbers"]:
        day, month = (int(number) for number in re.findall(r"\d+", match["numbers"]))
        return f"{match['numbers']}20{match['c']}" if 1 <= day <= 31 and 1 <= month <= 12 else match[0]
    return f"{match['day'] or match['month']} 20{match['a'] or match['b']}"


def find_days(text: str, held: Collection[datetime.date] = ()) -> list[FoundDate]:
    """The dates of a text; a day without its year is that of the meetings `held` on such a day, where there are any."""
    found = find_dates(text)
    for match in _ENGLISH_DAY.finditer(text):
        day, month, year = (match[1], match[2], match[3]) if match[1] else (match[5], match[4], match[6])
        found += find_dates(f"{year}-{MONTHS[month.casefold()]:02d}-{int(day):02d}")
    for match in _DAY_ALONE.finditer(text):
        day_of_year = _day_of_year(match)
        meant = max((date for date in held if (date.month, date.day) == day_of_year), default=None)
        if meant is not None:
            found += find_dates(meant.isoformat())
    return found


def _day_of_year(match: re.Match[str]) -> tuple[int, int]:
    """Month and day."""
    if match[5]:
        return int(match[6]), int(match[5])
    day, month = (match[1], match[2]) if match[1] else (match[4], match[3])
    return MONTHS[month.casefold()], int(day)


def find_months(text: str) -> set[tuple[int, int]]:
    """Each month that stands with its year: (year, month)."""
    return {(int(year), MONTHS[month.casefold()]) for month, year in _MONTH_YEAR.findall(text)}


def find_years(text: str) -> tuple[int, ...]:
    """The years of a text in order, each once; a number that counts something is none."""
    found = (match[0] for match in _YEAR.finditer(text))
    return tuple(dict.fromkeys(int(year) if len(year) == 4 else 2000 + int(year[1:]) for year in found))
