"""A hostile set: each document is refused or read, and none is let grow beyond its size."""

import io
import json
import zipfile

import pytest

from retrieval.errors import EmptySource, SourceError, TooLarge, UnsupportedFormat
from retrieval.parsing import parse
from retrieval.reading import read_bytes, read_path

MINUTES = "REFERAT Byrådet d. 01-02-2024\n\nPunkt 1: Orientering\n\n25/1\n\nBeslutning\n\n{}\n"


def test_nested_tags_beyond_measure_still_give_their_words() -> None:
    page = b"<html><body>" + b"<div>" * 100_000 + b"Punkt 1: Orientering" + b"</div>" * 100_000 + b"</body></html>"
    assert "Orientering" in read_bytes("dyb.html", page).text


def test_entities_are_not_expanded_without_end() -> None:
    bomb = b'<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]><p>Referat &b;</p>'
    assert len(read_bytes("x.html", bomb).text) < 400


@pytest.mark.parametrize(
    "words",
    [
        "a" * 1_000_000,
        "1" * 100_000,
        "1.000 " * 20_000,
        "(" * 100_000,
        "- " * 50_000,
        "A, " * 40_000,
        "Å-, " * 30_000,
        "kr. " * 30_000,
        "stemmer for " * 10_000,
        "1/1 " * 20_000,
        "\t" * 100_000,
        "og " * 40_000,
        "Udvalget anbefaler " * 6_000,
        '"' * 100_000,
        "2024-" * 20_000,
        "5 mio. kr. og " * 600,
        "d. 1/1 " * 4_000,
        "ønsker bemærkning " * 2_000,
    ],
    ids=lambda words: words[:12].strip() or "tabs",
)
def test_a_line_of_a_million_characters_is_read(words: str) -> None:
    document = read_bytes("linje.txt", MINUTES.format(words).encode())
    assert parse(document).items[0].title == "Orientering"


def test_null_bytes_are_taken_out() -> None:
    document = read_bytes("nul.txt", MINUTES.format("God\x00kendt.").encode())
    assert "Godkendt." in document.text


def test_a_word_document_that_unpacks_to_gigabytes_is_refused() -> None:
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package,
        package.open("word/document.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(60):
            part.write(b"\0" * 1_000_000)
    with pytest.raises(TooLarge, match="unpacks"):
        read_bytes("bombe.docx", packed.getvalue())


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [
        ("tom.txt", b"", EmptySource),
        ("blank.txt", b" \n\t\n", EmptySource),
        ("tegn.txt", b"--- 123 ---", EmptySource),
        ("billede.png", b"\x89PNG\r\n\x1a\n" + bytes(200), UnsupportedFormat),
        ("gammel.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(200), UnsupportedFormat),
        ("arkiv.zip", b"PK\x03\x04" + bytes(60), UnsupportedFormat),
        ("skadet.docx", b"PK\x03\x04word/document.xml" + bytes(60), UnsupportedFormat),
        ("skadet.pdf", b"%PDF-1.7\nnothing", UnsupportedFormat),
        ("andet.json", b'{"a": 1}', UnsupportedFormat),
        ("dyb.json", b"[" * 200_000, UnsupportedFormat),
        ("uden.json", b'{"Dagsordenpunkter": []}', EmptySource),
        ("binaer.txt", bytes(range(1, 9)) * 200, UnsupportedFormat),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_name(name: str, data: bytes, error: type[SourceError]) -> None:
    with pytest.raises(error, match=name.replace(".", r"\.")):
        read_bytes(name, data)


def test_a_file_above_the_limit_is_refused_before_it_is_read(tmp_path) -> None:
    path = tmp_path / "stor.txt"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    with pytest.raises(TooLarge, match="200,000,000"):
        read_path(path)


def test_a_missing_file_is_named(tmp_path) -> None:
    with pytest.raises(UnsupportedFormat, match="findes-ikke"):
        read_path(tmp_path / "findes-ikke.txt")


@pytest.mark.parametrize("value", [None, 7, "x", [], {}, [None], [{"Html": 5}], [{"Html": "<div"}]])
def test_publication_fields_of_any_shape_are_borne(value: object) -> None:
    body = {
        "Dagsordenpunkter": [{"Navn": "Orientering", "Felter": value, "Bilag": value, "Punktnummer": value}],
        "Moede": value,
    }
    document = read_bytes("krop.json", json.dumps(body).encode())
    assert parse(document).items[0].title == "Orientering"
