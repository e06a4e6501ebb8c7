"""Too much, too fast, and things that break on demand."""

import datetime
from typing import Any

import httpx
import pytest
from telegram import Bot
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter

from bot.local_telegram.clock import ManualClock
from bot.local_telegram.errors import ApiError
from bot.local_telegram.faults import Fault, FaultKind
from bot.local_telegram.flood import FloodControl
from bot.local_telegram.server import LocalTelegram
from tests.local_telegram.conftest import ANNA

pytestmark = pytest.mark.filterwarnings("ignore:Deprecated since version v22.2:DeprecationWarning")


def passes(flood: FloodControl, chat_id: int, now: float, method: str = "sendmessage") -> bool:
    try:
        flood.check(method, chat_id, now)
    except ApiError as error:
        assert error.code == 429
        return False
    return True


def test_a_private_chat_takes_three_at_once_then_one_a_second() -> None:
    flood = FloodControl()
    assert [passes(flood, ANNA, 0.0) for _ in range(4)] == [True, True, True, False]
    assert passes(flood, ANNA, 1.0)
    assert passes(flood, 1002, 1.0)


def test_a_group_takes_twenty_a_minute() -> None:
    flood = FloodControl()
    assert [passes(flood, -5, second / 10) for second in range(21)].count(False) == 1


def test_thirty_a_second_over_all() -> None:
    flood = FloodControl()
    assert [passes(flood, person, 0.0) for person in range(1, 32)].count(False) == 1


def test_edits_drafts_and_actions_count_and_questions_do_not() -> None:
    flood = FloodControl()
    counted = ["editmessagetext", "sendmessagedraft", "sendchataction", "sendrichmessage"]
    assert [passes(flood, ANNA, 0.0, method) for method in counted] == [True, True, True, False]
    assert passes(flood, ANNA, 0.0, "getchat")


def test_going_on_inside_the_window_doubles_it() -> None:
    flood = FloodControl()
    waits = []
    for _ in range(6):
        try:
            flood.check("sendmessage", ANNA, 0.0)
        except ApiError as error:
            waits.append(error.parameters["retry_after"])
    assert waits == [1, 2, 4]


async def test_the_client_sees_how_long_to_wait(timed: LocalTelegram, timed_bot: Bot, clock: ManualClock) -> None:
    for text in "abc":
        await timed_bot.send_message(ANNA, text)
    with pytest.raises(RetryAfter) as caught:
        await timed_bot.send_message(ANNA, "d")
    assert caught.value.retry_after == datetime.timedelta(seconds=1)
    assert timed.refused_by_flood_control == len(timed.transcript.refused(429)) == 1
    clock.advance(1)
    assert await timed_bot.send_message(ANNA, "d")


async def test_a_429_carries_the_header(telegram: LocalTelegram, bot: Bot) -> None:
    telegram.fault(Fault(FaultKind.TOO_MANY_REQUESTS, "sendMessage", seconds=7))
    async with httpx.AsyncClient() as client:
        answer = await client.get(
            f"{telegram.base_url}{telegram.token}/sendMessage", params={"chat_id": ANNA, "text": "a"}
        )
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "7")
    assert answer.json()["parameters"] == {"retry_after": 7}


@pytest.mark.parametrize(("kind", "arrived"), [(FaultKind.DROP_BEFORE, 0), (FaultKind.DROP_AFTER, 1)])
async def test_a_cut_connection_before_or_after_the_effect(
    telegram: LocalTelegram, bot: Bot, kind: FaultKind, arrived: int
) -> None:
    telegram.fault(Fault(kind, "sendMessage", chat_id=ANNA))
    with pytest.raises(NetworkError) as caught:
        await bot.send_message(ANNA, "a")
    assert not isinstance(caught.value, BadRequest)
    assert sum(message["from_bot"] for message in telegram.screen(ANNA)["messages"]) == arrived


async def test_the_nth_request_is_refused_with_any_words(telegram: LocalTelegram, bot: Bot) -> None:
    words = "Forbidden: bot was blocked by the user"
    telegram.fault(Fault(FaultKind.REFUSE, "sendMessage", after=1, code=403, description=words))
    assert await bot.send_message(ANNA, "a")
    with pytest.raises(Forbidden, match="blocked"):
        await bot.send_message(ANNA, "b")
    assert await bot.send_message(ANNA, "c")


async def test_rich_messages_can_be_missing(telegram: LocalTelegram, bot: Bot) -> None:
    missing: dict[str, Any] = {"code": 404, "description": "Not Found: method not found"}
    telegram.fault(Fault(FaultKind.REFUSE, "sendRichMessage", times=100, **missing))
    from telegram.error import EndPointNotFound

    with pytest.raises(EndPointNotFound):
        await bot.do_api_request("sendRichMessage", api_kwargs={"chat_id": ANNA, "rich_message": {"html": "<p>a</p>"}})
