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


ITEM = "{number}. Sag {number}\nSagsnr.: 24/{number}\n\nForvaltningen indstiller, at det sker.\n\n{said}"


def _ended(*words: str, kind: str = "Referat") -> list[Outcome | None]:
    items = "\n\n".join(ITEM.format(number=number, said=said) for number, said in enumerate(words, 1))
    text = f"{kind}\nTeknisk Udvalg\nTirsdag den 4. juni 2024\n\n{items}\n"
    found = parse(read_bytes("x.txt", text.encode())).items
    return [item.decision and item.decision.outcome for item in found]


def test_the_words_that_end_an_item_are_its_decision_where_no_heading_stands_over_any() -> None:
    said = (
        "Indstillingen vedtaget. Lis Bak stemte imod.",
        "Udsat.",
        "Udvalget godkendte planen.\n\nBo Friis var fraværende.",
    )
    assert _ended(*said) == [Outcome.APPROVED, Outcome.POSTPONED, Outcome.APPROVED]
    assert _ended(*said, kind="Dagsorden") == [None, None, None]


@pytest.mark.parametrize(
    "said",
    [
        ("Byrådet vedtog planen i 2019.", "Udvalget godkendte den i 2020.", "Godkendt i 2021."),
        ("Udvalget drøftede sagen og talte længe om vejens fremtid.", "Planen skal godkendes af staten.", "Godkendt."),
        ("Venstre\nGodkendt.", "Ældrerådet\nAnbefales.", "Naboerne\nGodkendt."),
    ],
)
def test_history_talk_and_what_others_say_end_no_item_as_its_decision(said: tuple[str, ...]) -> None:
    assert _ended(*said) == [None, None, None]


@pytest.mark.parametrize("arrow", ["→", "=>", "➔", "->"])
def test_what_an_arrow_points_to_is_the_decision_where_it_resolves_each_time(arrow: str) -> None:
    said = ("Bump ønskes.\n{} Udvalget vedtog at sætte 4 bump op.", "Skuret er væltet.\n{} Udsat.")
    assert _ended(*(words.format(arrow) for words in said)) == [Outcome.APPROVED, Outcome.POSTPONED]
    assert _ended(f"Vejen går\n{arrow} forbi skolen", f"Stien går\n{arrow} forbi hallen") == [None, None]


@pytest.mark.parametrize("parting", [" – ", ": ", " → "])
def test_number_title_and_decision_on_one_line_are_an_item(parting: str) -> None:
    lines = [
        f"62. Dagsorden{parting}Godkendt.",
        f"63. Klimaregnskab{parting}Taget til efterretning. Udledningen falder.",
        f"64. Veje - to planer{parting}Udsat.",
    ]
    text = "Beslutningsreferat\nKlimaudvalget den 11. maj 2023\n\n" + "\n".join(lines)
    meeting = parse(read_bytes("x.txt", text.encode()))
    assert [(item.number, item.title, item.decision and item.decision.text) for item in meeting.items] == [
        (62, "Dagsorden", "Godkendt."),
        (63, "Klimaregnskab", "Taget til efterretning. Udledningen falder."),
        (64, "Veje - to planer", "Udsat."),
    ]


def test_a_mark_of_openness_is_the_title_where_no_other_stands() -> None:
    said = "Beslutning\nGodkendt."
    text = f"Referat\nByrådet den 3. marts 2020\n\nPunkt 1\nBudget\n{said}\n\nPunkt 2\nLukket punkt\n{said}\n"
    items = parse(read_bytes("x.txt", text.encode())).items
    assert [(item.title, item.is_open) for item in items] == [("Budget", True), ("Lukket punkt", False)]
