"""Telegram away for an hour: nothing is lost, and all is caught up in order."""

import pytest

from bot.alerts import broadcast
from bot.alerts.database import open_database, writing
from bot.alerts.follows import Spot
from bot.alerts.notice import Notice
from bot.alerts.outbox import ATTEMPTS, Outbox, Planned, Stage
from bot.errors import TelegramAway
from bot.local_telegram.faults import Fault, FaultKind
from bot.services import Services
from tests.alerts.conftest import Time, World, words
from tests.alerts.minutes import ANNA, BO, BRIDGE, SKATERS, minutes

FOR_GOOD = 10**9
DAYS = (3, 4, 5)


def told_days(world: World, person: int) -> list[int]:
    """The days of the meetings that a person was told of, in the order on the screen."""
    told = [words(message) for message in world.from_bot(person)]
    return [day for one in told for day in DAYS if one.startswith(f"Nyt referat: Broudvalget, {day}. marts 2031")]


async def an_hour(world: World, room: Services, time: Time) -> None:
    """An hour, in which the bot tries to reach Telegram every two minutes at least."""
    for _ in range(30):
        before = room.delivery.problems
        time.now += 120
        await world.telegram.until(lambda before=before: room.delivery.problems > before)


@pytest.mark.parametrize("kind", [FaultKind.DROP_BEFORE, FaultKind.BAD_GATEWAY])
async def test_alerts_of_hours_without_telegram_are_caught_up_in_order(world: World, kind: FaultKind) -> None:
    time = Time()
    async with world.bot(time) as room:
        assert room.alerts is not None
        box = room.alerts.outbox
        for person in (ANNA, BO):
            await world.ask(person, "/foelg alt")
        for method in ("sendRichMessage", "sendMessage"):
            world.telegram.fault(Fault(kind, method=method, times=FOR_GOOD))
        world.add("a.txt", minutes(BRIDGE, day=3))
        await an_hour(world, room, time)
        for day in DAYS[1:]:
            world.add(f"{day}.txt", minutes(BRIDGE, day=day))
        await an_hour(world, room, time)
        assert box.counts()[Stage.FAILED] == 0 and not told_days(world, ANNA)
        world.telegram.clear_faults()

        def all_sent() -> bool:
            time.now += 1.0
            return box.counts()[Stage.SENT] == 2 * len(DAYS)

        await world.telegram.until(all_sent)
    assert told_days(world, ANNA) == list(DAYS)
    assert len(world.from_bot(BO)) == 1 + len(DAYS)


async def test_questions_of_an_hour_without_telegram_are_answered_in_order(world: World) -> None:
    world.add("a.txt", minutes(BRIDGE, SKATERS))
    async with world.bot():
        await world.ask(ANNA, "/hjaelp")
        world.telegram.fault(Fault(FaultKind.DROP_BEFORE, times=FOR_GOOD))
        for said in ("Hvad blev besluttet om gangbroen?", "Hvem stemte imod at udsætte skøjtebanen?"):
            world.telegram.say(ANNA, said)  # waits at Telegram: the bot cannot fetch it
        world.telegram.say(BO, "Hvad koster gangbroen?")
        assert len(world.from_bot(ANNA)) == 1 and not world.from_bot(BO)
        world.telegram.clear_faults()
        answers = await world.telegram.until_messages(ANNA, 3)
        other = await world.telegram.until_messages(BO, 1)
    told = [words(answer) for answer in (*answers[1:], *other)]
    assert "gangbro" in told[0] and "Bo Lind" in told[1] and "1,5 mio. kr." in told[2]


async def test_without_a_connection_no_message_uses_up_its_tries(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    time = Time()
    async with world.bot(time) as room:
        assert room.alerts is not None
        await world.ask(ANNA, "/foelg alt")
        real, tries = room.delivery.send, 0

        async def send(*arguments: object, **options: object) -> object:
            nonlocal tries
            tries += 1
            if tries <= 3 * ATTEMPTS:
                raise TelegramAway("telegram cannot be reached")
            return await real(*arguments, **options)  # type: ignore[arg-type]

        monkeypatch.setattr(room.delivery, "send", send)
        world.add("a.txt", minutes(BRIDGE, day=3))

        def told() -> bool:
            time.now += broadcast.LONGEST_HOLD_S
            return len(world.from_bot(ANNA)) > 1

        await world.telegram.until(told)
        box = room.alerts.outbox
        await world.telegram.until(lambda: box.counts()[Stage.SENT] == 1)
        (row,) = box.rows(Stage.SENT)
    assert (row.attempts, row.doubts) == (1, 0)


async def test_one_chat_that_never_gets_an_answer_does_not_stop_the_others(world: World) -> None:
    time = Time()
    async with world.bot(time) as room:
        assert room.alerts is not None
        for person in (ANNA, BO):
            await world.ask(person, "/foelg alt")
        world.telegram.fault(Fault(FaultKind.BAD_GATEWAY, method="sendRichMessage", chat_id=ANNA, times=FOR_GOOD))
        for day in DAYS:
            world.add(f"{day}.txt", minutes(BRIDGE, day=day))

        def bo_is_told() -> bool:
            time.now += 1.0
            return len(world.from_bot(BO)) == 1 + len(DAYS)

        await world.telegram.until(bo_is_told)


def test_a_try_that_is_taken_back_leaves_the_row_where_it_was(world: World) -> None:
    engine = open_database(world.url)
    box = Outbox(engine, lambda: 1000.0)
    with writing(engine) as connection:
        box.put(connection, "0a1b2c3d4e5f", 1, [Planned(spot=Spot(7), notice=Notice(), due=0.0)])
    (row,) = box.due(1)
    assert box.begin((row,))
    box.put_back((row,), "telegram cannot be reached", in_doubt=False)
    (again,) = box.due(1)
    assert (again.attempts, again.doubts, again.error) == (0, 0, "telegram cannot be reached")
