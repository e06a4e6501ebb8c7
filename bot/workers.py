"""Runs the assistant's synchronous work beside the event loop, a bounded number at a time."""

import asyncio
import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

Result = TypeVar("Result")

AT_ONCE = 8


class Workers:
    """Daemon threads under a bound: a call that hangs holds neither other people nor the end of the process.

    `on_wait` is told the seconds each call waited for its turn.
    """

    def __init__(self, at_once: int = AT_ONCE, on_wait: Callable[[float], None] | None = None) -> None:
        self._free = asyncio.Semaphore(at_once)
        self._on_wait = on_wait
        self.running = 0

    async def run(self, work: Callable[..., Result], *args: Any, **kwargs: Any) -> Result:
        """The result of `work(*args, **kwargs)`; its exceptions are raised here."""
        asked = time.perf_counter()
        async with self._free:
            if self._on_wait:
                self._on_wait(time.perf_counter() - asked)
            self.running += 1
            try:
                return await self._in_thread(lambda: work(*args, **kwargs))
            finally:
                self.running -= 1

    async def _in_thread(self, work: Callable[[], Result]) -> Result:
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Result] = loop.create_future()

        def settle(outcome: Callable[[], Result]) -> None:
            if future.done():
                return
            try:
                future.set_result(outcome())
            except BaseException as error:  # whatever ended the work travels to the one who waits
                future.set_exception(error)

        def target() -> None:
            outcome = _outcome(work)
            if not loop.is_closed():
                loop.call_soon_threadsafe(settle, outcome)

        threading.Thread(target=target, name="assistant", daemon=True).start()
        return await future


def _outcome(work: Callable[[], Result]) -> Callable[[], Result]:
    """What gives the result of the work, or raises what it raised."""
    try:
        result = work()
    except BaseException as error:  # the top of a thread
        raised = error

        def fail() -> Result:
            raise raised

        return fail
    return lambda: result
