"""All that an index holds, read from its files, to be compared with that of an index built anew."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from retrieval.index.embeddings import build_embeddings
from retrieval.index.lexical import ALL_FIELDS, LexicalIndex
from retrieval.index.search import SearchIndex
from retrieval.index.vectors import VectorIndex
from retrieval.ingest import Ingester
from retrieval.language import Analyser
from retrieval.store import Store

SAME = 1e-6  # between two components of a vector


@dataclass(frozen=True)
class Content:
    """`documents` are the stored ones by key, `postings` the keys of the documents that hold a term of a field."""

    documents: dict[str, list[tuple[int, bytes]]]
    postings: dict[tuple[str, str], frozenset[str]]
    vectors: dict[str, tuple[str, int, Any]]

    def differences(self, other: "Content") -> list[str]:
        """What is not the same, in one line each; empty where the two hold the same."""
        found = [
            *_differing("documents", self.documents, other.documents),
            *_differing("postings", self.postings, other.postings),
            *_differing("places of vectors", _places(self.vectors), _places(other.vectors)),
        ]
        both = self.vectors.keys() & other.vectors.keys()
        away = max((float(np.abs(self.vectors[key][2] - other.vectors[key][2]).max()) for key in both), default=0.0)
        return found + ([f"vectors: {away} apart"] if away > SAME else [])

    def told(self) -> str:
        """How much it is."""
        return f"{len(self.documents)} documents, {len(self.postings)} terms, {len(self.vectors)} vectors"


def _differing(name: str, mine: Mapping[Any, Any], others: Mapping[Any, Any]) -> list[str]:
    keys = {key for key in mine.keys() | others.keys() if mine.get(key) != others.get(key)}
    return [f"{name}: {len(mine)} and {len(others)}, {len(keys)} differ, as {min(keys, key=str)}"] if keys else []


def _places(vectors: dict[str, tuple[str, int, Any]]) -> dict[str, tuple[str, int]]:
    return {key: (meeting, item) for key, (meeting, item, _) in vectors.items()}


def content_of(home: Path) -> Content:
    """What the index below `home` holds, as its files are now: nothing is mended."""
    lexical = LexicalIndex(home / "index" / "lexical", Analyser())
    vectors = VectorIndex(home / "index" / "vectors", build_embeddings("local"))
    held = vectors._collection.get(include=["embeddings", "metadatas"])
    rows = zip(held["ids"], held["metadatas"], held["embeddings"], strict=True)
    return Content(
        *_words(lexical),
        {key: (str(place["meeting"]), int(place["item"]), np.asarray(vector)) for key, place, vector in rows},
    )


def _words(lexical: LexicalIndex) -> tuple[dict[str, list[tuple[int, bytes]]], dict[tuple[str, str], frozenset[str]]]:
    searcher, query = lexical.now._searcher, lexical._tantivy.Query
    most = max(1, searcher.num_docs)
    documents: dict[str, list[tuple[int, bytes]]] = {}
    keys: dict[tuple[int, int], str] = {}
    for _, address in searcher.search(query.all_query(), most).hits:
        stored = searcher.doc(address)
        key = stored.get_first("key") or f"item {stored.get_first('item_key')}"
        keys[address.segment_ord, address.doc] = key
        payload = bytes(stored.get_first("payload") or b"")
        documents.setdefault(key, []).append((int(stored.get_first("order") or 0), payload))
    postings: dict[tuple[str, str], frozenset[str]] = {}
    for name in ("type", "meeting", "item", "case", *ALL_FIELDS):
        for term, _ in searcher.terms_with_prefix(name, ""):
            wanted = query.term_query(lexical._schema, name, term, "basic")
            hits = searcher.search(wanted, most).hits
            if hits:  # a term of deleted documents alone is kept until their segment is merged
                postings[name, term] = frozenset(keys[at.segment_ord, at.doc] for _, at in hits)
    return {key: sorted(held) for key, held in documents.items()}, postings


def rebuilt(database: str) -> Content:
    """What an index built from nothing holds of this database."""
    store = Store(database)
    with tempfile.TemporaryDirectory() as folder:
        index = SearchIndex(Path(folder), build_embeddings("local"), Analyser())
        Ingester(store, index).rebuild()
        index.close()
        found = content_of(Path(folder))
    store.close()
    return found
