"""Whose vote is asked about is read from the words around the vote."""

import pytest

from retrieval.question.voters import read_voter


@pytest.mark.parametrize(
    ("question", "voter"),
    [
        ("Hvad stemte Venstre til cykelstien?", "Venstre"),
        ("hvordan stemte sf til klimaplanen", "sf"),
        ("Hvad har Palle Overby stemt om fritidspasset?", "Palle Overby"),
        ("Stemte Lis Bredahl for dispensationen?", "Lis Bredahl"),
        ("Hvad stemte de konservative til budgettet?", "de konservative"),
        ("Hvad stemte Dansk Folkeparti?", "Dansk Folkeparti"),
        ("Var Ove Stensgaard imod p-zonen?", "Ove Stensgaard"),
        ("How did the Social Democrats vote on free buses?", "Social Democrats"),
        ("Hvem stemte imod cykelstien?", ""),
        ("Hvad stemte de til budgettet?", ""),
        ("Stemte hele udvalget for?", ""),
        ("Stemte Teknik- og Klimaudvalget for?", ""),
        ("Var der nogen imod?", ""),
        ("Hvilke partier stemte for?", ""),
        ("How many council members voted for it?", ""),
    ],
)
def test_the_voter_is_who_is_named_and_nobody_who_is_pointed_at(question: str, voter: str) -> None:
    assert read_voter(question) == voter
