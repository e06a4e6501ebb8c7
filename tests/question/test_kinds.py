"""What kind of answer a question asks for."""

import re
import tomllib
from importlib import resources

import pytest

from retrieval.question.kinds import QuestionKind, read_kind

CASES = [
    ("Hvor mange penge fik svømmehallen i 2024?", QuestionKind.AMOUNT),
    ("hvad koster den nye cykelsti", QuestionKind.AMOUNT),
    ("How much did the committee grant the library?", QuestionKind.AMOUNT),
    ("Hvor mange børn står på venteliste?", QuestionKind.FIGURE),
    ("Hvor stor en andel af affaldet bliver genanvendt?", QuestionKind.FIGURE),
    ("Hvem stemte imod lokalplanen?", QuestionKind.VOTE),
    ("Was the vote unanimous?", QuestionKind.VOTE),
    ("hvornaar aabner biblioteket igen", QuestionKind.DATE),
    ("When is the deadline for the hearing?", QuestionKind.DATE),
    ("Hvornår er fristen for ændringsforslag til budgettet?", QuestionKind.DATE),
    ("When does the project end that the committee applied for funding for?", QuestionKind.DATE),
    ("Hvem betaler for den nye sti?", QuestionKind.PERSON),
    ("Hvem betaler, og hvor meget?", QuestionKind.AMOUNT),
    ("Hvad var stemmetallet?", QuestionKind.VOTE),
    ("Hvorfor lukker ungdomsklubben?", QuestionKind.WHY),
    ("Hvem deltog ikke i mødet den 4. marts 2024?", QuestionKind.ABSENCE),
    ("Hvad er sagsnummeret på sagen om hjemløse?", QuestionKind.CASE),
    ("Giv mig et resumé af det seneste møde", QuestionKind.SUMMARY),
    ("Hvad blev besluttet om parkering ved stationen?", QuestionKind.DECISION),
    ("hvad blev der bestemt om havnegade 21", QuestionKind.DECISION),
    ("Hvad er der sket med cykelstien?", QuestionKind.DECISION),
    ("Hvor mange møder har du?", QuestionKind.COVERAGE),
    ("Did they approve the new sports hall?", QuestionKind.DECISION),
    ("Hvem har foreslået at flytte stoppestedet?", QuestionKind.PERSON),
    ("Hvad er forskellen på de to overslag?", QuestionKind.COMPARISON),
    ("Hvilke referater har du?", QuestionKind.COVERAGE),
    ("Fortæl om svømmehallen", QuestionKind.OPEN),
]


@pytest.mark.parametrize(("question", "kind"), CASES, ids=[question for question, _ in CASES])
def test_the_words_of_a_question_tell_its_kind(question: str, kind: QuestionKind) -> None:
    assert read_kind(question).kind is kind


@pytest.mark.parametrize(
    "question", ["Blev cykelstien vedtaget?", "Har udvalget godkendt budgettet?", "Did they approve it?"]
)
def test_a_yes_or_no_question_that_presumes_a_decision(question: str) -> None:
    reading = read_kind(question)
    assert reading.is_yes_no and reading.presumes_decision


def test_an_open_question_presumes_nothing() -> None:
    reading = read_kind("Hvad står der om vejen til havnen?")
    assert not reading.presumes_decision and not reading.is_yes_no


def test_no_pattern_has_an_alternative_outside_brackets() -> None:
    """Those that begin at a word's edge are tried together there: the edge must hold for all of each."""
    patterns = tomllib.loads(resources.files("retrieval.question").joinpath("kinds.toml").read_text(encoding="utf-8"))
    for pattern in (word for listed in patterns["words"].values() for word in listed):
        bare, inner = re.sub(r"\\.|\[[^\]]*\]", "", pattern), ""
        while inner != bare:
            inner, bare = bare, re.sub(r"\([^()]*\)", "", bare)
        assert "|" not in bare, pattern
