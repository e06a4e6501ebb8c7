"""What happens to a matter is told from its newest item, with what a later meeting says of it in a line."""

import pytest

from retrieval.model.answers import Answer, Query
from retrieval.wiring import Rooms


def ask(samples: Rooms, question: str) -> Answer:
    return samples.assistant.ask(Query(question))


def items(answer: Answer) -> list[tuple[str, int]]:
    return list(dict.fromkeys((str(one.meeting), one.item) for one in answer.citations))


@pytest.mark.parametrize(
    "question",
    [
        "Hvad sker der med cykelstien?",
        "what happened to the bike path?",
        "Er der nyt om cykelstien?",
        "Status på cykelstien?",
    ],
)
def test_the_newest_item_that_names_the_matter_is_summed_up(samples: Rooms, question: str) -> None:
    answer = ask(samples, question)
    assert items(answer) == [("2025-10-07", 4)]
    assert "juni 2026" in answer.text


def test_a_later_line_stands_first(samples: Rooms) -> None:
    answer = ask(samples, "Hvad er det seneste om vindmøllerne?")
    assert items(answer) == [("2025-10-07", 6), ("2023-06-13", 7)]
    first = answer.text.splitlines()[0]
    assert first.startswith("Der står i referatet: »Planlægningen af vindmøller")
    assert "indstillet efter udviklerens eget ønske" in first


def test_a_matter_that_no_title_names_is_none(samples: Rooms) -> None:
    assert not ask(samples, "Hvad sker der med lufthavnen?").found
    told = ask(samples, "what about the warm water pool?")
    assert ("2023-06-13", 4) not in items(told), "one word of three, rendered, is another matter"


def test_what_was_told_at_a_meeting_sums_it_up(samples: Rooms) -> None:
    answer = ask(samples, "Hvad blev der orienteret om den 7. oktober 2025?")
    assert {meeting for meeting, _ in items(answer)} == {"2025-10-07"}
