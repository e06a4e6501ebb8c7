"""Alerts put together for the bot: what the app takes as its extras."""

import asyncio
import datetime

from bot.alerts.broadcast import Broadcast
from bot.alerts.database import open_database
from bot.alerts.follows import Follows
from bot.alerts.hours import Hours
from bot.alerts.message import Composer
from bot.alerts.outbox import Outbox
from bot.alerts.planning import Planner
from bot.alerts.room import Alerts
from bot.app import Extras
from bot.handlers import follow
from bot.services import Services
from retrieval.interests import Interest, read_interest
from retrieval.store import Store


def reading(store: Store, words: str) -> Interest:
    """What a person's words mean, given the committees and people of the minutes held."""
    committees = tuple(dict.fromkeys(info.committee for info in store.meetings() if info.committee))
    people = _people(store) if len(words.split()) > 1 else ()
    return read_interest(words, committees, people)


def _people(store: Store) -> tuple[str, ...]:
    voters = (person.name for row in store.votes() for person in (*row.supporters, *row.opponents, *row.abstainers))
    return tuple(dict.fromkeys(voters))


class Assembly:
    """The alerts of one bot: prepared when the bot is built, run beside it."""

    def __init__(self, store: Store, database_url: str, *, hours: Hours | None = None, lanes: int = 1) -> None:
        self._store, self._url = store, database_url
        self._hours, self._lanes = hours or Hours(), lanes
        self._broadcast: Broadcast | None = None

    def extras(self) -> Extras:
        """What the app registers: commands, buttons, and what runs beside it."""
        return Extras(
            handlers=(follow,),
            actions=(follow,),
            commands=follow.COMMANDS,
            prepare=(self._prepare,),
            beside=(self._run,),
        )

    def wake(self) -> None:
        """Something new was stored: look at once. To be called on the bot's event loop."""
        if self._broadcast is not None:
            self._broadcast.wake.set()

    def _prepare(self, room: Services) -> None:
        # Here and not before: the bot's own tables are there now, which tell of chats that moved or are gone.
        engine = open_database(self._url)
        follows, outbox = Follows(engine), Outbox(engine)
        planner = Planner(engine, self._store, follows, outbox, hours=self._hours)
        planner.begin()
        composer = Composer(self._store, room.assistant, datetime.date.today)
        self._broadcast = Broadcast(room, planner, outbox, follows, composer, self._hours, self._lanes)
        room.alerts = Alerts(
            follows=follows, outbox=outbox, read=lambda words: reading(self._store, words), hours=self._hours
        )
        room.can_follow = True
        room.on_forget.append(follows.forget)

    async def _run(self, _room: Services, stopping: asyncio.Event) -> None:
        if self._broadcast is not None:
            await self._broadcast.run(stopping)
