"""Finds a quote again in the text it is said to come from. Pure."""

import re
from dataclasses import dataclass
from functools import lru_cache

from retrieval.model.minutes import Span

DASHES = "\u2010\u2011\u2012\u2013\u2014\u2212\ufe58\ufe63\uff0d"
INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
MARKS = "*_`#|\\"  # markdown's own signs, which are layout and not words
QUOTES = {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "’": "'", "‘": "'", "´": "'"}
TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,40}>")


@dataclass(frozen=True, slots=True)
class Folded:
    """Text with layout folded away, and for each of its characters the offset it had before."""

    text: str
    offsets: tuple[int, ...]


def fold(text: str) -> str:
    """`text` with white space, dashes, quotation marks, soft hyphens and markdown marks made alike."""
    return _fold_short(text) if len(text) <= 2000 else fold_with_offsets(text).text


@lru_cache(maxsize=2048)
def _fold_short(text: str) -> str:
    return fold_with_offsets(text).text


def fold_with_offsets(text: str) -> Folded:
    """The folded text and the way back; white space at both ends is gone."""
    kept: list[str] = []
    offsets: list[int] = []
    hidden = {i for match in TAG.finditer(text) for i in range(*match.span())}
    for offset, char in enumerate(text):
        if offset in hidden or char in INVISIBLE or char in MARKS:
            continue
        sign = " " if char.isspace() else "-" if char in DASHES else QUOTES.get(char, char)
        if sign == " " and (not kept or kept[-1] == " "):
            continue
        kept.append(sign)
        offsets.append(offset)
    if kept and kept[-1] == " ":
        kept.pop()
        offsets.pop()
    return Folded("".join(kept), tuple(offsets))


def stands_at(quote: str, text: str, span: Span) -> bool:
    """Whether the quote, folded, is what `text` says at `span`."""
    if not 0 <= span.start < span.end <= len(text):
        return False
    return fold(span.of(text)) == fold(quote)


def find_quote(quote: str, text: str, within: Span, near: int) -> Span | None:
    """Where the quote stands in `text` inside `within`, the place closest to offset `near`; None where nowhere."""
    wanted = fold(quote)
    folded = fold_with_offsets(within.of(text))
    starts = [match.start() for match in re.finditer(f"(?={re.escape(wanted)})", folded.text)] if wanted else []
    spans = [_source_span(folded, start, len(wanted), within.start) for start in starts]
    return min(spans, key=lambda span: abs(span.start - near), default=None)


def _source_span(folded: Folded, start: int, length: int, base: int) -> Span:
    return Span(base + folded.offsets[start], base + folded.offsets[start + length - 1] + 1)
