"""Runs the assistant's synchronous work beside the event loop, a bounded number at a time."""

import asyncio
import contextlib
import threading
import time
from collections.abc import AsyncIterator, Callable
from typing import Any, TypeVar

Result = TypeVar("Result")

AT_ONCE = 8
PATIENCE_S = 1.0  # what is computed takes a fraction of that


class Workers:
    """Daemon threads under a bound: a call that hangs holds neither other people nor the end of the process.

    With `in_turn` calls are made one after the other: those that compute would take turns at the interpreter, which
    costs half as much again. Who waits long for a turn goes on without one. `on_wait` is told the seconds each waited.
    """

    def __init__(
        self, at_once: int = AT_ONCE, *, in_turn: bool = False, on_wait: Callable[[float], None] | None = None
    ) -> None:
        self._free = asyncio.Semaphore(at_once)
        self._turn = asyncio.Lock() if in_turn else None
        self._on_wait = on_wait
        self.wanted = 0  # calls that run or wait

    async def run(self, work: Callable[..., Result], *args: Any, **kwargs: Any) -> Result:
        """The result of `work(*args, **kwargs)`; its exceptions are raised here."""
        asked = time.perf_counter()
        self.wanted += 1
        try:
            async with self._free, self._in_turn():
                if self._on_wait:
                    self._on_wait(time.perf_counter() - asked)
                return await self._in_thread(lambda: work(*args, **kwargs))
        finally:
            self.wanted -= 1

    @contextlib.asynccontextmanager
    async def _in_turn(self) -> AsyncIterator[None]:
        if self._turn is None:
            yield
            return
        has_turn = False
        with contextlib.suppress(TimeoutError):
            has_turn = await asyncio.wait_for(self._turn.acquire(), PATIENCE_S)
        try:
            yield
        finally:
            if has_turn:
                self._turn.release()

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
