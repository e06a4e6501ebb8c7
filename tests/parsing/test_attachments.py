"""Titles under "Bilag" that are words of headings too."""

import pytest

from retrieval.model.vocabulary import SectionKind
from retrieval.parsing import parse
from retrieval.reading import read_bytes

HEAD = "REFERAT Kulturudvalget d. 01-02-2024\n\nPunkt 1: Sag\n\n25/1\n\nSagsfremstilling\n\nTekst om sagen.\n\n"


@pytest.mark.parametrize(
    ("tail", "titles", "others"),
    [
        ("Bilag\n\n- Notat\n- Tidsplan\n- Økonomi\n", ["Notat", "Tidsplan", "Økonomi"], []),
        ("Bilag\n\nNotat\nTidsplan\nØkonomi\n", ["Notat", "Tidsplan", "Økonomi"], []),
        ("Bilag\n\n- Beslutning\n- Høring\n", ["Beslutning", "Høring"], []),
        ("Bilag\nØkonomi\n\nBeslutning\n\nGodkendt.\n", ["Økonomi"], [SectionKind.DECISION]),
        ("Bilag\n\nKort\n\nØkonomi\n\nSagen koster 5.000 kr.\n", ["Kort"], [SectionKind.FINANCES]),
        ("Bilag\n\nKort\n\nØkonomi\n\nIngen\n", ["Kort"], [SectionKind.FINANCES]),
        ("Bilag\n\nKort\n\nTidsplan\n\n2024\tAnlæg\n2025\tDrift\n", ["Kort"], [SectionKind.SCHEDULE]),
        ("Bilag\n\nKort\n\nIndstilling\n\nForvaltningen indstiller det\n", ["Kort"], [SectionKind.RECOMMENDATION]),
    ],
)
def test_a_title_is_no_heading_unless_its_sections_words_follow(
    tail: str, titles: list[str], others: list[SectionKind]
) -> None:
    item = parse(read_bytes("x.txt", (HEAD + tail).encode())).items[0]
    assert [attachment.title for attachment in item.attachments] == titles
    kinds = [section.kind for section in item.sections]
    assert kinds[kinds.index(SectionKind.ATTACHMENTS) + 1 :] == others
