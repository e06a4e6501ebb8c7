"""What people ask of the sample minutes, and what they must be told. Facts, not wordings."""

import pytest

from retrieval.answering.grounding import fold
from retrieval.answering.rules.outcomes import outcome_of
from retrieval.answering.rules.refusal import lacks_definition
from retrieval.answering.rules.sources import Source
from retrieval.model.answers import Answer, Query, Turn
from retrieval.model.vocabulary import Outcome
from retrieval.store import rows
from retrieval.wiring import Rooms

pytestmark = pytest.mark.xdist_group("samples")


def ask(rooms: Rooms, question: str, *history: str) -> Answer:
    turns = tuple(Turn("assistant" if place % 2 else "user", words) for place, words in enumerate(history))
    return rooms.assistant.ask(Query(question, turns))


ANSWERS = [
    ("who voted against", "Hvem stemte imod at byggeriet højst må være tre etager?", ["Ove Stensgaard", "Lis Bredahl"]),
    ("only discussed", "Har udvalget vedtaget boligplanen for hjemløse unge i november 2017?", ["Nej", "drøftede"]),
    ("rejected", "Fik de dispensation til Havnegade 21?", ["afvis"]),
    ("a sum with its words", "Hvad koster natcaféen om året?", ["1.720.000"]),
    ("a case number", "Hvad er sagsnummeret på sagen om cykelsti mellem Højlund og Ravnkær?", ["05.04.00-P20-3-23"]),
    (
        "english",
        "What did the council decide about the climate plan in September 2023?",
        ["approved", "27 September 2023"],
    ),
    ("what a matter is about", "Fortæl om madordningen i børnehaverne", ["Om sagen: »Forældre i 14 børnehaver"]),
    ("the same without danish letters", "fortael om madordningen i boernehaverne", ["Om sagen: »Forældre i 14"]),
    ("what something is", "Hvad er klimahandleplanen?", ["Om sagen: »Kommunens klimahandleplan skal føre til"]),
    ("the same in english", "What is Klimahandleplan?", ["About it (in Danish): »Klimahandleplanen sætter"]),
    ("who holds an office", "Hvem er borgmester i Strandby?", ["Borgmester Hanne Rosenlund (A)"]),
    (
        "for information",
        "Hvilke sager var til orientering i juni 2023?",
        ["punkt 8", "Støjkortlægning", "punkt 9", "Busdriften", "Til orientering"],
    ),
    ("without danish letters", "hvad blev besluttet om boernehavens madordning i april 2024", ["tilbage"]),
]


@pytest.mark.parametrize(("question", "facts"), [case[1:] for case in ANSWERS], ids=[case[0] for case in ANSWERS])
def test_the_answer_holds_the_facts(samples: Rooms, question: str, facts: list[str]) -> None:
    answer = ask(samples, question)
    assert answer.found
    for fact in facts:
        assert fact.casefold() in answer.text.casefold(), answer.text


@pytest.mark.parametrize(("question", "facts"), [case[1:] for case in ANSWERS], ids=[case[0] for case in ANSWERS])
def test_every_quote_stands_in_the_stored_text_at_its_place(samples: Rooms, question: str, facts: list[str]) -> None:
    answer = ask(samples, question)
    assert answer.citations
    for citation in answer.citations:
        text = samples.store.get(citation.meeting_key).document.text
        assert fold(citation.span.of(text)) == fold(citation.quote)


@pytest.mark.parametrize(
    "question",
    [
        "Hvad er telefonnummeret til borgmesteren?",
        "Hvem er direktør for kommunen?",
        "Hvor mange flygtninge tog kommunen imod i 2019?",
        "Hvad er en lokalplan?",
        "What is the name of the dentist at Tandklinikken på Havnen?",
        "Hvilken ejendom ville kommunen købe på det lukkede punkt i marts 2018?",
        "Hvad blev besluttet på det lukkede punkt den 6. marts 2018?",
        "Hvad skete der på mødet den 3. maj 1999?",
        "asdkjh qwlekjq zxcmnb",
    ],
)
def test_what_the_minutes_do_not_tell_is_refused_with_how_far_they_reach(samples: Rooms, question: str) -> None:
    answer = ask(samples, question)
    assert not answer.found and not answer.citations
    assert "2026" in answer.text


@pytest.mark.parametrize(
    "question", ["", "   ", "???", "😀", "\x00", "x" * 10_000, "<b>hej</b>", "'; DROP TABLE meetings; --", "كم يكلف"]
)
def test_any_input_has_an_answer(samples: Rooms, question: str) -> None:
    answer = ask(samples, question)
    assert answer.text and len(answer.text) <= 1_800


@pytest.mark.parametrize(
    "question", ["Hvad blev der brugt på tolke i 2016?", "hvad tjente kommunen på parkering i 2022"]
)
def test_another_years_sum_is_no_answer(samples: Rooms, question: str) -> None:
    assert not ask(samples, question).found
    assert ask(samples, question.removesuffix("?").rpartition(" i ")[0]).found  # the year alone is what is wrong


