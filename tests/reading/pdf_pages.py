"""PDF files for tests, written by hand: each page a list of (x, y, words) in points, in Helvetica."""

from collections.abc import Sequence

Placed = tuple[float, float, str]


def pdf_of(pages: Sequence[Sequence[Placed]], size: int = 11) -> bytes:
    """A PDF with a text layer; a page without words is drawn as a picture of nothing (a scan)."""
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", font]
    kids = []
    for page in pages:
        stream = b"".join(_shown(x, y, words, size) for x, y, words in page)
        objects.append(b"<< /Length %d >>\nstream\n" % len(stream) + stream + b"\nendstream")
        content = len(objects)
        resources = b"/Resources << /Font << /F1 3 0 R >> >>"
        frame = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]"
        objects.append(b"%s %s /Contents %d 0 R >>" % (frame, resources, content))
        kids.append(len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(b"%d 0 R" % kid for kid in kids))
    return _file(objects)


def flowing(paragraphs: Sequence[str], width: int, top: float = 780.0, leading: float = 14.0) -> list[Placed]:
    """Paragraphs broken at `width` characters, a wider gap between them."""
    placed: list[Placed] = []
    y = top
    for paragraph in paragraphs:
        line = ""
        for word in paragraph.split(" "):
            if line and len(line) + len(word) + 1 > width:
                placed.append((60, y, line))
                y -= leading
                line = word
            else:
                line = f"{line} {word}".strip()
        placed.append((60, y, line))
        y -= leading * 2
    return placed


def _shown(x: float, y: float, words: str, size: int) -> bytes:
    escaped = words.encode("cp1252", "replace").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    return b"BT /F1 %d Tf %.1f %.1f Td (%s) Tj ET\n" % (size, x, y, escaped)


def _file(objects: Sequence[bytes]) -> bytes:
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table
    return out + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
