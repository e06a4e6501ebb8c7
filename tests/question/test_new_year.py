"""A year alone asks the last whole question anew."""

import pytest

from retrieval.model.answers import Query, Turn
from retrieval.question.followup import with_new_year


@pytest.mark.parametrize(
    ("earlier", "asked", "whole"),
    [
        (["Hvad kostede tolkebistand i 2024?"], "og i 2019?", "Hvad kostede tolkebistand i 2019?"),
        (["Hvad kostede tolkebistand?"], "og i 2019?", "Hvad kostede tolkebistand i 2019?"),
        (["Hvad kostede tolke i 2024?", "og i 2020?"], "2019?", "Hvad kostede tolke i 2019?"),
        (["What did interpreting cost?"], "and in 2019?", "What did interpreting cost in 2019?"),
        (["Hvad blev besluttet den 3. maj 2024?"], "og i 2019?", ""),
        (["Hvad steg det fra 2020 til 2024?"], "og i 2019?", ""),
        (["Hvad kostede tolkebistand i 2024?"], "og hvad kostede skolerne i 2019?", ""),
        ([], "og i 2019?", ""),
    ],
)
def test_the_year_takes_the_others_place(earlier: list[str], asked: str, whole: str) -> None:
    history = tuple(turn for text in earlier for turn in (Turn("user", text), Turn("assistant", "Det fremgår ikke.")))
    assert with_new_year(Query(asked, history)) == whole
