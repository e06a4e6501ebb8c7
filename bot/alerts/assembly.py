"""Alerts put together for the bot: what the app takes as its extras."""

from bot.alerts.database import open_database
from bot.alerts.follows import Follows
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


def build_alerts(store: Store, database_url: str) -> Alerts:
    """The alerts on the database at `database_url`, about the minutes of `store`."""
    engine = open_database(database_url)
    return Alerts(follows=Follows(engine), read=lambda words: reading(store, words))


def extras(store: Store, database_url: str) -> Extras:
    """What the app registers: commands, buttons, and what runs beside it."""

    def prepare(room: Services) -> None:
        # Here and not before: the bot's own tables are there now, which tell of chats that moved or are gone.
        room.alerts = alerts = build_alerts(store, database_url)
        room.can_follow = True
        room.on_forget.append(alerts.follows.forget)

    return Extras(handlers=(follow,), actions=(follow,), commands=follow.COMMANDS, prepare=(prepare,))
