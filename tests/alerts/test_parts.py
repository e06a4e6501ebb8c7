"""The parts by themselves: hours, outbox, changes, sentences."""

import datetime
import sqlite3
import string
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.alerts import texts
from bot.alerts.database import open_database, writing
from bot.alerts.follows import Follows, Rhythm, Spot, Wish
from bot.alerts.hours import Hours
from bot.alerts.notice import Chosen, Notice, load_notice
from bot.alerts.outbox import ATTEMPTS, Outbox, Planned, Stage
from bot.texts import Sentence
from retrieval.changes import Version, changes
from retrieval.interests import Interest, InterestKind
from retrieval.model.answers import Language
from retrieval.parsing import parse
from retrieval.reading import read_bytes
from retrieval.watch import How, Reason
from tests.alerts.minutes import BRIDGE, ROUTINE, SKATERS, Item, minutes

KEY = "0a1b2c3d4e5f"


def at(day: int, hour: int, minute: int = 0) -> float:
    """Seconds since 1970 of Danish summer time in June 2031; the 2nd is a Monday."""
    zone = datetime.timezone(datetime.timedelta(hours=2))
    return datetime.datetime(2031, 6, day, hour, minute, tzinfo=zone).timestamp()


def test_collected_messages_go_out_at_their_hour_and_day() -> None:
    hours = Hours(digest=8)
    daily, weekly = Wish(rhythm=Rhythm.DAILY), Wish(rhythm=Rhythm.WEEKLY)
    assert hours.due(Wish(), at(3, 12)) == at(3, 12)
    assert hours.due(daily, at(3, 7, 59)) == at(3, 8)
    assert hours.due(daily, at(3, 8)) == at(4, 8)
    assert hours.due(weekly, at(3, 12)) == at(9, 8)
    assert hours.due(weekly, at(2, 7)) == at(2, 8)
    assert hours.due(Wish(rhythm=Rhythm.DAILY, hour=18), at(3, 12)) == at(3, 18)
    assert hours.due(Wish(rhythm=Rhythm.WEEKLY, hour=0), at(3, 12)) == at(9, 0)


def test_a_table_of_before_hours_could_be_chosen_gets_them(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'old.sqlite3'}"
    with closing(sqlite3.connect(tmp_path / "old.sqlite3")) as old:
        old.execute("CREATE TABLE alert_places (chat_id BIGINT, thread_id BIGINT, language TEXT, rhythm TEXT)")
        old.execute("INSERT INTO alert_places VALUES (7, 0, 'da', 'daily')")
        old.commit()
    book = Follows(open_database(url))
    assert book.wish(Spot(7)) == Wish(rhythm=Rhythm.DAILY)
    Follows(open_database(url)).set_hour(Spot(7), 18)
    assert book.wish(Spot(7)).hour == 18


@pytest.mark.parametrize(
    ("quiet", "loud_at", "quiet_at"),
    [((21, 7), (7, 20), (21, 23, 0, 6)), ((1, 5), (0, 5), (1, 4)), ((0, 0), (0, 3), ())],
)
def test_messages_make_no_sound_in_quiet_hours(
    quiet: tuple[int, int], loud_at: tuple[int, ...], quiet_at: tuple[int, ...]
) -> None:
    hours = Hours(quiet=quiet)
    assert not any(hours.is_quiet(at(3, hour)) for hour in loud_at)
    assert all(hours.is_quiet(at(3, hour)) for hour in quiet_at)


