"""Sentences and rows: the smallest pieces that can be quoted whole."""

import re
from collections.abc import Iterator

from retrieval.model.minutes import Span
from retrieval.parsing.lines import Line, read_lines

# Words whose point does not end a sentence even before a capital letter.
_ABBREVIATIONS = frozenset(
    [
        "bl.a",
        "f.eks",
        "fx",
        "jf",
        "pr",
        "nr",
        "pkt",
        "d",
        "kl",
        "evt",
        "inkl",
        "ekskl",
        "stk",
        "gns",
        "tlf",
        "hhv",
        "ift",
        "vedr",
        "dvs",
        "ca",
        "mio",
        "mia",
        "mill",
        "t",
        "cirka",
        "sml",
        "st",
        "dr",
        "hr",
        "fr",
        "adm",
        "red",
        "kap",
        "bilag",
        "art",
        "pga",
        "mht",
        "fhv",
        "ang",
        "p.t",
        "pt",
        "h.c",
        "o.a",
        "s",
        "afd",
        "prof",
        "cand",
        "mag",
        "min",
        "maks",
        "max",
        "gl",
        "nuv",
        "tidl",
        "udg",
        "vol",
        "sag",
        "hf",
        "iflg",
        "eksl",
        "eks",
        "obs",
        "m",
    ]
)
_END = re.compile(  # begins with one set of marks: the text between them is passed over quickly
    r"[.!?:](?:[.!?:]*[\"”»’')\]]*\s+(?=[\"”“»«'(\[]*[A-ZÆØÅ0-9–•-])|(?<!:)[\"”»’')\]]*\s+(?=\*))"
)
_LIST = re.compile(r"\s*(?:[-•*–·]|\d{1,2}[.)]|[a-zæøå]\))\s+\S")
_LIST_LINE = 320  # characters: a list line up to this length is one unit
_LONGEST = 8_000  # characters: what runs on longer is no sentence and is cut
_WORD_BEFORE = re.compile(r"([^\s(\"”]+)$")


def sentences(text: str, span: Span | None = None) -> list[Span]:
    """The sentences of `text` (of the part at `span`) in order: prose by sentences, rows and list lines whole."""
    span = span or Span(0, len(text))
    return [unit for block in _blocks(text, span) for unit in _split(text, block)]


def _blocks(text: str, span: Span) -> Iterator[tuple[Span, bool]]:
    """Stretches that no sentence crosses, and whether each may be split."""
    current: Span | None = None
    previous: Line | None = None
    for line in read_lines(span.of(text)):
        place = Span(span.start + line.span.start, span.start + line.span.end)
        if current is not None and previous is not None and not _continues(previous, line):
            yield current, not previous.is_row
            current = None
        if line.text:
            current = place if current is None else Span(current.start, place.end)
            previous = line
    if current is not None and previous is not None:
        yield current, not previous.is_row


def _continues(previous: Line, line: Line) -> bool:
    if line.is_blank or line.is_row or previous.is_row or line.is_list or line.depth or previous.depth:
        return False
    return line.text[0].islower() and previous.text[-1] not in ".!?:;"


def _split(text: str, block: tuple[Span, bool]) -> Iterator[Span]:
    span, splits = block
    splits = splits and not (span.end - span.start <= _LIST_LINE and _LIST.match(text, span.start))
    start = span.start
    if splits:
        for match in _END.finditer(text, span.start, span.end):
            while match.end() - start > _LONGEST:
                yield Span(start, start + _LONGEST)
                start += _LONGEST
            if _ends_sentence(text, start, match):
                if unit := _trim(text, start, match.end()):
                    yield unit
                start = match.end()
    while splits and span.end - start > _LONGEST:
        yield Span(start, start + _LONGEST)
        start += _LONGEST
    if unit := _trim(text, start, span.end):
        yield unit


def _ends_sentence(text: str, start: int, match: re.Match[str]) -> bool:
    mark = text[match.start()]
    following = text[match.end() : match.end() + 1]
    if mark == ":":
        return False
    if mark != ".":
        return True
    word = _WORD_BEFORE.search(text, max(start, match.start() - 24), match.start())
    token = word[1].casefold() if word else ""
    if following.isdigit() or following in "–•-":
        return (
            following.isdigit() and len(token) > 2 and not token[-1].isdigit() and token not in _ABBREVIATIONS | {"kr"}
        )
    if token in _ABBREVIATIONS or (len(token) == 1 and token.isalpha()):
        return False
    return not (token.isdigit() and match.start() - start <= len(token))


def _trim(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if end > start else None
