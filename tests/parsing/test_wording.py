"""Decisions under headings that no list holds: learned from a document, and never from what somebody else said."""

import pytest

from retrieval.model.vocabulary import Outcome
from retrieval.parsing import parse
from retrieval.reading import read_bytes

WORDS = ("Godkendt.", "Taget til efterretning.", "Udsat til næste møde.")
OUTCOMES = [Outcome.APPROVED, Outcome.NOTED, Outcome.POSTPONED]


def _outcomes(
    label: str, words: tuple[str, ...] = WORDS, *, kind: str = "Referat", parting: str = "\n"
) -> list[object]:
    items = "\n\n".join(
        f"Punkt {number}: Sag {number}\nSagsnr.: 24/{1000 + number}\n\nResumé\nVejen er smal.\n\n{label}{parting}{said}"
        for number, said in enumerate(words, 1)
    )
    text = f"{kind}\nTeknisk Udvalg\nTirsdag den 4. juni 2024\n\n{items}\n"
    return [item.decision and item.decision.outcome for item in parse(read_bytes("x.txt", text.encode())).items]


@pytest.mark.parametrize("label", ["Det blev til", "Vi aftalte", "Udvalgets svar", "Mødets udfald"])
def test_a_heading_no_list_holds_is_the_decisions_where_what_follows_resolves_each_time(label: str) -> None:
    assert _outcomes(label) == OUTCOMES
    assert _outcomes(label, parting=": ") == OUTCOMES


@pytest.mark.parametrize(
    "label",
    [
        "Økonomiudvalget",  # another body than the one that met
        "Ældrerådets svar",
        "Venstre",  # a party
        "Afdelingens anbefaling",
        "Tidligere behandling i udvalget",
        "Høringssvar fra skolerne",
    ],
)
def test_what_somebody_else_says_is_no_decision(label: str) -> None:
    assert _outcomes(label, ("Godkendt.", "Anbefales.", "Godkendt.")) == [None, None, None]
    assert _outcomes(label, ("Godkendt.", "Anbefales.", "Godkendt."), parting=": ") == [None, None, None]


def test_a_label_over_recommendations_prose_or_the_past_is_no_heading_of_decisions() -> None:
    assert _outcomes("Ønske", ("at takstbladet godkendes", "at sagen drøftes", "at sagen udsættes")) == [None] * 3
    assert _outcomes("Forløb", ("Godkendt i 2021.", "Byrådet vedtog planen i 2019.", "Drøftet i 2020.")) == [None] * 3
    assert _outcomes("Om vejen", ("Den er smal.", "Godkendt.", "Den skal males.")) == [None] * 3


def test_an_agenda_decides_nothing_under_an_unknown_heading() -> None:
    assert _outcomes("Det blev til", kind="Dagsorden") == [None, None, None]
