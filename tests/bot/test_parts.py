"""Small pure parts: buttons, personal numbers, quotas, charts, calendar, memory."""

import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from bot import charts, state
from bot.calendar import calendar_file
from bot.keyboards import Action, AnswerButtons, Press, answer_keyboard, read_press
from bot.personal import without_personal_numbers
from bot.quota import Quota
from bot.render.wording import source_labels
from bot.snapshots import pack_citation, unpack_citation
from bot.state import Conversation, State, new_key
from retrieval.model.answers import Language, Table
from retrieval.model.minutes import Span
from retrieval.model.vocabulary import SectionKind
from tests.bot.fake_assistant import a_citation, an_item


@given(st.sampled_from(list(Action)), st.integers(0, 999))
def test_a_press_survives_the_round_trip_within_64_bytes(action: Action, index: int) -> None:
    press = Press(new_key(), action, index)
    assert read_press(press.data()) == press and len(press.data().encode()) <= 64


@given(st.text(max_size=80))
def test_foreign_callback_data_is_nothing_or_a_harmless_key(data: str) -> None:
    press = read_press(data)
    assert press is None or press.data() == data


def test_an_answer_has_at_most_eight_source_buttons_and_rows_a_phone_shows() -> None:
    wanted = AnswerButtons(key="k", language=Language.DANISH, sources={n: f"1.{n}.2024 pkt. {n}" for n in range(20)})
    keyboard = answer_keyboard(wanted)
    assert sum(len(row) for row in keyboard) <= 8
    assert all(len(button.label) <= 30 for row in keyboard for button in row)


def test_sources_of_one_item_are_told_apart_by_section_and_several_items_by_number_or_meeting() -> None:
    decision, proposal = a_citation(), a_citation(section=SectionKind.RECOMMENDATION)
    fourth, other = a_citation(item=4), a_citation(meeting_key="e" * 12, meeting=datetime.date(2024, 6, 11))
    assert source_labels((decision, proposal), Language.DANISH) == {0: "[1] Beslutning", 1: "[2] Indstilling"}
    assert source_labels((decision, proposal, fourth), Language.ENGLISH) == {0: "[1] Item 3", 2: "[3] Item 4"}
    assert source_labels((decision, other), Language.DANISH) == {0: "[1] 14.5.2024 pkt. 3", 1: "[2] 11.6.2024 pkt. 3"}


def test_quotes_that_one_proof_shows_share_a_button() -> None:
    head, row, far, wide = (a_citation(span=Span(*at)) for at in ((100, 130), (180, 220), (900, 950), (90, 600)))
    beside = a_citation(span=Span(131, 170), section=SectionKind.RECOMMENDATION)
    assert source_labels((head, beside, row, far), Language.DANISH) == {
        0: "[1][3] Beslutning",
        1: "[2] Indstilling",
        3: "[4] Beslutning",
    }
    assert source_labels((head, wide), Language.DANISH) == {1: "[1][2] Beslutning"}  # only the longer shows both
    assert source_labels((head,) * 9, Language.DANISH) == {0: "[1]–[9] Beslutning"}


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Hvad med 010190-1234?", "Hvad med [CPR]?"),
        ("min mor 0101901234 bor", "min mor [CPR] bor"),
        ("nr. 311299 4321", "nr. [CPR]"),
        ("sag 27.00.00-G01-1471-24", "sag 27.00.00-G01-1471-24"),
        ("8.781.082 kr. i 2024", "8.781.082 kr. i 2024"),
        ("ring 4512345678", "ring 4512345678"),
        ("ean 5798001234567", "ean 5798001234567"),
    ],
)
def test_personal_numbers_go_and_other_numbers_stay(text: str, kept: str) -> None:
    assert without_personal_numbers(text) == kept


def test_a_quota_frees_itself_after_a_minute() -> None:
    now = [0.0]
    quota = Quota(2, lambda: now[0])
    assert quota.wait_s(1) == quota.wait_s(1) == 0.0
    assert quota.wait_s(1) == 60.0 and quota.wait_s(2) == 0.0
    now[0] = 60.0
    assert quota.wait_s(1) == 0.0


def test_a_citation_survives_the_memory() -> None:
    for citation in (a_citation(), a_citation(meeting=None)):
        assert unpack_citation(pack_citation(citation)) == citation


# Charts


def test_a_chart_has_every_row_and_its_caption_the_same_numbers() -> None:
    table = Table("Budget", (("År", "Sum"), ("2023", "1,5 mio. kr."), ("2024", "-250.000 kr."), ("2025", "3 mia. kr.")))
    series = charts.series_of(table, Language.DANISH)
    assert series is not None
    assert [int(value) for value in series.values] == [1_500_000, -250_000, 3_000_000_000]
    assert "2023: 1,5 mio. kr.; 2024: -250.000 kr.; 2025: 3 mia. kr." in charts.caption(series, Language.DANISH)
    assert charts.draw(series).startswith(b"\x89PNG")


