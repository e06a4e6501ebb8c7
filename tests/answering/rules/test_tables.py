"""A table's row is told with its columns and its unit; what stands above it is never guessed."""

from collections.abc import Iterator

import pytest

from retrieval.model.answers import Query
from retrieval.settings import load_settings
from retrieval.wiring import Rooms, open_rooms

MINUTES = """Referat Kulturudvalget d. 07-05-2019

Punkt 1: Budgetopfølgning pr. marts 2019

19/101

Sagsfremstilling

Udvalget får et overblik over økonomien.

1.000 kr.\tKorrigeret budget\tForventet regnskab\tAfvigelse
\t2019\t2019\t2019
Museer\t\t\t
Skibsmuseet\t4.120\t3.980\t140
Fæstningsmuseet\t7.300\t7.655\t-355
Biblioteker\t\t\t
Hovedbiblioteket\t21.480\t21.480\t0

Beslutning

Orienteringen tages til efterretning.

Punkt 2: Besøg på kommunens huse

19/102

Sagsfremstilling

Antallet af besøg er gjort op.

Hus\t2017\t2018
Møllehuset\t11.250\t12.400
Pakhuset\t8.020\t7.615

Beslutning

Orienteringen tages til efterretning.
"""


@pytest.fixture(scope="module")
def minutes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rooms]:
    home = tmp_path_factory.mktemp("tables")
    source = home / "referat.txt"
    source.write_text(MINUTES, encoding="utf-8")
    rooms = open_rooms(load_settings(REFERAT_HOME=home / "state", OPENAI_API_KEY="", OPENAI_BASE_URL=""))
    rooms.ingester.ingest_paths([source])
    yield rooms
    rooms.close()


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Hvor meget er der budgetteret til Skibsmuseet?", "4.120 tusind kr. (Korrigeret budget 2019)"),
        ("Hvor meget går Fæstningsmuseet i minus?", "-355 tusind kr. (Afvigelse 2019)"),
        ("What is the budget of Hovedbiblioteket?", "21.480 thousand kroner (Korrigeret budget 2019)"),
        ("Hvor mange besøg havde Pakhuset i 2018?", "Pakhuset: 8.020 (2017), 7.615 (2018)."),
    ],
)
def test_a_row_is_told_with_its_columns_and_unit(minutes: Rooms, question: str, told: str) -> None:
    answer = minutes.assistant.ask(Query(question))
    assert told in answer.text
    assert not [reason for reason in answer.dropped if "stands in no quote" in reason]


def test_the_first_row_below_a_name_inside_a_table_is_no_head(minutes: Rooms) -> None:
    answer = minutes.assistant.ask(Query("Hvor meget går Fæstningsmuseet i minus?"))
    quotes = [citation.quote for citation in answer.citations]
    assert any(quote.startswith("1.000 kr.") for quote in quotes)
    assert "(kolonnernes overskrifter: »Skibsmuseet" not in answer.text
