"""Use case: files and feed bodies -> parsed, stored, indexed. Each document on its own; a broken one stops no other."""

import hashlib
import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from retrieval.errors import BadInput, SourceError, TooLarge
from retrieval.model.answers import Passage
from retrieval.model.minutes import Document, Meeting
from retrieval.settings import MAX_FILE_BYTES
from retrieval.store import SaveResult, Store, StoredMeeting

_log = logging.getLogger(__name__)

SUFFIXES = frozenset({".txt", ".md", ".markdown", ".html", ".htm", ".pdf", ".docx", ".json"})
INDEXED_AT_ONCE = 50  # meetings; what a crash leaves unindexed is mended at the next start
FINGERPRINT_CHUNK = 1 << 20  # bytes read at a time from a file too large to read whole

Progress = Callable[[int, int, str], None]  # documents done, documents in all, name of the one begun
Parse = Callable[[Document], Meeting]
PassagesOf = Callable[[str, Document, Meeting], Sequence[Passage]]


class HeldIndex(Protocol):
    """What a derived index tells of itself: the meetings it holds, each at which revision."""

    @property
    def meetings(self) -> Mapping[str, int]:
        """Meeting key to revision."""
        ...


class DerivedIndex(Protocol):
    """What ingest asks of the index."""

    def add_all(
        self,
        meetings: Iterable[tuple[str, int, Sequence[Passage]]],
        progress: Callable[[int, int], None] | None = None,
        total: int = 0,
    ) -> None:
        """Holds exactly these passages for each meeting."""
        ...

    def remove(self, meeting_key: str) -> None:
        """Forgets the meeting."""
        ...

    def rebuild(
        self,
        meetings: Iterable[tuple[str, int, Sequence[Passage]]],
        progress: Callable[[int, int], None] | None = None,
        total: int = 0,
    ) -> None:
        """Begins anew with exactly these meetings."""
        ...

    def manifest(self) -> HeldIndex:
        """What is held."""
        ...


