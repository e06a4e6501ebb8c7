"""DOCX files: paragraphs and tables in order; the package is measured before anything of it is unpacked."""

import io
import zipfile
import zlib
from collections.abc import Iterator

from retrieval.errors import TooLarge, UnsupportedFormat

_MAX_UNPACKED = 150_000_000  # bytes of all parts together
_MAX_TEXT_PART = 40_000_000  # bytes of word/document.xml
# What the package and its reader raise for damaged parts: bad archives, checksums, encodings, missing parts.
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, KeyError, ValueError, AttributeError,
    IndexError, TypeError, OSError,
)  # fmt: skip
_MAX_PARTS = 5_000


def docx_to_text(name: str, data: bytes) -> str:
    """The text of a Word document.

    Raises:
        TooLarge: when it unpacks to more than the limits.
        UnsupportedFormat: when it is damaged.
    """
    _measure(name, data)
    import docx
    from docx.opc.exceptions import OpcError
    from lxml import etree

    try:
        return "\n".join(_blocks(docx.Document(io.BytesIO(data)))) + "\n"
    except (*_DAMAGE, OpcError, etree.LxmlError) as error:
        raise UnsupportedFormat(f"{name}: the Word document is damaged; open and save it again") from error


def _measure(name: str, data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
    except _DAMAGE as error:
        raise UnsupportedFormat(f"{name}: the Word document is damaged; open and save it again") from error
    unpacked = sum(part.file_size for part in parts)
    text_part = next((part.file_size for part in parts if part.filename == "word/document.xml"), 0)
    if unpacked > _MAX_UNPACKED or text_part > _MAX_TEXT_PART or len(parts) > _MAX_PARTS:
        raise TooLarge(f"{name}: unpacks to {unpacked:,} bytes, above the limit; export it as PDF or text")


def _blocks(document: object) -> Iterator[str]:
    from docx.table import Table

    for block in document.iter_inner_content():  # type: ignore[attr-defined]
        if isinstance(block, Table):
            yield ""
            yield from _rows(block)
            yield ""
        else:
            style = (block.style.name or "").casefold() if block.style is not None else ""
            text = block.text.replace("\t", " " if not style.startswith("toc") else " ..... ")
            yield ("- " if "list bullet" in style and text.strip() else "") + text
            if not style.startswith(("toc", "list")):
                yield ""


def _rows(table: object) -> Iterator[str]:
    for row in table.rows:  # type: ignore[attr-defined]
        cells: list[str] = []
        last = None
        for cell in row.cells:
            if cell._tc is last:  # a cell merged over several columns comes once for each
                continue
            last = cell._tc
            cells.append(" ".join(cell.text.split()))
        if any(cells):
            yield "\t".join(cells)
