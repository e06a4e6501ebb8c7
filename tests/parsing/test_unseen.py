import pytest

from retrieval.parsing import parse
from retrieval.reading import read_path
from tests.parsing.unseen import FOLDER, MINUTES, STRANGERS, counted, items_of

# How many items are not found, and how many surplus ones stand for them.
_LEFT_UNREAD = {
    "2015_numbers-with-slashes-and-dated-body.txt": (1, 0),  # its title is a mark of openness: "Lukket punkt, Retssag"
    "2023_short-decisions-list.txt": (5, 0),  # number, title and decision on one line: one text
}
_DECIDED_IN_PROSE = {"2006_typed-protocol.txt": 3}  # "Indstillingen vedtaget." without a heading: no outcome is read


@pytest.mark.parametrize("name", MINUTES)
def test_every_item_is_found_with_its_case_number_openness_and_outcome(name: str) -> None:
    counts = counted(name)
    unread, surplus = _LEFT_UNREAD.get(name, (0, 0))
    assert counts["surplus"] == surplus
    assert {counts[fact] for fact in ("found", "case numbers", "openness")} == {counts["items"] - unread}
    assert counts["outcomes"] == counts["items"] - unread - _DECIDED_IN_PROSE.get(name, 0)


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
