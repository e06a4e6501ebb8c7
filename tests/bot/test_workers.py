"""How many answers are worked on at once, and that none that hangs holds the others."""

import asyncio
import threading

import pytest

from bot import workers as workers_module
from bot.workers import Workers


class Counted:
    """Work that knows how many of it ran together."""

    def __init__(self) -> None:
        self.now = self.most = 0
        self._lock = threading.Lock()

    def work(self) -> None:
        with self._lock:
            self.now += 1
            self.most = max(self.most, self.now)
        threading.Event().wait(0.01)
        with self._lock:
            self.now -= 1


@pytest.mark.parametrize(("computes", "together"), [(True, 1), (False, 3)])
async def test_answers_that_are_computed_are_made_one_after_the_other(computes: bool, together: int) -> None:
    counted, workers = Counted(), Workers(at_once=3, computes=computes)
    await asyncio.gather(*(workers.answer(counted.work) for _ in range(9)))
    assert counted.most == together


async def test_whatever_else_is_done_takes_no_answers_turn() -> None:
    gate, workers = threading.Event(), Workers(at_once=3, computes=True)
    reading = asyncio.create_task(workers.run(gate.wait, 30))
    assert await asyncio.wait_for(workers.answer(lambda: "answered"), workers_module.PATIENCE_S / 2) == "answered"
    gate.set()
    assert await reading


async def test_an_answer_that_hangs_holds_the_others_for_a_moment_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers_module, "PATIENCE_S", 0.05)
    gate, workers = threading.Event(), Workers(at_once=3, computes=True)
    hanging = asyncio.create_task(workers.answer(lambda: gate.wait(30)))
    await asyncio.sleep(0)
    assert await asyncio.wait_for(workers.answer(lambda: "answered"), 5.0) == "answered"
    gate.set()
    assert await hanging
    assert await workers.answer(lambda: "in turn again") == "in turn again"


async def test_an_error_gives_the_turn_to_the_next() -> None:
    workers = Workers(computes=True)
    with pytest.raises(ZeroDivisionError):
        await workers.answer(lambda: 1 / 0)
    assert await workers.answer(lambda: "answered") == "answered"
