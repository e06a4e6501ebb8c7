"""Two questions asked in one are both answered, in the order asked; the second takes the first's subject."""

import pytest

from retrieval.model.answers import Answer, Query
from retrieval.wiring import Rooms

pytestmark = pytest.mark.xdist_group("samples")


def ask(rooms: Rooms, question: str) -> Answer:
    return rooms.assistant.ask(Query(question))


@pytest.mark.parametrize(
    ("question", "first", "second"),
    [
        ("Hvad blev besluttet om natcaféen, og hvad koster den?", "godkendte indstillingen", "1.720.000 kr. om året"),
        (
            "Hvad blev besluttet om sportshallen? Og hvem stemte imod?",
            "nr. 1-2 godkendt",
            "Imod: Jens Ulrik Hauge (V).",
        ),
        ("Hvad koster cykelstien, og hvornår står den færdig?", "mio. kr.", "juni 2026"),
        (
            "Hvad koster natcaféen, og hvad blev besluttet om vindmøllerne?",
            "1.720.000",
            "drøftede kun sagen den 13. juni",
        ),
        ("Hvor mange hjemløse var der i 2024, og hvor mange var under 30?", "2024: 44", "2024: 13"),
    ],
)
def test_both_are_answered_in_order(samples: Rooms, question: str, first: str, second: str) -> None:
    answer = ask(samples, question)
    assert first in answer.text and second in answer.text[answer.text.index(first) :], answer.text
    assert len(answer.text) <= 900 and not answer.dropped


def test_what_is_left_unanswered_is_said(samples: Rooms) -> None:
    answer = ask(samples, "Hvor mange rotter var der, og hvor mange skildpadder?")
    assert (
        "1.340" in answer.text
        and "Til den anden del af spørgsmålet er der ikke fundet svar i referaterne." in answer.text
    )


def test_the_second_half_is_of_the_firsts_item(samples: Rooms) -> None:
    answer = ask(samples, "Hvad stemte Venstre til cykelstien, og hvad stemte Enhedslisten?")
    assert {(str(cited.meeting), cited.item) for cited in answer.citations} == {("2023-09-27", 3)}


def test_nothing_is_quoted_twice(samples: Rooms) -> None:
    answer = ask(samples, "Hvad er taksten for logi, og hvad er den for kost?")
    assert answer.text.count("90 kr. for logi") == 1
    partly = ask(samples, "Hvor mange rotter var der, og hvor mange skildpadder?")
    assert partly.text.count("1.340") == 1
