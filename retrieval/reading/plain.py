"""Text and Markdown files: encodings, line ends, invisible characters."""

import re

from retrieval.errors import UnsupportedFormat

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f"))
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_CHARSET = re.compile(rb"charset=[\"']?([A-Za-z0-9_-]{1,40})", re.IGNORECASE)
_LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029\x0b\x0c\x85]")


def decode(name: str, data: bytes) -> str:
    """The text of `data` in UTF-8, UTF-16 or Windows-1252.

    Raises:
        UnsupportedFormat: when it is text in none of them.
    """
    for encoding in _encodings(data):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnsupportedFormat(f"{name}: text in an unknown encoding; save it as UTF-8")


def decode_html(data: bytes) -> str:
    """The text of an HTML file: by its byte order mark, else UTF-8, else the charset it names, else Windows-1252."""
    if not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            named = _CHARSET.search(data[:4096])
            try:
                return data.decode(named[1].decode("ascii") if named else "cp1252", "replace")
            except LookupError:
                return data.decode("cp1252", "replace")
    return data.decode("utf-16", "replace")


def _encodings(data: bytes) -> tuple[str, ...]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16", "latin-1")
    sample = data[:4096]
    if sample.count(0) > len(sample) // 3:
        return ("utf-16-le" if sample[1::2].count(0) > sample[0::2].count(0) else "utf-16-be", "latin-1")
    return ("utf-8-sig", "cp1252", "latin-1")


def tidy_text(text: str) -> str:
    """`text` with one kind of line end and without control and invisible characters; words stay as they are."""
    text = _LINE_ENDS.sub("\n", text)
    if not text.isprintable():
        text = _CONTROL.sub("", text.translate(_INVISIBLE))
    return text
