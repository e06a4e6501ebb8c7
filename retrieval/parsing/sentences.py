"""Sentences and rows: the smallest pieces that can be quoted whole."""

import bisect
import re
from collections.abc import Iterator, Sequence

from retrieval.model.minutes import Span
from retrieval.parsing.lines import clean, is_list, is_row

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
_BEFORE_DIGITS = _ABBREVIATIONS | {"kr"}
_END = re.compile(  # begins with one set of marks: the text between them is passed over quickly
    r"[.!?:](?:[.!?:]*[\"”»’')\]]*\s+(?=[\"”“»«'(\[]*[A-ZÆØÅ0-9–•-])|(?<!:)[\"”»’')\]]*\s+(?=\*))"
)
_LIST = re.compile(r"\s*(?:[-•*–·]|\d{1,2}[.)]|[a-zæøå]\))\s+\S")
_LIST_LINE = 320  # characters: a list line up to this length is one unit
_LONGEST = 8_000  # characters: what runs on longer is no sentence and is cut


# How the words of a decision begin, as in "1.-2. Godkendt, 3. Anbefales".
DECIDING = (
    r"(?:ikke |kan |blev |indstilles )?(?:godkend|anbefal|tiltr|tages? |taget |drøft|afvis|forkast|udsæt|udsat"
    r"|udgå|udgik|indstil|vedt|oversend|fremsend|imødekom|bortfald)"
)
_DECIDING = re.compile(DECIDING, re.IGNORECASE)
# The number of a recommendation's part or parts: its point ends no sentence.
_PART = re.compile(r"(?:ad |pkt\.? |punkt )?\d{1,2}\.?(?:\s?(?:[-–,]|og)\s?\d{1,2}\.?){0,4}", re.IGNORECASE)


_INITIALS = re.compile(r"(?<![\w.])(?:[A-ZÆØÅ]\.){1,3}[A-ZÆØÅ]$")  # "A.P. Møller": the last point ends no sentence


def sentences(text: str, span: Span | None = None) -> list[Span]:
    """The sentences of `text` (of the part at `span`) in order: prose by sentences, rows and list lines whole."""
    span = span or Span(0, len(text))
    units: list[Span] = []
    for begin, stop, splits in _blocks(text, span):
        if splits:
            units += _split(text, begin, stop)
        elif unit := _trim(text, begin, stop):
            units.append(unit)
    return units


def holding(pattern: re.Pattern[str], text: str, units: Sequence[Span]) -> Iterator[int]:
    """Which of the sentences `units` hold what `pattern` finds: searched through at once, not one by one.

    What begins in a sentence and ends beyond it counts as held.
    """
    if not units:
        return
    starts = [unit.start for unit in units]
    place, limit, index = starts[0], units[-1].end, 0
    while match := pattern.search(text, place, limit):
        begin = match.start()
        index = bisect.bisect_right(starts, begin, index) - 1
        end = units[index].end
        if begin < end:
            yield index
        place = max(end, begin + 1)


def _blocks(text: str, span: Span) -> Iterator[tuple[int, int, bool]]:
    """Stretches that no sentence crosses, from where to where, and whether each may be split."""
    begin = stop = -1  # of the stretch read so far; none where `begin` is below 0
    previous, previous_depth = "", 0
    start = span.start
    for raw in span.of(text).split("\n"):
        words, depth = clean(raw) if raw else ("", 0)
        if begin >= 0 and not _continues(previous, previous_depth, words, depth):
            yield begin, stop, not is_row(previous)
            begin = -1
        stop = start + len(raw) if words else stop
        if words:
            begin = start if begin < 0 else begin
            previous, previous_depth = words, depth
        start += len(raw) + 1
    if begin >= 0:
        yield begin, stop, not is_row(previous)


def _continues(previous: str, previous_depth: int, words: str, depth: int) -> bool:
    """Whether a line goes on with the sentence of the line before it."""
    if not words or depth or previous_depth or is_row(words) or is_row(previous) or is_list(words):
        return False
    return words[0].islower() and previous[-1] not in ".!?:;"


def _split(text: str, start: int, end: int) -> list[Span]:
    """The sentences of a stretch; a short list line is one."""
    units: list[Span] = []
    splits = not (end - start <= _LIST_LINE and _LIST.match(text, start))
    if splits:
        for match in _END.finditer(text, start, end):
            stop = match.end()
            while stop - start > _LONGEST:
                units.append(Span(start, start + _LONGEST))
                start += _LONGEST
            if _ends_sentence(text, start, match):
                if unit := _trim(text, start, stop):
                    units.append(unit)
                start = stop
    while splits and end - start > _LONGEST:
        units.append(Span(start, start + _LONGEST))
        start += _LONGEST
    if unit := _trim(text, start, end):
        units.append(unit)
    return units


def _ends_sentence(text: str, start: int, match: re.Match[str]) -> bool:
    mark = text[match.start()]
    following = text[match.end() : match.end() + 1]
    if mark == ":":
        return False
    if mark != ".":
        return True
    token = _word_before(text[max(start, match.start() - 24) : match.start()])
    if following.isdigit() or following in "–•-":
        return following.isdigit() and len(token) > 2 and not token[-1].isdigit() and token not in _BEFORE_DIGITS
    if token in _ABBREVIATIONS or (len(token) == 1 and token.isalpha()):
        return False
    if "." in token and _INITIALS.search(text, max(start, match.start() - 8), match.start()):
        return False
    if not token[-1:].isdigit():
        return True
    return not (token.isdigit() and match.start() - start <= len(token)) and not _numbers_part(text, start, match)


def _numbers_part(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether the point stands behind the number of a part: at the beginning, or after a comma before its decision."""
    before = text[max(start, match.start() - 24) : match.start()]
    if match.start() - start <= len(before) and _PART.fullmatch(before.strip()) and not before.strip().isdigit():
        return True
    return (
        _PART.fullmatch(before[before.rfind(",") + 1 :].strip()) is not None
        and "," in before
        and _DECIDING.match(text, match.end()) is not None
    )


def _word_before(words: str) -> str:
    """The word that `words` end with, in lower case and without what opens a bracket or a quotation before it."""
    if not words or words[-1].isspace():
        return ""
    word = words.rsplit(None, 1)[-1]
    return word[max(word.rfind("("), word.rfind('"'), word.rfind("”")) + 1 :].casefold()


def _trim(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if end > start else None
