"""Many embedded vectors read ahead: outside Python's lock, while the rest of a process is still being opened."""

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from retrieval.errors import IndexingError
from retrieval.index.at_hand import are_at_hand
from retrieval.index.chroma import forget_clients, guarded, open_client
from retrieval.index.vectors import COLLECTIONS


def read_ahead(folder: Path) -> Callable[[], None]:
    """Begins to read the vectors kept in the folder, where a question will need Chroma; returns what waits for it.

    Chroma's client is shared in a process: who opens the vectors afterwards finds their graph read. Whatever is wrong
    with them is left for that one to find.
    """
    if are_at_hand(folder) or not (folder / "chroma.sqlite3").exists():
        return lambda: None
    # Opened here, not in the thread: a thread that runs Python waits for the imports that go on beside it.
    collections = _unless_broken(lambda: open_client(folder, "").list_collections()) or []
    ours = [collection for collection in collections if collection.name.startswith(COLLECTIONS)]
    reading = threading.Thread(target=_read, args=(ours,), name="vectors-ahead")
    reading.start()
    return reading.join


def _read(collections: Sequence[Any]) -> None:
    for collection in collections:
        _unless_broken(partial(collection.get, limit=1, include=["embeddings"]))  # counting lets no other thread work


def _unless_broken(act: Callable[[], Any]) -> Any:
    try:
        return guarded(act, "read")
    except IndexingError:
        with suppress(IndexingError):
            forget_clients()  # else who opens them next would be given the broken one
        return None
