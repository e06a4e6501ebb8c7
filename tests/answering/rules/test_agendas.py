"""Of a meeting whose agenda alone is held, nobody is told that the minutes say anything."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from retrieval.answering.rules.outcomes import quoted
from retrieval.answering.rules.sources import Source
from retrieval.model.answers import Language, Query
from retrieval.model.vocabulary import DocumentKind, SectionKind
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
    ("language", "of_agenda", "of_minutes"),
    [
        (Language.DANISH, "Der står i dagsordenen: »", "Der står i referatet: »"),
        (Language.ENGLISH, "The agenda says", "The minutes say"),
    ],
)
def test_what_an_agenda_says_is_told_as_the_agendas(
    agenda: Rooms, language: Language, of_agenda: str, of_minutes: str
) -> None:
    (info,) = agenda.store.meetings()
    held = agenda.store.get(info.key)
    section = held.meeting.items[1].section(SectionKind.CASE_PRESENTATION)
    assert section is not None
    citation = Source(held, held.meeting.items[1]).cite(section.kind, section.span)
    assert citation.document is DocumentKind.AGENDA
    assert quoted(language, citation, "minutes_say").startswith(of_agenda)
    assert quoted(language, replace(citation, document=DocumentKind.MINUTES), "minutes_say").startswith(of_minutes)


def test_an_answer_from_an_agenda_cites_it_as_one(agenda: Rooms) -> None:
    answer = agenda.assistant.summary("2019-05-07")
    assert answer.citations and {citation.document for citation in answer.citations} == {DocumentKind.AGENDA}


@pytest.mark.parametrize(
    "question", ["Hvem deltog ikke i mødet den 7. maj 2019?", "Blev der stemt på mødet den 7. maj 2019?"]
)
def test_what_an_agenda_cannot_hold_is_not_missed_in_the_minutes(agenda: Rooms, question: str) -> None:
    text = agenda.assistant.ask(Query(question)).text
    assert "dagsorden" in text and "referatet fra" not in text
