"""Which list a question for several things means."""

from dataclasses import replace

import pytest

from retrieval.answering.rules.evidence import Scored
from retrieval.answering.rules.lists import lines_of, list_meant
from retrieval.answering.rules.units import Unit, units_of
from retrieval.parsing import parse
from retrieval.reading import read_bytes

MINUTES = """Referat
Kulturudvalget
Tirsdag den 14. maj 2024

Punkt 1: Ny kulturplan

Sagsfremstilling
Eleverne blev spurgt. De svarede:
- at de vil bo i byen
- at de vil cykle
- at de vil sejle
Planen hviler på tre mål:
1) Flere skal synge
- i kor
- i skolen
2) Flere skal læse
3) Flere skal se kunst
Derefter følger økonomien. Den er i balance.
"""


@pytest.fixture(scope="module")
def units() -> tuple[Unit, ...]:
    document = read_bytes("referat.txt", MINUTES.encode())
    return units_of(document, parse(document).items[0], lambda _: [])


def ranked(units: tuple[Unit, ...], *starts: str) -> list[Scored]:
    """The units that begin so, best first, and behind them all others."""
    first = [next(unit for unit in units if unit.text.strip().startswith(start)) for start in starts]
    listed = [*first, *(unit for unit in units if unit not in first)]
    return [
        Scored(meeting_key="m", item=1, unit=unit, score=5 - place / 10, coverage=1.0, fits=True, parts={})
        for place, unit in enumerate(listed)
    ]


def meant(question: str, held: list[Scored], units: tuple[Unit, ...]) -> str:
    found = list_meant(question, held, units)
    return found.text.strip() if found else ""


def test_the_list_that_says_how_many_is_meant_before_one_of_as_many(units: tuple[Unit, ...]) -> None:
    assert (
        meant("Hvad er de tre mål?", ranked(units, "- at de vil bo", "1) Flere"), units) == "Planen hviler på tre mål:"
    )


def test_no_list_is_meant_where_none_is_of_that_many(units: tuple[Unit, ...]) -> None:
    assert meant("Hvad er de fem mål?", ranked(units, "Derefter", "Den er", "1) Flere", "Eleverne"), units) == ""


def test_a_list_of_that_many_far_behind_the_best_is_not_meant(units: tuple[Unit, ...]) -> None:
    best, *others = ranked(units, "Derefter", "1) Flere")
    assert meant("Hvad er de tre mål?", [replace(best, score=9.3), *others], units) == ""
    assert meant("Hvad er de tre mål?", [replace(best, score=8.5), *others], units) == "Planen hviler på tre mål:"


def test_the_list_of_which_most_of_the_best_are_is_meant(units: tuple[Unit, ...]) -> None:
    held = ranked(units, "2) Flere", "Den er", "1) Flere", "3) Flere", "Derefter")
    assert meant("Hvad er målene?", held, units) == "Planen hviler på tre mål:"
    apart = ranked(units, "2) Flere", "Den er", "Derefter", "Eleverne", "- at de vil bo")
    assert meant("Hvad er målene?", apart, units) == ""


def test_the_points_of_a_numbered_list_are_its_lines_whatever_stands_between(units: tuple[Unit, ...]) -> None:
    last = next(unit for unit in units if "se kunst" in unit.text)
    assert [units[place].text.strip()[:2] for place in sorted(lines_of(last, units))] == ["1)", "2)", "3)"]


def test_a_sentence_is_of_no_list(units: tuple[Unit, ...]) -> None:
    assert lines_of(next(unit for unit in units if "økonomien" in unit.text), units) == set()
