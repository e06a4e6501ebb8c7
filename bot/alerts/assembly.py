"""Alerts put together for the bot: what the app takes as its extras."""

import asyncio
import datetime
import socket
import time
from collections.abc import Callable

from bot.alerts.attachments import Attachments
from bot.alerts.broadcast import Broadcast
from bot.alerts.database import open_database
from bot.alerts.follows import Follows
from bot.alerts.hours import Hours
from bot.alerts.message import Composer
from bot.alerts.outbox import Outbox
from bot.alerts.planning import Planner
from bot.alerts.room import Alerts
from bot.alerts.status import Status
from bot.handlers import follow
from bot.options import Extras
from bot.services import Services
from retrieval.ingest import IngestResult
from retrieval.interests import Interest, read_interest
from retrieval.sources.assembly import open_runner
from retrieval.sources.ledger import SourceLedger
from retrieval.store import Store
from retrieval.watch import Watch
from retrieval.wiring import Rooms

Now = Callable[[], float]


def reading(store: Store, words: str) -> Interest:
    """What a person's words mean, given the committees and people of the minutes held."""
    committees = tuple(dict.fromkeys(info.committee for info in store.meetings() if info.committee))
    people = _people(store) if len(words.split()) > 1 else ()
    return read_interest(words, committees, people)


def _people(store: Store) -> tuple[str, ...]:
    voters = (person.name for row in store.votes() for person in (*row.supporters, *row.opponents, *row.abstainers))
    return tuple(dict.fromkeys(voters))


def extras_of(rooms: Rooms, now: Now = time.time) -> Extras:
    """Alerts and sources for a bot that serves these rooms and holds their state; `now` is in seconds since 1970."""
    return Assembly(rooms, now).extras()


class Assembly:
    """The alerts and sources of one bot: prepared when the bot is built, run beside it."""

    def __init__(self, rooms: Rooms, now: Now) -> None:
        settings = rooms.settings
        self._now = now
        self._rooms, self._store = rooms, rooms.store
        self._url = rooms.store.engine.url.render_as_string(hide_password=False)
        self._hours = Hours(settings.digest_hour, settings.quiet_hours)
        self._lanes = settings.alerts_at_once
        self._broadcast: Broadcast | None = None

    def extras(self) -> Extras:
        """What the app registers: commands, buttons, and what runs beside it."""
        return Extras(
            handlers=(follow,),
            actions=(follow,),
            commands=follow.COMMANDS,
            prepare=(self._prepare,),
            beside=(self._send, self._watch),
        )

    def _prepare(self, room: Services) -> None:
        # Here and not before: the bot's own tables are there now, which tell of chats that moved or are gone.
        engine = open_database(self._url)
        owner = f"{socket.gethostname()}:{self._rooms.settings.home}"
        follows, outbox = Follows(engine, self._now), Outbox(engine, self._now, owner=owner)
        watch, attachments = Watch(), Attachments(SourceLedger(self._store.engine).attachments_of)
        planner = Planner(
            engine, self._store, follows, outbox, hours=self._hours, watch=watch, attachments=attachments, now=self._now
        )
        planner.begin()
        composer = Composer(self._store, room.assistant, attachments, datetime.date.today)
        self._broadcast = Broadcast(room, planner, outbox, follows, composer, self._hours, self._lanes, self._now)
        room.alerts = Alerts(
            follows=follows,
            outbox=outbox,
            read=lambda words: reading(self._store, words),
            can_match=watch.can_match,
            hours=self._hours,
        )
        room.can_follow = True
        room.on_forget.append(follows.forget)
        room.on_status.append(Status(self._store, follows, outbox).tell)

    async def _send(self, _room: Services, stopping: asyncio.Event) -> None:
        if self._broadcast is not None:
            await self._broadcast.run(stopping)

    async def _watch(self, _room: Services, stopping: asyncio.Event) -> None:
        async with open_runner(self._rooms, self._on_news) as runner:
            await runner.run(stopping)

    def _on_news(self, _result: IngestResult) -> None:
        if self._broadcast is not None:
            self._broadcast.wake.set()