class Clock:
    """Seconds moved by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def outbox(tmp_path: Path, clock: Clock) -> Iterator[Outbox]:
    engine = open_database(f"sqlite:///{tmp_path / 'db.sqlite3'}")
    yield Outbox(engine, clock)
    engine.dispose()


def put(outbox: Outbox, *chats: int, version: int = 1, due: float = 0.0, key: str = KEY) -> None:
    with writing(outbox._engine) as connection:
        outbox.put(connection, key, version, [Planned(spot=Spot(chat), notice=Notice(), due=due) for chat in chats])


def test_a_row_is_given_out_once_and_a_crash_puts_back_only_what_was_under_way(outbox: Outbox) -> None:
    put(outbox, 1, 2, 3)
    first, second, _ = outbox.due(10)
    assert outbox.begin((first,)) and not outbox.begin((first,))
    outbox.finish((first,), Stage.SENT)
    assert outbox.begin((second,))
    assert outbox.recover() == 1
    back = {row.spot.chat_id: row.doubts for row in outbox.due(10)}
    assert back == {2: 1, 3: 0} and outbox.counts()[Stage.SENT] == 1


def test_failures_wait_longer_each_time_are_given_up_and_can_be_put_back(outbox: Outbox, clock: Clock) -> None:
    put(outbox, 1)
    waits = []
    for _ in range(ATTEMPTS):
        clock.now += 4000.0
        (row,) = outbox.due(10)
        outbox.begin((row,))
        outbox.again((row,), "no answer", in_doubt=True)
        waits.append(next((n for n in range(0, 4000, 10) if _due_after(outbox, clock, n)), 4000))
    assert waits[:5] == [30, 60, 120, 240, 480] and outbox.counts()[Stage.FAILED] == 1
    assert outbox.rows(Stage.FAILED)[0].error == "no answer"
    assert outbox.retry_failed() == 1 and len(outbox.due(10)) == 1


def _due_after(outbox: Outbox, clock: Clock, seconds: float) -> bool:
    clock.now += seconds
    due = bool(outbox.due(1))
    clock.now -= seconds
    return due


def test_a_newer_version_takes_the_place_of_what_waits_and_the_same_is_never_put_twice(outbox: Outbox) -> None:
    put(outbox, 1, 2)
    outbox.begin(outbox.due(1))
    put(outbox, 1, 2, version=2)
    assert outbox.counts() == {
        Stage.WAITING: 2, Stage.SENDING: 1, Stage.SENT: 0, Stage.FAILED: 0, Stage.DROPPED: 1
    }  # fmt: skip
    with pytest.raises(Exception, match=r"(?i)unique"):
        put(outbox, 1, version=2)
    assert outbox.counts()[Stage.WAITING] == 2


def test_one_row_a_chat_is_given_out_and_none_of_a_chat_that_cools_down(outbox: Outbox) -> None:
    put(outbox, 1, 2, version=1)
    put(outbox, 1, key="ffffffffffff")
    assert [row.spot.chat_id for row in outbox.due(10)] == [1, 2]
    assert [row.spot.chat_id for row in outbox.due(10, cooling=[1])] == [2]
    assert outbox.drop_chat(1, "blocked") == 2 and [row.spot.chat_id for row in outbox.due(10)] == [2]


def test_a_notice_comes_back_from_its_json() -> None:
    interest = Interest(InterestKind.SUBJECT, "æbler »og« pærer")
    notice = Notice(
        whole=(Interest(InterestKind.EVERYTHING),), chosen=(Chosen(3, (Reason(interest, How.TEXT, "æble"),)),), since=2
    )
    assert load_notice(notice.dump()) == notice
    assert notice.interests == (Interest(InterestKind.EVERYTHING), interest)


def version(*items: Item, **options: object) -> Version:
    document = read_bytes("bro.txt", minutes(*items, **options).encode())  # type: ignore[arg-type]
    return Version(document.text, parse(document))


def told(before: Version, after: Version) -> list[str]:
    return [change.in_(Language.DANISH) for change in changes(before, after)]


def test_layout_alone_is_no_change_and_moved_items_are_recognised() -> None:
    before = version(ROUTINE, BRIDGE, SKATERS)
    spaced = Item(BRIDGE.title, "Broudvalget  godkender\nindstillingen.", BRIDGE.recommendation, BRIDGE.summary,
                  BRIDGE.case, BRIDGE.finances)  # fmt: skip
    assert told(before, version(ROUTINE, spaced, SKATERS)) == []
    assert told(before, version(ROUTINE, SKATERS, BRIDGE)) == []


def test_changes_are_told_weightiest_first() -> None:
    changed = Item(
        BRIDGE.title,
        "Broudvalget afviser indstillingen.",
        BRIDGE.recommendation,
        BRIDGE.summary,
        BRIDGE.case,
        "Udgiften er 1,7 mio. kr. i 2031.",
    )
    new = Item("B-sag: Ny havnekaj", case="05.01.00-G01-8-31")
    assert told(version(ROUTINE, BRIDGE, SKATERS), version(ROUTINE, changed, new)) == [
        "Punkt 2: beslutningen er ændret fra »Broudvalget godkender indstillingen.« "
        "til »Broudvalget afviser indstillingen.«",
        "Punkt 2: der er tilføjet 1,7 mio. kr.",
        "Punktet »Skøjtebane på Torvet« er taget ud.",
        "Punkt 3 er nyt: »Ny havnekaj«",
    ]


def test_chats_that_are_gone_or_forgotten_are_not_planned_for(tmp_path: Path) -> None:
    from bot.state import State

    state = State(f"sqlite:///{tmp_path / 'db.sqlite3'}")
    engine = open_database(f"sqlite:///{tmp_path / 'db.sqlite3'}")
    follows = Follows(engine)
    for chat in (1, 2):
        follows.add(Spot(chat), Interest(InterestKind.EVERYTHING), by=chat, language=Language.DANISH)
    state.mark_gone(1)
    with writing(engine) as connection:
        assert list(follows.all(connection)) == [Spot(2)]
    state.mark_gone(1, gone=False)
    follows.forget(2)
    with writing(engine) as connection:
        assert list(follows.all(connection)) == [Spot(1)]
    state.close()
    engine.dispose()


def sentences() -> list[Sentence]:
    found = [value for value in vars(texts).values() if isinstance(value, Sentence)]
    tables = [value for value in vars(texts).values() if isinstance(value, dict)]
    return found + [one for table in tables for one in table.values() if isinstance(one, Sentence)]


@pytest.mark.parametrize("sentence", sentences(), ids=lambda sentence: sentence.da[:30])
def test_both_languages_say_the_same_and_are_whole(sentence: Sentence) -> None:
    fields = [{name for _, name, _, _ in string.Formatter().parse(text) if name} for text in (sentence.da, sentence.en)]
    assert sentence.da.strip() and sentence.en.strip() and fields[0] == fields[1]


def test_what_has_waited_for_weeks_is_no_news(outbox: Outbox, clock: Clock) -> None:
    put(outbox, 1)
    clock.now += 10 * 86400
    put(outbox, 2, key="ffffffffffff")
    clock.now += 5 * 86400
    assert len(outbox.due(10)) == 2
    outbox.recover()
    assert [row.spot.chat_id for row in outbox.due(10)] == [2]
