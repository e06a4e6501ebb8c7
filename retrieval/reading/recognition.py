"""Character recognition for scans, by Tesseract with its Danish model; both come with the extra `ocr`, never silently.

Each page goes to a process of its own that is stopped after a minute; what is too large to be a page is refused.
"""

import importlib.util
import io
import itertools
import math
import os
import shutil
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from retrieval.errors import EmptySource, TooLarge, UnsupportedFormat
from retrieval.model.minutes import RECOGNISED
from retrieval.reading.pages import COLUMN_GAP, PageLine, Piece, page_lines, pages_to_text

if TYPE_CHECKING:
    from PIL import Image

LANGUAGE = "dan"
MAX_PAGES = 200
MAX_PIXELS = 40_000_000  # A3 at 400 dots an inch
PAGE_SECONDS = 60
DOCUMENT_SECONDS = 900
_DOTS_AN_INCH = 300
_POINTS_AN_INCH = 72
_SMALL = 1_600  # pixels: a longer side below it is enlarged twice, for small letters are misread
_PICTURES = ("PNG", "JPEG", "TIFF")
_LINE_KEYS = ("block_num", "par_num", "line_num")
_WORD = 5  # the level of a single word in what Tesseract tells

HOW_TO_TURN_ON = "set REFERAT_OCR=on to have its letters recognised (needs the extra `ocr`, see docs/operations.md)"


def missing_parts() -> str:
    """What character recognition lacks on this machine and how to mend it; empty when it is ready."""
    if importlib.util.find_spec("pytesseract") is None:
        return "the package pytesseract is not installed; install Referat with the extra `ocr`"
    if shutil.which("tesseract") is None:
        return "Tesseract is not installed; on Debian: apt-get install tesseract-ocr tesseract-ocr-dan"
    import pytesseract

    if LANGUAGE not in pytesseract.get_languages():
        return "Tesseract lacks its Danish model; on Debian: apt-get install tesseract-ocr-dan"
    return ""


class Recogniser:
    """Reads the pages of one document that are pictures; counts them and keeps the time."""

    def __init__(self, name: str) -> None:
        """Begins a document; `name` is shown in messages.

        Raises:
            UnsupportedFormat: when character recognition is not installed.
        """
        missing = missing_parts()
        if missing:
            raise UnsupportedFormat(f"{name}: a scan, and REFERAT_OCR is on, but {missing}")
        os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # of Tesseract: its threads mostly wait for each other
        self._name = name
        self._until = time.monotonic() + DOCUMENT_SECONDS
        self.pages = 0

    @property
    def warning(self) -> str:
        """What a reader must know of the text; empty when no page was recognised."""
        if not self.pages:
            return ""
        pages = "1 page" if self.pages == 1 else f"{self.pages} pages"
        return f"{RECOGNISED}, {pages}: letters and figures may be wrong"

    def page(self, page: Any, number: int) -> list[PageLine]:
        """The lines of a PDF page that is a picture.

        Raises:
            TooLarge: when it takes too long or the document has too many such pages.
        """
        inches = page.get_width() * page.get_height() / _POINTS_AN_INCH**2
        dots = min(_DOTS_AN_INCH, math.sqrt(MAX_PIXELS / max(inches, 0.01)))
        bitmap = page.render(scale=dots / _POINTS_AN_INCH, grayscale=True)
        try:
            return self._lines(bitmap.to_pil(), number)
        finally:
            bitmap.close()
            page.close()

    def picture(self, data: bytes) -> str:
        """The text of a PNG, JPEG or TIFF picture (a TIFF may hold several pages).

        Raises:
            UnsupportedFormat: when it is damaged.
            TooLarge: when it is too large to be a page, takes too long, or holds too many pages.
            EmptySource: when no letters are recognised.
        """
        text = pages_to_text([self._lines(image, number) for number, image in enumerate(self._images(data))])
        if not text.strip():
            raise EmptySource(f"{self._name}: no letters recognised in the picture")
        return text

    def _images(self, data: bytes) -> Iterator["Image.Image"]:
        from PIL import Image, ImageSequence

        try:
            with Image.open(io.BytesIO(data), formats=_PICTURES) as image:
                for frame in itertools.islice(ImageSequence.Iterator(image), MAX_PAGES + 1):
                    self._check_size(*frame.size)
                    yield frame.convert("L")
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise self._too_large_page() from error
        except (OSError, ValueError, SyntaxError, EOFError) as error:
            raise UnsupportedFormat(f"{self._name}: the picture is damaged; scan it again") from error

    def _check_size(self, width: int, height: int) -> None:
        if width * height > MAX_PIXELS:
            raise self._too_large_page()

    def _too_large_page(self) -> TooLarge:
        return TooLarge(f"{self._name}: a page of more than {MAX_PIXELS:,} pixels; scan it at {_DOTS_AN_INCH} dpi")

    def _lines(self, image: "Image.Image", number: int) -> list[PageLine]:
        self.pages += 1
        if self.pages > MAX_PAGES:
            raise TooLarge(f"{self._name}: more than {MAX_PAGES} scanned pages; split the document")
        if max(image.size) < _SMALL:
            image = image.resize((image.width * 2, image.height * 2))
        words = self._words(image)
        return page_lines(list(_pieces(words, image.height)), number, float(image.height))

    def _words(self, image: "Image.Image") -> dict[str, list[Any]]:
        import pytesseract

        seconds = min(PAGE_SECONDS, self._until - time.monotonic())
        if seconds <= 0:
            raise TooLarge(f"{self._name}: recognising it takes more than {DOCUMENT_SECONDS} s; split the document")
        try:
            told: dict[str, list[Any]] = pytesseract.image_to_data(
                image,
                lang=LANGUAGE,
                config=f"--psm 1 --dpi {_DOTS_AN_INCH}",
                timeout=seconds,
                output_type=pytesseract.Output.DICT,
            )
        except pytesseract.TesseractError as error:
            raise UnsupportedFormat(f"{self._name}: Tesseract cannot read page {self.pages}; scan it again") from error
        except RuntimeError as error:  # pytesseract's word for a process that was stopped
            raise TooLarge(f"{self._name}: page {self.pages} takes too long to recognise; scan it again") from error
        return told


def _pieces(words: dict[str, list[Any]], height: int) -> Iterator[Piece]:
    """The recognised words of one line as a piece, parted where columns begin; places in pixels from below."""
    places = [place for place, level in enumerate(words["level"]) if level == _WORD and words["text"][place].strip()]
    lines = itertools.groupby(places, key=lambda place: tuple(words[name][place] for name in _LINE_KEYS))
    for _, line in lines:
        yield from _line_pieces(words, list(line), height)


def _line_pieces(words: dict[str, list[Any]], line: list[int], height: int) -> Iterator[Piece]:
    top = min(words["top"][place] for place in line)
    bottom = max(words["top"][place] + words["height"][place] for place in line)
    run: list[int] = []
    for place in line:
        if run and words["left"][place] - _right(words, run[-1]) > COLUMN_GAP * (bottom - top):
            yield _piece(words, run, height - bottom, height - top)
            run = []
        run.append(place)
    yield _piece(words, run, height - bottom, height - top)


def _piece(words: dict[str, list[Any]], run: list[int], bottom: int, top: int) -> Piece:
    text = " ".join(words["text"][place].strip() for place in run)
    return Piece(words["left"][run[0]], bottom, _right(words, run[-1]), top, text)


def _right(words: dict[str, list[Any]], place: int) -> int:
    return int(words["left"][place] + words["width"][place])
