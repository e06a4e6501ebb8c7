"""Writing to the index: words and vectors at once, the manifest before and after, so that a cut-off writing is seen."""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

from retrieval.index.keeper import Progress, VectorKeeper
from retrieval.index.lexical import LexicalIndex
from retrieval.index.manifest import Manifest, ManifestFile
from retrieval.index.vectors import VectorIndex
from retrieval.model.answers import Passage

COMMITTED_AT_ONCE = 4_000  # passages that are written in one commit when many meetings are added

Versioned = tuple[str, int, Sequence[Passage]]  # a meeting's key, its version, its passages


class IndexWriter:
    """Adds, removes and rebuilds, one writing at a time.

    What was written under `begin` and not ended is taken back by the next writing.
    """

    def __init__(self, lexical: LexicalIndex, keeper: VectorKeeper, manifest: ManifestFile) -> None:
        self._lexical = lexical
        self._keeper = keeper
        self._manifest = manifest
        self._writing = threading.RLock()

    def catch_up(self) -> None:
        """Sees what another process has written since."""
        if not self._manifest.is_behind:
            return
        with self._writing:
            if self._manifest.is_behind:  # it was not written here meanwhile
                self._manifest.read()
                self._lexical.refresh()
                self._keeper.catch_up()

    def add_all(self, meetings: Iterable[Versioned], progress: Progress | None, total: int) -> None:
        """Holds exactly these passages for each meeting; `total` is the number of passages, for the progress told."""
        done = 0
        for batch in _batches(meetings):
            self._write(batch)
            done += sum(len(passages) for _, _, passages in batch)
            if progress:
                progress(done, max(total, done))

    def remove(self, meeting_key: str) -> None:
        """Forgets a meeting; one that is not held is no error."""
        with self._writing:
            self.prepare()
            self.begin(frozenset({meeting_key}))
            old = self._held_keys([meeting_key])
            self._lexical.replace({}, [meeting_key])
            self._keeper.write(lambda vectors: vectors.forget(old))
            self._end({})

    def rebuild(self, meetings: Iterable[Versioned], progress: Progress | None, total: int) -> None:
        """Begins anew and holds exactly these meetings; a server's vectors go on serving others meanwhile."""
        with self._writing:
            self._lexical.reset()
            self._manifest.save(Manifest())
            before = self._keeper.begin_anew()
            self.add_all(meetings, progress, total)
            if before:
                gone = before.difference(self._held_keys(self._lexical.now.meeting_keys()))
                self._keeper.write(lambda vectors: vectors.forget(sorted(gone)))

    def prepare(self, progress: Progress | None = None) -> None:
        """Sees what others wrote, takes back what a cut-off writing left, and sees that all vectors are there."""
        with self._writing:
            self.catch_up()
            leftovers = self._manifest.now.pending
            if leftovers:
                self._lexical.replace({}, leftovers)
                self._keeper.write(lambda vectors: vectors.forget_meetings(leftovers))
                self._end({})
            self._keeper.mend(self._lexical.now, progress)

    def begin(self, meeting_keys: frozenset[str]) -> None:
        """Notes that the writing of these meetings has begun."""
        self._manifest.save(self._manifest.now.begun(meeting_keys))

    def _end(self, versions: Mapping[str, int]) -> None:
        self._manifest.save(self._manifest.now.ended(versions))

    def _write(self, batch: Sequence[Versioned]) -> None:
        written = {key: passages for key, _, passages in batch}
        with self._writing:
            self.prepare()
            self.begin(frozenset(written))
            renew = _renewal(self._held_keys(written), [one for passages in written.values() for one in passages])
            with ThreadPoolExecutor(1) as beside:  # Chroma and tantivy work outside Python's lock
                vectors = beside.submit(self._keeper.write, renew)
                self._lexical.replace(written)
            vectors.result()
            self._end({key: version for key, version, _ in batch})

    def _held_keys(self, meeting_keys: Iterable[str]) -> list[str]:
        held = self._lexical.now
        return [passage.key for key in meeting_keys for passage in held.passages_of(key)]


def _renewal(old: Sequence[str], new: Sequence[Passage]) -> Callable[[VectorIndex], None]:
    """What puts new vectors in place of old ones."""

    def renew(vectors: VectorIndex) -> None:
        vectors.forget(old)
        vectors.add(new)

    return renew


def _batches(meetings: Iterable[Versioned]) -> Iterator[list[Versioned]]:
    """The meetings in as many as are committed at once."""
    batch: list[Versioned] = []
    for meeting in meetings:
        batch.append(meeting)
        if sum(len(passages) for _, _, passages in batch) >= COMMITTED_AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch
