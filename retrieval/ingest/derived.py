"""The derived index kept as the store is: what it lacks after a crash, another process's writing, or a restore."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from retrieval.model.answers import Passage
from retrieval.model.minutes import Document, Meeting
from retrieval.store import Store, StoredMeeting

Progress = Callable[[int, int, str], None]  # documents done, documents in all, name of the one begun
Parse = Callable[[Document], Meeting]


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


class IndexKeeper:
    """Brings the index to what the store holds. The caller holds the state lock."""

    def __init__(self, store: Store, index: DerivedIndex, parse: Parse | None = None) -> None:
        self._store = store
        self._index = index
        self._parse = parse or _parse

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
        reread(self._store, self._parse, progress)
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


def reread(store: Store, parse: Parse | None = None, progress: Progress | None = None) -> int:
    """Reads every stored text anew, also beside the process that holds the state lock; returns how many meetings.

    Every index is behind the store then, and mended meeting by meeting by who keeps it.
    """
    keys = [info.key for info in store.meetings()]
    for done, key in enumerate(keys):
        if progress:
            progress(done, len(keys), "reading")
        store.reparse(key, parse or _parse)
    return len(keys)


def _parse(document: Document) -> Meeting:
    from retrieval.parsing import parse  # only when a document comes: who asks need not wait for it

    return parse(document)


def _passages(stored: StoredMeeting) -> Sequence[Passage]:
    from retrieval.index.passages import passages_of

    return passages_of(stored.key, stored.document, stored.meeting)
