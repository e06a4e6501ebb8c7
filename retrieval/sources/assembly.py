"""Settings to sources: what is watched."""

import socket
from collections.abc import Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING

from retrieval.settings import Settings
from retrieval.sources.fetching import Fetcher
from retrieval.sources.folder import FolderSource
from retrieval.sources.leases import Leases
from retrieval.sources.ledger import SourceLedger
from retrieval.sources.port import Source
from retrieval.sources.publication import PublicationSource
from retrieval.sources.runner import OnNews, Runner
from retrieval.store.engine import is_shared

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from retrieval.wiring import Rooms


def build_sources(settings: Settings) -> tuple[FolderSource | PublicationSource, ...]:
    """A source for each watched folder and each feed."""
    folders = [
        FolderSource(path=path.absolute(), withdraw_deleted=settings.withdraw_deleted) for path in settings.minutes
    ]
    feeds = [
        PublicationSource(
            url=url,
            fetch=Fetcher(url, allow_private=settings.feed_allow_private),
            every_s=settings.feed_every_s,
            past_days=settings.feed_days,
            attachments=settings.feed_attachments,
        )
        for url in settings.feeds
    ]
    return (*folders, *feeds)


@asynccontextmanager
async def open_runner(rooms: "Rooms", on_news: OnNews | None = None) -> "AsyncIterator[Runner]":
    """The runner of all configured sources; their watches and connections are closed at the end."""
    sources = build_sources(rooms.settings)
    async with AsyncExitStack() as stack:
        for source in sources:
            stack.push_async_callback(source.close)
        watched: Sequence[Source] = sources
        store = rooms.store
        leases = Leases(store.engine, _owner(rooms.settings)) if is_shared(store.engine) else None
        ledger = SourceLedger(store.engine)
        yield Runner(watched, store, rooms.ingester, ledger, on_news=on_news, leases=leases)


def _owner(settings: Settings) -> str:
    """This process and whoever follows it on its state directory: after a crash its sources are its own again."""
    return f"{socket.gethostname()}:{settings.home}"
