import pytest

from retrieval.language import detect_language
from retrieval.model.answers import Language

DANISH = [
    "", "?", "2024", "bander", "hvorfor?", "og i 2021?", "budget 2024", "resume 14. maj", "hundeskov", "i maj",
    "er det vedtaget", "hvad siger KL om welfare", "hvor meget fik International House",
    "den handler om for mange i kø",
]  # fmt: skip
ENGLISH = [
    "gangs", "why?", "and in 2021?", "child poverty", "who voted against", "What is Særlige Adresser?",
    "public transport", "wind turbines", "did they approve it", "What did BSU decide about IGU",
    "summary of the meeting 14 May 2024",
]  # fmt: skip


@pytest.mark.parametrize("text", DANISH)
def test_danish(text: str) -> None:
    assert detect_language(text) is Language.DANISH


@pytest.mark.parametrize("text", ENGLISH)
def test_english(text: str) -> None:
    assert detect_language(text) is Language.ENGLISH
