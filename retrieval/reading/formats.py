"""Which format a file is in: by its first bytes, then by its name."""

import re
from enum import StrEnum

from retrieval.errors import UnsupportedFormat


class Format(StrEnum):
    """The formats we read; the value is the document's `media`."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"
    PICTURE = "picture"
    PUBLICATION = "publication"


_HTML_START = re.compile(rb"<(?:!doctype\s+html|html|head|body|div|meta|table|p|h[1-6])\b", re.IGNORECASE)
_BINARY_STARTS = {
    b"GIF8": "a picture",
    b"\xd0\xcf\x11\xe0": "an old Office file; save it as .docx",
    b"{\\rtf": "an RTF file; save it as .docx",
    b"\x1f\x8b": "a compressed file; unpack it first",
    b"7z\xbc\xaf": "a compressed file; unpack it first",
    b"\x7fELF": "a program",
    b"MZ\x90": "a program",
}
_PICTURE_STARTS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")  # PNG, JPEG, TIFF
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def detect_format(name: str, data: bytes) -> Format:
    """The format of `data`.

    Raises:
        UnsupportedFormat: when it is none that we read.
    """
    start = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n\x00")
    if b"%PDF-" in data[:1024]:
        return Format.PDF
    if data.startswith(b"PK\x03\x04"):
        return _zip_format(name, data)
    if data.startswith(_PICTURE_STARTS):
        return Format.PICTURE
    for magic, what in _BINARY_STARTS.items():
        if data.startswith(magic):
            raise UnsupportedFormat(f"{name}: this is {what}; minutes are read from text, HTML, PDF, DOCX or JSON")
    if start[:1] in (b"{", b"["):
        return Format.PUBLICATION
    if _HTML_START.match(start) or (start[:1] == b"<" and _HTML_START.search(start)):
        return Format.HTML
    if _is_binary(data):
        raise UnsupportedFormat(f"{name}: not a text, HTML, PDF, DOCX or publication file; convert it first")
    return Format.MARKDOWN if _looks_like_markdown(name, data) else Format.TEXT


def _zip_format(name: str, data: bytes) -> Format:
    if b"word/document.xml" in data:
        return Format.DOCX
    raise UnsupportedFormat(f"{name}: a ZIP archive that is no Word document; unpack it first")


def _is_binary(data: bytes) -> bool:
    if data.startswith(_UTF16_MARKS):
        return False
    sample = data[:65536]
    nulls = sample.count(0)
    if nulls and (nulls > len(sample) // 3 and nulls <= len(sample) // 2 + 1):
        return False  # UTF-16 without its mark
    control = sum(byte < 9 or 13 < byte < 32 for byte in sample) - nulls
    return control > len(sample) // 20 or nulls > len(sample) // 20


def _looks_like_markdown(name: str, data: bytes) -> bool:
    return name.lower().endswith((".md", ".markdown")) or len(re.findall(rb"^#{1,6} ", data[:65536], re.M)) > 1
