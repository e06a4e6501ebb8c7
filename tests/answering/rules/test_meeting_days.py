"""When a body meets is told from a meeting plan, else from the meetings of which minutes are held."""

import pytest

from retrieval.model.answers import Answer, Query
from retrieval.wiring import Rooms

pytestmark = pytest.mark.xdist_group("samples")


def ask(rooms: Rooms, question: str) -> Answer:
    return rooms.assistant.ask(Query(question))


@pytest.mark.parametrize(
    ("question", "place", "days"),
    [
        ("Hvilke møder har udvalget i 2026?", ("2026-02-03", 2), ["3. februar, 10. marts", "og 1. december."]),
        ("Hvornår holder udvalget møde?", ("2026-02-03", 2), ["i 2026: 3. februar"]),
        ("When does the committee meet in 2026?", ("2026-02-03", 2), ["3 February, 10 March", "and 1 December."]),
        ("Hvornår holder socialudvalget møde i august 2023?", ("2022-11-01", 7), ["den 15. august 2023."]),
        ("mødeplan 2023", ("2022-11-01", 7), ["10. januar", "5. december"]),
        (
            "Hvornår holder Social- og Beskæftigelsesudvalget møde i 2021?",
            ("2020-09-08", 2),
            ["flyttes til den 13. april"],
        ),
    ],
)
def test_the_days_of_a_plan_are_told(samples: Rooms, question: str, place: tuple[str, int], days: list[str]) -> None:
    answer = ask(samples, question)
    assert {(str(cited.meeting), cited.item) for cited in answer.citations} == {place}
    assert all(day in answer.text for day in days), answer.text
    assert not answer.dropped


def test_without_a_plan_the_meetings_held_are_listed(samples: Rooms) -> None:
    answer = ask(samples, "Hvornår mødes byrådet?")
    assert answer.text.splitlines() == [
        "Referaterne har ingen mødeplan for det. Der er referat fra disse møder:",
        "– Byrådet, 27. september 2023",
    ]


def test_which_meetings_were_held_is_no_question_for_a_plan(samples: Rooms) -> None:
    answer = ask(samples, "Hvilke møder holdt Teknik- og Klimaudvalget i 2023?")
    assert [str(cited.meeting) for cited in answer.citations] == ["2023-09-12", "2023-06-13"]
    assert "mødeplan" not in answer.text


@pytest.mark.parametrize("question", ["Hvornår er næste møde i byrådet?", "Hvilke møder er der i 2030?"])
def test_days_that_no_minutes_tell_are_refused(samples: Rooms, question: str) -> None:
    assert not ask(samples, question).found


@pytest.mark.parametrize("question", ["Hvornår er borgermødet om vindmøller?", "Hvilke møder handler om cykelstien?"])
def test_other_meetings_are_matters_like_any(samples: Rooms, question: str) -> None:
    answer = ask(samples, question)
    assert "mødeplan" not in answer.text and {cited.item for cited in answer.citations} != {0}
