import datetime

import pytest

from retrieval.parsing.dates import find_dates


@pytest.mark.parametrize(
    ("words", "dates"),
    [
        ("14. maj 2024", ["2024-05-14"]),
        ("Tirsdag d. 14. maj 2024 kl. 08:30", ["2024-05-14"]),
        ("14-05-2024 og 14.05.2024 og 2024-05-14", ["2024-05-14"] * 3),
        ("den 19/9 2017 og 1/4-21", ["2017-09-19", "2021-04-01"]),
        ("fra 1/1 – 31/3 2018", ["2018-01-01", "2018-03-31"]),
        ("henholdsvis den 16/8 og 13/9 2017", ["2017-08-16", "2017-09-13"]),
        ("den 8. og 9. april 2025", ["2025-04-09"]),
        ("15. februar - 19. februar 2021", ["2021-02-15", "2021-02-19"]),
        ("15-maj-2002", ["2002-05-15"]),
        ("11 januar, 2021 - 19:00", ["2021-01-11"]),
        ("April 3, 2019", ["2019-04-03"]),
        ("Torsdag 10. nov 2016", ["2016-11-10"]),
        ("31. februar 2020", []),
        ("forholdet 40/60 og 1/2 mio.", []),
        ("85.02.02-P35-25-23 og 23-013405", []),
        ("01.02.03.2024", []),
    ],
)
def test_dates_given_to_the_day(words: str, dates: list[str]) -> None:
    found = [found for found in find_dates(words) if found.precision == "day"]
    assert [str(date.date) for date in found] == dates
    assert all(date.text == date.span.of(words) for date in found)


@pytest.mark.parametrize(
    ("words", "precision", "date"),
    [
        ("medio 2024", "year_part", datetime.date(2024, 6, 1)),
        ("ultimo marts 2020", "year_part", datetime.date(2020, 3, 1)),
        ("2.-4. kvartal af 2020", "quarter", datetime.date(2020, 4, 1)),
        ("i juni 2025", "month", datetime.date(2025, 6, 1)),
    ],
)
def test_dates_less_exact_than_a_day_say_so(words: str, precision: str, date: datetime.date) -> None:
    (found,) = find_dates(words)
    assert (found.precision, found.date) == (precision, date)


def test_a_date_without_a_year_takes_the_meetings() -> None:
    assert [str(found.date) for found in find_dates("På mødet den 6. februar drøftes 10/10 af", 2017)] == ["2017-02-06"]
    assert [str(found.date) for found in find_dates("10/10: Drøftelse", 2017)] == ["2017-10-10"]
    assert find_dates("den 6. februar") == []
