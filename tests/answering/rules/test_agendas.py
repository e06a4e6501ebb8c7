"""Of a meeting whose agenda alone is held, nobody is told that the minutes say anything."""

from collections.abc import Iterator

import pytest

from retrieval.model.answers import Query
from retrieval.model.vocabulary import DocumentKind
from retrieval.settings import load_settings
from retrieval.wiring import Rooms, open_rooms

AGENDA = """Dagsorden Kulturudvalget d. 07-05-2019

Punkt 1: Ny lysinstallation i Møllehuset

19/101

Indstilling

Forvaltningen indstiller, at Kulturudvalget bevilger 340.000 kr. til lysinstallationen.

Sagsfremstilling

Møllehuset har haft den samme lysinstallation siden 1987. Lamperne bruger 41.000 kWh om året.

Punkt 2: Besøgstal på biblioteket

19/102

Sagsfremstilling

Biblioteket havde 58.300 besøg i 2018.
"""


@pytest.fixture(scope="module")
def agenda(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rooms]:
    home = tmp_path_factory.mktemp("agenda")
    source = home / "dagsorden.txt"
    source.write_text(AGENDA, encoding="utf-8")
    rooms = open_rooms(load_settings(REFERAT_HOME=home / "state", OPENAI_API_KEY="", OPENAI_BASE_URL=""))
    rooms.ingester.ingest_paths([source])
    yield rooms
    rooms.close()


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Hvor mange besøg havde biblioteket i 2018?", "Der står i dagsordenen: »"),
        ("How much electricity do the lamps in Møllehuset use?", "The agenda says"),
    ],
)
def test_what_an_agenda_says_is_told_as_the_agendas(agenda: Rooms, question: str, told: str) -> None:
    answer = agenda.assistant.ask(Query(question))
    assert answer.found, answer.text
    assert told in answer.text
    assert "i referatet" not in answer.text and "minutes say" not in answer.text
    assert {citation.document for citation in answer.citations} == {DocumentKind.AGENDA}


@pytest.mark.parametrize(
    "question", ["Hvem deltog ikke i mødet den 7. maj 2019?", "Blev der stemt på mødet den 7. maj 2019?"]
)
def test_what_an_agenda_cannot_hold_is_not_missed_in_the_minutes(agenda: Rooms, question: str) -> None:
    text = agenda.assistant.ask(Query(question)).text
    assert "dagsorden" in text and "referatet fra" not in text
