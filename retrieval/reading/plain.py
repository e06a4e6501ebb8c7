"""Text and Markdown files: encodings, line ends, invisible characters."""

import re

from retrieval.errors import UnsupportedFormat

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f"))
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
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
