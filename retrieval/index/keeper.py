"""The care of the vectors: opened when first needed, made anew where they are missing, done without where they fail."""

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path

from retrieval.errors import IndexingError, ModelUnavailable
from retrieval.index.manifest import ManifestFile
from retrieval.index.ports import FingerprintedEmbeddings
from retrieval.index.snapshot import Snapshot
from retrieval.index.vectors import VectorIndex, discard, vectors_folder

RETRY_S = 30.0  # after which vectors that could not be used are tried again
_log = logging.getLogger(__name__)

Progress = Callable[[int, int], None]  # passages done, passages in all


class VectorKeeper:
    """Sees that there is a vector of the present embedding for every passage held, and says why where there is none.

    Searching may go on in other threads; whoever writes holds the index's lock.
    """

    def __init__(
        self,
        home: Path,
        embeddings: FingerprintedEmbeddings,
        manifest: ManifestFile,
        chroma_url: str = "",
        ahead: Callable[[], None] = lambda: None,
    ) -> None:
        """`ahead` waits for vectors that are being read already."""
        self._folder = vectors_folder(home)
        self._embeddings = embeddings
        self._manifest = manifest
        self._chroma_url = chroma_url
        self._ahead = ahead
        self._opening = threading.Lock()
        self._vectors: VectorIndex | None = None
        self._again = 0.0  # when they are tried again, on the monotonic clock
        self.trouble = ""  # why they cannot be used

    # --- opened or not

    def opened(self) -> VectorIndex | None:
        """The vectors, opened when first needed; None, with the trouble kept, where they cannot be used."""
        vectors = self._vectors
        if vectors is not None:
            return vectors
        with self._opening:  # one for all: what it knows of the vectors is forgotten where it writes
            if self._vectors is None and (not self.trouble or time.monotonic() >= self._again):
                try:
                    self._vectors, self.trouble = self._open(), ""
                except IndexingError as error:
                    self.give_up(error)
            return self._vectors

    def usable(self) -> VectorIndex | None:
        """The vectors, where those of all passages held are there and of the present embedding."""
        return self.opened() if self._manifest.now.embedding == self._embeddings.fingerprint else None

    def _open(self) -> VectorIndex:
        self._ahead()
        return VectorIndex(self._folder, self._embeddings, self._chroma_url, lambda: str(self._manifest.stamp()))

    def _renewed(self) -> VectorIndex | None:
        """Empty vectors in place of embedded ones that cannot be opened; None where a server holds them."""
        if self._chroma_url:
            return None
        try:
            discard(self._folder)
        except IndexingError as error:
            self.give_up(error)
            return None
        self._again = 0.0
        return self.opened()

    def give_up(self, error: Exception) -> None:
        """Goes on without the vectors for a while, whose trouble this is."""
        _log.warning("searching by words alone: %s", error)
        self.trouble = str(error)
        self._again = time.monotonic() + RETRY_S
        self.close()

    def catch_up(self) -> None:
        """Sees what another process has written: an open embedded Chroma does not, so that one is opened anew."""
        if self._chroma_url and self._vectors is not None:
            self._vectors.look_again()
        else:
            self._vectors = None

    def close(self) -> None:
        """Gives connections back; the next use opens new ones."""
        vectors, self._vectors = self._vectors, None
        if vectors is not None:
            vectors.close()

    # --- what they hold

    def state(self, held: Snapshot) -> str:
        """How they are, for the operator: "ready", "stale" or why they are not there."""
        vectors = self.opened()
        return self.trouble or ("ready" if vectors and vectors.count >= held.passages else "stale")

    def are_lacking(self, held: Snapshot) -> bool:
        """Whether no vectors of the present embedding can be used for some of the passages held."""
        vectors = self.usable()
        if vectors is None:
            return True
        try:
            return not self._all_in(vectors, held)
        except IndexingError as error:
            self.give_up(error)
            return True

    def _all_in(self, vectors: VectorIndex, held: Snapshot) -> bool:
        """Whether no passage lacks its vector; a server's may hold more, of meetings that others have."""
        return vectors.count >= held.passages if self._chroma_url else vectors.count == held.passages

    # --- writing

    def write(self, write: Callable[[VectorIndex], None]) -> None:
        """Does what `write` does; where it fails, words alone go on and all vectors are made anew another time."""
        vectors = self.opened()
        try:
            if vectors is not None:
                write(vectors)
                return
        except (IndexingError, ModelUnavailable) as error:
            self.give_up(error)
        if self._manifest.now.embedding:  # they may be there again and as many, and yet of other passages
            self._manifest.save(self._manifest.now.embedded(""))

    def begin_anew(self) -> frozenset[str]:
        """Empties them for a rebuild; a server's, from which others are answered, stay, and their keys are told."""
        vectors = self.opened() or self._renewed()
        if vectors is None:
            return frozenset()
        if self._chroma_url:
            return vectors.keys()
        vectors.reset()
        vectors.drop_others()
        return frozenset()

    def mend(self, held: Snapshot, progress: Progress | None = None) -> None:
        """Makes them anew where they are missing or of another embedding, from the passages held."""
        vectors = self.opened() or self._renewed()
        if vectors is None:
            return
        fingerprint = self._embeddings.fingerprint
        try:
            if self._manifest.now.embedding == fingerprint and self._all_in(vectors, held):
                return
            if not self._chroma_url:  # others may be answering from a server's
                self._manifest.save(self._manifest.now.embedded(""))  # until they are made, words alone answer
                vectors.reset()
            _embed_all(vectors, held, progress)
            if not self._chroma_url:
                vectors.drop_others()
        except (IndexingError, ModelUnavailable) as error:
            self.give_up(error)
            return
        self._manifest.save(self._manifest.now.embedded(fingerprint))


def _embed_all(vectors: VectorIndex, held: Snapshot, progress: Progress | None) -> None:
    done = 0
    for key in sorted(held.meeting_keys()):
        passages = held.passages_of(key)
        vectors.add(passages)
        done += len(passages)
        if progress:
            progress(done, held.passages)
