"""PDF files: their text layer, and which of their pages are pictures without one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from retrieval.errors import EmptySource, TooLarge, UnsupportedFormat
from retrieval.reading.pages import PageLine, Piece, page_lines, pages_to_text

_MAX_PAGES = 3_000
_MAX_CHARACTERS = 20_000_000
_MAX_PIECES = 20_000  # on one page
_MIN_LETTERS = 4
_FULL_PAGE = 0.5  # of the page's area: a smaller picture is an illustration or a logo
_IMAGE = 3  # the kind of page object that is a picture

Recognise = Callable[[Any, int], list[PageLine]]


@dataclass(frozen=True, slots=True)
class PdfText:
    """The text of a PDF. `scanned` are the numbers (from 1) of the pages that are pictures without a text layer."""

    text: str
    scanned: tuple[int, ...] = ()


class ScanWithoutText(EmptySource):
    """A PDF whose pages are all pictures without a text layer."""


def pdf_to_text(name: str, data: bytes, recognise: Recognise | None = None) -> PdfText:
    """The text of a PDF; `recognise` reads the lines of a page that is a picture, where it is given.

    Raises:
        UnsupportedFormat: when it is damaged or locked.
        ScanWithoutText: when it is a scan without a text layer and nobody recognises its letters.
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
        return _read(name, document, recognise)
    except pypdfium2.PdfiumError as error:
        raise UnsupportedFormat(f"{name}: a page of the PDF cannot be read; export it again") from error
    finally:
        document.close()


def _read(name: str, document: Any, recognise: Recognise | None) -> PdfText:
    pages = [_text_lines(document[number], number) for number in range(len(document))]
    letters = _letters(pages)
    if letters > _MAX_CHARACTERS:
        raise TooLarge(f"{name}: more than {_MAX_CHARACTERS:,} characters of text; split the document")
    is_scan = letters < _MIN_LETTERS
    if is_scan and recognise is None:
        raise ScanWithoutText(f"{name}: a scan without a text layer")
    scanned = [number for number, page in enumerate(pages) if is_scan or (not page and _is_picture(document[number]))]
    if recognise is not None:
        for number in scanned:
            pages[number] = recognise(document[number], number)
    return PdfText(pages_to_text(pages), tuple(number + 1 for number in scanned))


def _letters(pages: Sequence[Sequence[PageLine]]) -> int:
    return sum(character.isalpha() for page in pages for line in page for character in line.text)


def _text_lines(page: Any, number: int) -> list[PageLine]:
    """The lines of a page's text layer from top to bottom."""
    textpage = page.get_textpage()
    pieces = []
    for index in range(min(textpage.count_rects(), _MAX_PIECES)):
        left, bottom, right, top = textpage.get_rect(index)
        text = " ".join(textpage.get_text_bounded(left, bottom, right, top).split())
        if text:
            pieces.append(Piece(left, bottom, right, top, text))
    height = page.get_height()
    textpage.close()
    page.close()
    return page_lines(pieces, number, height)


def _is_picture(page: Any) -> bool:
    """Whether a picture covers most of a page."""
    area = page.get_width() * page.get_height()
    boxes = [image.get_bounds() for image in page.get_objects(filter=[_IMAGE], max_depth=2)]
    page.close()
    return any((right - left) * (top - bottom) > _FULL_PAGE * area for left, bottom, right, top in boxes)
