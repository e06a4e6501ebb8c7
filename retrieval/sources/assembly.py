"""Settings to sources: what is watched."""

from collections.abc import Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING

from retrieval.settings import Settings
from retrieval.sources.fetching import Fetcher
from retrieval.sources.folder import FolderSource
from retrieval.sources.ledger import SourceLedger
from retrieval.sources.port import Source
from retrieval.sources.publication import PublicationSource
from retrieval.sources.runner import OnNews, Runner

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
        ledger = SourceLedger(rooms.store.engine)
        yield Runner(watched, rooms.store, rooms.ingester, ledger, on_news=on_news)
