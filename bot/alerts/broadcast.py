"""The loop that plans and sends: in the background, at Telegram's pace, and so that a crash loses nothing.

Normally one message is under way at a time, so that a crash leaves one in doubt. A message that has to wait for its
chat (a 429, a full group) does not hold up the others. While Telegram is away nothing is given up and nothing
overtakes: one message at a time tries whether it is back.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import structlog

from bot.alerts.follows import Follows, Rhythm
from bot.alerts.hours import Hours
from bot.alerts.message import Alert, Composer
from bot.alerts.outbox import Outbox, Row, Stage
from bot.alerts.planning import Planner
from bot.errors import ChatGone, DeliveryUncertain, MessageRejected, TelegramAway, Throttled
from bot.outgoing import Form, OutgoingMessage, Place
from bot.services import Services
from retrieval.errors import AssistantError, BadInput
from retrieval.model.answers import Language

log = structlog.get_logger(__name__)

LOOK_EVERY_S = 1.0  # for versions that somebody else stored
BATCH = 100
PATIENCE_S = 2.0  # a message that takes longer is left to itself
STRAGGLERS = 8
CHAT_EVERY_S, GROUP_EVERY_S = 1.05, 3.2  # Telegram: one a second in a chat, twenty a minute in a group
AWAY_AFTER = 2  # messages in a row that no answer came for
FIRST_HOLD_S, LONGEST_HOLD_S = 1.0, 30.0  # between two tries whether Telegram is back
_KEPT_ALERTS = 64


@dataclass(slots=True)
class Broadcast:
    """Plans and sends until it is told to stop; `lanes` messages are under way at once."""

    room: Services
    planner: Planner
    outbox: Outbox
    follows: Follows
    composer: Composer
    hours: Hours
    lanes: int = 1
    now: Callable[[], float] = time.time
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    _running: set["asyncio.Task[None]"] = field(default_factory=set)
    _ready_at: dict[int, float] = field(default_factory=dict)
    _unanswered: int = 0
    _held_until: float = 0.0
    _composed: dict[tuple[object, ...], tuple[Alert, str]] = field(default_factory=dict)

    async def run(self, stopping: asyncio.Event) -> None:
        """Runs until `stopping` is set; a message under way is finished first."""
        if doubtful := await asyncio.to_thread(self.outbox.recover):
            log.warning("alerts_in_doubt", count=doubtful)
        while not stopping.is_set():
            try:
                self.wake.clear()
                await self.room.workers.run(self.planner.plan)
                sent = await self._send_due(stopping)
            except Exception as error:  # the top of a loop that must outlive a busy database or a broken meeting
                log.error("alerts_failed", error=type(error).__name__, reason=str(error)[:200])
                sent = 0
            if not sent:
                await self._rest(stopping)
        if self._running:
            await asyncio.wait(self._running)

    async def _rest(self, stopping: asyncio.Event) -> None:
        """Waits for news, for the end, or for the next look."""
        waiting = [asyncio.create_task(event.wait()) for event in (self.wake, stopping)]
        await asyncio.wait(waiting, timeout=LOOK_EVERY_S, return_when=asyncio.FIRST_COMPLETED)
        for task in waiting:
            task.cancel()

    async def _send_due(self, stopping: asyncio.Event) -> int:
        """Sends what is due, one message a chat; how many were begun."""
        if self._is_held():
            return 0
        rows = await asyncio.to_thread(self.outbox.due, BATCH, self._cooling())
        for row in rows:
            await self._lane_free()
            if stopping.is_set() or self._is_held():
                break
            task = asyncio.create_task(self._send(row))
            self._running.add(task)
            task.add_done_callback(self._ended)
        return len(rows)

    def _ended(self, task: "asyncio.Task[None]") -> None:
        self._running.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("outbox_not_written", error=type(error).__name__)

    async def _lane_free(self) -> None:
        while len(self._running) >= self.lanes:
            done, _ = await asyncio.wait(self._running, timeout=PATIENCE_S, return_when=asyncio.FIRST_COMPLETED)
            if not done and len(self._running) < STRAGGLERS:
                return

    def _is_held(self) -> bool:
        return self.room.clock() < self._held_until

    def _cooling(self) -> list[int]:
        """Chats that were written to a moment ago: the others need not wait behind them."""
        now = self.room.clock()
        self._ready_at = {chat: at for chat, at in self._ready_at.items() if at > now}
        return list(self._ready_at)

    async def _send(self, first: Row) -> None:
        """Sends one row, or all that are due of a spot that wants them collected."""
        every = GROUP_EVERY_S if first.spot.chat_id < 0 else CHAT_EVERY_S
        self._ready_at[first.spot.chat_id] = float("inf")
        wait = 0.0
        try:
            wait = await self._send_now(first)
        except Exception as error:  # the boundary of one message: a fault met in it must not hold up the others
            reason = f"{type(error).__name__}: {error}"[:200]
            log.error("alert_failed", meeting=first.meeting_key, error=type(error).__name__)
            await asyncio.to_thread(lambda: self.outbox.again((first,), reason, in_doubt=True))
        finally:
            # While Telegram is away the next try is another chat's: one that never gets an answer must not stop all.
            self._ready_at[first.spot.chat_id] = max(self.room.clock() + wait, self._held_until) + every

    async def _send_now(self, first: Row) -> float:
        """Sends it; the seconds that its chat has to wait for another try, so that nothing overtakes it."""
        wish = await asyncio.to_thread(self.follows.wish, first.spot)
        rows: tuple[Row, ...] = (first,)
        if wish.rhythm is not Rhythm.AT_ONCE:
            rows = await asyncio.to_thread(self.outbox.due_at, first.spot) or rows
        try:
            message, form = await self._message(rows, wish.language)
        except BadInput:
            await asyncio.to_thread(self.outbox.finish, rows, Stage.DROPPED, "no longer held")
            return 0.0
        except AssistantError as error:
            reason = str(error)
            await asyncio.to_thread(lambda: self.outbox.again(rows, reason, in_doubt=False))
            return 0.0
        if await asyncio.to_thread(self.outbox.begin, rows):
            return await self._deliver(rows, message, form)
        return 0.0

    async def _deliver(self, rows: tuple[Row, ...], message: OutgoingMessage, form: Form) -> float:
        """The call between the two marks; the seconds that the chat has to wait for another try."""
        write = self.outbox
        try:
            await self.room.delivery.send(message, form, background=True)
        except ChatGone as error:
            reason = str(error)
            await asyncio.to_thread(write.drop_chat, rows[0].spot.chat_id, reason)
            log.info("alerts_dropped", reason=reason)
        except MessageRejected as error:
            reason = str(error)
            await asyncio.to_thread(write.finish, rows, Stage.FAILED, reason)
            log.error("alert_rejected", meeting=rows[0].meeting_key, reason=reason)
        except Throttled as error:
            reason = str(error)
            await asyncio.to_thread(lambda: write.again(rows, reason, in_doubt=False))
        except DeliveryUncertain as error:
            return await self._unanswered_for(rows, error)
        else:
            await asyncio.to_thread(write.finish, rows, Stage.SENT)
        if self._unanswered:
            log.info("telegram_answers", after=self._unanswered)
        self._unanswered = 0
        return 0.0

    async def _unanswered_for(self, rows: tuple[Row, ...], error: DeliveryUncertain) -> float:
        """One message without an answer is tried later; several in a row, or no connection: Telegram is away."""
        reason, in_doubt = str(error), not isinstance(error, TelegramAway)
        self._unanswered += 1
        if in_doubt and self._unanswered < AWAY_AFTER:
            return await asyncio.to_thread(lambda: self.outbox.again(rows, reason, in_doubt=True))
        hold = min(FIRST_HOLD_S * 2.0 ** min(self._unanswered - 1, 10), LONGEST_HOLD_S)
        log.warning("telegram_away", reason=reason, again_in_s=hold)
        self._held_until = self.room.clock() + hold
        await asyncio.to_thread(lambda: self.outbox.put_back(rows, reason, in_doubt=in_doubt))
        await asyncio.to_thread(self.outbox.hurry)
        self._ready_at = dict.fromkeys(self._ready_at, self._held_until)
        return 0.0

    async def _message(self, rows: tuple[Row, ...], language: Language) -> tuple[OutgoingMessage, Form]:
        spot = rows[0].spot
        chosen = await asyncio.to_thread(self.room.state.preferences, spot.chat_id)
        form = Form(chosen.form) if chosen.form else Form.RICH
        language = Language(chosen.language) if chosen.language else language
        alert, key = await self._alert(rows, language)
        place = Place(spot.chat_id, spot.thread_id)
        message = OutgoingMessage(
            place=place, content=alert.content, keyboard=alert.keyboard(key), silent=self.hours.is_quiet(self.now())
        )
        return message, Form.HTML if place.is_group and form is Form.RICH else form

    async def _alert(self, rows: tuple[Row, ...], language: Language) -> tuple[Alert, str]:
        """Composed once for all who follow the same meetings as a whole; what one person follows stays theirs."""
        shared = all(not row.notice.chosen for row in rows)
        same = (language, *((row.meeting_key, row.version, row.notice) for row in rows))
        if shared and same in self._composed:
            return self._composed[same]
        told = [(row.meeting_key, row.version, row.notice) for row in rows]
        alert = await self.room.workers.run(self.composer.compose, told, language)
        owner = 0 if shared else max(0, rows[0].spot.chat_id)
        key = await asyncio.to_thread(self.room.state.keep, alert.payload, owner)
        if shared:
            if len(self._composed) >= _KEPT_ALERTS:
                self._composed.clear()
            self._composed[same] = (alert, key)
        return alert, key
