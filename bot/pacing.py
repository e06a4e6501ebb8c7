"""How fast the bot may speak: Telegram's limits per chat, per group and overall, kept before anything is sent.

Limits (Bot API FAQ): about one message a second in a chat, 20 a minute in a group, 30 a second overall. Edits, drafts
and typing draw on the same budgets. Clock and sleep are injected; times are seconds of that clock.
"""

import asyncio
import contextlib
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

Clock = Callable[[], float]
Sleep = Callable[[float], Awaitable[None]]

OVERALL_PER_S = 29.0
OVERALL_BURST = 22  # of about 30: those in flight may arrive together
CHAT_PER_S, CHAT_BURST = 1.0, 2
GROUP_IN_WINDOW, GROUP_WINDOW_S = 19, 60.0  # of 20
IN_FLIGHT = 8  # requests at once: enough for 29 a second at a quarter of a second each
SIGNS_AT_ONCE = 3  # signs of life, while hardly anything else is sent
BACKGROUND_HEADROOM = 3  # messages that alerts leave free, so that an answer to a person never waits behind them
EXTRA_WAIT_S = 1.0  # going on exactly at the end of a wait makes the next one longer
_FORGET_AFTER_S = 300.0
_SWEEP_AT = 2000  # chats in memory


@dataclass(slots=True)
class Bucket:
    """A token bucket: `burst` at once, then `per_s` a second. `level` may go negative: slots taken ahead of time."""

    per_s: float
    burst: int
    level: float
    at: float

    def _refill(self, now: float) -> None:
        self.level = min(float(self.burst), self.level + (now - self.at) * self.per_s)
        self.at = now

    def wait_s(self, now: float, keep: float = 0.0) -> float:
        """Seconds until one token is there beside `keep` that stay."""
        self._refill(now)
        return max(0.0, (1.0 + keep - self.level) / self.per_s)

    def take(self, now: float) -> None:
        """Takes one token, also one that is not there yet."""
        self._refill(now)
        self.level -= 1.0


class Window:
    """At most `count` in any `seconds`: a group may talk freely for a while, and then no more until it is quiet."""

    def __init__(self, count: int, seconds: float) -> None:
        self._seconds = seconds
        self._taken: deque[float] = deque(maxlen=count)

    def wait_s(self, now: float) -> float:
        """Seconds until one more fits."""
        full = len(self._taken) == self._taken.maxlen
        return max(0.0, self._taken[0] + self._seconds - now) if full else 0.0

    def take(self, now: float) -> None:
        """Counts one; the oldest is forgotten."""
        self._taken.append(now)


@dataclass(slots=True)
class _Chat:
    bucket: Bucket
    window: Window | None
    lock: asyncio.Lock
    blocked_until: float = 0.0

    def wait_s(self, now: float, keep: float = 0.0) -> float:
        """Seconds until one more may go to this chat."""
        return max(self.bucket.wait_s(now, keep), self.window.wait_s(now) if self.window else 0.0)

    def take(self, now: float) -> None:
        """Counts one."""
        self.bucket.take(now)
        if self.window:
            self.window.take(now)


class Pacer:
    """Lets each chat's messages through one by one, in order, and all of them within the overall rate."""

    def __init__(self, clock: Clock = time.monotonic, sleep: Sleep = asyncio.sleep) -> None:
        self._clock, self._sleep = clock, sleep
        self._overall = Bucket(OVERALL_PER_S, OVERALL_BURST, OVERALL_BURST, clock())
        self._all_blocked_until = 0.0
        self._flights = asyncio.Semaphore(IN_FLIGHT)
        self._line, self._background_line = asyncio.Lock(), asyncio.Lock()
        self._chats: dict[int, _Chat] = {}

    @contextlib.asynccontextmanager
    async def turn(self, chat_id: int) -> AsyncIterator[None]:
        """Holds the chat while one message is sent: waits for its turn first."""
        chat = self._chat(chat_id)
        async with chat.lock:
            await self.wait(chat_id)
            yield

    async def wait(self, chat_id: int) -> None:
        """Waits until one more request to this chat may go and counts it; the caller holds the chat's turn."""
        chat = self._chat(chat_id)
        await self._until_free(chat)
        chat.take(self._clock())

    @contextlib.asynccontextmanager
    async def flight(self, *, background: bool = False) -> AsyncIterator[None]:
        """One request on its way, within the overall rate.

        Few are on their way at once: on a busy machine they would otherwise gather and arrive together.
        """
        async with self._flights:
            await self._overall_slot(background)
            yield

    async def pause(self, seconds: float) -> None:
        """Waits on the injected sleep, as before trying a broken connection again."""
        await self._sleep(seconds)

    def try_now(self, chat_id: int) -> bool:
        """Counts one request where it may go at once, as for typing and drafts: they are skipped, never queued."""
        chat, now = self._chat(chat_id), self._clock()
        blocked = now < max(chat.blocked_until, self._all_blocked_until)
        # One token stays for the answer itself, and in a rush all of them: a sign of life must delay nobody's answer.
        scarce = chat.wait_s(now, keep=1.0) > 0 or self._overall.wait_s(now, keep=OVERALL_BURST - SIGNS_AT_ONCE) > 0
        if blocked or scarce or chat.lock.locked():
            return False
        chat.take(now)
        self._overall.take(now)
        return True

    def penalise(self, chat_id: int, retry_after_s: float) -> None:
        """Notes a 429.

        A private chat is never sent more than its own budget, so there it means that the overall limit was hit: all
        wait, as going on makes the wait grow. So do two groups under a wait at once.
        """
        now = self._clock()
        until = now + retry_after_s + EXTRA_WAIT_S
        others = [chat.blocked_until for key, chat in self._chats.items() if key != chat_id]
        if chat_id > 0 or any(blocked > now for blocked in others):
            self._all_blocked_until = max(self._all_blocked_until, until)
        self._chat(chat_id).blocked_until = until

    async def _until_free(self, chat: _Chat) -> None:
        while True:
            now = self._clock()
            blocked = max(chat.blocked_until, self._all_blocked_until) - now
            pause = max(blocked, chat.wait_s(now))
            if pause <= 1e-9:
                return
            await self._sleep(pause)

    async def _overall_slot(self, background: bool) -> None:
        """Waits in line for the overall budget and counts one at the moment it may go, not ahead of time.

        Slots given out ahead would all be used at once after the process was held up for a moment.
        """
        keep = BACKGROUND_HEADROOM if background else 0.0
        line = self._background_line if background else self._line
        async with line:
            while True:
                now = self._clock()
                pause = max(self._all_blocked_until - now, self._overall.wait_s(now, keep))
                if pause <= 1e-9:
                    break
                await self._sleep(pause)
            self._overall.take(self._clock())

    def _chat(self, chat_id: int) -> _Chat:
        if (chat := self._chats.get(chat_id)) is not None:
            return chat
        if len(self._chats) >= _SWEEP_AT:
            self._sweep()
        window = Window(GROUP_IN_WINDOW, GROUP_WINDOW_S) if chat_id < 0 else None
        chat = _Chat(Bucket(CHAT_PER_S, CHAT_BURST, CHAT_BURST, self._clock()), window, asyncio.Lock())
        self._chats[chat_id] = chat
        return chat

    def _sweep(self) -> None:
        """Forgets chats that have been quiet long enough for their buckets to be full again."""
        now = self._clock()
        quiet = [
            key
            for key, chat in self._chats.items()
            if now - chat.bucket.at > _FORGET_AFTER_S and now > chat.blocked_until and not chat.lock.locked()
        ]
        for key in quiet:
            del self._chats[key]
