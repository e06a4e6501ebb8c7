"""What one person writes is answered in its order; nobody else waits for it, and a stop waits for nothing."""

import asyncio
import datetime
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from telegram import CallbackQuery, Message, Update, User
from telegram import Chat as TelegramChat

from bot.handlers.stop import STOPPED_UPDATE
from bot.inbox import InboxProcessor
from bot.lanes import is_stop, lane_of
from bot.state import State
from retrieval.errors import StateError
from tests.bot.conftest import ANNA, BO, Chat
from tests.bot.test_asking import words

WHEN = datetime.datetime(2031, 6, 2, tzinfo=datetime.UTC)
GROUP = -77


def written(number: int, text: str, person: int = ANNA, chat: int = 0) -> Update:
    place = TelegramChat(chat or person, "group" if chat else "private")
    return Update(number, message=Message(number, WHEN, place, text=text, from_user=User(person, "Navn", False)))


def pressed(number: int, data: str) -> Update:
    return Update(number, callback_query=CallbackQuery(str(number), User(ANNA, "Navn", False), "1", data=data))


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    opened = State(f"sqlite:///{tmp_path / 'referat.db'}")
    yield opened
    opened.close()


class Handled:
    """Handles updates through a processor as the client does: a task for each, in the order they came."""

    def __init__(self, state: State, at_once: int) -> None:
        self.processor, self.order = InboxProcessor(state, at_once), list[int]()
        self.gates: dict[int, asyncio.Event] = {}

    def come(self, *updates: Update) -> list["asyncio.Task[None]"]:
        return [
            asyncio.create_task(self.processor.process_update(update, self._work(update.update_id)))
            for update in updates
        ]

    async def _work(self, number: int) -> None:
        if gate := self.gates.get(number):
            await gate.wait()
        else:
            await asyncio.sleep(0)
        self.order.append(number)


async def test_a_lane_keeps_its_order_and_what_waits_in_it_takes_no_place_from_others(state: State) -> None:
    handled = Handled(state, at_once=2)
    handled.gates[1] = asyncio.Event()
    annas = handled.come(*(written(number, "hvad?") for number in range(1, 301)))
    await asyncio.gather(*handled.come(written(401, "hvad?", BO), written(402, "/help", BO)))
    assert handled.order == [401, 402]
    handled.gates[1].set()
    await asyncio.gather(*annas)
    assert handled.order[2:] == list(range(1, 301))


async def test_in_a_group_nobody_waits_for_the_answer_to_another(state: State) -> None:
    handled = Handled(state, at_once=8)
    handled.gates[1] = asyncio.Event()
    annas = handled.come(written(1, "hvad?", ANNA, GROUP), written(2, "/help", ANNA, GROUP))
    await asyncio.gather(*handled.come(written(3, "hvad?", BO, GROUP)))
    assert handled.order == [3]
    handled.gates[1].set()
    await asyncio.gather(*annas)
    assert handled.order == [3, 1, 2]


async def test_a_stop_waits_neither_for_its_chat_nor_for_a_free_place(state: State) -> None:
    handled = Handled(state, at_once=1)
    handled.gates[1] = asyncio.Event()
    annas = handled.come(written(1, "hvad?"), written(2, "hvad?"))
    stops = (written(3, "/stop"), written(4, "/cancel@referat_bot nu"), pressed(5, "77.o0"))
    await asyncio.gather(*handled.come(*stops))
    assert handled.order == [3, 4, 5]
    handled.gates[1].set()
    await asyncio.gather(*annas)


async def test_what_is_cut_off_while_it_waits_is_taken_up_again(state: State) -> None:
    handled = Handled(state, at_once=1)
    handled.gates[1] = asyncio.Event()
    for number in (1, 2):
        state.receive({number: written(number, "hvad?").to_json()})
    tasks = handled.come(written(1, "hvad?"), written(2, "hvad?"))
    await asyncio.sleep(0)
    for task in tasks:
        task.cancel()
    assert all(isinstance(end, asyncio.CancelledError) for end in await asyncio.gather(*tasks, return_exceptions=True))
    assert len(state.unhandled()) == 2 and not handled.processor.handling


async def test_what_cannot_be_written_down_now_comes_again(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[int] = []

    def full(_state: State, payloads: Mapping[int, str]) -> set[int]:
        tried.extend(payloads)
        raise StateError("the disk is full")

    async with chat.bot():
        with monkeypatch.context() as broken:
            broken.setattr(State, "receive", full)
            chat.telegram.say(ANNA, "Hvad blev besluttet?")
            chat.telegram.say(BO, "Hvad blev besluttet?")
            await chat.telegram.until(lambda: len(tried) >= 2)
            assert not chat.from_bot(ANNA)
        for person in (ANNA, BO):
            assert "1.250.000" in words((await chat.telegram.until_messages(person, 1))[-1])
    assert len(chat.from_bot(ANNA)) == len(chat.from_bot(BO)) == 1


def test_only_a_stop_is_one() -> None:
    ended = Update(1, api_kwargs={STOPPED_UPDATE: {"chat": {"id": ANNA}, "draft_id": 7}})
    assert is_stop(ended) and lane_of(ended) is None
    for text in ("stop", "/stopur", "hvad med /stop", "/hjælp"):
        assert not is_stop(written(1, text)) and lane_of(written(1, text)) == ("message", ANNA, ANNA)
    assert not is_stop(pressed(1, "abc.p0")) and lane_of(pressed(1, "abc.p0")) is None


async def test_a_command_after_a_slow_question_is_answered_after_it(chat: Chat) -> None:
    chat.assistant.gate = threading.Event()
    async with chat.bot():
        chat.telegram.say(ANNA, "Hvad blev besluttet om cykelstien?")
        await chat.telegram.until(lambda: chat.assistant.started)
        chat.telegram.say(ANNA, "/privatliv")
        await chat.ask(BO, "/help")  # came later, and waits for nobody
        assert not chat.from_bot(ANNA)
        chat.assistant.gate.set()
        first, second = await chat.telegram.until_messages(ANNA, 2)
    assert "1.250.000" in words(first) and "1.250.000" not in words(second)


async def test_a_stop_reaches_the_question_that_holds_up_the_others(chat: Chat) -> None:
    chat.assistant.gate = threading.Event()
    async with chat.bot():
        chat.telegram.say(ANNA, "Hvad blev besluttet om cykelstien?")
        await chat.telegram.until(lambda: chat.assistant.started)
        chat.telegram.say(ANNA, "/privatliv")
        chat.telegram.say(ANNA, "/stop")
        first, second = await chat.telegram.until_messages(ANNA, 2)
    assert words(first).startswith("Jeg er stoppet") and not words(second).startswith("Jeg er stoppet")
