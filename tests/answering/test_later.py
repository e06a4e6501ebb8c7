"""An answer from an older meeting points to a later one about the same matter."""

import pytest

from retrieval.model.answers import Query
from retrieval.wiring import Rooms

SEE_ALSO = "Se også et senere møde:"


def footing(samples: Rooms, question: str) -> str:
    told = samples.assistant.ask(Query(question))
    assert told.found
    return told.freshness


def test_names_the_later_meeting_where_no_time_is_asked_about(samples: Rooms) -> None:
    told = footing(samples, "Hvem var imod ekspropriation til cykelstien?")
    assert told.startswith(
        f"{SEE_ALSO} den 7. oktober 2025, punkt 4 (Cykelstien Højlund-Ravnkær - status og merudgift)."
    )
    assert "Referaterne her rækker fra" in told


def test_a_line_among_what_is_new_counts(samples: Rooms) -> None:
    told = footing(samples, "Hvad blev besluttet om vindmøllerne?")
    assert told.startswith(f"{SEE_ALSO} den 7. oktober 2025, punkt 6 (Aktuelle sager).")


def test_is_in_english_for_an_english_question(samples: Rooms) -> None:
    told = footing(samples, "When is the application deadline for the state cycling pool?")
    assert told.startswith("See also a later meeting: 7 October 2025, item 4 (")


@pytest.mark.parametrize(
    "question",
    [
        "Hvad bevilgede byrådet til cykelstien mellem Højlund og Ravnkær i 2023?",  # a time is named
        "Hvad koster natcaféen om året?",  # told from the latest
        "Hvem kan få handicapparkering på torvet?",  # nothing later about it
    ],
)
def test_names_none(samples: Rooms, question: str) -> None:
    assert SEE_ALSO not in samples.assistant.ask(Query(question)).freshness
