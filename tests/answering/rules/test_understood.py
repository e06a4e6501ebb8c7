"""What a quote needs to be understood, and what the kind of question may not hide."""

from collections.abc import Iterator

import pytest

from retrieval.model.answers import Answer, Query
from retrieval.settings import load_settings
from retrieval.wiring import Rooms, open_rooms

MINUTES = """Referat Teknikudvalget d. 12-03-2024

Punkt 1: Lejrslagning ved Kystbatteriet

24/201

Sagsfremstilling

Kystbatteriet er fredet. Besøgende slår telt op på voldene om sommeren. Dette slider på græsset og på murværket, så \
kanonstillingerne må lukkes i juli. Der er sat skilte op ved indgangen.

Murværket ved Kystbatteriet er muret af munkesten. Murværket ved Kystbatteriet er repareret med kalkmørtel tre gange. \
Kystbatteriet har murværk fra to tider. Der slides ikke på murværket i vest, for dér er Kystbatteriet dækket af jord. \
Murværket i øst er lavere. Museet holder øje med murværket ved Kystbatteriet og skriver hvert år en rapport om det.

Skilte har en levetid på fem år, og de første blev sat op den 1. maj 2022.

Beslutning

Godkendt.

Imod stemte: Ø, idet skilte ikke hjælper mod telte.

Punkt 2: Boliger på Fyrgrunden

24/202

Sagsfremstilling

Lokalplanen rummer boliger i tre størrelser.

Boligtype\t<60 m2\t60-79 m2\tI alt
Rækkehuse\t4\t11\t15
Parcelhuse\t0\t7\t7

Beslutning

Godkendt.

Punkt 3: Lukket punkt: Forpagtning af havnekiosken

24/203

Beslutning

Teknikudvalget godkendte indstillingen.

Punkt 4: Solceller på skolernes tage

24/204

Sagsfremstilling

Det skal ikke koste skolerne noget at have solceller, siger forvaltningen, for strømmen sælges. Tagene på tre skoler \
skal først gøres stærkere. Der er afsat 1,2 mio. kr. til en ny cykelskur ved rådhuset.

Beslutning

Drøftet.
"""


@pytest.fixture(scope="module")
def minutes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rooms]:
    home = tmp_path_factory.mktemp("understood")
    file = home / "teknik.txt"
    file.write_text(MINUTES, encoding="utf-8")
    rooms = open_rooms(load_settings(REFERAT_HOME=home / "state", OPENAI_API_KEY="", OPENAI_BASE_URL=""))
    rooms.ingester.ingest_paths([file])
    yield rooms
    rooms.close()


def ask(rooms: Rooms, question: str) -> Answer:
    return rooms.assistant.ask(Query(question))


def test_a_sentence_that_points_back_is_told_with_the_one_before_it(minutes: Rooms) -> None:
    answer = ask(minutes, "Hvorfor må kanonstillingerne ved Kystbatteriet lukkes i juli, er det murværket?")
    assert "Besøgende slår telt op på voldene om sommeren. Dette slider på græsset" in answer.text


def test_a_party_that_is_named_by_its_letter_alone_is_told_with_its_reason(minutes: Rooms) -> None:
    answer = ask(minutes, "Hvem stemte imod skiltene ved Kystbatteriet, og hvorfor?")
    assert "Imod: Ø." in answer.text
    assert "idet skilte ikke hjælper mod telte" in answer.text
    assert not answer.dropped


def test_a_row_under_ranges_is_told_whole(minutes: Rooms) -> None:
    answer = ask(minutes, "Hvor mange parcelhuse er der på Fyrgrunden?")
    assert "I alt: 7" in answer.text
    assert not answer.dropped, "the dash of a list's line is no minus"


def test_of_a_closed_item_the_published_decision_is_told_and_no_more(minutes: Rooms) -> None:
    decided = ask(minutes, "Hvad besluttede udvalget om forpagtning af havnekiosken?")
    assert "Teknikudvalget godkendte indstillingen" in decided.text
    assert "lukkede døre" in decided.text
    wanted = ask(minutes, "Hvad koster forpagtningen af havnekiosken?")
    assert not wanted.found
    assert "lukkede døre" in wanted.text


def test_an_english_reader_is_given_the_quotes_dates_numbers_and_words(minutes: Rooms) -> None:
    answer = ask(minutes, "How long do the signs at Kystbatteriet last?")
    assert "1. maj 2022 = 1 May 2022" in answer.text
    assert "fem år = five years" in answer.text
    assert "levetid = lifetime" in answer.text
    danish = ask(minutes, "Hvor længe holder skiltene ved Kystbatteriet?")
    assert "Words in English" not in danish.text


def test_the_year_of_a_month_is_no_number_that_is_missing(minutes: Rooms) -> None:
    answer = ask(minutes, "Bevilgede udvalget penge til solceller på skolernes tage i marts 2024?")
    assert "Tallet" not in answer.text


def test_a_plain_yes_needs_the_matter_in_what_was_decided(minutes: Rooms) -> None:
    answer = ask(minutes, "Sagde udvalget ja til at lukke kanonstillingerne ved Kystbatteriet i juli?")
    assert not answer.text.startswith("Ja")


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("What about rats?", "1.340 anmeldelser"),
        ("Are there rats in the sewers?", "1.340 anmeldelser"),
        ("How high is unemployment?", "871 personer ledige"),
    ],
)
def test_an_english_question_whose_words_all_stand_in_what_is_found_is_not_refused(
    samples: Rooms, question: str, told: str
) -> None:
    answer = ask(samples, question)
    assert answer.found and told in answer.text


def test_an_english_question_of_which_a_word_is_missing_is_still_refused(samples: Rooms) -> None:
    assert not ask(samples, "What is the phone number of the swimming pool?").found
