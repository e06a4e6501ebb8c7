"""Personal numbers in what people write: removed before anything is asked, kept or logged; pure."""

import re

MASK = "[CPR]"
# Day and month must be possible, so that a case number or an amount stays what it is. 61-91: replacement days.
_CPR = re.compile(
    r"(?<![\w.,/-])(?:0[1-9]|[12]\d|3[01]|[67]\d|8\d|9[01])(?:0[1-9]|1[0-2])\d\d(?:\s?[-–]\s?|\s)?\d{4}(?![\w/-]|[.,]\d)"
)


_WRITTEN = re.compile(
    r"(?<![\w.,/-])(?:0[1-9]|[12]\d|3[01]|[67]\d|8\d|9[01])(?:0[1-9]|1[0-2])\d\d\s?[-‐‑–]\s?\d{4}(?![\w/-]|[.,]\d)"
)


def without_written_numbers(text: str) -> str:
    """The text with CPR numbers in their written form, with a hyphen, masked.

    For what is sent and logged: digits in a row may there be an amount beside another in a table.
    """
    return _WRITTEN.sub(MASK, text)


def without_personal_numbers(text: str) -> str:
    """The text with everything that looks like a CPR number masked."""
    return _CPR.sub(MASK, text)
