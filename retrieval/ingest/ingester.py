"""Files and feed bodies -> parsed, stored, indexed. Each document on its own; a broken one stops no other."""

import hashlib
import logging
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from retrieval.errors import SourceError
from retrieval.ingest.derived import DerivedIndex, IndexKeeper, Parse, Progress
from retrieval.ingest.files import find_files, fingerprint_of, too_large
from retrieval.ingest.results import IngestReport, IngestResult, Outcome, told
from retrieval.model.minutes import Document, Meeting
from retrieval.settings import MAX_FILE_BYTES
from retrieval.store import SaveResult, Store

_log = logging.getLogger(__name__)

INDEXED_AT_ONCE = 50  # meetings; what a crash leaves unindexed is mended at the next start


class Ingester(IndexKeeper):
    """Brings documents into the store and the index. The caller holds the state lock."""

    def __init__(
        self, store: Store, index: DerivedIndex, *, parse: Parse | None = None, recognise: bool = False
    ) -> None:
        """`recognise` says whether the letters of scans are recognised."""
        super().__init__(store, index, parse)
        self._recognise = recognise
        self._working = threading.Lock()  # uploads arrive in several threads
        self._unindexed: dict[str, None] = {}  # keys stored but not yet indexed, in order

    def ingest_paths(self, paths: Sequence[Path], progress: Progress | None = None) -> IngestReport:
        """Reads files, and folders with all below them.

        Raises:
            BadInput: a path does not exist, or a folder holds no file of a kind we read; nothing is read then.
            StateError: the store cannot be written; what was stored before stays.
        """
        files = list(dict.fromkeys(file for path in paths for file in find_files(path)))
        with self._working:
            return self._ingest_files(files, progress)

    def _ingest_files(self, files: Sequence[Path], progress: Progress | None) -> IngestReport:
        results = []
        for done, file in enumerate(files):
            if progress:
                progress(done, len(files), file.name)
            results.append(self._ingest_file(file))
            if len(self._unindexed) >= INDEXED_AT_ONCE:
                self._index_pending()
        self._index_pending()
        if progress:
            progress(len(files), len(files), "")
        return IngestReport(tuple(results))

    def ingest_bytes(self, name: str, data: bytes) -> IngestResult:
        """Reads one document given as bytes: an upload or a feed body."""
        fingerprint = hashlib.sha256(data).hexdigest()
        with self._working:
            if len(data) > MAX_FILE_BYTES:
                return self._put_aside(name, fingerprint, too_large(name, len(data)))
            result = self._ingest(name, data, fingerprint)
            self._index_pending()
            return result

    def _ingest_file(self, path: Path) -> IngestResult:
        try:
            size = path.stat().st_size
            if size > MAX_FILE_BYTES:
                return self._put_aside(path.name, fingerprint_of(path), too_large(path.name, size))
            data = path.read_bytes()
        except OSError as error:
            reason = SourceError(f"{path.name}: cannot be opened ({error.strerror}); check the file and its rights")
            return self._put_aside(path.name, hashlib.sha256(str(path).encode()).hexdigest(), reason)
        return self._ingest(path.name, data, hashlib.sha256(data).hexdigest())

    def _ingest(self, name: str, data: bytes, fingerprint: str) -> IngestResult:
        known = self._store.knows(fingerprint, name)
        if known:
            return told(name, Outcome.SAME, self._store.get(known))
        try:
            document, meeting = self._understand(name, data)
        except SourceError as error:
            return self._put_aside(name, fingerprint, error)
        except Exception as error:  # the boundary of one document: a fault met in it must not stop the others
            _log.exception("document_failed")
            reason = SourceError(
                f"{name}: reading it failed ({type(error).__name__}: {error}); please report this file"
            )
            return self._put_aside(name, fingerprint, reason)
        return self._keep(name, self._store.save(document, meeting))

    def _understand(self, name: str, data: bytes) -> tuple[Document, Meeting]:
        from retrieval.reading import read_bytes

        document = read_bytes(name, data, recognise=self._recognise)
        meeting = self._parse(document)
        if meeting.date is None and not meeting.committee:
            raise SourceError(f"{name}: not minutes: neither a meeting date nor a committee can be read in it")
        return document, meeting

    def _keep(self, name: str, saved: SaveResult) -> IngestResult:
        if saved.change in ("new", "changed"):
            self._unindexed[saved.stored.key] = None
            self._store.clear_aside(name)
        return told(name, Outcome(saved.change.value), saved.stored)

    def _index_pending(self) -> None:
        """Indexes what was stored since; many at once, for a commit costs more than what is in it."""
        if self._unindexed:
            self._index.add_all(self._entries(list(self._unindexed)))
            self._unindexed.clear()

    def mend(self, progress: Callable[[int, int], None] | None = None) -> int:
        """As an index keeper does; 0 while documents come in, which are indexed by who brings them in."""
        return 0 if self._working.locked() else super().mend(progress)

    def _put_aside(self, name: str, fingerprint: str, reason: SourceError) -> IngestResult:
        self._store.set_aside(name, fingerprint, str(reason))
        return IngestResult(name=name, change=Outcome.SET_ASIDE, reason=str(reason))

    def withdraw(self, key: str, item: int | None = None, *, reason: str = "") -> None:
        """Takes a meeting or one of its items down, in the store and in the index.

        Raises:
            BadInput: it is not held.
        """
        with self._working:
            self._store.withdraw(key, item, reason=reason)
            if item is None:
                self._index.remove(key)
            else:
                self._index.add_all(self._entries([key]))
