"""Settings to ready objects: the one place where choices meet.

Rooms are imported when they are opened: many vectors are being read from disk meanwhile.
"""

import gc
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from retrieval.errors import IndexingError, StateLocked

if TYPE_CHECKING:
    from retrieval.answering.model import ModelAnswerer
    from retrieval.assistant import Assistant
    from retrieval.index.ports import FingerprintedEmbeddings
    from retrieval.index.search import SearchIndex
    from retrieval.ingest import Ingester
    from retrieval.language import Analyser
    from retrieval.settings import Settings
    from retrieval.store import Store

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rooms:
    """Everything that works on one state directory."""

    settings: "Settings"
    store: "Store"
    index: "SearchIndex"
    ingester: "Ingester"
    assistant: "Assistant"
    model: "ModelAnswerer | None" = None

    def close(self) -> None:
        """Gives files and connections back."""
        self.index.close()
        self.store.close()
        if self.model is not None:
            self.model.close()


def open_store(settings: "Settings") -> "Store":
    """The database of the settings, its schema up to date.

    Raises:
        StateError: the state directory or the database cannot be used.
    """
    from retrieval.store import Store, prepare_home

    prepare_home(settings.home)
    return Store(settings.database)


def open_embeddings(settings: "Settings") -> "FingerprintedEmbeddings":
    """The embedding of the settings.

    Raises:
        AssistantError: it is not known, or what it needs is not there.
    """
    from retrieval.index.embeddings import build_embeddings

    return build_embeddings(
        settings.embeddings,
        api_key=settings.openai_api_key.get_secret_value(),
        base_url=settings.openai_base_url,
    )


def open_index(
    settings: "Settings",
    analyser: "Analyser",
    embeddings: "FingerprintedEmbeddings",
    ahead: Callable[[], None] = lambda: None,
) -> "SearchIndex":
    """The derived index of the settings; `ahead` waits for vectors that are being read already.

    Raises:
        StateError: its folder cannot be written.
        IndexingError: it cannot be opened.
    """
    from retrieval.index.search import SearchIndex
    from retrieval.store.lock import explain_os

    try:
        return SearchIndex(settings.home, embeddings, analyser, chroma_url=settings.chroma_url, ahead=ahead)
    except OSError as error:
        raise explain_os(error, settings.home) from error


def open_rooms(settings: "Settings", *, holds_lock: bool = False) -> Rooms:
    """All rooms; an index that is behind the store is mended, unless another process is writing.

    Raises:
        StateError: the state directory or the database cannot be used.
        IndexingError: the index cannot be opened.
    """
    with _nothing_collected():
        rooms = _opened(settings)
    _mend(rooms, holds_lock=holds_lock)
    return rooms


def _opened(settings: "Settings") -> Rooms:
    ahead = _read_ahead(settings)
    from retrieval.assistant import Assistant
    from retrieval.index.embeddings import ANSWER_TABLE, LocalEmbeddings
    from retrieval.ingest import Ingester
    from retrieval.language import Analyser

    store = open_store(settings)
    analyser, embeddings = Analyser(), open_embeddings(settings)
    index = open_index(settings, analyser, embeddings, ahead)
    ingester = Ingester(store, index, recognise=settings.ocr)
    model = _model(settings, store)
    # Sentences are compared while a person waits: that is always done here, whatever embedding the index has.
    assistant = Assistant(store, index, analyser, LocalEmbeddings(ANSWER_TABLE), ingester, model)
    return Rooms(settings, store, index, ingester, assistant, model)


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """What is imported stays: looking through it for garbage again and again would take a tenth of the start."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _read_ahead(settings: "Settings") -> Callable[[], None]:
    """Begins to read the embedded vectors; returns what waits for them."""
    if settings.chroma_url:
        return lambda: None
    from retrieval.index.ahead import read_ahead
    from retrieval.index.vectors import vectors_folder

    return read_ahead(vectors_folder(settings.home))


def _model(settings: "Settings", store: "Store") -> "ModelAnswerer | None":
    """The language model of the settings; its room is imported only where there is one."""
    key, url = settings.openai_api_key.get_secret_value(), settings.openai_base_url
    if not key and not url:
        return None
    from retrieval.answering.model import Price, build_model
    from retrieval.store.spending import SpendingLedger

    return build_model(
        model=settings.openai_model,
        api_key=key,
        base_url=url,
        ledger=SpendingLedger(store.engine, settings.model_dollars_a_person, settings.model_dollars_a_day),
        time_limit=settings.model_seconds,
        price=Price(*settings.model_price),
    )


def build(settings: "Settings", *, holds_lock: bool = False) -> "Assistant":
    """The assistant of the settings."""
    return open_rooms(settings, holds_lock=holds_lock).assistant


def _mend(rooms: Rooms, *, holds_lock: bool) -> None:
    if not any(rooms.ingester.stale()) and not rooms.index.lacks_vectors:
        return
    from retrieval.store import state_lock

    try:
        if holds_lock:
            rooms.ingester.mend()
            rooms.index.mend()
        else:
            with state_lock(rooms.settings.home, "referat, mending the index"):
                rooms.ingester.mend()
                rooms.index.mend()
    except (StateLocked, IndexingError) as error:
        # The writer mends it; until then people are answered from what the index holds.
        _log.warning("the index is behind the store: %s", error)
