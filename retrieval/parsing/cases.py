"""Case numbers as municipalities print them, and the labels beside them."""

import re

_KLE = r"\d{2}\.\d{2}\.\d{2}\s?-?\s?[A-ZÆØÅ]\d{2}\s?-\s?\d{1,6}(?:/\d+)?(?:\s?-\s?\d{1,4})?(?:/\d{2,6})?"
_OTHER = (
    r"EMN-\d{4}-\d{4,8}|\d{4}-\d{5,8}|\d{2}-\d{5,7}[A-Z]?|\d{3}-\d{4}-\d{2,8}|\d{2,4}/\d{2,7}"
    r"|\d-\d{2}-\d{2}-\d{1,5}-\d{2}"
    r"|BR\s\d{1,5}/\d{2}|S\d{4}-\d{4,6}|\d{5,9}"
)
_LABEL = (
    r"(?:sagsnummer|sagsnr\.?|sagsid\.?|sagnr\.?|sags-?id|sag|j\.?\s?nr\.?|journal\s?nr\.?|journalnummer|dok\.?\s?nr\.?"
    r"|acadre|eksp\.?nr\.?)"
)
NUMBER = re.compile(rf"(?<![\w.-])(?:{_KLE}|{_OTHER})(?![\w])")
_ALONE = re.compile(rf"^(?:{_KLE}|{_OTHER})(?:\s*,?\s*(?:{_KLE}|{_OTHER}))*\s*-?$")
_LABELLED = re.compile(rf"^{_LABEL}\s*[:.]?\s*({_KLE}|{_OTHER})", re.IGNORECASE)
_LABEL_ONLY = re.compile(
    r"^(?:sagsnummer|sagsnr\.?|sagsid\.?|sagnr\.?|sags-?id|j\.?\s?nr\.?|journal\s?nr\.?)\s*:?\s*$", re.IGNORECASE
)
_ACCESS = re.compile(
    rf"^(?:åbent|åben|lukket|lukkede?)(?:\s+(?:punkt|sag|dagsordenspunkt))?\s*[-–:]?\s*(?P<number>{_KLE}|{_OTHER})?"
    rf"(?:\s*,?\s*(?:{_KLE}|{_OTHER}))*\s*-?$",
    re.IGNORECASE,
)
_BEFORE_TITLE = re.compile(r"^(?P<number>BR \d{1,5}/\d{2}|\d{2,4}[-/]\d{5,7})\.?\s+(?=[A-ZÆØÅ])")
_AFTER_TITLE = re.compile(r"\s*\((?P<number>\d{4}-\d{5,8})\)$")
KLE = re.compile(_KLE)


def case_number_line(text: str) -> str:
    """The case number of a line that holds nothing else but a label, or empty."""
    if len(text) > 120 or not any(character.isdigit() for character in text):
        return ""
    if _ALONE.match(text) or _LABELLED.match(text):
        match = NUMBER.search(text)
        return match[0].strip(" -") if match else ""
    access = _ACCESS.match(text)
    return (access["number"] or "").strip(" -") if access else ""


def number_beside(title: str) -> tuple[str, str]:
    """A title without the case number printed before it ("BR 366/07. T") or in brackets after it, and that number."""
    match = _BEFORE_TITLE.match(title) or _AFTER_TITLE.search(title)
    if match is None:
        return title, ""
    return (title[: match.start()] + title[match.end() :]).strip(), match["number"]


def is_case_label(text: str) -> bool:
    """Whether a line begins with a case label, with its number or without."""
    return len(text) < 120 and bool(_LABELLED.match(text) or _LABEL_ONLY.match(text))


def access_mark(text: str) -> bool | None:
    """True for a line that says the item is open, False for closed, None for any other line."""
    if len(text) > 80 or text[:1] not in "åÅlL":
        return None
    match = _ACCESS.match(text)
    return None if match is None else text[:1] in "åÅ"
