"""Searching while somebody writes."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from retrieval.index.embeddings import LocalEmbeddings
from retrieval.index.request import SearchRequest
from retrieval.index.search import SearchIndex
from retrieval.index.vectors import VectorIndex
from retrieval.language import Analyser
from tests.index.making import make_passages
from tests.index.random_operations import finds


class Interrupted(LocalEmbeddings):
    """Something happens between the search by words and the search by vectors."""

    act: Callable[[], None] = staticmethod(lambda: None)

    def embed_query(self, text: str) -> list[float]:
        self.act()
        return super().embed_query(text)


def vectors_of(index: SearchIndex) -> VectorIndex:
    vectors = index._keeper.opened()
    assert vectors is not None
    return vectors


def test_a_search_sees_one_state_of_the_words_though_the_meeting_goes_meanwhile(
    tmp_path: Path, analyser: Analyser
) -> None:
    embeddings = Interrupted()
    index = SearchIndex(tmp_path, embeddings, analyser)
    index.add("m1", 1, make_passages("m1", 1))
    request = SearchRequest(text="område1q2")

    def write() -> None:
        index.remove("m1")
        index.add("m2", 1, make_passages("m2", 2))

    embeddings.act = write  # type: ignore[method-assign]
    hit = index.search(request)[0]
    assert (hit.meeting_key, hit.item) == ("m1", 2)
    embeddings.act = lambda: None  # type: ignore[method-assign]
    assert {hit.meeting_key for hit in index.search(request)} <= {"m2"}


def test_what_is_read_of_the_vectors_in_the_middle_of_a_change_is_not_kept(
    index: SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    for seed in (1, 2):
        index.add(f"m{seed}", 1, make_passages(f"m{seed}", seed))
    vectors = vectors_of(index)
    asked = index._embeddings.embed_query("område1q2")
    delete = vectors._collection.delete

    def read_then_delete(**what: Any) -> Any:
        assert vectors.search(asked, 3)
        return delete(**what)

    monkeypatch.setattr(vectors._collection, "delete", read_then_delete)
    index.remove("m1")
    assert not index.lacks_vectors
    assert all(key.startswith("m2") for key, _ in vectors.search(asked, 50))


def test_vectors_emptied_while_they_are_searched_are_no_failure(
    index: SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.add("m1", 1, make_passages("m1", 1))
    vectors = vectors_of(index)
    read = vectors._collection.get
    held = vectors._collection

    def emptied_then_read(**what: Any) -> Any:
        vectors.reset()
        return read(**what)

    monkeypatch.setattr(held, "get", emptied_then_read)
    assert vectors.search(index._embeddings.embed_query("område1q2"), 3) == []


def test_many_search_while_one_writes(index: SearchIndex) -> None:
    kept = [make_passages(f"kept{seed}", seed) for seed in range(3)]
    for passages in kept:
        index.add(passages[0].meeting_key, 1, passages)
    wrong: list[object] = []
    done = threading.Event()

    def search(passages: tuple[Any, ...]) -> None:
        while not done.is_set():
            for passage in passages:
                try:
                    if not finds(index, passage):
                        wrong.append(passage.key)
                except Exception as error:  # whatever it is: it would have been somebody's answer
                    wrong.append(error)

    searching = [threading.Thread(target=search, args=(passages,)) for passages in kept]
    for thread in searching:
        thread.start()
    for turn in range(6):
        index.add(f"m{turn % 3}", turn, make_passages(f"m{turn % 3}", 100 + turn))
        index.remove(f"m{(turn + 1) % 3}")
    done.set()
    for thread in searching:
        thread.join()
    assert wrong == []
    assert not index.lacks_vectors