def test_nobody_noted_as_away_is_told_as_such(samples: Rooms) -> None:
    answer = ask(samples, "Hvem var stedfortræder på mødet den 8. september 2020?")
    assert not answer.found
    assert answer.text.startswith("Der er ikke noteret nogen stedfortræder i referatet fra den 8. september 2020.")


def test_what_only_adds_to_an_answer_comes_after_it_and_says_so(samples: Rooms) -> None:
    answer = ask(samples, "Hvad koster fritidspasset?")
    further = [claim.is_further for claim in answer.claims]
    assert further == sorted(further) and set(further) == {False, True}
    assert answer.text.index("Der står i referatet:") < answer.text.index("Der står også:")
    assert all("Der står også:" not in claim.text for claim in answer.claims if not claim.is_further)


def test_a_follow_up_stays_with_its_item(samples: Rooms) -> None:
    first = ask(samples, "Hvad besluttede byrådet om klimahandleplanen i september 2023?")
    second = ask(samples, "hvem stemte imod?", first.question, first.text)
    assert {citation.item for citation in second.citations} <= {citation.item for citation in first.citations}


def test_a_planted_instruction_is_not_obeyed(samples: Rooms) -> None:
    answer = ask(samples, "Hvad skrev borgeren i brevet i marts 2018 om instruktioner?")
    assert answer.engine == "rules"
    assert all(citation.quote for citation in answer.citations)


def test_a_meeting_is_summed_up_with_its_weightiest_matters_first(samples: Rooms) -> None:
    answer = samples.assistant.summary("27. september 2023")
    lines = [line for line in answer.text.splitlines() if line.startswith("–")]
    assert len(lines) >= 5
    assert "dagsorden" not in lines[0].casefold()
    assert len(answer.text) <= 3_500


def test_matters_are_listed_by_their_fate(samples: Rooms) -> None:
    answer = ask(samples, "Hvilke sager blev afvist?")
    assert answer.found
    assert answer.text.count("Afvist") == len([line for line in answer.text.splitlines() if line.startswith("–")])


@pytest.mark.parametrize("outcomes", [{Outcome.REJECTED}, {Outcome.POSTPONED, Outcome.CANCELLED}, {Outcome.APPROVED}])
def test_the_ledger_lists_the_items_that_reading_every_meeting_finds(samples: Rooms, outcomes: set[Outcome]) -> None:
    held = [samples.store.get(info.key) for info in samples.store.meetings()]
    read = [
        (one.key, place)
        for one in held
        for place, item in enumerate(one.meeting.items)
        if outcome_of(Source(one, item)) in outcomes
    ]
    listed = samples.store.items_with_outcome(outcomes, None, 10_000)
    assert len(listed) == len(read) > 0
    assert set(listed) == set(read)


