"""Whether somebody was at a meeting: from lists of those present, absences, votes; never from stray lines."""

import pytest

from retrieval.model.answers import Answer, Query, Turn
from retrieval.wiring import Rooms

pytestmark = pytest.mark.xdist_group("samples")


def ask(rooms: Rooms, question: str, *history: Turn) -> Answer:
    return rooms.assistant.ask(Query(question, history))


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Var Amina Skovby til mødet den 16. april 2024?", "Ja. Amina Skovby (F) var til stede på mødet den 16. april"),
        ("Was Carl-Emil Torpegaard present on 16 April 2024?", "No. Carl-Emil Torpegaard (I) did not attend"),
        ("Var Grethe Lindskov med til mødet i november 2017?", "Nej. Grethe Lindskov (C) deltog ikke i mødet."),
        (
            "Var Yasmin Toftegaard til mødet den 3. februar 2026?",
            "Ja. Referatet har ingen liste over de fremmødte, men",
        ),
        ("Deltog Palle Overby i mødet den 8. september 2020?", "– punkt 7: Forslag om gratis psykologhjælp til unge"),
        ("Deltog Mona Kjeldgaard i behandlingen af taksterne på Fyrtårnet?", "Nej. Mona Kjeldgaard (F) var inhabil"),
        ("Hvem var til stede på mødet den 16. april 2024?", "Dorte Palmelund (A), Jens Ulrik Hauge (V), Amina Skovby"),
        ("Hvem var til stede på mødet den 27. september 2023?", "har ingen liste over de fremmødte"),
        ("Var Inger Thorhauge til stede den 4. oktober 2022?", "Mødet den 4. oktober 2022 blev aflyst"),
    ],
)
def test_attendance_is_told_with_its_words(samples: Rooms, question: str, told: str) -> None:
    answer = ask(samples, question)
    assert answer.found and not answer.dropped
    assert told in answer.text, answer.text


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "Var Hanne Holm til mødet?",
            "Referatet fra den 3. februar 2026 nævner ikke Hanne Holm, hverken som til stede",
        ),
        ("Deltog Ove Stensgaard i punkt 4 den 13. juni 2023?", "nævner ikke Ove Stensgaard under punkt 4"),
        ("Was Bo Lind present on 3 February 2026?", "do not name Bo Lind"),
        ("Hvem er stedfortræder for formanden?", "fremgår ikke"),
    ],
)
def test_somebody_who_is_not_named_is_neither_there_nor_away(samples: Rooms, question: str, said: str) -> None:
    answer = ask(samples, question)
    assert not answer.found and said in answer.text, answer.text


def test_the_item_talked_about_is_meant(samples: Rooms) -> None:
    asked = "Hvad blev besluttet om natcaféen i 2026?"
    history = (Turn("user", asked), Turn("assistant", ask(samples, asked).text))
    answer = ask(samples, "Deltog Søren Kragelund i punktet?", *history)
    assert {(str(cited.meeting), cited.item) for cited in answer.citations} == {("2026-02-03", 4)}