class Outcome(StrEnum):
    """What became of one document."""

    NEW = "new"
    SAME = "same"
    CHANGED = "changed"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    SET_ASIDE = "set_aside"


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestResult:
    """What became of one document: its meeting's key where it has one, else the `reason` it was set aside."""

    name: str
    change: Outcome
    meeting_key: str = ""
    committee: str = ""
    date: str = ""
    items: int = 0
    version: int = 0
    reason: str = ""
    notes: int = 0  # lines the parser did not understand
    warnings: tuple[str, ...] = ()  # what the operator must know of how it was read


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What became of every document, in the order they were read."""

    results: tuple[IngestResult, ...]

    def count(self, outcome: Outcome) -> int:
        """How many documents ended that way."""
        return sum(result.change is outcome for result in self.results)

    @property
    def set_aside(self) -> tuple[IngestResult, ...]:
        """The documents that could not be used."""
        return tuple(result for result in self.results if result.change is Outcome.SET_ASIDE)


class Ingester:
    """Brings documents into the store and the index. The caller holds the state lock."""

    def __init__(
        self, store: Store, index: DerivedIndex, *, parse: Parse | None = None, recognise: bool = False
    ) -> None:
        """`recognise` says whether the letters of scans are recognised."""
        self._store = store
        self._index = index
        self._parse = parse or _parse
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
                return self._put_aside(path.name, _file_fingerprint(path), too_large(path.name, size))
            data = path.read_bytes()
        except OSError as error:
            reason = SourceError(f"{path.name}: cannot be opened ({error.strerror}); check the file and its rights")
            return self._put_aside(path.name, hashlib.sha256(str(path).encode()).hexdigest(), reason)
        return self._ingest(path.name, data, hashlib.sha256(data).hexdigest())

    def _ingest(self, name: str, data: bytes, fingerprint: str) -> IngestResult:
        known = self._store.knows(fingerprint, name)
        if known:
            return _told(name, Outcome.SAME, self._store.get(known))
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
        return _told(name, Outcome(saved.change.value), saved.stored)

    def _index_pending(self) -> None:
        """Indexes what was stored since; many at once, for a commit costs more than what is in it."""
        if self._unindexed:
            self._index.add_all(self._entries(list(self._unindexed)))
            self._unindexed.clear()

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

    def stale(self) -> tuple[frozenset[str], frozenset[str]]:
        """Keys of meetings the index lacks or holds in another revision, and of those it holds that are gone."""
        wanted, held = self._store.manifest(), self._index.manifest().meetings
        lacking = frozenset(key for key, revision in wanted.items() if held.get(key) != revision)
        return lacking, frozenset(held) - frozenset(wanted)

    def mend(self, progress: Callable[[int, int], None] | None = None) -> int:
        """Brings the index to what the store holds after a crash or a restore; how many meetings were touched."""
        lacking, gone = self.stale()
        for key in sorted(gone):
            self._index.remove(key)
        if lacking:
            self._index.add_all(self._entries(sorted(lacking)), progress)
        return len(lacking) + len(gone)

    def reindex(self, progress: Progress | None = None) -> int:
        """Reads every stored text anew and builds the index from nothing; how many meetings it holds then.

        The sources are not touched: the stored texts are enough.
        """
        keys = [info.key for info in self._store.meetings()]
        for done, key in enumerate(keys):
            if progress:
                progress(done, len(keys), "reading")
            self._store.reparse(key, self._parse)
        return self.rebuild(progress)

    def rebuild(self, progress: Progress | None = None) -> int:
        """Builds the index from nothing as the store is now; how many meetings it holds then."""
        keys = [info.key for info in self._store.meetings()]
        self._index.rebuild(self._watched(keys, progress))
        if progress:
            progress(len(keys), len(keys), "")
        return len(keys)

    def _watched(self, keys: Sequence[str], progress: Progress | None) -> Iterator[tuple[str, int, Sequence[Passage]]]:
        for done, entry in enumerate(self._entries(keys)):
            if progress:
                progress(done, len(keys), "indexing")
            yield entry

    def _entries(self, keys: Iterable[str]) -> Iterator[tuple[str, int, Sequence[Passage]]]:
        for key in keys:
            yield key, self._store.revision(key), _passages(self._store.get(key))


def find_files(path: Path) -> list[Path]:
    """The file itself, or the files of a kind we read below the folder, by name; hidden ones are left out.

    Raises:
        BadInput: the path does not exist, or the folder holds no such file.
    """
    if path.is_file():
        return [path]
    if not path.is_dir():
        raise BadInput(f"{path}: no such file or folder")
    below = (file for file in path.rglob("*") if file.suffix.lower() in SUFFIXES and file.is_file())
    found = sorted(file for file in below if not any(p.startswith(".") for p in file.relative_to(path).parts))
    if not found:
        raise BadInput(f"{path}: no minutes in this folder (looked for {', '.join(sorted(SUFFIXES))})")
    return found


def too_large(name: str, size: int) -> TooLarge:
    """The error for a file above the limit."""
    limit = MAX_FILE_BYTES // 1_000_000
    return TooLarge(f"{name}: {size / 1e6:.0f} MB is above the limit of {limit} MB; split the document")


def _parse(document: Document) -> Meeting:
    from retrieval.parsing import parse  # only when a document comes: who asks need not wait for it

    return parse(document)


def _passages(stored: StoredMeeting) -> Sequence[Passage]:
    from retrieval.index.passages import passages_of

    return passages_of(stored.key, stored.document, stored.meeting)


def _told(name: str, outcome: Outcome, stored: StoredMeeting) -> IngestResult:
    meeting = stored.meeting
    return IngestResult(
        name=name,
        change=outcome,
        meeting_key=stored.key,
        committee=meeting.committee,
        date=meeting.date.isoformat() if meeting.date else "",
        items=len(meeting.items),
        version=stored.version,
        notes=len(meeting.notes),
        warnings=stored.document.warnings,
    )


def _file_fingerprint(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(FINGERPRINT_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
