"""What commands open: the settings, the rooms on the state directory, the writer's lock."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from retrieval.settings import Settings
    from retrieval.store import Store
    from retrieval.wiring import Rooms

SERVING = "referat bot"  # who holds the state directory while people are answered on Telegram


def settings() -> "Settings":
    """The settings of this process."""
    from retrieval.settings import load_settings

    return load_settings()


def is_served(given: "Settings") -> bool:
    """Whether a bot runs on the state directory: it brings its index up to what is changed in the database."""
    from retrieval.store import holder

    return holder(given.home).startswith(SERVING)


@contextmanager
def store() -> Iterator["Store"]:
    """The database alone, for commands that need no index."""
    from retrieval.wiring import open_store

    opened = open_store(settings())
    try:
        yield opened
    finally:
        opened.close()


@contextmanager
def rooms(given: "Settings | None" = None) -> Iterator["Rooms"]:
    """All rooms, to read."""
    from retrieval.wiring import open_rooms

    opened = open_rooms(given or settings())
    try:
        yield opened
    finally:
        opened.close()


@contextmanager
def writing(who: str, given: "Settings | None" = None) -> Iterator["Rooms"]:
    """All rooms, to write: the state directory is held until the end; `who` is told to the next writer."""
    from retrieval.store import state_lock
    from retrieval.wiring import open_rooms

    chosen = given or settings()
    with state_lock(chosen.home, who):
        opened = open_rooms(chosen, holds_lock=True)
        try:
            yield opened
        finally:
            opened.close()
