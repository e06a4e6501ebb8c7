"""Days, months and years as people write them in a question."""

import datetime

import pytest

from retrieval.question.dates import find_days, find_months, find_years, written_out

MAY = datetime.date(2022, 5, 30)
OCTOBER = datetime.date(2017, 10, 10)
HELD = (MAY, OCTOBER)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("mødet d. 30 maj 22", MAY),
        ("30/5-22", MAY),
        ("30.5.22", MAY),
        ("30maj2022", MAY),
        ("May 30, 2022", MAY),
        ("30th of May 2022", MAY),
        ("mødet den 30. maj", MAY),
        ("the meeting on May 30th", MAY),
        ("på mødet den 10/10", OCTOBER),
    ],
)
def test_a_day_is_read_however_it_is_written(text: str, day: datetime.date) -> None:
    found = find_days(written_out(text), HELD)
    assert {one.date for one in found if one.precision == "day"} == {day}


@pytest.mark.parametrize("text", ["30. juni", "§ 18", "19-20 grader", "sag 05.04.00-P20-3-23", "40/60"])
def test_what_is_no_day_of_a_meeting_held_is_not_taken_for_one(text: str) -> None:
    assert not find_days(written_out(text), HELD)


def test_a_month_with_a_short_year_is_read() -> None:
    assert find_months(written_out("hvad skete der i maj '22?")) == {(2022, 5)}


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("i 2022 og 2021", (2022, 2021)),
        ("siden '19", (2019,)),
        ("et tilskud på 2000 kr. i 2022", (2022,)),
        ("2000 borgere", ()),
        ("2.022 kroner", ()),
    ],
)
def test_a_number_that_counts_something_is_no_year(text: str, years: tuple[int, ...]) -> None:
    assert find_years(text) == years


def test_the_text_of_a_question_without_such_dates_is_left_alone() -> None:
    assert written_out("Hvad koster 12 pladser i 2024, og hvad er 19-20 grader?") == (
        "Hvad koster 12 pladser i 2024, og hvad er 19-20 grader?"
    )
