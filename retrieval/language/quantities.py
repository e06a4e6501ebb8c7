"""Amounts, dates and percentages as canonical terms, so that "4,95 mio." meets "4.950.000 kr."."""

import re
from decimal import Decimal, InvalidOperation

MONTHS = {
    "januar": 1, "februar": 2, "marts": 3, "april": 4, "maj": 5, "juni": 6, "juli": 7, "august": 8, "september": 9,
    "oktober": 10, "november": 11, "december": 12, "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7,
    "aug": 8, "sep": 9, "sept": 9, "okt": 10, "nov": 11, "dec": 12, "january": 1, "february": 2, "march": 3, "may": 5,
    "june": 6, "july": 7, "october": 10, "oct": 10,
}  # fmt: skip
_SCALES = {
    "mio": 10**6, "million": 10**6, "millioner": 10**6, "millions": 10**6, "mill": 10**6, "m": 10**6,
    "mia": 10**9, "mrd": 10**9, "milliard": 10**9, "milliarder": 10**9, "billion": 10**9, "billions": 10**9,
    "t": 1000, "tkr": 1000, "tusind": 1000, "tusinde": 1000, "thousand": 1000, "k": 1000,
}  # fmt: skip
_THOUSANDS = re.compile(r"\d{1,3}(?:[. ]\d{3})+(?:,\d+)?$")
_ENGLISH_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?$")


def number(text: str) -> Decimal | None:
    """The value of a number, Danish or English ("4.950.000", "4,95", "4.95", "1,200,000"); None if it is none."""
    if _THOUSANDS.match(text):
        text = text.replace(".", "").replace(" ", "").replace(",", ".")
    elif _ENGLISH_THOUSANDS.match(text):
        text = text.replace(",", "")
    else:
        text = text.replace(",", ".")
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def plain(value: Decimal) -> str:
    """A number without thousands marks, decimals behind a comma and no needless noughts: 1175000, 15,1."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(".", ",")


def kroner(value: Decimal, scale: str) -> str:
    """The term of an amount: whole kroner with "kr" behind; `scale` is a word such as "mio", or empty."""
    return plain(value * _SCALES.get(scale.rstrip("."), 1)) + "kr"


def date_terms(day: int | None, month: int, year: int | None) -> list[str]:
    """The terms of a date, most exact first: the day, the month, the day without its year, the year.

    Empty where day or month is out of range. Two-digit years are of this century.
    """
    if not 1 <= month <= 12 or (day is not None and not 1 <= day <= 31):
        return []
    if year is not None and year < 100:
        year += 2000
    if year is None:
        return [f"{month:02}-{day:02}"] if day else []
    if day is None:
        return [f"{year}-{month:02}", str(year)]
    return [f"{year}-{month:02}-{day:02}", f"{year}-{month:02}", str(year)]
