"""Files and feed bodies as readable text; personal numbers are masked here, before anything else sees them."""

import hashlib
import itertools
import re
from collections.abc import Sequence
from pathlib import Path

from retrieval.errors import EmptySource, TooLarge, UnsupportedFormat
from retrieval.model.minutes import Document
from retrieval.reading.formats import Format, detect_format
from retrieval.reading.personal import mask_personal_numbers
from retrieval.reading.plain import decode, decode_html, tidy_text, without_page_marks

__all__ = ["read_bytes", "read_path"]

MAX_BYTES = 50_000_000
MAX_CHARACTERS = 20_000_000  # of readable text: ten times the longest minutes seen
MIN_LETTERS = 3
_NAMED = 10  # pages that a warning lists
_LETTER = re.compile(r"[^\W\d_]")


def read_path(path: Path, *, max_bytes: int = MAX_BYTES, recognise: bool = False) -> Document:
    """The document in the file at `path`; `recognise` has the letters of scans recognised, where that is installed.

    Raises:
        SourceError: when it cannot be read, is not a format we read, is too large, or holds no text.
    """
    try:
        size = path.stat().st_size
        if size > max_bytes:
            raise TooLarge(f"{path.name}: {size:,} bytes is above the limit of {max_bytes:,}; split the document")
        data = path.read_bytes()
    except OSError as error:
        raise UnsupportedFormat(f"{path.name}: cannot be opened ({error.strerror}); check the file") from error
    return read_bytes(path.name, data, recognise=recognise)


def read_bytes(name: str, data: bytes, *, recognise: bool = False) -> Document:
    """The document in `data`; `name` helps to tell the format and is shown in messages.

    A scan is refused unless `recognise` asks for character recognition; its text then carries a warning.

    Raises:
        SourceError: when it is not a format we read, is too large, or holds no text.
    """
    if len(data) > MAX_BYTES:
        raise TooLarge(f"{name}: {len(data):,} bytes is above the limit of {MAX_BYTES:,}; split the document")
    if not data.strip(b"\x00 \t\r\n"):
        raise EmptySource(f"{name}: the file is empty; nothing to read")
    kind = detect_format(name, data)
    raw, read_warnings = _text_of(kind, name, data, recognise)
    text = tidy_text(raw)
    if len(text) > MAX_CHARACTERS:
        raise TooLarge(f"{name}: {len(text):,} characters of text is above the limit of {MAX_CHARACTERS:,}")
    if len(list(itertools.islice(_LETTER.finditer(text), MIN_LETTERS))) < MIN_LETTERS:
        raise EmptySource(f"{name}: no readable text in it; nothing to read")
    text, warnings = mask_personal_numbers(text)
    fingerprint = hashlib.sha256(data).hexdigest()
    return Document(
        name=name, media=kind.value, fingerprint=fingerprint, text=text, warnings=(*read_warnings, *warnings)
    )


def _text_of(kind: Format, name: str, data: bytes, recognise: bool) -> tuple[str, tuple[str, ...]]:
    """The text of `data` and what a reader must know of it; each format's reader is loaded only when needed."""
    if kind is Format.PDF:
        return _pdf(name, data, recognise)
    if kind is Format.PICTURE:
        return _picture(name, data, recognise)
    return _plain_text_of(kind, name, data), ()


def _pdf(name: str, data: bytes, recognise: bool) -> tuple[str, tuple[str, ...]]:
    """The text layer of a PDF; its pages without one are recognised, or named in a warning."""
    from retrieval.reading.pdf import ScanWithoutText, pdf_to_text

    try:
        read = pdf_to_text(name, data)
        if not (read.scanned and recognise):
            return read.text, (_unread(read.scanned),) if read.scanned else ()
    except ScanWithoutText as error:
        if not recognise:
            raise EmptySource(f"{error}; {_how_to_recognise()}") from error
    from retrieval.reading.recognition import Recogniser

    recogniser = Recogniser(name)
    return pdf_to_text(name, data, recogniser.page).text, (recogniser.warning,)


def _unread(pages: Sequence[int]) -> str:
    first = ", ".join(map(str, pages[:_NAMED])) + (" …" if len(pages) > _NAMED else "")
    return f"{len(pages)} page(s) without a text layer were not read (page {first}); {_how_to_recognise()}"


def _picture(name: str, data: bytes, recognise: bool) -> tuple[str, tuple[str, ...]]:
    """The text of a picture, when its letters shall be recognised."""
    if not recognise:
        raise UnsupportedFormat(f"{name}: this is a picture; {_how_to_recognise()}")
    from retrieval.reading.recognition import Recogniser

    recogniser = Recogniser(name)
    return recogniser.picture(data), (recogniser.warning,)


def _how_to_recognise() -> str:
    from retrieval.reading.recognition import HOW_TO_TURN_ON

    return HOW_TO_TURN_ON


def _plain_text_of(kind: Format, name: str, data: bytes) -> str:
    if kind is Format.PUBLICATION:
        from retrieval.reading.publication import publication_to_text

        return publication_to_text(name, data)
    if kind is Format.HTML:
        from retrieval.reading.markup import html_to_text

        return html_to_text(decode_html(data))
    if kind is Format.DOCX:
        from retrieval.reading.word import docx_to_text

        return docx_to_text(name, data)
    return without_page_marks(decode(name, data))
