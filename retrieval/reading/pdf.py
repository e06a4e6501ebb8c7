"""PDF files with a text layer: lines by their place on the page, joined to paragraphs, page furniture removed."""

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.errors import EmptySource, TooLarge, UnsupportedFormat

_MAX_PAGES = 3_000
_MAX_CHARACTERS = 20_000_000
_MIN_LETTERS = 4
_EDGE_LINES = 3  # lines at the top and the bottom of a page that may be furniture
_MARGIN = 0.1  # of the page's height: furniture stands in the upper or lower margin
_COLUMN_GAP = 1.6  # line heights of white between two pieces that are cells of a row
_PARAGRAPH_GAP = 1.55  # line heights from baseline to baseline that begin a new paragraph
_HYPHENS = "-\u00ad\u2010\x02\ufffe"
_PAGE_NUMBER = re.compile(r"^(?:side|page|s\.)?\s*\d{1,4}(?:\s*(?:af|/|of)\s*\d{1,4})?$", re.IGNORECASE)
_LIST = re.compile(r"^(?:[-•*–·]|\d{1,2}[.)]|[a-zæøå]\))\s+\S")
_JOINERS = ("og ", "eller ", "samt ", "og/")


@dataclass(frozen=True, slots=True)
class _Piece:
    left: float
    bottom: float
    right: float
    top: float
    text: str


@dataclass(frozen=True, slots=True)
class _PageLine:
    text: str
    left: float
    right: float
    bottom: float
    height: float
    page: int
    in_margin: bool


def pdf_to_text(name: str, data: bytes) -> str:
    """The text of a PDF.

    Raises:
        UnsupportedFormat: when it is damaged or locked.
        EmptySource: when it is a scan without a text layer.
        TooLarge: when it has too many pages or too much text.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise UnsupportedFormat(f"{name}: the PDF is damaged or locked with a password; export it again") from error
    try:
        if len(document) > _MAX_PAGES:
            raise TooLarge(f"{name}: {len(document):,} pages is above the limit of {_MAX_PAGES:,}; split the document")
        pages = [_page_lines(document[number], number) for number in range(len(document))]
    except pypdfium2.PdfiumError as error:
        raise UnsupportedFormat(f"{name}: a page of the PDF cannot be read; export it again") from error
    finally:
        document.close()
    letters = sum(character.isalpha() for page in pages for line in page for character in line.text)
    if letters < _MIN_LETTERS:
        raise EmptySource(f"{name}: a scan without a text layer; run it through text recognition (OCR) first")
    if letters > _MAX_CHARACTERS:
        raise TooLarge(f"{name}: more than {_MAX_CHARACTERS:,} characters of text; split the document")
    return "\n".join(_paragraphs(_without_furniture(pages))) + "\n"


def _page_lines(page: object, number: int) -> list[_PageLine]:
    """The lines of a page from top to bottom; pieces far apart on one line become cells parted by tabs."""
    textpage = page.get_textpage()  # type: ignore[attr-defined]
    pieces = []
    for index in range(min(textpage.count_rects(), 20_000)):
        left, bottom, right, top = textpage.get_rect(index)
        text = " ".join(textpage.get_text_bounded(left, bottom, right, top).split())
        if text:
            pieces.append(_Piece(left, bottom, right, top, text))
    height = page.get_height()  # type: ignore[attr-defined]
    textpage.close()
    page.close()  # type: ignore[attr-defined]
    return [_line(row, number, height) for row in _rows(pieces)]


def _rows(pieces: Sequence[_Piece]) -> list[list[_Piece]]:
    """Pieces grouped by baseline."""
    rows: list[list[_Piece]] = []
    for piece in sorted(pieces, key=lambda piece: (-(piece.top + piece.bottom) / 2, piece.left)):
        middle = (piece.top + piece.bottom) / 2
        if rows and rows[-1][0].bottom <= middle <= rows[-1][0].top:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda piece: piece.left) for row in rows]


def _line(row: Sequence[_Piece], page: int, page_height: float) -> _PageLine:
    height = max(max(piece.top - piece.bottom for piece in row), 4.0)
    text = row[0].text
    for before, piece in itertools.pairwise(row):
        gap = piece.left - before.right
        text += ("\t" if gap > _COLUMN_GAP * height else " " if gap > 0.15 * height else "") + piece.text
    bottom = min(piece.bottom for piece in row)
    in_margin = not _MARGIN * page_height < bottom < (1 - _MARGIN) * page_height
    return _PageLine(text, row[0].left, max(piece.right for piece in row), bottom, height, page, in_margin)


def _without_furniture(pages: Sequence[Sequence[_PageLine]]) -> list[_PageLine]:
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


def _edges(page: Sequence[_PageLine]) -> list[_PageLine]:
    return [line for line in (*page[:_EDGE_LINES], *page[_EDGE_LINES:][-_EDGE_LINES:]) if line.in_margin]


def _folded(text: str) -> str:
    return re.sub(r"\d+", "0", text.casefold())


def _paragraphs(lines: Sequence[_PageLine]) -> list[str]:
    """Lines joined to paragraphs, with a blank line between them; rows and list lines stay lines."""
    out: list[str] = []
    width = _usual_right(lines)
    previous: _PageLine | None = None
    for line in lines:
        if previous is not None and _joins(previous, line, width):
            out[-1] = _joined(out[-1], line.text)
        else:
            apart = previous is None or not ("\t" in previous.text and "\t" in line.text)
            out += ["", line.text] if apart and out else [line.text]
        previous = line
    return out


def _usual_right(lines: Sequence[_PageLine]) -> float:
    """The right margin that most full lines reach."""
    rights = sorted(line.right for line in lines if len(line.text) > 40 and "\t" not in line.text)
    return rights[int(len(rights) * 0.9)] if rights else 0.0


def _joins(previous: _PageLine, line: _PageLine, width: float) -> bool:
    """Whether a line goes on with the paragraph before it."""
    if "\t" in previous.text or "\t" in line.text or _LIST.match(line.text):
        return False
    begins_low = line.text[:1].islower()
    open_end = previous.text[-1] not in '.!?:;"”'
    if previous.page != line.page:
        return begins_low and open_end
    gap = previous.bottom - line.bottom
    if gap > _PARAGRAPH_GAP * max(previous.height, line.height) * 1.15:
        return False
    first_word = line.text.split(" ", 1)[0]
    room = width - previous.right
    fits = len(first_word) * line.height * 0.42
    return (open_end and begins_low) or room < fits


def _joined(before: str, after: str) -> str:
    if before[-1] in _HYPHENS and len(before) > 1 and before[-2].isalpha():
        if after.startswith(_JOINERS):
            return f"{before[:-1]}- {after}"
        if after[:1].islower():
            return before[:-1] + after
        return before[:-1] + "-" + after
    return f"{before} {after}"
