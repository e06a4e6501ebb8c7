"""Scans: refused with how to switch recognition on, or read by Tesseract where it is installed, with a warning."""

import io
import struct
import zlib

import pytest

from retrieval.errors import EmptySource, TooLarge, UnsupportedFormat
from retrieval.parsing import parse
from retrieval.reading import read_bytes, recognition
from tests.reading.pdf_pages import pdf_of
from tests.reading.scans import MINUTES, drawn, saved

needs_engine = pytest.mark.skipif(bool(recognition.missing_parts()), reason="character recognition is not installed")


def _png_claiming(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is huge."""
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"\x00" * 1000)), (b"IEND", b""))
    packed = (
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


@needs_engine
@pytest.mark.parametrize("kind", ["PDF", "TIFF"])
def test_a_scanned_page_is_read_with_its_danish_letters_and_says_so(kind: str) -> None:
    document = read_bytes(f"scan.{kind.lower()}", saved(kind, drawn(MINUTES)), recognise=True)
    meeting = parse(document)
    assert [(item.number, item.case_number, item.title) for item in meeting.items] == [
        (1, "25/1201", "Nyt gulv i hallen på Ærøvej"),
        (2, "25/1202", "Orientering om åbningstider"),
    ]
    assert [int(amount.value) for item in meeting.items for amount in item.amounts] == [900_000]
    assert meeting.items[0].decision is not None
    assert meeting.items[0].decision.text == MINUTES[7]
    assert document.is_recognised
    assert document.warnings == ("read by character recognition, 1 page: letters and figures may be wrong",)


@needs_engine
def test_the_scanned_page_of_a_pdf_with_text_is_read_in_its_place_or_named() -> None:
    scanned = pdf_of([[(60, 760, "REFERAT Kulturudvalget d. 06-03-2024")], []])
    document = read_bytes("x.pdf", scanned, recognise=True)
    assert not document.warnings, "an empty page is no scan"
    mixed = _mixed_pdf()
    assert read_bytes("x.pdf", mixed).warnings[0].startswith("1 page(s) without a text layer were not read (page 2)")
    read = read_bytes("x.pdf", mixed, recognise=True)
    assert "1 page:" in read.warnings[0]
    assert read.text.index("Godkendelse af dagsorden") < read.text.index("Nyt gulv i hallen")


def _mixed_pdf() -> bytes:
    import pypdfium2

    words = ["Punkt 1: Godkendelse af dagsorden", "Beslutning", "Godkendt."]
    joined = pypdfium2.PdfDocument(pdf_of([[(60, 760 - 30 * n, line) for n, line in enumerate(words)]]))
    joined.import_pages(pypdfium2.PdfDocument(saved("PDF", drawn(MINUTES[2:8]))))
    out = io.BytesIO()
    joined.save(out)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["PDF", "PNG", "JPEG", "TIFF"])
def test_a_scan_is_refused_without_the_setting_and_the_refusal_says_how_to_switch_it_on(kind: str) -> None:
    with pytest.raises((EmptySource, UnsupportedFormat), match="REFERAT_OCR=on"):
        read_bytes("scan", saved(kind, drawn(MINUTES[:1])))


def test_a_machine_without_the_engine_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognition.shutil, "which", lambda _: None)
    with pytest.raises(UnsupportedFormat, match=r"apt-get install tesseract-ocr|extra `ocr`"):
        read_bytes("scan.png", saved("PNG", drawn(())), recognise=True)


@needs_engine
@pytest.mark.parametrize("side", [7_000, 60_000])
def test_a_picture_that_unfolds_to_too_many_pixels_is_refused_unread(side: int) -> None:
    with pytest.raises(TooLarge, match="pixels"):
        read_bytes("bombe.png", _png_claiming(side, side), recognise=True)


@needs_engine
def test_too_many_pages_and_too_slow_pages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    scan = saved("TIFF", drawn(MINUTES[:2]), drawn(MINUTES[:2]))
    monkeypatch.setattr(recognition, "MAX_PAGES", 1)
    with pytest.raises(TooLarge, match="scanned pages"):
        read_bytes("scan.tiff", scan, recognise=True)
    monkeypatch.setattr(recognition, "MAX_PAGES", 2)
    monkeypatch.setattr(recognition, "PAGE_SECONDS", 0.001)
    with pytest.raises(TooLarge, match="too long"):
        read_bytes("scan.tiff", scan, recognise=True)


@needs_engine
def test_a_damaged_picture_and_an_empty_page_are_refused_clearly() -> None:
    whole = saved("PNG", drawn(MINUTES))
    with pytest.raises(UnsupportedFormat, match="damaged"):
        read_bytes("brudt.png", whole[: len(whole) // 2], recognise=True)
    with pytest.raises(EmptySource, match="no letters"):
        read_bytes("tom.png", saved("PNG", drawn(())), recognise=True)
