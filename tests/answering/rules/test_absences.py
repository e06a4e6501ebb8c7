"""Who was away, told with an entry for each of them."""

import json
from pathlib import Path

import pytest

from retrieval.model.answers import Query
from retrieval.settings import load_settings
from retrieval.wiring import Rooms, open_rooms

BODY = {
    "Id": "0f0a6a53-64bb-4d5f-9d11-1d1d5f6f1a01",
    "Udvalg": {"Navn": "Kulturudvalget"},
    "Moede": {
        "MeetingBeginUtc": "2024-05-14T16:00:00+02:00",
        "Afsluttet": True,
        "Navn": "Referat",
        "Moededeltagere": [
            {"Name": "Ane Holm", "Absent": False},
            {"Name": "Bo Lind", "Absent": True},
            {"Name": "Cille Ravn", "Absent": True},
        ],
    },
    "Dagsordenpunkter": [
        {
            "Number": "1",
            "Sorting": 1,
            "IsOpen": True,
            "Navn": "Ny hal",
            "Felter": [{"Html": "<h3>Beslutning</h3><p>Godkendt.</p><p>Ikke til stede: Cille Ravn (V)</p>"}],
        }
    ],
}


@pytest.fixture(scope="module")
def rooms(tmp_path_factory: pytest.TempPathFactory) -> Rooms:
    home: Path = tmp_path_factory.mktemp("absences")
    held = open_rooms(load_settings(REFERAT_HOME=home, OPENAI_API_KEY="", OPENAI_BASE_URL=""))
    held.ingester.ingest_bytes("body.json", json.dumps(BODY).encode())
    yield held
    held.close()


def test_everybody_away_is_told_once_with_an_entry_of_each(rooms: Rooms) -> None:
    answer = rooms.assistant.ask(Query("Hvem var fraværende på mødet den 14. maj 2024?"))
    assert answer.found
    assert answer.text.startswith("Bo Lind og Cille Ravn (V) deltog ikke i mødet.")
    quotes = " ".join(citation.quote for citation in answer.citations)
    assert "Bo Lind" in quotes and "Cille Ravn (V)" in quotes
    assert not answer.dropped


def test_a_named_persons_absence_is_told(rooms: Rooms) -> None:
    answer = rooms.assistant.ask(Query("Hvorfor var Bo Lind fraværende den 14. maj 2024?"))
    assert "Bo Lind deltog ikke i mødet." in answer.text
