"""Runs sources side by side, each at its own pace: one document at a time goes in, failures are told and waited out."""

import asyncio
import hashlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from retrieval.errors import AssistantError, BadInput, StateError
from retrieval.ingest import Ingester, IngestResult, Outcome
from retrieval.sources.leases import Leases
from retrieval.sources.ledger import SourceLedger
from retrieval.sources.port import LinkedAttachment, Seen, Source, SourceFailed
from retrieval.store import Store

_log = logging.getLogger(__name__)

LONGEST_WAIT_S = 3600.0  # between two tries of a source that keeps failing
FIRST_WAIT_S = 5.0
LEASE_S = 120.0  # beyond a source's next look: after that another process looks after it
Sleep = Callable[[float], Awaitable[None]]
OnNews = Callable[[IngestResult], None]


@dataclass(slots=True)
class _SourceHand:
    """The hand of one source; `gate` lets one document at a time in."""

    source: str
    store: Store
    ingester: Ingester
    ledger: SourceLedger
    gate: asyncio.Lock
    on_news: OnNews

    async def seen(self) -> dict[str, Seen]:
        return await asyncio.to_thread(self.ledger.seen, self.source)

    async def take(self, item: str, mark: str, name: str, data: bytes) -> IngestResult:
        async with self.gate:
            result = await asyncio.to_thread(self.ingester.ingest_bytes, name, data)
            await self.remember(Seen(item=item, mark=mark, meeting_key=result.meeting_key))
        self._tell(result)
        return result

    async def take_files(self, files: Sequence[tuple[Seen, Path]]) -> int:
        async with self.gate:
            files = [(seen, path) for seen, path in files if path.is_file()]
            try:
                report = await asyncio.to_thread(self.ingester.ingest_paths, [path for _, path in files])
            except BadInput as error:  # one is gone just now: the next look, soon, sees which
                raise SourceFailed(f"a file was taken away while it was read: {error}") from error
            if len(report.results) != len(files):
                raise StateError("files changed while they were read; they are read again")
            for (seen, _), result in zip(files, report.results, strict=True):
                await self.remember(replace(seen, meeting_key=result.meeting_key))
                self._tell(result)
        return len(files)

    def _tell(self, result: IngestResult) -> None:
        if result.change is Outcome.SET_ASIDE:
            _log.warning("set aside: %s", result.reason)
        self.on_news(result)

    async def remember(self, seen: Seen) -> None:
        await asyncio.to_thread(self.ledger.remember, self.source, seen)

    async def set_aside(self, item: str, name: str, reason: str) -> None:
        _log.warning("set aside: %s", reason)
        fingerprint = hashlib.sha256(f"{self.source}|{item}".encode()).hexdigest()
        await asyncio.to_thread(self.store.set_aside, name, fingerprint, reason)

    async def forget(self, items: Iterable[str]) -> None:
        await asyncio.to_thread(self.ledger.forget, self.source, list(items))

    async def attachments(self, links: Iterable[str]) -> dict[str, LinkedAttachment]:
        return await asyncio.to_thread(self.ledger.attachments, list(links))

    async def keep_attachments(self, fingerprint: str, attachments: Sequence[LinkedAttachment]) -> None:
        await asyncio.to_thread(self.ledger.keep_attachments, fingerprint, attachments)

    async def withdraw(self, meeting_key: str, reason: str) -> None:
        async with self.gate:
            try:
                await asyncio.to_thread(lambda: self.ingester.withdraw(meeting_key, reason=reason))
            except BadInput:  # taken down before
                _log.info("already down: %s", meeting_key)


class Runner:
    """All sources of one state directory. The caller holds the state lock.

    Where several processes share a database, `leases` tells which of them looks after a source.
    """

    def __init__(
        self,
        sources: Sequence[Source],
        store: Store,
        ingester: Ingester,
        ledger: SourceLedger,
        *,
        on_news: OnNews | None = None,
        leases: Leases | None = None,
    ) -> None:
        self._sources, self._ledger, self._leases = sources, ledger, leases
        self._store, self._ingester = store, ingester
        self._on_news = on_news or (lambda _result: None)

    async def run(self, stopping: asyncio.Event) -> None:
        """Looks after all sources until `stopping` is set."""
        gate = asyncio.Lock()
        tasks = [asyncio.create_task(self._look_after(source, self._hand(source, gate))) for source in self._sources]
        try:
            await stopping.wait()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self._give_back()

    async def once(self) -> int:
        """One look at each source, one after the other; how many documents came in."""
        gate = asyncio.Lock()
        taken = 0
        for source in self._sources:
            taken += await self._look(source, self._hand(source, gate)) or 0
        await self._give_back()
        return taken

    async def _look_after(self, source: Source, hand: _SourceHand) -> None:
        failures = 0
        while True:
            failures = 0 if await self._look(source, hand) is not None else failures + 1
            await source.until_news(self._wait(source, failures))

    def _wait(self, source: Source, failures: int) -> float:
        if not failures:
            return source.every_s
        longest = min(2.0 * source.every_s, LONGEST_WAIT_S)
        return min(FIRST_WAIT_S * 2.0 ** min(failures - 1, 20), longest)

    async def _look(self, source: Source, hand: _SourceHand) -> int | None:
        """One look, where no other process looks after the source; None where it failed, which is written down."""
        try:
            async with self._kept(source) as is_ours:
                if not is_ours:
                    _log.info("source %s: another process looks after it", source.name)
                    return 0
                taken = await source.look(hand)
        except AssistantError as error:
            await self._failed(source, str(error))
            return None
        except Exception as error:  # the boundary of one source: a fault in it must not stop the others
            _log.exception("source_failed")
            await self._failed(source, f"{type(error).__name__}: {error}")
            return None
        await self._succeeded(source)
        return taken

    @asynccontextmanager
    async def _kept(self, source: Source) -> AsyncIterator[bool]:
        """Whether the source is this process's, which it stays until some time after its next look."""
        if not await self._take(source):
            yield False
            return
        keeping = asyncio.create_task(self._keep(source))
        try:
            yield True
        finally:
            keeping.cancel()
            await asyncio.gather(keeping, return_exceptions=True)

    async def _take(self, source: Source) -> bool:
        return self._leases is None or await asyncio.to_thread(self._leases.take, source.name, source.every_s + LEASE_S)

    async def _keep(self, source: Source) -> None:
        """Keeps the source while a look takes longer than a lease."""
        while True:
            await asyncio.sleep(LEASE_S / 2)
            await self._take(source)

    async def _give_back(self) -> None:
        if self._leases is None:
            return
        for source in self._sources:
            try:
                await asyncio.to_thread(self._leases.give_back, source.name)
            except AssistantError as error:  # the lease runs out by itself
                _log.warning("state not written: %s", error)

    async def _succeeded(self, source: Source) -> None:
        try:
            await asyncio.to_thread(self._ledger.succeeded, source.name)
            await asyncio.to_thread(self._ledger.drop_attachments)
        except AssistantError as error:
            _log.warning("state not written: %s", error)

    async def _failed(self, source: Source, reason: str) -> None:
        _log.warning("source %s: %s", source.name, reason)
        try:
            await asyncio.to_thread(self._ledger.failed, source.name, reason)
        except AssistantError as error:
            _log.warning("state not written: %s", error)

    def _hand(self, source: Source, gate: asyncio.Lock) -> _SourceHand:
        return _SourceHand(source.name, self._store, self._ingester, self._ledger, gate, self._on_news)
