"""How one person or party voted: from the votes of that item alone, and never inferred."""

import pytest

from retrieval.model.answers import Answer, Query, Turn
from retrieval.wiring import Rooms

pytestmark = pytest.mark.xdist_group("samples")


def places(answer: Answer) -> set[tuple[str, int]]:
    return {(str(cited.meeting), cited.item) for cited in answer.citations}


@pytest.mark.parametrize(
    ("question", "place", "told"),
    [
        ("Hvad stemte Venstre til cykelstien?", ("2023-09-27", 3), "Venstre (V) stemte imod."),
        ("Hvad stemte Palle Overby til fritidspasset?", ("2020-09-08", 3), "Palle Overby (O) stemte imod."),
        ("hvad stemte sf til skolestrukturen", ("2021-05-11", 1), "Amina Skovby (F) stemte imod."),
        ("Stemte Enhedslisten for natcaféen?", ("2026-02-03", 4), "Sine Abildtrup (Ø) stemte for."),
        ("Did Søren Kragelund vote for the night café?", ("2026-02-03", 4), "Søren Kragelund (V) voted against."),
        ("Hvad stemte Mona Kjeldgaard til taksterne på Fyrtårnet?", ("2017-11-14", 5), "var inhabil under punktet"),
        ("Hvad stemte Palle Overby til budgetopfølgningen i 2020?", ("2020-09-08", 1), "tager forbehold for pkt. 2"),
    ],
)
def test_the_vote_is_that_of_the_item_asked_about(
    samples: Rooms, question: str, place: tuple[str, int], told: str
) -> None:
    answer = samples.assistant.ask(Query(question))
    assert places(answer) == {place}
    assert told in answer.text


def test_only_the_one_asked_about_is_told(samples: Rooms) -> None:
    answer = samples.assistant.ask(Query("Stemte Lis Bredahl for dispensationen på Havnegade 21?"))
    assert "Lis Bredahl (A) stemte for." in answer.text
    assert "Maja Elkjær" not in answer.text


@pytest.mark.parametrize(
    ("question", "said", "quoted"),
    [
        ("Stemte Venstre for biblioteket i Vesterlyng?", "ikke noteret nogen afstemning", "Ældrerådets høringssvar"),
        ("Stemte Lis Bredahl for skolestrukturen i Højlund Syd?", "siger ikke, hvad Lis Bredahl stemte", "Hauge (V)"),
        ("Hvad stemte Socialdemokratiet til klimahandleplanen i byrådet?", "siger ikke, hvad", "23 for og 2 imod"),
    ],
)
def test_a_vote_that_is_not_written_down_is_not_told_but_the_decision_is_shown(
    samples: Rooms, question: str, said: str, quoted: str
) -> None:
    answer = samples.assistant.ask(Query(question))
    assert not answer.found
    assert said in answer.text and quoted in answer.text


@pytest.mark.parametrize("question", ["Hvad stemte Venstre om lufthavnen?", "Hvem stemte imod lufthavnen?"])
def test_no_other_matters_vote_is_told(samples: Rooms, question: str) -> None:
    answer = samples.assistant.ask(Query(question))
    assert not answer.found and "stemmer" not in answer.text


def test_another_party_is_turned_to(samples: Rooms) -> None:
    asked = "Hvad stemte Venstre til cykelstien?"
    told = samples.assistant.ask(Query(asked))
    history = (Turn("user", asked), Turn("assistant", told.text))
    answer = samples.assistant.ask(Query("og Enhedslisten?", history))
    assert not answer.found and "Enhedslisten stemte" in answer.text
