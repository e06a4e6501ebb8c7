"""Limits are kept before anything is sent; time moves by hand."""

import asyncio

from bot.pacing import GROUP_IN_WINDOW, OVERALL_BURST, OVERALL_PER_S, Pacer


class Time:
    """A clock that moves only by sleeping."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def clock(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


async def moments(pacer: Pacer, time: Time, chats: list[int], *, background: bool = False) -> list[float]:
    """When each message went."""
    at = []
    for chat in chats:
        async with pacer.turn(chat), pacer.flight(background=background):
            at.append(time.now)
    return at


def most_in(at: list[float], seconds: float) -> int:
    """The largest number of moments in any stretch of that length."""
    return max(sum(start <= other < start + seconds for other in at) for start in at)


async def test_one_chat_gets_a_short_burst_and_then_one_a_second() -> None:
    time = Time()
    at = await moments(Pacer(time.clock, time.sleep), time, [7] * 10)
    assert at[1] == at[0] and most_in(at, 5.0) <= 7
    assert at[-1] - at[0] >= 8.0 - 1e-6


async def test_a_group_gets_no_more_than_twenty_in_any_minute() -> None:
    time = Time()
    at = await moments(Pacer(time.clock, time.sleep), time, [-5] * 60)
    assert most_in(at, 60.0) <= GROUP_IN_WINDOW < 20


async def test_all_chats_together_stay_below_the_overall_rate() -> None:
    time = Time()
    at = await moments(Pacer(time.clock, time.sleep), time, list(range(1, 301)))
    for seconds in (1.0, 3.0, 8.0):
        assert most_in(at, seconds) <= OVERALL_BURST + OVERALL_PER_S * seconds + 1
    assert at[-1] - at[0] <= 300 / OVERALL_PER_S


async def test_alerts_leave_room_for_an_answer() -> None:
    time = Time()
    pacer = Pacer(time.clock, time.sleep)
    await moments(pacer, time, list(range(1, 101)), background=True)
    time.slept.clear()
    await moments(pacer, time, [5000])
    assert time.slept == []


async def test_a_wait_for_one_group_does_not_hold_up_another() -> None:
    time = Time()
    pacer = Pacer(time.clock, time.sleep)
    pacer.penalise(-7, 30.0)
    assert (await moments(pacer, time, [8]))[0] == 1000.0
    assert (await moments(pacer, time, [-7]))[0] >= 1031.0


async def test_a_wait_in_a_private_chat_means_that_all_wait() -> None:
    time = Time()
    pacer = Pacer(time.clock, time.sleep)
    pacer.penalise(7, 10.0)
    assert (await moments(pacer, time, [8]))[0] >= 1011.0


async def test_waits_in_two_groups_mean_that_all_wait() -> None:
    time = Time()
    pacer = Pacer(time.clock, time.sleep)
    pacer.penalise(-7, 30.0)
    pacer.penalise(-8, 10.0)
    assert (await moments(pacer, time, [9]))[0] >= 1011.0


async def test_a_sign_of_life_never_takes_the_answers_turn() -> None:
    time = Time()
    pacer = Pacer(time.clock, time.sleep)
    assert pacer.try_now(7)
    assert not pacer.try_now(7)
    assert (await moments(pacer, time, [7]))[0] == 1000.0


async def test_in_a_rush_there_are_no_signs_of_life_but_answers() -> None:
    time = Time()
    pacer = Pacer(time.clock, time.sleep)
    await moments(pacer, time, [1, 2, 3])
    assert not pacer.try_now(7)
    time.now += 1.0
    assert pacer.try_now(7)


async def test_messages_to_one_chat_keep_their_order() -> None:
    pacer, order = Pacer(), []

    async def send(number: int) -> None:
        async with pacer.turn(7):
            order.append(number)
            await asyncio.sleep(0)
            order.append(number)

    await asyncio.gather(*(send(number) for number in range(2)))
    assert order == [0, 0, 1, 1]


async def test_a_moment_of_standstill_is_not_made_up_for_at_once() -> None:
    time = Time()
    pacer = Pacer(time.clock, time.sleep)
    await moments(pacer, time, list(range(1, 101)))
    time.now += 10.0
    at = await moments(pacer, time, list(range(101, 201)))
    assert most_in(at, 0.01) <= OVERALL_BURST + 1
