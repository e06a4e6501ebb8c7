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

    With `computes` answers are made one after the other: several at once would take turns at the interpreter, which
    costs half as much again. `on_wait` is told the seconds each call waited.
    """

    def __init__(
        self, at_once: int = AT_ONCE, *, computes: bool = False, on_wait: Callable[[float], None] | None = None
    ) -> None:
        self._free = asyncio.Semaphore(at_once)
        self._turn = asyncio.Lock() if computes else None
        self._on_wait = on_wait

    async def run(self, work: Callable[..., Result], *args: Any, **kwargs: Any) -> Result:
        """The result of `work(*args, **kwargs)`; its exceptions are raised here."""
        return await self._run(lambda: work(*args, **kwargs), contextlib.nullcontext())

    async def answer(self, work: Callable[[], Result]) -> Result:
        """As `run`, for an answer: in its turn where answers are computed; who waits long for it goes on without."""
        return await self._run(work, self._in_turn())

    async def _run(self, work: Callable[[], Result], turn: contextlib.AbstractAsyncContextManager[None]) -> Result:
        asked = time.perf_counter()
        async with self._free, turn:
            if self._on_wait:
                self._on_wait(time.perf_counter() - asked)
            return await self._in_thread(work)

    @contextlib.asynccontextmanager
    async def _in_turn(self) -> AsyncIterator[None]:
        if self._turn is None:
            yield
            return
        has_turn = False
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE_S):
                has_turn = await self._turn.acquire()
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
