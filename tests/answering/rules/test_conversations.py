"""A question in a conversation: of its own, or going on from the one before."""

import pytest

from retrieval.model.answers import Query, Turn
from retrieval.wiring import Rooms


def after(rooms: Rooms, first: str, second: str):
    told = rooms.assistant.ask(Query(first))
    return told, rooms.assistant.ask(Query(second, (Turn("user", first), Turn("assistant", told.text))))


def places(answer) -> set[tuple[str, int]]:
    return {(str(cited.meeting), cited.item) for cited in answer.citations}


@pytest.mark.parametrize(
    ("first", "second", "meeting"),
    [
        ("hvor mange lejligheder kommer der på havnegade 21", "skal biblioteket flytte?", "2024-04-16"),
        ("hvad kostede tolkebistand i 2019", "er der vedtaget gratis bus for børn", "2023-09-27"),
        ("er der vedtaget gratis bus for børn", "hvad er takster for forsorgshjemmet i 2018", "2017-11-14"),
        ("Hvad blev besluttet om Natcaféen Fyret i 2026?", "Hvem stemte imod cykelstien?", "2023-09-27"),
        ("Hvilke sager blev udsat?", "Hvad blev besluttet om cykelstien?", "2023-09-27"),
    ],
)
def test_a_new_matter_is_not_looked_for_in_the_last_answers_meeting(
    samples: Rooms, first: str, second: str, meeting: str
) -> None:
    _, answer = after(samples, first, second)
    assert {day for day, _ in places(answer)} == {meeting}


def test_a_new_matter_is_told_with_what_was_said_later(samples: Rooms) -> None:
    _, answer = after(samples, "Hvad blev besluttet om Natcaféen Fyret i 2026?", "og hvad med vindmøllerne?")
    assert places(answer) == {("2025-10-07", 6), ("2023-06-13", 7)}


def test_a_follow_up_stays_with_its_item(samples: Rooms) -> None:
    first, second = after(samples, "er der vedtaget gratis bus for børn i 2023", "og hvad ville det koste?")
    assert places(second) & places(first)


def test_matters_of_one_fate_are_sought_among_all(samples: Rooms) -> None:
    alone = samples.assistant.ask(Query("hvilke sager blev udsat?"))
    _, later = after(samples, "hvad kostede tolkebistand i 2019", "hvilke sager blev udsat?")
    assert places(later) == places(alone) != set()


def test_the_newest_meeting_is_that_of_the_body_named(samples: Rooms) -> None:
    answer = samples.assistant.ask(Query("Hvad blev besluttet på det seneste møde i byrådet?"))
    assert {cited.committee for cited in answer.citations} == {"Byrådet"}


def test_a_refusals_near_items_are_no_anchor(samples: Rooms) -> None:
    first, second = after(samples, "hvem vinder næste kommunalvalg", "hvad koster det?")
    assert not first.found
    assert not second.found or not (places(second) & {(str(hit.date), hit.item) for hit in first.near})


def test_a_mistyped_new_matter_is_none_the_less_new(samples: Rooms) -> None:
    _, answer = after(samples, "Hvorfor kan rute 47 ikke køre videre?", "hvad sker der med svommehallen i strandby")
    assert places(answer) == {("2018-03-06", 1)}


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ("Hvad kostede tolkebistand i 2024?", "og i 2019?", "0,8 mio. kr. i 2019"),
        ("Hvor meget CO2 udledte kommunen i 2015?", "og i 2021?", "214.000 tons"),
        ("Hvad kostede tandlægehjælpen i 2010?", "hvad så i 2016?", "2.914.000 kr. i 2016"),
        ("Hvor mange ledige var der i 2021?", "og i 2025?", "871 personer"),
    ],
)
def test_after_a_refusal_a_new_year_is_asked_of_the_refused_matter(
    samples: Rooms, first: str, second: str, told: str
) -> None:
    refused, answer = after(samples, first, second)
    assert not refused.found
    assert told in answer.text and answer.question == second


def test_a_new_year_is_not_sought_in_a_meeting_that_is_not_of_it(samples: Rooms) -> None:
    first, second = after(samples, "Hvor mange hjemløse var der i 2021?", "og i 2022?")
    assert places(first) == {("2020-09-08", 4)}
    assert places(second) == {("2025-03-18", 9)}


@pytest.mark.parametrize(
    ("first", "second", "place"),
    [
        ("Hvem stemte imod biblioteket?", "og cykelstien?", ("2023-09-27", 3)),
        ("Hvad blev besluttet om lufthavnen?", "og om vindmøllerne?", ("2023-06-13", 7)),
    ],
)
def test_another_matter_may_be_turned_to_by_its_name_alone(
    samples: Rooms, first: str, second: str, place: tuple[str, int]
) -> None:
    _, answer = after(samples, first, second)
    assert places(answer) == {place}


def test_a_thing_the_item_talked_about_knows_nothing_of_is_no_follow_up(samples: Rooms) -> None:
    first, second = after(samples, "Hvornår åbner plejehjemmet?", "Hvad koster et pas?")
    assert not places(first) & places(second)
    first, second = after(samples, "Hvornår åbner plejehjemmet?", "Hvad koster det?")
    assert places(first) & places(second)
