"""Personal identity numbers (CPR) are masked before a text is stored or shown."""

import calendar
import re

MASK = "######-####"
_NUMBER = re.compile(
    r"(?<![\d.,/-])(\d{2})(\d{2})(\d{2})[ \u00a0]?[-\u2010\u2011\u2013][ \u00a0]?(\d{4})(?![\d.,/-]*\d)"
)
_LABELLED = re.compile(r"(?i)(\bcpr\b[^\n\d]{0,20})(\d{10})(?!\d)")


def mask_personal_numbers(text: str) -> tuple[str, tuple[str, ...]]:
    """`text` with personal numbers masked, and a warning that counts them by line without showing any."""
    lines: list[int] = []

    def mask(match: re.Match[str]) -> str:
        day, month, year = (int(match[group]) for group in (1, 2, 3))
        if not _is_date(day, month, year):
            return match[0]
        lines.append(text.count("\n", 0, match.start()) + 1)
        return MASK

    def mask_labelled(match: re.Match[str]) -> str:
        lines.append(0)
        return match[1] + MASK

    masked = _NUMBER.sub(mask, text)
    masked = _LABELLED.sub(mask_labelled, masked)
    if not lines:
        return masked, ()
    where = ", ".join(str(line) for line in sorted(set(lines)) if line) or "a labelled field"
    return masked, (
        f"{len(lines)} personal number(s) masked (line {where}); ask the publisher to withdraw the document",
    )


def _is_date(day: int, month: int, year: int) -> bool:
    if not 1 <= month <= 12:
        return False
    longest = 29 if month == 2 else calendar.monthrange(2023, month)[1]
    return 1 <= day <= longest and 0 <= year <= 99
