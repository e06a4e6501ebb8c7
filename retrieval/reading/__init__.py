"""Files and feed bodies as readable text; personal numbers are masked here, before anything else sees them."""

import hashlib
import itertools
import re
from pathlib import Path

from retrieval.errors import EmptySource, TooLarge, UnsupportedFormat
from retrieval.model.minutes import Document
from retrieval.reading.formats import Format, detect_format
from retrieval.reading.personal import mask_personal_numbers
from retrieval.reading.plain import decode, decode_html, tidy_text

__all__ = ["read_bytes", "read_path"]

MAX_BYTES = 50_000_000
MAX_CHARACTERS = 20_000_000  # of readable text: ten times the longest minutes seen
MIN_LETTERS = 3
_LETTER = re.compile(r"[^\W\d_]")


def read_path(path: Path, *, max_bytes: int = MAX_BYTES) -> Document:
    """The document in the file at `path`.

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
    return read_bytes(path.name, data)


def read_bytes(name: str, data: bytes) -> Document:
    """The document in `data`; `name` helps to tell the format and is shown in messages.

    Raises:
        SourceError: when it is not a format we read, is too large, or holds no text.
    """
    if len(data) > MAX_BYTES:
        raise TooLarge(f"{name}: {len(data):,} bytes is above the limit of {MAX_BYTES:,}; split the document")
    if not data.strip(b"\x00 \t\r\n"):
        raise EmptySource(f"{name}: the file is empty; nothing to read")
    kind = detect_format(name, data)
    text = tidy_text(_text_of(kind, name, data))
    if len(text) > MAX_CHARACTERS:
        raise TooLarge(f"{name}: {len(text):,} characters of text is above the limit of {MAX_CHARACTERS:,}")
    if len(list(itertools.islice(_LETTER.finditer(text), MIN_LETTERS))) < MIN_LETTERS:
        raise EmptySource(f"{name}: no readable text in it; nothing to read")
    text, warnings = mask_personal_numbers(text)
    return Document(
        name=name, media=kind.value, fingerprint=hashlib.sha256(data).hexdigest(), text=text, warnings=warnings
    )


def _text_of(kind: Format, name: str, data: bytes) -> str:
    """The text of `data`; each format's reader is loaded only when a file needs it."""
    if kind is Format.PUBLICATION:
        from retrieval.reading.publication import publication_to_text

        return publication_to_text(name, data)
    if kind is Format.HTML:
        from retrieval.reading.markup import html_to_text

        return html_to_text(decode_html(data))
    if kind is Format.DOCX:
        from retrieval.reading.word import docx_to_text

        return docx_to_text(name, data)
    if kind is Format.PDF:
        from retrieval.reading.pdf import pdf_to_text

        return pdf_to_text(name, data)
    return decode(name, data)
