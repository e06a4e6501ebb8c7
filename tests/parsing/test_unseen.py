import pytest

from retrieval.parsing import parse
from retrieval.reading import read_path
from tests.parsing.unseen import FOLDER, MINUTES, STRANGERS, counted, items_of

# One title of several with its decision behind a dash: "Dagsorden — godkendt".
_LEFT_UNREAD = {"2023_decisions-in-bold-inline.md": 1}


@pytest.mark.parametrize("name", MINUTES)
def test_every_item_is_found_with_its_case_number_openness_and_outcome(name: str) -> None:
    counts = counted(name)
    unread = _LEFT_UNREAD.get(name, 0)
    assert counts["surplus"] == unread
    assert {counts[fact] for fact in ("found", "case numbers", "openness", "outcomes")} == {counts["items"] - unread}


@pytest.mark.parametrize("name", MINUTES)
def test_body_and_date_are_read(name: str) -> None:
    meeting = parse(read_path(FOLDER / name))
    assert meeting.committee
    assert meeting.date is not None
    assert str(meeting.date.year) == name[:4]


@pytest.mark.parametrize("name", STRANGERS)
def test_nothing_is_an_item_in_a_text_that_is_no_minutes(name: str) -> None:
    assert items_of(name) == []
    assert parse(read_path(FOLDER / name)).items[0].decision is None
