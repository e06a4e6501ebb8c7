"""Case numbers as municipalities print them, and the labels beside them."""

import re

from retrieval.parsing.hints import has_any

_KLE = r"\d{2}\.\d{2}\.\d{2}\s?-?\s?[A-ZÆØÅ]\d{2}\s?-\s?\d{1,6}(?:/\d+)?(?:\s?-\s?\d{1,4})?(?:/\d{2,6})?"
_OTHER = (
    r"EMN-\d{4}-\d{4,8}|\d{4}-\d{5,8}|\d{2}-\d{5,7}[A-Z]?|\d{3}-\d{4}-\d{2,8}|\d{2,4}/\d{2,7}"
    r"|\d-\d{2}-\d{2}-\d{1,5}-\d{2}"
    r"|BR\s\d{1,5}/\d{2}|S\d{4}-\d{4,6}|\d{5,9}"
)
_SUBJECT = r"\d{2}\.\d{2}(?:\.\d{2})?\.?\s?[A-ZÆØÅ]\d{2}(?:/\d{1,5})?(?![\d/-])"  # KLE without a number of its own
_SHORT = r"\d{2}/\d(?![\d/])|(?:19|20)\d\d-\d{1,4}(?![\d-])"  # numbers only behind their label
_LABEL = (
    r"(?:sagsnummer|sagsnr/dok\.?\s?nr\.?|sags\s?nr\.?|sagsid\.?|sagnr\.?|sags[- ]?id(?:ent)?|sag|j\.?\s?nr\.?"
    r"|journal\s?nr\.?|journalnummer|dok\.?\s?nr\.?|acadre|eksp\.?nr\.?)"
)
_APART = r"(?:\s*,\s*|\s+)"  # between two numbers; without it a long row of digits parts in too many ways
NUMBER = re.compile(rf"(?<![\w.-])(?:{_KLE}|{_OTHER})(?![\w])")
_ALONE = re.compile(rf"^\[?(?:{_SUBJECT}\s+(?:-\s+)?)?(?:{_KLE}|{_OTHER})(?:{_APART}(?:{_KLE}|{_OTHER}))*\s*-?\]?$")
_LABELLED = re.compile(
    rf"^(?:[-•] )?{_LABEL}\s*[:.]{{0,2}}\s*(?P<number>{_KLE}|{_OTHER}|{_SUBJECT}|{_SHORT})", re.IGNORECASE
)
_LABELLED_ALONE = re.compile(rf"^{_LABEL}\s*[:.]\s*(?:{_KLE}|{_OTHER})\s*-?$", re.IGNORECASE)
# "Sagsbeh.: DR31877, Sagsnr.: EMN-2016-04567, Version: 1"
_LABELLED_AMONG = re.compile(
    r"^[A-ZÆØÅ][\wæøå ]{2,20}\.?: \S+, (?:sagsnummer|sags\s?nr\.?|sags-?id\.?|journalnummer|j\.\s?nr\.)"
    rf": (?P<number>{_KLE}|{_OTHER})(?:$|, )",
    re.IGNORECASE,
)
_LABEL_ONLY = re.compile(
    r"^(?:sagsnummer|sags\s?nr\.?|sagsid\.?|sagnr\.?|sags[- ]?id(?:ent)?|j\.?\s?nr\.?|journal\s?nr\.?)\s*:?\s*$",
    re.IGNORECASE,
)
_ACCESS_LABEL = r"(?:sagstype|punkttype|type|status|adgang|offentlighed|åbent?\s?/\s?lukket|åben(?:t)? eller lukket)"
_ACCESS_LABEL_ALONE = re.compile(rf"^{_ACCESS_LABEL}\s*:?$", re.IGNORECASE)
_ACCESS = re.compile(
    rf"^(?:{_ACCESS_LABEL}\s*:\s*)?\(?(?P<word>åbent|åben|lukket|lukkede?|offentlig|ikke offentlig)\)?"
    r"(?:\s+(?:punkt|sag|dagsordenspunkt|møde))?(?:\s*[-–,]\s*\w{3,20}(?:sag|punkt))?"
    rf"\s*[-–:·•|]?\s*(?P<number>{_KLE}|{_OTHER})?"
    rf"(?:{_APART}(?:{_KLE}|{_OTHER}))*\s*-?\.?$",
    re.IGNORECASE,
)
_CLOSED_SENTENCE = re.compile(
    r"^(?:dette |det )?(?:punkt(?:et)?|sag(?:en)?|dagsordenspunktet) (?:er (?:lukket|fortroligt?|ikke offentligt?)"
    r"|(?:behandles|blev behandlet) (?:for|bag) lukkede døre)\.?$",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_ACCESS_LETTERS = frozenset("åÅlLsStTpPoOaAiIdD(")
_ACCESS_HINTS = ("åbe", "lukke", "offentlig", "fortrolig")
_ITEM_MARK_LETTERS = _ACCESS_LETTERS | frozenset("jJeE")  # with which case labels begin too
_LONGEST_MARK = 80
_ACCESS_BESIDE = re.compile(r"\s(?P<word>åbent|åben|lukket)(?:\s(?:punkt|sag))?$", re.IGNORECASE)
_IN_TITLE = rf"(?:{_KLE}|EMN-\d{{4}}-\d{{4,8}}|\d{{4}}-\d{{5,8}}|\d{{2}}-\d{{5,7}}|\d{{2,4}}/\d{{3,7}})"
_BEFORE_TITLE = re.compile(
    r"^(?P<number>BR \d{1,5}/\d{2}|\d{2,4}[-/]\d{5,7})\.?\s+(?=[A-ZÆØÅ])"
    rf"|^\[(?P<bracketed>{_IN_TITLE}|\d\d-\d{{3,4}})\]\s+(?=[A-ZÆØÅ])"
)
_AFTER_TITLE = re.compile(
    rf"\s*\((?i:{_LABEL}[.:]{{0,2}}\s)?(?P<number>{_IN_TITLE}|\d{{3}}-\d{{4}}-\d{{2,8}})\)$"
    rf"|\s+[-–·|]\s+(?i:{_LABEL}[.:]{{0,2}}\s)?(?P<dashed>{_IN_TITLE})(?:\s+[-–·|]\s+(?:LUKKET|ÅBE[NT]|lukket|åbe[nt]))?$"
    rf"|[.,]?\s+(?:[Ss]agsnr|Sag|J\.nr|Sagsid)\.?:?\s(?P<labelled>{_IN_TITLE})\.?"
    r"(?:\s(?:Åbent|Lukket) (?:punkt|sag)\.?)?$"
    r"|:\s(?P<id>\d{5,9})$"
)
KLE = re.compile(_KLE)


def case_number_line(text: str) -> str:
    """The case number of a line that holds nothing else but a label, or empty."""
    if len(text) > 120 or not _DIGIT.search(text):
        return ""
    if text[0] == "(" and text[-1] == ")":
        text = text[1:-1]
    if labelled := _LABELLED.match(text) or _LABELLED_AMONG.match(text):
        return labelled["number"].strip(" -")
    if _ALONE.match(text):
        match = NUMBER.search(text)
        return match[0].strip(" -") if match else ""
    access = _ACCESS.match(text)
    return (access["number"] or "").strip(" -") if access else ""


def number_beside(title: str) -> tuple[str, str]:
    """A title without the case number printed before it ("BR 366/07. T") or in brackets after it, and that number."""
    match = (_BEFORE_TITLE.match(title) or _AFTER_TITLE.search(title)) if _DIGIT.search(title) else None
    if match is None:
        return title, ""
    number = next(found for found in match.groups() if found)
    return (title[: match.start()] + title[match.end() :]).strip(), number


def is_case_label(text: str) -> bool:
    """Whether a line begins with a case label, with its number or without."""
    return len(text) < 120 and bool(_LABELLED.match(text) or _LABEL_ONLY.match(text))


def access_mark(text: str) -> bool | None:
    """True for a line that says the item is open, False for closed, None for any other line."""
    if not text or len(text) > 80 or text[0] not in _ACCESS_LETTERS or not has_any(text.lower(), _ACCESS_HINTS):
        return None
    match = _ACCESS.match(text)
    if match is not None:
        return match["word"][:1] in "åÅoO"
    return False if _CLOSED_SENTENCE.match(text) else None


def is_item_mark(text: str) -> bool:
    """Whether a line tells an item's case number or its openness under a label or in a sentence, and nothing else."""
    if len(text) > _LONGEST_MARK or text[:1] not in _ITEM_MARK_LETTERS:
        return False
    if _LABELLED_ALONE.match(text):
        return True
    return access_mark(text) is not None and (":" in text or _CLOSED_SENTENCE.match(text) is not None)


def is_access_label(text: str) -> bool:
    """Whether a line is the label alone under which openness is told: "Status", "Åben/lukket:"."""
    return _ACCESS_LABEL_ALONE.match(text) is not None


def access_beside(text: str) -> bool | None:
    """What a line with a case label says of openness behind its number; None where it says nothing."""
    match = _ACCESS_BESIDE.search(text) if is_case_label(text) else None
    return None if match is None else match["word"][0] in "åÅ"
