"""The vector index: one Chroma collection an embedding."""

import shutil
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property, partial
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from retrieval.errors import IndexingError
from retrieval.index.at_hand import AT_HAND, AtHand, drop_at_hand, load_at_hand, save_at_hand
from retrieval.index.chroma import close_client, forget_clients, guarded, open_client
from retrieval.index.ports import FingerprintedEmbeddings
from retrieval.model.answers import Passage

NEIGHBOURS = {"hnsw:space": "cosine", "hnsw:construction_ef": 64, "hnsw:search_ef": 64, "hnsw:M": 16}
EMBEDDED_AT_ONCE = 512  # texts
KEYS_AT_ONCE = 10_000
COLLECTIONS = "passages-"  # what their names begin with; the embedding's fingerprint follows


class VectorIndex:
    """Vectors of passages by meeting. Every failure of Chroma becomes IndexingError: the caller goes on without it.

    One may write while others search: what is known of the vectors is kept only where nobody wrote meanwhile.

    `written` tells when the index was last written, by whichever process. Few vectors that were read since are kept
    in a file: Chroma, which takes longer to open than a question to answer, is then opened when something is written.
    """

    def __init__(
        self, folder: Path, embeddings: FingerprintedEmbeddings, url: str = "", written: Callable[[], str] | None = None
    ) -> None:
        self._folder = folder
        self._url = url
        self._written = written if not url else None
        self._embeddings = embeddings
        self._name = f"{COLLECTIONS}{embeddings.fingerprint}"[:500]
        self._knowing = threading.Lock()
        self._changes = 0  # begun or ended
        self._count: int | None = None
        self._at_hand = load_at_hand(folder, self._stamp()) if self._written else None
        if self._at_hand is None:
            _ = self._collection  # one that cannot be opened says so here

    def _stamp(self) -> str:
        """Names the state of the vectors; another one after any writing, opening or damage of Chroma's files."""
        try:
            status = (self._folder / "chroma.sqlite3").stat()
        except OSError:
            return ""
        return f"{self._name} {self._written and self._written()} {status.st_mtime_ns} {status.st_size}"

    @cached_property
    def _client(self) -> Any:
        return guarded(lambda: open_client(self._folder, self._url), "opened")

    @cached_property
    def _collection(self) -> Any:
        return guarded(self._open, "opened")

    @cached_property
    def _batch(self) -> int:
        return int(guarded(self._client.get_max_batch_size, "opened"))

    def _open(self) -> Any:
        # Without embedding_function=None Chroma would fetch a model of its own.
        return self._client.get_or_create_collection(self._name, embedding_function=None, metadata=NEIGHBOURS)

    def close(self) -> None:
        """Gives a server's connections back; an embedded Chroma is shared in the process and ends with it."""
        client = self.__dict__.get("_client")  # not opened just to be closed
        if self._url and client is not None:
            guarded(partial(close_client, client), "closed")

    def look_again(self) -> None:
        """Another process has written: what is known of a server's vectors is asked anew."""
        self._count = None

    @property
    def count(self) -> int:
        """How many vectors are held."""
        count = self._count
        if count is None:
            changes, held = self._changes, self._at_hand
            count = len(held.keys) if held else int(guarded(self._collection.count, "read"))
            with self._knowing:
                self._count = count if changes == self._changes else None
        return count

    def keys(self) -> frozenset[str]:
        """The keys of all passages whose vectors are held."""
        pages = (
            guarded(partial(self._collection.get, include=[], limit=KEYS_AT_ONCE, offset=start), "read")["ids"]
            for start in range(0, self.count, KEYS_AT_ONCE)
        )
        return frozenset(chain.from_iterable(pages))

    @contextmanager
    def _change(self) -> Iterator[None]:
        """What is known of the vectors is forgotten before a change and after it: somebody may read in the middle."""
        self._forget_known()
        try:
            yield
        finally:
            self._forget_known()

    def _forget_known(self) -> None:
        with self._knowing:
            self._changes += 1
            self._count, self._at_hand = None, None
        if self._written:
            drop_at_hand(self._folder)

    def forget(self, passage_keys: Sequence[str]) -> None:
        """Forgets the vectors of these passages; those it does not hold are no error."""
        with self._change():
            for start in range(0, len(passage_keys), self._batch):
                keys = list(passage_keys[start : start + self._batch])
                guarded(partial(self._collection.delete, ids=keys), "written")

    def forget_meetings(self, meeting_keys: Iterable[str]) -> None:
        """Forgets all vectors of these meetings, whatever they are; slow where very many vectors are held."""
        with self._change():
            for key in meeting_keys:
                guarded(partial(self._collection.delete, where={"meeting": key}), "written")

    def add(self, passages: Sequence[Passage]) -> None:
        """Holds the vectors of passages it does not hold yet."""
        step = min(EMBEDDED_AT_ONCE, self._batch)
        with self._change():
            for start in range(0, len(passages), step):
                self._add(passages[start : start + step])

    def _add(self, passages: Sequence[Passage]) -> None:
        vectors = self._embeddings.embed_documents([embedded_text(passage) for passage in passages])
        guarded(
            lambda: self._collection.add(
                ids=[passage.key for passage in passages],
                embeddings=np.asarray(vectors, dtype=np.float32),
                metadatas=[{"meeting": passage.meeting_key, "item": passage.item} for passage in passages],
            ),
            "written",
        )

    def search(
        self, vector: Sequence[float], limit: int, meeting_keys: frozenset[str] | None = None, item: int | None = None
    ) -> list[tuple[str, float]]:
        """(passage key, cosine) of the nearest passages, nearest first; none where it is emptied meanwhile."""
        changes = self._changes
        try:
            return self._search(vector, limit, meeting_keys, item)
        except IndexingError:
            if changes == self._changes:
                raise
            return []

    def _search(
        self, vector: Sequence[float], limit: int, meeting_keys: frozenset[str] | None, item: int | None
    ) -> list[tuple[str, float]]:
        count = self.count
        if not count or not any(vector):
            return []
        if count <= AT_HAND:
            return (self._at_hand or self._read_all()).search(vector, limit, meeting_keys, item)
        found = guarded(
            lambda: self._collection.query(
                query_embeddings=[list(vector)],
                n_results=limit,
                where=_where(meeting_keys, item),
                include=["distances"],
            ),
            "read",
        )
        return [(key, 1.0 - float(away)) for key, away in zip(found["ids"][0], found["distances"][0], strict=True)]

    def _read_all(self) -> AtHand:
        before, changes = self._stamp(), self._changes
        found = guarded(partial(self._collection.get, include=["embeddings", "metadatas"]), "read")
        rows = np.asarray(found["embeddings"], np.float32).reshape(len(found["ids"]), -1)
        unit = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
        places = found["metadatas"]
        meetings, items = [str(place["meeting"]) for place in places], [int(place["item"]) for place in places]
        held = AtHand(unit, found["ids"], meetings, items)
        with self._knowing:
            if changes != self._changes:
                return held
            self._at_hand = held
        if self._written and before == self._stamp():  # no other process wrote meanwhile
            save_at_hand(self._folder, held, before)
        return held

    def nearness(self, vector: Sequence[float], passage_keys: Sequence[str]) -> list[tuple[str, float]]:
        """(passage key, cosine) of those of the passages that are held, in no fixed order."""
        if not passage_keys or not any(vector):
            return []
        held = guarded(partial(self._collection.get, ids=list(passage_keys), include=["embeddings"]), "read")
        if not held["ids"]:
            return []
        rows, asked = np.asarray(held["embeddings"], np.float32), np.asarray(vector, np.float32)
        lengths = np.linalg.norm(rows, axis=1) * np.linalg.norm(asked)
        cosines = (rows @ asked) / np.maximum(lengths, 1e-9)
        return list(zip(held["ids"], cosines.tolist(), strict=True))

    def reset(self) -> None:
        """Begins with an empty collection of this embedding."""

        def renew() -> Any:
            self._client.delete_collection(self._name)
            return self._open()

        with self._change():
            self._collection = guarded(renew, "written")

    def drop_others(self) -> None:
        """Deletes the collections of other embeddings."""
        for collection in guarded(self._client.list_collections, "read"):
            if collection.name.startswith(COLLECTIONS) and collection.name != self._name:
                guarded(partial(self._client.delete_collection, collection.name), "written")


def vectors_folder(home: Path) -> Path:
    """Where embedded vectors stand in a state directory."""
    return home / "index" / "vectors"


def discard(folder: Path) -> None:
    """Deletes the embedded vectors in the folder, damaged as they may be; all of it can be made again.

    Raises:
        IndexingError: they cannot be deleted.
    """
    forget_clients()  # else the same broken one would be opened again
    try:
        if folder.is_dir():
            shutil.rmtree(folder)
        else:
            folder.unlink(missing_ok=True)
    except OSError as error:
        raise IndexingError(f"the damaged vectors in {folder} cannot be deleted ({error.strerror})") from error


def embedded_text(passage: Passage) -> str:
    """What of a passage is embedded: its item's title and its words."""
    return f"{passage.title}. {passage.text}" if passage.title else passage.text


def _where(meeting_keys: frozenset[str] | None, item: int | None) -> dict[str, Any] | None:
    limits: list[dict[str, Any]] = []
    if meeting_keys is not None:
        limits.append({"meeting": {"$in": sorted(meeting_keys)}})
    if item is not None:
        limits.append({"item": item})
    return {"$and": limits} if len(limits) > 1 else limits[0] if limits else None
