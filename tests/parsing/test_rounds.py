import pytest

from tests.parsing.rounds import FOLDER, Layout, layouts

ALL = [layout for path in sorted(FOLDER.glob("*.txt")) for layout in layouts(path)]
MINUTES = [layout for layout in ALL if layout.items]
STRANGERS = [layout for layout in ALL if not layout.items]
LEFT_UNREAD = {
    "markdown stars list",  # bold titles over prose: nothing tells them from other lines
    "minutes with bold and initials right",  # names in italics behind the titles
    "page of headings h3 with dato",  # "(sag 1)" behind the titles
    "rows of label and value above each item",  # found, counted from 1
    "youth city council with questions as titles",  # three questions over prose, and nothing else to tell them
    "short web cards with status words first",  # what was decided stands above each title
    "senior council with numbers at line ends",  # two titles with a bare formula below them weigh more than all four
    "climate forum with hours",  # titles behind the hour, and nothing decided
    "table whose cells are glued",  # "Punkt 15 minGodkendelse": number, minutes and title in one word
    "form of aims and minutes without numbers",  # cells of a table as lines, and nothing tells titles from the rest
    "agenda whose list begins anew",  # the second list's three points
    "minutes with decisions above titles",  # what was decided stands behind the number, the title below
}


@pytest.mark.parametrize("layout", [one for one in MINUTES if one.name not in LEFT_UNREAD], ids=lambda one: one.name)
def test_the_items_of_a_new_layout_are_found_and_no_more(layout: Layout) -> None:
    assert layout.found() == layout.items


@pytest.mark.parametrize("layout", STRANGERS, ids=lambda one: one.name)
def test_a_text_that_is_no_minutes_has_no_items(layout: Layout) -> None:
    assert layout.found() == []


def test_what_is_left_unread_is_named_truly() -> None:
    assert {layout.name for layout in MINUTES if layout.found() != layout.items} == LEFT_UNREAD