def test_the_amounts_of_an_item_are_named_by_what_they_are_for() -> None:
    rows = (
        ("Beløb", "Hvad", "Periode"),
        ("200.000 kr.", "Tilskud 2019", "2019"),
        ("20.000 kr.", "Tilskud 2020", "2020"),
    )
    series = charts.series_of(Table("Tilskud", rows), Language.DANISH)
    assert series is not None and series.names == ("Tilskud 2019", "Tilskud 2020")
    assert series.printed == ("200.000 kr.", "20.000 kr.")


@pytest.mark.parametrize(
    "rows",
    [
        (("Post", "Sum"), ("a", "5 kr.")),
        (("Post", "Sum"), ("a", "5 kr."), ("b", "")),
        (("Post", "Sum"), ("a", "5 kr."), ("b", "7 %")),
        (("Post", "Sum"), ("a", "cirka det samme"), ("b", "7 kr.")),
        (("Post",), ("a",), ("b",)),
        (("Post", "Sum"), ("a", "5 kr."), ("b",)),
        (("Beløb", "Hvad", "Status"), ("5 kr.", "sti", "ansøgt"), ("7 kr.", "bro", "bevilget")),
        (("Post", "År"), ("a", "2023"), ("b", "2024")),
    ],
    ids=["one row", "a gap", "mixed units", "words", "one column", "a short row", "unlike status", "years"],
)
def test_no_chart_where_it_would_mislead(rows: tuple[tuple[str, ...], ...]) -> None:
    assert charts.series_of(Table("t", rows), Language.DANISH) is None


def test_names_with_markup_are_drawn_as_they_stand() -> None:
    table = Table("$x_{", (("a", "b"), ("$\\frac{", "1 kr."), ("100 % $", "2 kr.")))
    series = charts.series_of(table, Language.DANISH)
    assert series is not None and charts.draw(series).startswith(b"\x89PNG")


# Calendar


def test_deadlines_become_whole_days_with_their_reference() -> None:
    stamp = datetime.datetime(2024, 5, 15, tzinfo=datetime.UTC)
    data = calendar_file("0a1b2c3d4e5f", an_item(), "Udvalget, 14. maj 2024, punkt 3", stamp)
    (event,) = Calendar.from_ical(data).walk("VEVENT")
    assert event.decoded("dtstart") == datetime.date(2024, 8, 1)
    assert event.decoded("dtend") == datetime.date(2024, 8, 2)
    assert "punkt 3" in str(event["description"]) and str(event["uid"]) == "0a1b2c3d4e5f-3-1@referat"


# Memory


@pytest.fixture
def now() -> list[float]:
    return [1_000_000.0]


@pytest.fixture
def memory(tmp_path: Path, now: list[float]) -> State:
    return State(f"sqlite:///{tmp_path / 'referat.db'}", lambda: now[0])


ANNAS = Conversation(chat_id=1, thread_id=0, user_id=1)


def test_a_conversation_keeps_ten_turns_and_is_forgotten_in_time(memory: State, now: list[float]) -> None:
    for number in range(12):
        memory.remember(ANNAS, f"spørgsmål {number}", f"svar {number}", number + 100)
    history = memory.history(ANNAS)
    assert len(history) == 20 and history[0].content == "spørgsmål 2"
    assert memory.history(Conversation(chat_id=1, thread_id=7, user_id=1)) == ()
    now[0] += state.CONVERSATION_S + 1
    assert memory.history(ANNAS) == ()
    memory.expire()
    assert memory.counts()["turns"] == 0


def test_a_reply_takes_up_the_conversation_of_that_answer(memory: State) -> None:
    memory.remember(ANNAS, "først", "svar", 10)
    memory.remember(ANNAS, "siden", "svar", 12)
    bos = Conversation(chat_id=1, thread_id=0, user_id=2)
    assert [turn.content for turn in memory.history(bos, reply_to=10)] == ["først", "svar"]
    assert memory.history(bos, reply_to=99) == ()


def test_buttons_expire(memory: State, now: list[float]) -> None:
    key = memory.keep({"kind": "answer"}, 1)
    assert memory.kept(key) == {"kind": "answer"}
    now[0] += state.KEYS_S + 1
    assert memory.kept(key) is None


def test_an_update_that_is_never_finished_is_not_taken_up_for_ever(memory: State) -> None:
    payloads = {1: '{"update_id": 1}', 2: '{"update_id": 2}'}
    assert memory.receive({1: payloads[1]}) == {1}
    assert memory.receive(payloads) == {2}  # of a poll that came again only what is new
    memory.handled(2)
    assert not memory.receive(payloads)
    assert [len(memory.unhandled()) for _ in range(4)] == [1, 1, 0, 0]


def test_a_finished_update_leaves_no_words_behind(memory: State) -> None:
    memory.receive({1: '{"message": {"text": "hemmeligt"}}'})
    memory.handled(1)
    assert memory.unhandled() == ()
    with memory.engine.connect() as connection:
        assert "hemmeligt" not in connection.exec_driver_sql("select payload from bot_inbox").scalar_one()


def test_a_repetition_is_known_and_a_reused_id_is_not_taken_for_one(memory: State) -> None:
    assert memory.receive({1: '{"a": 1}'}) and not memory.receive({1: '{"a": 1}'})
    memory.handled(1)
    assert not memory.receive({1: '{"a": 1}'})
    assert memory.receive({1: '{"a": 2}'}) and memory.unhandled() == ('{"a": 2}',)