def test_matters_of_one_fate_are_listed_without_reading_every_meeting(
    samples: Rooms, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: set[str] = set()
    whole = samples.store.get
    monkeypatch.setattr(samples.store, "get", lambda key: read.add(key) or whole(key))
    answer = ask(samples, "Hvilke sager blev afvist?")
    told = {citation.meeting_key for citation in answer.citations}
    rejected = {key for key, _ in samples.store.items_with_outcome({Outcome.REJECTED}, None, 10_000)}
    assert told <= read <= rejected
    assert len(read) < len(samples.store.meetings())


def test_a_question_looks_once_whether_meetings_have_come(samples: Rooms, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[int] = []
    stamp = rows.stamp
    monkeypatch.setattr(rows, "stamp", lambda connection: looked.append(1) or stamp(connection))
    ask(samples, "Hvad besluttede byrådet om klimahandleplanen i september 2023?")
    assert len(looked) == 1


@pytest.mark.parametrize("question", ["Goddag, hvad kan du hjælpe med?", "hjælp", "What can you do?"])
def test_who_asks_what_the_assistant_is_for_is_told(samples: Rooms, question: str) -> None:
    answer = ask(samples, question)
    assert not answer.found
    assert ("Spørg om det" if "hjælp" in question else "Ask me") in answer.text
    assert not answer.near


def test_a_refusal_names_a_meeting_only_where_one_is_meant(samples: Rooms) -> None:
    assert ask(samples, "Hvad er telefonnummeret til borgmesteren?").text.startswith("Det fremgår ikke af referaterne.")
    asked = ask(samples, "Hvor mange elefanter blev der talt om den 13. juni 2023?")
    assert asked.text.startswith("Det fremgår ikke af referatet fra den 13. juni 2023.")


def test_what_was_noted_may_have_been_decided_elsewhere(samples: Rooms) -> None:
    answer = ask(samples, "Er det besluttet at lægge skolerne Ravnkær og Engdal sammen?")
    assert "kun til orientering" in answer.text
    assert not answer.text.startswith("Nej")


def test_a_bare_decision_is_not_quoted_beside_what_answers(samples: Rooms) -> None:
    answer = ask(samples, "How much would the library's move to Toldboden in Strandby cost?")
    assert "21-24 mio. kr." in answer.text
    assert "»Drøftet.«" not in answer.text


@pytest.mark.parametrize("question", ["Har kommunen en hundeskov?", "Er der et bowlingcenter i kommunen?"])
def test_that_it_is_about_a_municipality_makes_nothing_an_answer(samples: Rooms, question: str) -> None:
    assert not ask(samples, question).found


def test_a_number_of_the_items_title_is_not_said_to_be_missing(samples: Rooms) -> None:
    assert "Tallet 21" not in ask(samples, "Må der bygges fem etager på Havnegade 21?").text


def test_how_things_stand_now_is_told_from_the_latest_of_the_meetings(samples: Rooms) -> None:
    answer = ask(samples, "Hvad er prisen på den nye sportshal nu?")
    assert {str(citation.meeting) for citation in answer.citations} == {"2024-04-16"} and "38,6" in answer.text


def test_all_rows_of_the_table_asked_for_are_told_together_in_order(samples: Rooms) -> None:
    answer = ask(samples, "Hvilke tre modeller var der for den nye hal?")
    rows = [claim for claim in answer.claims if "Anlægsudgift" in claim.text]
    assert [row.text.lstrip("– ")[0] for row in rows] == ["1", "2", "3"]
    assert not any(row.is_further for row in rows)


def test_that_a_no_was_not_followed_is_not_told_as_a_no(samples: Rooms) -> None:
    answer = ask(samples, "hvorfor fik de ikke en ungdomsklub i vesterlyng")
    assert answer.text.startswith("Børne- og Kulturudvalget fulgte ikke indstillingen den 16. april 2024.")


def test_which_proposal_fell_is_told_in_its_words(samples: Rooms) -> None:
    text = ask(samples, "Ville nogen have et højere CO2-mål for 2030?").text
    assert "Dette forslag blev stemt ned: »" in text and "80 % i 2030" in text.split("stemt ned: »")[1].split("«")[0]


def test_which_meetings_a_body_holds_is_no_question_about_what_is_held(samples: Rooms) -> None:
    answer = ask(samples, "Hvilke møder har udvalget i 2026?")
    assert "rækker fra" not in answer.text.splitlines()[0]


def test_a_word_of_the_matter_is_not_outweighed_by_a_common_one(samples: Rooms) -> None:
    answer = ask(samples, "Er cykelstien bygget?")
    assert {(str(one.meeting), one.item) for one in answer.citations} == {("2025-10-07", 4)}


@pytest.mark.parametrize(
    "question", ["Hvem er chauffør på den mobile klub?", "Who is the architect of the nursing home?"]
)
def test_an_office_that_is_not_spoken_of_is_held_by_nobody_named(samples: Rooms, question: str) -> None:
    assert not ask(samples, question).found


@pytest.mark.parametrize("question", ["hvem er naestformand", "Hvem er lederen af Fyrtårnet?"])
def test_who_holds_an_office_is_told_however_it_is_typed(samples: Rooms, question: str) -> None:
    answer = ask(samples, question)
    assert answer.found
    assert any(name in answer.text for name in ("Sine Abildtrup", "Henriette Lodberg"))


def test_words_that_may_be_the_answer_are_not_said_to_be_none(samples: Rooms, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("retrieval.answering.rules.refused.is_doubtful", lambda *_: True)
    text = ask(samples, "Hvor meget CO2 udleder vi?").text
    assert text.startswith("Det svarer referaterne ikke klart på. Der står: »")
    assert "fremgår ikke" not in text


def test_a_line_among_what_is_new_is_told_alone(samples: Rooms) -> None:
    text = ask(samples, "Hvor mange rotter er der?").text
    assert "1.340 anmeldelser" in text and "vindmøller" not in text
    assert "vindmøller" in ask(samples, "Hvad blev der givet af mundtlig orientering om valg og rotter?").text


@pytest.mark.parametrize(
    ("question", "text", "is_wanting"),
    [
        ("Hvad er en lokalplan?", "Byggeriet kan opføres i fire etager efter lokalplanen.", True),
        ("Hvad er en lokalplan?", "En lokalplan er et dokument, der fastlægger rammerne.", False),
        ("What is a lokalplan?", "Lokalplanen vedtages.", True),
        ("Hvad er en skæv bolig?", "Boligerne er små.", False),  # more is asked than what a word means
        ("Hvad er natcaféen?", "Natcaféen åbner.", False),
    ],
)
def test_a_sentence_that_holds_a_word_does_not_say_what_it_is(question: str, text: str, is_wanting: bool) -> None:
    assert lacks_definition(question, text) is is_wanting
