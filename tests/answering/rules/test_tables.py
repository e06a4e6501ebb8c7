"""A table's row is told with its columns and its unit; what stands above it is never guessed."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.charts import series_of
from bot.render.answer import render_answer
from retrieval.answering.rules.tables import row_claim
from retrieval.answering.telling import tables_of
from retrieval.model.answers import Language, Query, Row
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

Punkt 3: Renoveringer i 2019

19/103

Sagsfremstilling

Forvaltningen foreslår tre projekter.

Nr.\tProjekt\t1.000 kr.
1\tNyt tag på Pakhuset\t1.450
2\t2 minus 1-vej til havnen\t220
3\tNye lamper i Møllehuset\t310

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
        ("Hvor meget er der budgetteret til Skibsmuseet?", "Korrigeret budget 2019: 4.120 tusind kr."),
        ("Hvad er afvigelsen for Fæstningsmuseet?", "Afvigelse 2019: -355 tusind kr."),
        ("What is the budget of Hovedbiblioteket?", "Korrigeret budget 2019: 21.480 thousand kroner"),
        ("Hvor mange besøg havde Pakhuset i 2018?", "2018: 7.615"),
    ],
)
def test_a_row_is_told_with_its_columns_and_unit(minutes: Rooms, question: str, told: str) -> None:
    answer = minutes.assistant.ask(Query(question))
    assert told in answer.text
    assert not [reason for reason in answer.dropped if "stands in no quote" in reason]


def test_a_row_told_is_shown_as_a_table_and_can_be_drawn(minutes: Rooms) -> None:
    answer = minutes.assistant.ask(Query("Hvad er budgettet for Hovedbiblioteket?"))
    (table,) = answer.tables
    assert table.rows == (
        ("Biblioteker, Hovedbiblioteket", "tusind kr."),
        ("Korrigeret budget 2019", "21.480"),
        ("Forventet regnskab 2019", "21.480"),
        ("Afvigelse 2019", "0"),
    )
    series = series_of(table, Language.DANISH)
    assert series is not None
    assert series.title == "Biblioteker, Hovedbiblioteket, tusind kr."
    html = render_answer(answer).rich
    assert "<table" in html and "<li>" not in html, "the list gives way to the table where tables are shown"


def test_rows_of_the_same_columns_make_one_table() -> None:
    rows = [Row(label, "kr.", (("2023", "1.000"), ("2024", "2.000"))) for label in ("Sti", "Bro")]
    claims = [row_claim(row, (), is_listed=True) for row in rows]
    further = replace(row_claim(Row("Vej", "kr.", (("2023", "9"),)), ()), is_further=True)
    (table,) = tables_of(Language.DANISH, [*claims, further])
    assert table.caption == "Tal i kr."
    assert table.rows == (("Hvad", "2023", "2024"), ("Sti", "1.000", "2.000"), ("Bro", "1.000", "2.000"))
    assert [claim.text for claim in claims] == [
        f"– {name}: 1.000 kr. (2023), 2.000 kr. (2024)." for name in ("Sti", "Bro")
    ]


def test_the_first_row_below_a_name_inside_a_table_is_no_head(minutes: Rooms) -> None:
    answer = minutes.assistant.ask(Query("Hvad er afvigelsen for Fæstningsmuseet?"))
    quotes = [citation.quote for citation in answer.citations]
    assert any(quote.startswith("1.000 kr.") for quote in quotes)
    assert "(kolonnernes overskrifter: »Skibsmuseet" not in answer.text


def test_a_row_under_a_running_number_is_known_by_its_words(minutes: Rooms) -> None:
    answer = minutes.assistant.ask(Query("Hvad koster de nye lamper i Møllehuset?"))
    assert "Nye lamper i Møllehuset: 310 (1.000 kr.)." in answer.text
