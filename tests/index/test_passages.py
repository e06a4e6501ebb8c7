import dataclasses

import pytest

from retrieval.index.codec import decode_passage, encode_passage
from retrieval.index.passages import LONGEST_RUN, meeting_and_item, passages_of
from retrieval.model.answers import PassageKind
from retrieval.model.minutes import Span
from retrieval.model.vocabulary import ItemClass, SectionKind
from retrieval.parsing.sentences import sentences
from tests.index.making import make_meeting


@pytest.mark.parametrize("seed", range(8))
def test_every_sentence_of_an_item_stands_whole_in_a_passage(seed: int) -> None:
    document, meeting = make_meeting(seed)
    passages = passages_of("m1", document, meeting)
    for item in meeting.items:
        spans = [passage.span for passage in passages if passage.item == item.number]
        for section in item.sections:
            for unit in sentences(document.text, section.span):
                assert any(span.start <= unit.start and unit.end <= span.end for span in spans), unit.of(document.text)


@pytest.mark.parametrize("seed", range(8))
def test_a_passage_is_verbatim_and_of_readable_length(seed: int) -> None:
    document, meeting = make_meeting(seed)
    for passage in passages_of("m1", document, meeting):
        assert passage.text == passage.span.of(document.text)
        assert len(passage.text) <= LONGEST_RUN
        assert decode_passage(encode_passage(passage)) == passage


def test_a_table_row_is_a_passage_that_knows_its_head() -> None:
    passages = passages_of("m1", *make_meeting(1))
    rows = [passage for passage in passages if passage.kind is PassageKind.TABLE_ROW and passage.item == 2]
    assert [row.text.split("\t")[1] for row in rows] == ["Beløb", "1.250.000 kr.", "2.500.000 kr."]
    assert "Formål Beløb" in rows[1].context
    assert "Økonomi" in rows[1].context


def test_decisions_votes_and_absences_have_passages_of_their_own() -> None:
    passages = passages_of("m1", *make_meeting(1))
    assert {passage.section for passage in passages if passage.kind is PassageKind.DECISION} == {SectionKind.DECISION}
    assert any(passage.kind is PassageKind.VOTE and "Asta Holm" in passage.text for passage in passages)
    assert any(
        passage.item == 0 and passage.section is SectionKind.ABSENCE and "Bo Lind" in passage.text
        for passage in passages
    )


def test_the_context_names_committee_date_title_and_heading() -> None:
    document, meeting = make_meeting(0)
    passage = next(p for p in passages_of("m1", document, meeting) if p.section is SectionKind.SUMMARY)
    assert passage.context == f"Teknikudvalget. 4. marts 2031. {meeting.items[0].title}. Resume"


def test_a_closed_item_shows_its_head_alone() -> None:
    document, meeting = make_meeting(3)
    closed = dataclasses.replace(meeting.items[0], is_open=False)
    meeting = dataclasses.replace(meeting, items=(closed, *meeting.items[1:]))
    shown = [passage for passage in passages_of("m1", document, meeting) if passage.item == 1]
    assert {passage.kind for passage in shown} == {PassageKind.HEAD}
    assert not any("Det foreslås" in passage.text for passage in shown)


def test_the_table_of_contents_is_no_passage_of_the_meeting() -> None:
    document, meeting = make_meeting(4)
    listed = f"{meeting.items[0].title}.....3\n\n"
    text = document.text + listed
    moved = dataclasses.replace(document, text=text)
    head = Span(len(document.text), len(text))
    found = passages_of("m1", moved, dataclasses.replace(meeting, head=head))
    assert not any(passage.item == 0 and meeting.items[0].title in passage.text for passage in found)


def test_keys_are_unique_stable_and_name_meeting_and_item() -> None:
    first, again = passages_of("m1", *make_meeting(5)), passages_of("m1", *make_meeting(5))
    assert [passage.key for passage in first] == [passage.key for passage in again]
    assert len({passage.key for passage in first}) == len(first)
    assert all(meeting_and_item(passage.key) == ("m1", passage.item) for passage in first)


def test_a_passage_knows_its_items_category_as_it_was_changed_at_the_meeting() -> None:
    document, meeting = make_meeting(2)
    first, second, *rest = meeting.items
    first = dataclasses.replace(first, category=ItemClass.FOR_COMMITTEE)
    second = dataclasses.replace(second, category=ItemClass.FOR_COMMITTEE, changed_category=ItemClass.FOR_DISCUSSION)
    passages = passages_of("m1", document, dataclasses.replace(meeting, items=(first, second, *rest)))
    assert {passage.category.value for passage in passages if passage.item == 1} == {"B"}
    assert {passage.category.value for passage in passages if passage.item == 2} == {"C"}
    assert {decode_passage(encode_passage(passage)).category.value for passage in passages} == {"", "B", "C"}
