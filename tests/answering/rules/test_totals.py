"""Parts of one list are added up where a total is asked for and none is printed; shown as computed."""

from collections.abc import Iterator

import pytest

from retrieval.model.answers import Answer, Query
from retrieval.settings import load_settings
from retrieval.wiring import Rooms, open_rooms

MINUTES = """Referat Kulturudvalget d. 04-03-2025

Punkt 1: Tilskud til foreningernes lokaler

25/101

Sagsfremstilling

Der er afsat midler til disse foreninger:

- Roklubben får 120.000 kr.
- Spejderne får 45.000 kr.
- Musikforeningen får 85.000 kr.

Beslutning

Godkendt.

Punkt 2: Renovering af legepladser

25/102

Sagsfremstilling

Legepladserne renoveres for:

- Nordparken: 1,2 mio. kr.
- Havnen: 0,8 mio. kr.

I alt koster renoveringen af legepladserne 2,1 mio. kr. med rådgivning.

Beslutning

Godkendt.

Punkt 3: Drift af svømmebassiner

25/103

Sagsfremstilling

Driften af svømmebassinerne:

- Bassinet i nord koster 300.000 kr. om året.
- Bassinet i syd koster 200.000 kr. i 2025.

Beslutning

Godkendt.

Punkt 4: Ny skatebane ved havnen

25/104

Sagsfremstilling

Skatebanen kan bygges efter tre modeller:

- Model A koster 400.000 kr.
- Model B koster 700.000 kr.

Beslutning

Drøftet.
"""


@pytest.fixture(scope="module")
def rooms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rooms]:
    home = tmp_path_factory.mktemp("totals")
    source = home / "referat.txt"
    source.write_text(MINUTES, encoding="utf-8")
    held = open_rooms(load_settings(REFERAT_HOME=home / "state", OPENAI_API_KEY="", OPENAI_BASE_URL=""))
    held.ingester.ingest_paths([source])
    yield held
    held.close()


def ask(rooms: Rooms, question: str) -> Answer:
    return rooms.assistant.ask(Query(question))


def test_the_sum_of_a_list_is_told_as_computed_from_its_parts(rooms: Rooms) -> None:
    answer = ask(rooms, "Hvor meget får foreningerne i alt?")
    assert "Lagt sammen er det 250.000 kr., regnet ud fra 120.000 kr. + 45.000 kr. + 85.000 kr." in answer.text
    assert not answer.dropped


def test_a_printed_total_is_preferred(rooms: Rooms) -> None:
    answer = ask(rooms, "Hvad koster renoveringen af legepladserne i alt?")
    assert "2,1 mio. kr." in answer.text and "Lagt sammen" not in answer.text


def test_what_is_a_year_and_what_is_of_one_year_are_not_added_up(rooms: Rooms) -> None:
    assert "Lagt sammen" not in ask(rooms, "Hvad koster svømmebassinerne tilsammen?").text


def test_what_is_to_be_chosen_among_is_not_added_up(rooms: Rooms) -> None:
    assert "Lagt sammen" not in ask(rooms, "Hvad koster skatebanen i alt?").text


def test_nothing_is_added_up_unasked(rooms: Rooms) -> None:
    assert "Lagt sammen" not in ask(rooms, "Hvor meget får Roklubben?").text
