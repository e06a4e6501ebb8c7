"""Whose presence is asked about is read from the question."""

import pytest

from retrieval.question.attendance import asks_who_was_there, read_attendee
from retrieval.question.kinds import QuestionKind, read_kind


@pytest.mark.parametrize(
    ("question", "who"),
    [
        ("Var Hanne Holm til mødet?", "Hanne Holm"),
        ("var hanne holm med på mødet", "hanne holm"),
        ("Deltog Ove Stensgaard i punkt 4?", "Ove Stensgaard"),
        ("Mødte Karsten Dalgaard Holm op i november 2022?", "Karsten Dalgaard Holm"),
        ("Was Sine Abildtrup present?", "Sine Abildtrup"),
        ("Did Bo Lind attend the meeting?", "Bo Lind"),
        ("Var der mange til mødet?", ""),
        ("Deltog forvaltningen i mødet?", ""),
        ("Var Jens Ulrik Hauge med til at godkende hallen?", ""),
        ("Er Bo Lind formand?", ""),
    ],
)
def test_the_person_asked_about_is_read(question: str, who: str) -> None:
    assert read_attendee(question) == who


def test_it_is_told_who_was_there_at_a_meeting_of_the_body_only() -> None:
    assert asks_who_was_there("Hvem var til stede på mødet den 3. maj?")
    assert asks_who_was_there("Who attended the meeting?")
    assert not asks_who_was_there("Hvem deltog i borgermødet?")


def test_a_deputy_of_the_chair_is_no_substitute_at_a_meeting() -> None:
    assert read_kind("Hvem mødte som stedfortræder?").kind is QuestionKind.ABSENCE
    assert read_kind("Hvem er stedfortræder for formanden?").kind is QuestionKind.PERSON
    assert read_kind("Hvem blev valgt til borgmesterens stedfortræder?").kind is QuestionKind.PERSON
