"""A question read against the meetings held."""

import datetime
from dataclasses import dataclass

import pytest

from retrieval.model.answers import Query, Turn
from retrieval.question.kinds import QuestionKind
from retrieval.question.understand import names_committee, understand


@dataclass(frozen=True)
class Held:
    key: str
    committee: str
    date: datetime.date | None


SOCIAL = Held("s1", "Social- og Sundhedsudvalget", datetime.date(2024, 3, 4))
SOCIAL_LATER = Held("s2", "Social- og Sundhedsudvalget", datetime.date(2025, 3, 10))
TECHNICAL = Held("t1", "Teknik- og Miljøudvalget", datetime.date(2024, 3, 5))
MEETINGS = (SOCIAL_LATER, TECHNICAL, SOCIAL)


@pytest.mark.parametrize(
    ("question", "keys"),
    [
        ("Hvad skete der den 4. marts 2024?", {"s1"}),
        ("Hvad skete der på mødet 4/3 2024?", {"s1"}),
        ("hvad blev besluttet i marts 2024", {"s1", "t1"}),
        ("What was decided on 10 March 2025?", {"s2"}),
        ("What was decided on March 10, 2025?", {"s2"}),
        ("Hvad besluttede de på det seneste møde?", {"s2"}),
        ("Hvad besluttede udvalget d. 10 marts 25?", {"s2"}),
        ("hvad skete der på mødet den 5. marts", {"t1"}),
    ],
)
def test_a_date_names_the_meetings_held_then(question: str, keys: set[str]) -> None:
    assert understand(Query(question), MEETINGS).meetings == keys


def test_a_date_that_is_no_meeting_restricts_nothing() -> None:
    question = understand(Query("Skal ordningen slutte 31. januar 2021?"), MEETINGS)
    assert question.meetings is None and question.missing_date is None


def test_a_meeting_date_that_is_not_held_is_pointed_out() -> None:
    question = understand(Query("Hvad skete der på mødet den 7. maj 2023?"), MEETINGS)
    assert question.missing_date == datetime.date(2023, 5, 7)


@pytest.mark.parametrize(
    "text", ["hvad sagde socialudvalget", "SSU i marts", "Social- og Sundhedsudvalget", "sundhedsudvalgets møde"]
)
def test_a_committee_is_known_by_its_names(text: str) -> None:
    assert names_committee(text, "Social- og Sundhedsudvalget")


def test_another_committee_is_not_it() -> None:
    assert not names_committee("hvad sagde teknikudvalget", "Social- og Sundhedsudvalget")


HISTORY = (
    Turn("user", "Hvor meget fik svømmehallen i 2024?"),
    Turn("assistant", "2 mio. kr.\n(Teknik- og Miljøudvalget, 5. marts 2024, punkt 3: Svømmehallen)"),
)


def test_a_follow_up_keeps_meeting_item_and_kind() -> None:
    question = understand(Query("og året efter?", HISTORY), MEETINGS)
    assert question.anchor == ("t1", 3)
    assert question.meetings == {"t1"}
    assert question.kind is QuestionKind.AMOUNT
    assert question.years == (2025,)


def test_a_question_of_its_own_leaves_the_conversation() -> None:
    question = understand(
        Query("Hvad besluttede Social- og Sundhedsudvalget om hjemløshed i marts 2025?", HISTORY), MEETINGS
    )
    assert question.meetings == {"s2"}


def test_item_and_case_numbers_are_read() -> None:
    question = understand(Query("Vis punkt 4, sag 27.00.00-G01-12-24"), MEETINGS)
    assert question.item_number == 4 and question.case_number == "27.00.00-G01-12-24"


def test_a_committees_name_inside_another_word_belongs_to_the_matter() -> None:
    council = Held("b1", "Byråd", datetime.date(2024, 3, 6))
    topic = understand(Query("Må vi vifte med bannere i byrådssalen, når Byråd holder møde?"), (council, SOCIAL)).topic
    assert "byrådssalen" in topic
    assert "Byråd " not in topic
