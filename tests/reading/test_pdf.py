from pathlib import Path

import pytest

from retrieval.errors import EmptySource
from retrieval.model.vocabulary import Outcome
from retrieval.parsing import parse
from retrieval.reading import read_bytes, read_path
from tests.reading.pdf_pages import flowing, pdf_of

SAMPLES = Path(__file__).parents[2] / "data" / "minutes"
PARAGRAPHS = [
    "REFERAT Kulturudvalget d. 06-03-2024",
    "Mødedato Onsdag d. 6. marts 2024 kl. 16:00",
    "Mødested Rådhuset",
    "Punkt 1: Nyt gulv i idrætshallen i Sønderby og omegn",
    "25/1201",
    "Resume",
    "Hallen er fra 1974, og gulvet er slidt op efter mange års brug i både skolen og i foreningerne, som bruger det.",
    "Beslutning",
    "Kulturudvalget godkender, at der gives 900.000 kr. til et nyt gulv i 2024.",
    "Punkt 2: Orientering",
    "25/1202",
    "Beslutning",
    "Orientering givet.",
]


def _facts(data: bytes) -> list[tuple[object, ...]]:
    document = read_bytes("referat.pdf", data)
    return [
        (
            item.number,
            item.title,
            item.case_number,
            item.decision and item.decision.text,
            [section.span.of(document.text) for section in item.sections],
        )
        for item in parse(document).items
    ]


def test_two_pdfs_of_one_document_with_other_line_breaks_give_the_same_meeting() -> None:
    narrow, wide = (_facts(pdf_of([flowing(PARAGRAPHS, width)])) for width in (56, 84))
    assert narrow == wide
    assert [fact[0] for fact in narrow] == [1, 2]


def test_page_furniture_and_page_numbers_are_left_out() -> None:
    pages = []
    for number in range(1, 5):
        words = [f"Punkt {number}: Sag nummer {number}", f"25/120{number}", "Beslutning", "Godkendt."]
        pages.append(
            [
                (60, 820, "Havrebjerg Kommune - Kulturudvalget"),
                *flowing(words, 80, top=760),
                (280, 30, f"Side {number} af 4"),
            ]
        )
    document = read_bytes("referat.pdf", pdf_of(pages))
    assert "Side" not in document.text
    assert document.text.count("Havrebjerg Kommune") == 0
    assert [item.decision and item.decision.outcome for item in parse(document).items] == [Outcome.APPROVED] * 4


def test_a_word_broken_by_a_hyphen_is_whole_again_and_a_compound_keeps_its_own() -> None:
    lines = [
        (60, 700, "Udvalget drøftede den nye beskæftigel-"),
        (60, 686, "sesplan sammen med Børne-"),
        (60, 672, "og Ungeudvalget i marts."),
    ]
    text = read_bytes("x.pdf", pdf_of([lines])).text
    assert "beskæftigelsesplan" in text
    assert "Børne- og Ungeudvalget" in text


def test_columns_far_apart_become_the_cells_of_a_row() -> None:
    rows = [
        (60, 700, "1.000 kr."),
        (260, 700, "2023"),
        (360, 700, "2024"),
        (60, 686, "Skole"),
        (260, 686, "1.200"),
        (360, 686, "-350"),
    ]
    text = read_bytes("x.pdf", pdf_of([rows])).text
    assert "Skole\t1.200\t-350" in text


def test_a_scan_without_text_is_named_as_such() -> None:
    with pytest.raises(EmptySource, match="scan"):
        read_bytes("scannet.pdf", pdf_of([[], []]))


def test_the_sample_pdf_reads_as_a_meeting() -> None:
    path = next(iter(SAMPLES.glob("*.pdf")), None)
    if path is None:
        pytest.skip("no sample PDF")
    meeting = parse(read_path(path))
    assert meeting.date is not None
    assert [item.number for item in meeting.items] == list(range(1, len(meeting.items) + 1))
