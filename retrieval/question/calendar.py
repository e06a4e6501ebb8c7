"""Whether a question asks on which days a body meets or met: "Hvornår holder udvalget møde i 2026?". Pure."""

import re

from retrieval.parsing.dates import MONTHS

_MEETS = r"\b(?:udvalgs|byråds)?møde(?:r|rne|t)?\b"
_ASKED = re.compile(
    rf"\bhvilke (?:datoer|møder)\b|\bhvornår\b.{{0,60}}(?:{_MEETS}|\bmødes\b)|"
    rf"\bmøde(?:plan|kalender|dato)(?:en|er|erne)?\b|\b(?:næste|kommende) {_MEETS}|"
    r"\b(?:when|what dates|which days)\b.{0,60}\b(?:meet|meets|meeting|meetings)\b|\bwhich meetings\b|"
    r"\bmeeting (?:plan|calendar|dates|schedule)\b",
    re.I,
)
_CLOCK = re.compile(r"\bpå dagen\b|\bklokken\b|\bkl\b|\bhvad tid\b|\btidspunkt|\bwhat time\b|\bo'?clock\b", re.I)
_PAST = re.compile(r"\b(?:var|holdt|afholdt|har holdt|mødtes|var der|did|were|held)\b", re.I)
_NEXT = re.compile(r"\b(?:næste|kommende|next|upcoming)\b", re.I)
_MONTH = re.compile(rf"\b({'|'.join(sorted(MONTHS, key=len, reverse=True))})\b", re.I)
TITLE = re.compile(
    r"\bmøde(?:plan|kalender|dato|række)|\bfastlæggelse af\b.*\bmøder\b|\bmøder (?:i|for) 20\d\d|\bårshjul", re.I
)
WORDS = (  # that such a question holds beside the body, the month and the year
    "hvornår hvilke hvilket holder holdt afholder afholdt mødes mødtes har er var der næste kommende møde møder mødet "
    "mødeplan mødeplanen mødekalender mødekalenderen mødedatoer datoer dato dage dag plan kalender planlagt igen år "
    "when what which dates days meet meets meeting meetings hold held next upcoming plan calendar schedule planned "
    f"året udvalgsmøde udvalgsmøder byrådsmøde byrådsmøder {' '.join(MONTHS)}"
)


def asks_for_meeting_days(text: str) -> bool:
    """Whether it asks for the days of meetings, whatever else it says; the time of day is another question."""
    return bool(_ASKED.search(text)) and not _CLOCK.search(text)


def asks_of_the_past(text: str) -> bool:
    """Whether it asks which meetings were held, not which are planned."""
    return bool(_PAST.search(text))


def asks_for_the_next(text: str) -> bool:
    """Whether it asks for the next meeting alone."""
    return bool(_NEXT.search(text))


def months_named(text: str) -> frozenset[int]:
    """The numbers of the months it names."""
    return frozenset(MONTHS[name.casefold()] for name in _MONTH.findall(text))
