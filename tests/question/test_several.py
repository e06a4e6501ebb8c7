"""Two questions asked at once are parted where the second begins to ask."""

import pytest

from retrieval.question.several import split_in_two


@pytest.mark.parametrize(
    ("text", "halves"),
    [
        (
            "Hvad blev besluttet om natcaféen, og hvad koster den?",
            ("Hvad blev besluttet om natcaféen?", "hvad koster den?"),
        ),
        ("Hvem stemte imod cykelstien, og hvorfor?", ("Hvem stemte imod cykelstien?", "hvorfor?")),
        ("Hvad koster hallen? Og hvornår åbner den?", ("Hvad koster hallen?", "hvornår åbner den?")),
        (
            "What does the path cost and when will it be finished?",
            ("What does the path cost?", "when will it be finished?"),
        ),
        ("Er hallen vedtaget, og hvad koster den?", ("Er hallen vedtaget?", "hvad koster den?")),
        ("Hvem får tilskud, og hvor meget?", None),
        ("Hvor og hvornår holdes mødet?", None),
        ("Hvad koster den nye hal og svømmehallen?", None),
        ("Hvad koster den, og hvornår åbner den, og hvem driver den?", None),
    ],
)
def test_two_questions_are_parted(text: str, halves: tuple[str, str] | None) -> None:
    assert split_in_two(text) == halves
