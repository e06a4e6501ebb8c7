"""Text and Markdown files: encodings, line ends, invisible characters."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from retrieval.errors import UnsupportedFormat

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f"))
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_CHARSET = re.compile(rb"charset=[\"']?([A-Za-z0-9_-]{1,40})", re.IGNORECASE)
_PAGE_MARK = re.compile(r"^\s*(?:side|page)\s+\d{1,4}(?:\s*(?:af|/|of)\s*\d{1,4})?\s*$", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
_SEVERAL = 2  # page marks, and running heads alike beside them, that make a page's furniture
_NEAR = 4  # lines between a page's mark and its running head
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


def without_page_marks(text: str) -> str:
    """`text` without the lines "Side 3 af 12" and the running heads beside them, as printed minutes have them."""
    lines = text.split("\n")
    marks = [index for index, line in enumerate(lines) if _PAGE_MARK.match(line)]
    if len(marks) < _SEVERAL:
        return text
    beside = [(index, _DIGITS.sub("0", lines[index].strip())) for mark in marks for index in _beside(lines, mark)]
    counts = Counter(words for _, words in beside)
    dropped = {index for index, words in beside if counts[words] >= max(_SEVERAL, len(marks) // 2)} | set(marks)
    return "\n".join(line for index, line in enumerate(lines) if index not in dropped)


def _beside(lines: Sequence[str], mark: int) -> Iterator[int]:
    """The nearest line with text before `lines[mark]` and after it."""
    for near in (range(mark - 1, max(-1, mark - _NEAR), -1), range(mark + 1, min(len(lines), mark + _NEAR))):
        found = next((index for index in near if lines[index].strip()), None)
        if found is not None:
            yield found


def tidy_text(text: str) -> str:
    """`text` with one kind of line end and without control and invisible characters; words stay as they are."""
    text = _LINE_ENDS.sub("\n", text)
    if not text.isprintable():
        text = _CONTROL.sub("", text.translate(_INVISIBLE))
    return text
