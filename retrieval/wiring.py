"""Settings to ready objects: the one place where choices meet."""

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from retrieval.assistant import Assistant
from retrieval.errors import IndexingError, StateLocked
from retrieval.index.embeddings import LocalEmbeddings, build_embeddings
from retrieval.index.ports import FingerprintedEmbeddings
from retrieval.index.search import SearchIndex
from retrieval.ingest import Ingester
from retrieval.language import Analyser
from retrieval.settings import Settings
from retrieval.store import Store, prepare_home, state_lock
from retrieval.store.lock import explain_os
from retrieval.store.spending import SpendingLedger

if TYPE_CHECKING:
    from retrieval.answering.model import ModelAnswerer

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rooms:
    """Everything that works on one state directory."""

    settings: Settings
    store: Store
    index: SearchIndex
    ingester: Ingester
    assistant: Assistant
    model: "ModelAnswerer | None" = None

    def close(self) -> None:
        """Gives files and connections back."""
        self.index.close()
        self.store.close()


def open_store(settings: Settings) -> Store:
    """The database of the settings, its schema up to date.

    Raises:
        StateError: the state directory or the database cannot be used.
    """
    prepare_home(settings.home)
    return Store(settings.database)


def open_embeddings(settings: Settings) -> FingerprintedEmbeddings:
    """The embedding of the settings.

    Raises:
        AssistantError: it is not known, or what it needs is not there.
    """
    return build_embeddings(
        settings.embeddings,
        api_key=settings.openai_api_key.get_secret_value(),
        base_url=settings.openai_base_url,
    )


def open_index(settings: Settings, analyser: Analyser, embeddings: FingerprintedEmbeddings) -> SearchIndex:
    """The derived index of the settings.

    Raises:
        StateError: its folder cannot be written.
        IndexingError: it cannot be opened.
    """
    try:
        return SearchIndex(settings.home, embeddings, analyser, chroma_url=settings.chroma_url)
    except OSError as error:
        raise explain_os(error, settings.home) from error


def open_rooms(settings: Settings, *, holds_lock: bool = False) -> Rooms:
    """All rooms; an index that is behind the store is mended, unless another process is writing.

    Raises:
        StateError: the state directory or the database cannot be used.
        IndexingError: the index cannot be opened.
    """
    store = open_store(settings)
    analyser, embeddings = Analyser(), open_embeddings(settings)
    index = open_index(settings, analyser, embeddings)
    ingester = Ingester(store, index, recognise=settings.ocr)
    # Sentences are compared while a person waits: that is always done here, whatever embedding the index has.
    near = embeddings if isinstance(embeddings, LocalEmbeddings) else LocalEmbeddings()
    model = _model(settings, store)
    assistant = Assistant(store, index, analyser, near, ingester, model)
    rooms = Rooms(settings, store, index, ingester, assistant, model)
    _mend(rooms, holds_lock=holds_lock)
    return rooms


def _model(settings: Settings, store: Store) -> "ModelAnswerer | None":
    """The language model of the settings; its room is imported only where there is one."""
    key, url = settings.openai_api_key.get_secret_value(), settings.openai_base_url
    if not key and not url:
        return None
    from retrieval.answering.model import Price, build_model

    return build_model(
        model=settings.openai_model,
        api_key=key,
        base_url=url,
        ledger=SpendingLedger(store.engine, settings.model_dollars_a_person, settings.model_dollars_a_day),
        time_limit=settings.model_seconds,
        price=Price(*settings.model_price),
    )


def build(settings: Settings, *, holds_lock: bool = False) -> Assistant:
    """The assistant of the settings."""
    return open_rooms(settings, holds_lock=holds_lock).assistant


def _mend(rooms: Rooms, *, holds_lock: bool) -> None:
    if not any(rooms.ingester.stale()) and not rooms.index.lacks_vectors:
        return
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
