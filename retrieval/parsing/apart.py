"""Lines taken apart where they give no items whole: cells, and numbered paragraphs that open with their title."""

import re
from collections.abc import Iterator, Sequence

from retrieval.model.minutes import Span
from retrieval.parsing.dates import begins_with_date
from retrieval.parsing.lines import Line, clean
from retrieval.parsing.runs import Start

# "1. Title. What was said.", "ad 2) Title. ...", "3. Title: ..."
_TITLED = re.compile(
    r"^(?:\W{0,3}[^\W\d]{0,15}\.?\s)?\W?\d{1,3}\s?[.):/–-]+\s+[A-ZÆØÅ][^.:]{2,80}(?:\.\s+(?=[A-ZÆØÅ\d])|:\s+(?=\S))"
)
_CELL = re.compile(r"\t|\s*\|\s*")
_SENTENCE_WITHIN = re.compile(r"[a-zæøå]{3}(?<!nr)\.\s[A-ZÆØÅ\d]")
_FIRST = re.compile(r"1\. (?=[A-ZÆØÅ])")
_SEVERAL = 3


def part_first_item(text: str, lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines, the first item parted from the last entry of the list that it is glued to ("9. Evt.1. Budget")."""
    glued = next((one.start() for one in _FIRST.finditer(text) if text[one.start() - 1 : one.start()].islower()), 0)
    line = next((one for one in lines if one.start < glued < one.end), None) if glued else None
    if line is None:
        return tuple(lines)
    pieces = list(_pieces(text, line, [Span(glued, glued)]))
    if all(pieces[1].text != above.text for above in lines[: line.index]):
        return tuple(lines)
    parted = [*lines[: line.index], *pieces, *lines[line.index + 1 :]]
    return tuple(one._replace(index=index) for index, one in enumerate(parted))


def run_on(starts: Sequence[Start]) -> bool:
    """Whether there are no items, or most of their titles go on into what was said ("Valg. Ole blev valgt.")."""
    return sum(_SENTENCE_WITHIN.search(start.title) is not None for start in starts) * 2 >= len(starts)


def take_apart(text: str, lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines, each cell of a row on its own, and the title that opens a numbered paragraph; none where none is."""
    gaps = {line.index: found for line in lines if line.text and (found := list(_gaps(text, line)))}
    if len(gaps) < _SEVERAL:
        return ()
    pieces = (piece for line in lines for piece in _pieces(text, line, gaps.get(line.index, [])))
    return tuple(piece._replace(index=index) for index, piece in enumerate(pieces))


def _gaps(text: str, line: Line) -> Iterator[Span]:
    """Where a line is taken apart."""
    if line.is_row:
        yield from (Span(*cell.span()) for cell in _CELL.finditer(text, line.start, line.end))
        return
    raw = line.span.of(text)
    match = None if begins_with_date(line.text) else _TITLED.match(raw)
    if match is not None:
        end = line.start + match.end()
        yield Span(end - len(match[0]) + len(match[0].rstrip()), end)


def _pieces(text: str, line: Line, gaps: Sequence[Span]) -> Iterator[Line]:
    start = line.start
    for gap in gaps:
        yield _piece(text, line, start, gap.start)
        start = gap.end
    yield _piece(text, line, start, line.end) if gaps else line


def _piece(text: str, line: Line, start: int, end: int) -> Line:
    words, depth = clean(text[start:end])
    return Line(line.index, start, end, words, depth)
