"""Vectors that are read while the rest of a process is opened: the same answers, and no trouble of their own."""

from pathlib import Path

import pytest

from retrieval.index import ahead
from retrieval.index.at_hand import are_at_hand
from retrieval.index.chroma import forget_clients
from retrieval.index.embeddings import LocalEmbeddings
from retrieval.index.request import SearchRequest
from retrieval.index.search import SearchIndex
from retrieval.index.vectors import vectors_folder
from retrieval.language import Analyser
from tests.index.making import make_passages

REQUEST = SearchRequest(text="cykelsti område1q2")


@pytest.fixture
def written(tmp_path: Path, embeddings: LocalEmbeddings, analyser: Analyser) -> Path:
    """A state directory whose vectors nobody has read yet."""
    writer = SearchIndex(tmp_path, embeddings, analyser)
    writer.add("m1", 1, make_passages("m1", 1))
    writer.close()
    forget_clients()  # as another process would find it
    return tmp_path


def test_a_search_waits_for_vectors_read_ahead_and_finds_what_it_would_find(
    written: Path, embeddings: LocalEmbeddings, analyser: Analyser, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    whole = ahead._read
    monkeypatch.setattr(ahead, "_read", lambda some: (read.extend(one.name for one in some), whole(some)))
    wait = ahead.read_ahead(vectors_folder(written))
    index = SearchIndex(written, embeddings, analyser, ahead=wait)
    hits = index.search(REQUEST)
    assert read == [f"passages-{embeddings.fingerprint}"]
    assert hits == SearchIndex(written, embeddings, analyser).search(REQUEST)
    assert hits[0].hits[0].parts["near"] > 0


def test_what_is_at_hand_or_not_there_is_not_read_ahead(
    written: Path, embeddings: LocalEmbeddings, analyser: Analyser, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = SearchIndex(written, embeddings, analyser)
    index.search(REQUEST)
    assert are_at_hand(vectors_folder(written))

    def opened(*_: object) -> None:
        raise AssertionError("Chroma was opened")

    monkeypatch.setattr(ahead, "open_client", opened)
    ahead.read_ahead(vectors_folder(written))()
    ahead.read_ahead(vectors_folder(written / "elsewhere"))()


def test_vectors_at_hand_are_dropped_when_they_are_no_longer_those_held(
    written: Path, embeddings: LocalEmbeddings, analyser: Analyser
) -> None:
    index = SearchIndex(written, embeddings, analyser)
    index.search(REQUEST)
    index.add("m2", 1, make_passages("m2", 2))
    assert not are_at_hand(vectors_folder(written))


def test_damaged_vectors_are_found_by_who_opens_them(
    written: Path, embeddings: LocalEmbeddings, analyser: Analyser
) -> None:
    (vectors_folder(written) / "chroma.sqlite3").write_bytes(b"no database" * 1000)
    index = SearchIndex(written, embeddings, analyser, ahead=ahead.read_ahead(vectors_folder(written)))
    assert index.lacks_vectors
    assert index.search(REQUEST)
    index.mend()
    assert index.search(REQUEST)[0].hits[0].parts["near"] > 0
