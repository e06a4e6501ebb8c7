"""A page's words by their place, as lines and paragraphs; page furniture removed. For PDF files and scans alike."""

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

_EDGE_LINES = 3  # lines at the top and the bottom of a page that may be furniture
_MARGIN = 0.1  # of the page's height: furniture stands in the upper or lower margin
COLUMN_GAP = 1.6  # line heights of white between two pieces that are cells of a row
_PARAGRAPH_GAP = 1.55  # line heights from baseline to baseline that begin a new paragraph
_ALIGNED = 2.0  # points: what begins no further apart stands in one column
_WIDER = 1.35  # times the usual leading: white that begins a new paragraph
_FULL_LINE = 60  # characters: a line of running text
_HYPHENS = "-\u00ad\u2010\x02\ufffe"
_PAGE_NUMBER = re.compile(r"^(?:side|page|s\.)?\s*\d{1,4}(?:\s*(?:af|/|of)\s*\d{1,4})?$", re.IGNORECASE)
_LIST = re.compile(r"^(?:[-•*–·]|\d{1,2}[.)]|[a-zæøå]\))\s+\S")
_JOINERS = ("og ", "eller ", "samt ", "og/")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stand together on a page, and their box in points from the page's lower left corner."""

    left: float
    bottom: float
    right: float
    top: float
    text: str


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of a page; cells far apart are parted by tabs. `in_margin` says that it stands at the page's edge."""

    text: str
    left: float
    right: float
    bottom: float
    height: float
    page: int
    in_margin: bool
    cell: float | None = None  # where the last cell of a row begins; None for a line without cells


def page_lines(pieces: Sequence[Piece], number: int, height: float) -> list[PageLine]:
    """The lines of page `number` from top to bottom; `height` is the page's, in points."""
    return [_line(row, number, height) for row in _rows(pieces)]


def pages_to_text(pages: Sequence[Sequence[PageLine]]) -> str:
    """The text of all pages: lines joined to paragraphs, without what stands at the edge of page after page."""
    return "\n".join(_paragraphs(_without_furniture(pages))) + "\n"


def _rows(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces grouped by baseline."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: (-(piece.top + piece.bottom) / 2, piece.left)):
        middle = (piece.top + piece.bottom) / 2
        if rows and rows[-1][0].bottom <= middle <= rows[-1][0].top:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda piece: piece.left) for row in rows]


def _line(row: Sequence[Piece], page: int, page_height: float) -> PageLine:
    height = max(max(piece.top - piece.bottom for piece in row), 4.0)
    text, cell = row[0].text, None
    for before, piece in itertools.pairwise(row):
        gap = piece.left - before.right
        cell = piece.left if gap > COLUMN_GAP * height else cell
        text += ("\t" if gap > COLUMN_GAP * height else " " if gap > 0.15 * height else "") + piece.text
    bottom = min(piece.bottom for piece in row)
    in_margin = not _MARGIN * page_height < bottom < (1 - _MARGIN) * page_height
    return PageLine(text, row[0].left, max(piece.right for piece in row), bottom, height, page, in_margin, cell)


def _without_furniture(pages: Sequence[Sequence[PageLine]]) -> list[PageLine]:
    """The lines without those that stand at the edge of page after page, and without page numbers."""
    counts: Counter[str] = Counter()
    for page in pages:
        counts.update({_folded(line.text) for line in _edges(page)})
    often = max(3, len(pages) // 3)
    repeated = {words for words, count in counts.items() if count >= often and len(pages) > 2}
    kept = []
    for page in pages:
        edges = set(map(id, _edges(page)))
        for line in page:
            if id(line) in edges and (_folded(line.text) in repeated or _PAGE_NUMBER.match(line.text)):
                continue
            kept.append(line)
    return kept


def _edges(page: Sequence[PageLine]) -> list[PageLine]:
    return [line for line in (*page[:_EDGE_LINES], *page[_EDGE_LINES:][-_EDGE_LINES:]) if line.in_margin]


def _folded(text: str) -> str:
    return re.sub(r"\d+", "0", text.casefold())


def _paragraphs(lines: Sequence[PageLine]) -> list[str]:
    """Lines joined to paragraphs, with a blank line between them; rows and list lines stay lines."""
    out: list[str] = []
    width, leading = _usual_right(lines), _usual_leading(lines)
    previous: PageLine | None = None
    for line in lines:
        goes_on = previous is not None and previous.cell is not None and _is_in_cell(previous, line)
        if previous is not None and _joins(previous, line, width, leading):
            out[-1] = _joined(out[-1], line.text)
        else:
            apart = previous is None or not (previous.cell is not None and (goes_on or line.cell is not None))
            out += ["", line.text] if apart and out else [line.text]
        previous = replace(line, cell=previous.cell) if previous is not None and goes_on else line
    return out


def _usual_right(lines: Sequence[PageLine]) -> float:
    """The right margin that most full lines reach."""
    rights = sorted(line.right for line in lines if len(line.text) > 40 and "\t" not in line.text)
    return rights[int(len(rights) * 0.9)] if rights else 0.0


def _usual_leading(lines: Sequence[PageLine]) -> float:
    """The distance in points from baseline to baseline that most lines of running text have; 0 without any."""
    gaps = Counter(
        round(above.bottom - below.bottom)
        for above, below in itertools.pairwise(lines)
        if above.page == below.page and len(above.text) > _FULL_LINE and above.bottom > below.bottom
    )
    return float(gaps.most_common(1)[0][0]) if gaps else 0.0


def _joins(previous: PageLine, line: PageLine, width: float, leading: float) -> bool:
    """Whether a line goes on with the paragraph before it."""
    if line.cell is not None or _LIST.match(line.text):
        return False
    if previous.cell is not None and not _is_in_cell(previous, line):
        return False
    begins_low = line.text[:1].islower()
    open_end = previous.text[-1] not in '.!?:;"”'
    if previous.page != line.page:
        return begins_low and open_end
    gap = previous.bottom - line.bottom
    if gap > _PARAGRAPH_GAP * max(previous.height, line.height) * 1.15:
        return False
    if leading and gap > _WIDER * leading and not begins_low:
        return False
    first_word = line.text.split(" ", 1)[0]
    room = width - previous.right
    fits = len(first_word) * line.height * 0.42
    return (open_end and begins_low) or room < fits


def _is_in_cell(row: PageLine, line: PageLine) -> bool:
    """Whether a line stands below the last cell of the row before it: more of that cell's words."""
    return row.cell is not None and line.cell is None and abs(line.left - row.cell) < _ALIGNED


def _joined(before: str, after: str) -> str:
    if before[-1] in _HYPHENS and len(before) > 1 and before[-2].isalpha():
        if after.startswith(_JOINERS):
            return f"{before[:-1]}- {after}"
        if after[:1].islower():
            return before[:-1] + after
        return before[:-1] + "-" + after
    return f"{before} {after}"
