"""Remarks, minority statements and amendments entered under a decision, with who entered them."""

import re
from collections.abc import Sequence

from retrieval.model.minutes import Remark, Span
from retrieval.parsing.hints import has_any
from retrieval.parsing.people import read_people
from retrieval.parsing.sentences import sentences

_KINDS = (
    (re.compile(r"ændringsforslag", re.IGNORECASE), "ændringsforslag"),
    (re.compile(r"mindretalsudtalelse|mindretal(?:let)? udtale", re.IGNORECASE), "mindretalsudtalelse"),
    (re.compile(r"protokolbemærkning|protokoltilførsel|til protokol|protokollat", re.IGNORECASE), "protokoltilførsel"),
    (re.compile(r"bemærkning|bemærke[rd]|tager forbehold|tog forbehold|tilføjelse", re.IGNORECASE), "bemærkning"),
)
_OPENS = re.compile(
    r"\b(?:foreslår|foreslog|stiller|stillede|fremsatte|fremsætter|ønsker|ønskede|afgav"
    r"|afgiver)\b.{0,160}?(?:bemærkning|ændringsforslag|tilføjelse|protokol\w+"
    r"|mindretalsudtalelse)\w*.{0,120}?:?\s*$"
    r"|^(?:protokolbemærkning|protokoltilførsel|mindretalsudtalelse|ændringsforslag"
    r"|bemærkning)(?:er)?\s+(?:fra|af|ved)\b.{0,200}"
    r"|\b(?:tager|tog)\s+forbehold\b.*$|\bbemærkede,? at\b.*$",
    re.IGNORECASE | re.DOTALL,
)
_HINTS = ("bemærk", "ændringsforslag", "tilføjelse", "protokol", "mindretalsudtalelse", "forbehold")
_BY_VERB = re.compile(
    r"^(?P<who>.{3,300}?)\s+(?:foreslår|foreslog|stiller|stillede|fremsatte|fremsætter|ønsker|ønskede"
    r"|afgav|afgiver|tager|tog|bemærkede)\b",
    re.IGNORECASE | re.DOTALL,
)
_BY_FROM = re.compile(r"^\w+\s+(?:fra|af|ved)\s+(?P<who>[^:\n]{3,200})", re.IGNORECASE)
_QUOTES = '"”“»'


def read_remarks(text: str, spans: Sequence[Span]) -> tuple[Remark, ...]:
    """The remarks entered in `spans`: the words themselves where they follow in quotation marks or after a colon."""
    remarks = []
    for span in spans:
        if not has_any(span.of(text).lower(), _HINTS):
            continue
        units = sentences(text, span)
        for place, unit in enumerate(units):
            words = unit.of(text).strip()
            if _OPENS.search(words) and words[:1] not in _QUOTES:
                remarks.append(_remark(text, span, units, place, words))
    return tuple(remarks)


def _remark(text: str, span: Span, units: Sequence[Span], place: int, words: str) -> Remark:
    kind = next((name for pattern, name in _KINDS if pattern.search(words)), "bemærkning")
    by = _BY_VERB.match(words) or _BY_FROM.match(words)
    entered = _entered(text, span, units, place, words)
    return Remark(kind=kind, by=read_people(by["who"]) if by else (), text=entered.of(text), span=entered)


def _entered(text: str, span: Span, units: Sequence[Span], place: int, words: str) -> Span:
    """What was entered: the quotation that follows, or the next paragraph after a colon, or the sentence itself."""
    if place + 1 >= len(units):
        return units[place]
    following = units[place + 1]
    if text[following.start] in _QUOTES:
        stop = _line_end(text, following.start, span.end)
        return Span(following.start, max(following.end, stop))
    if words.endswith(":"):
        return Span(following.start, _line_end(text, following.start, span.end))
    return units[place]


def _line_end(text: str, start: int, limit: int) -> int:
    end = text.find("\n", start, limit)
    end = limit if end < 0 else end
    while end > start and text[end - 1].isspace():
        end -= 1
    return end
