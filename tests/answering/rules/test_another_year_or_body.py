"""A year or a body that the question names and the minutes told are not of is pointed out, or the answer is refused."""

import pytest

from retrieval.answering.rules.bodies import bodies_named, is_one_of
from retrieval.model.answers import Answer, Query
from retrieval.wiring import Rooms

pytestmark = pytest.mark.xdist_group("samples")


def ask(rooms: Rooms, question: str) -> Answer:
    return rooms.assistant.ask(Query(question))


@pytest.mark.parametrize(
    ("question", "item", "noted"),
    [
        ("Hvad blev besluttet om natcaféen i 2019?", 4, "fra den 3. februar 2026, ikke fra 2019."),
        ("Hvem stemte imod cykelstien i 2021?", 3, "fra den 27. september 2023, ikke fra 2021."),
        ("Opsummer sagen om klimahandleplanen i 2019", 2, "ikke fra 2019."),
        ("What was decided about wind turbines in 2020?", 7, "from 13 June 2023, not from 2020."),
        (
            "Hvad besluttede Børne- og Kulturudvalget om cykelstien?",
            3,
            "fra Byrådet, ikke fra Børne- og Kulturudvalget.",
        ),
        ("Hvad besluttede Økonomiudvalget om klimahandleplanen?", 2, "ikke fra Økonomiudvalget."),
        ("What did the city council decide about the swimming pool?", 1, "not from the city council."),
    ],
)
def test_what_is_of_another_year_or_body_is_said_to_be(samples: Rooms, question: str, item: int, noted: str) -> None:
    answer = ask(samples, question)
    assert {cited.item for cited in answer.citations} == {item}
    assert answer.text.splitlines()[0].endswith(noted), answer.text


def test_a_wrong_body_of_a_meeting_named_by_its_day_is_pointed_out(samples: Rooms) -> None:
    answer = ask(samples, "Hvad besluttede Socialudvalget den 27. september 2023?")
    assert "fra Byrådet, ikke fra Socialudvalget" in answer.text.splitlines()[0]


@pytest.mark.parametrize(
    "question",
    ["Blev fritidspasset vedtaget i 2018?", "Har byrådet godkendt sommerparkering på havnen?"],
)
def test_no_plain_yes_is_said_of_another_year_or_body(samples: Rooms, question: str) -> None:
    assert "Ja." not in ask(samples, question).text


@pytest.mark.parametrize(
    "question",
    [
        "Hvad blev besluttet om takster for forsorgshjemmet i 2018?",
        "Hvad besluttede udvalget om svømmehallen i 2021?",
        "Hvad besluttede kommunalbestyrelsen om gratis bus?",
        "Hvad indstillede udvalget til byrådet om svømmehallen?",
        "Hvad besluttede beskæftigelsesudvalget om natcaféen?",
    ],
)
def test_nothing_is_pointed_out_where_year_and_body_are_right(samples: Rooms, question: str) -> None:
    answer = ask(samples, question)
    assert answer.found and "Bemærk" not in answer.text


def test_the_named_bodys_own_item_is_told(samples: Rooms) -> None:
    answer = ask(samples, "Hvad besluttede Teknik- og Klimaudvalget om cykelstien?")
    assert {cited.committee for cited in answer.citations} == {"Teknik- og Klimaudvalget"}


def test_a_body_is_named_where_it_acts() -> None:
    assert bodies_named("Hvad besluttede Børne- og Kulturudvalget?") == ["Børne- og Kulturudvalget"]
    assert bodies_named("Blev sagen sendt til byrådet af udvalget?") == []
    assert is_one_of("Byrådet", ["kommunalbestyrelsen"]) and not is_one_of("Kulturudvalget", ["byrådet"])
