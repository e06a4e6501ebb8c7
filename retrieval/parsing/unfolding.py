"""Flat text, as page-by-page copies of minutes have it: labels and items inside long lines become lines of their own.

Nothing of the text changes: only where one line ends and the next begins.
"""

import re
from collections.abc import Iterator, Sequence

from retrieval.parsing.lines import Line, clean, is_row

_FLAT = 300  # characters: a line that runs on over several labels is longer
_SHORT = 100  # characters: in a flat text a shorter line is no page
_LABELS = (
    r"Sagsfremstilling|Sagsbeskrivelse|Resum[eé]|Sagsresum[eé]|Indstilling|Beslutningstema|Økonomi|Fraværende|Afbud"
    r"|Bilag|Baggrund|Lovgrundlag|Tidsplan|Høring"
)
_HEAD_LABELS = r"Dato|Mødedato|Mødested|Sted|Lokale|Tidspunkt|Mødetidspunkt|Sagsnr\.?|Sagsid\.?|J\.nr\.|Journal ?nr\.?"
_DECISION = r"Beslutning(?: (?:i|fra) [A-ZÆØÅ][^:.]{3,70}?(?: den)?[^:]{0,20}?| den \d[^:]{5,17})?"
_BEFORE = re.compile(
    rf"\s(?=(?:{_LABELS}|{_HEAD_LABELS}|{_DECISION})\s?:)"
    r"|\s(?=(?:Referat|Dagsorden|Indholdsfortegnelse)\s[A-ZÆØÅ])|\s(?=Mødet (?:hævet|sluttede))"
)
_AFTER = re.compile(
    rf"(?:(?<=\s)|^){_DECISION}\s?:\s|(?<=\s)Sagsnr\.?\s?:\s?\S+\s|(?<=\S)\.{{3,}}\s?\d{{1,3}}\s"
    r"|(?:^|\s)Indholdsfortegnelse\s(?:Side\s)?"
)
_NUMBER = r"(?:Punkt |Pkt\. ?|Sag nr\. ?)?(?!(?:19|20)\d\d\b)\d{1,4}\.?:?"
_ITEM = re.compile(
    rf"(?:^|(?<!Pkt\.)(?<!Punkt)(?<!nr\.)\s)"
    rf"(?={_NUMBER} [A-ZÆØÅ][^:]{{3,160}}? (?:{_LABELS}|{_HEAD_LABELS})\s?:)"
)
_ENTRY = re.compile(r"(?:^|\s)(?=\d{1,4}\. [A-ZÆØÅ][^.]{3,120}\.{3,})")
_LABEL = re.compile(rf"(?:{_LABELS}|{_DECISION})\s?:")
_PAGE = re.compile(r"^\d{1,4}$")
_RUNNING_HEAD = re.compile(r"\bSide:?\s*\d*$")
_FEW = 2


def is_flat(lines: Sequence[Line]) -> bool:
    """Whether long lines hold several labels each, so that lines say nothing about the layout."""
    return any(len(line.text) > _FLAT and not line.is_row and len(_LABEL.findall(line.text)) >= _FEW for line in lines)


def unfold(text: str, lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines with each flat one parted before its labels, items and entries of a contents list."""
    unfolded: list[Line] = []
    headers: set[str] = set()
    for line in lines:
        page_start: int | None = None
        for start, end in _pieces(text, line):
            words, depth = clean(text[start:end])
            is_first = start == line.start and end < line.end
            if (is_first and _is_page_head(words, headers)) or (page_start is not None and _PAGE.match(words)):
                page_start = start if page_start is None else page_start
                continue  # a page's head goes with the line after it, outside its words
            begin = start if page_start is None else page_start
            unfolded.append(Line(len(unfolded), begin, end, words, depth, is_row(words)))
            page_start = None
    return tuple(unfolded)


def _is_page_head(words: str, headers: set[str]) -> bool:
    """Whether words are a page's number, or a running head met before; a new one is remembered."""
    if _PAGE.match(words):
        return True
    if not _RUNNING_HEAD.search(words):
        return False
    folded = words.rstrip("0123456789 ")
    known = folded in headers
    headers.add(folded)
    return known


def _pieces(text: str, line: Line) -> Iterator[tuple[int, int]]:
    """The stretches of `line`: each ends before the blank that parts it from the next."""
    raw = line.span.of(text)
    start = 0
    for cut in _cuts(raw) if len(raw) > _SHORT and not line.is_row else ():
        yield line.start + start, line.start + cut
        start = cut + 1
    yield line.start + start, line.end


def _cuts(raw: str) -> list[int]:
    """The places of the blanks at which a flat line is parted, in order."""
    places = {match.start() for pattern in (_BEFORE, _ITEM, _ENTRY) for match in pattern.finditer(raw)}
    places |= {match.end() - 1 for match in _AFTER.finditer(raw)}
    return sorted(place for place in places if 0 < place < len(raw) and raw[place].isspace())
