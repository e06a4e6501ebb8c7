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


async def test_what_waits_for_others_is_done_at_once_within_the_bound() -> None:
    counted, workers = Counted(), Workers(at_once=3)
    await asyncio.gather(*(workers.run(counted.work) for _ in range(12)))
    assert counted.most == 3 and workers.wanted == 0


async def test_what_computes_is_done_one_after_the_other() -> None:
    counted, workers = Counted(), Workers(at_once=3, in_turn=True)
    await asyncio.gather(*(workers.run(counted.work) for _ in range(6)))
    assert counted.most == 1 and workers.wanted == 0


async def test_a_call_that_hangs_holds_the_others_for_a_moment_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers_module, "PATIENCE_S", 0.05)
    gate, workers = threading.Event(), Workers(at_once=3, in_turn=True)
    hanging = asyncio.create_task(workers.run(gate.wait))
    await asyncio.sleep(0)
    assert await asyncio.wait_for(workers.run(lambda: "answered"), 5.0) == "answered"
    assert workers.wanted == 1
    gate.set()
    assert await hanging
    assert await workers.run(lambda: "in turn again") == "in turn again"


async def test_an_error_gives_the_turn_to_the_next() -> None:
    workers = Workers(in_turn=True)
    with pytest.raises(ZeroDivisionError):
        await workers.run(lambda: 1 / 0)
    assert await workers.run(lambda: "answered") == "answered"
