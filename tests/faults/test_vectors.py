"""What vectors promise, on the embedded Chroma and on a server: the same."""

import pytest

from retrieval.index import vectors as vectors_module
from retrieval.index.embeddings import LocalEmbeddings
from retrieval.index.vectors import VectorIndex, embedded_text
from tests.index.making import make_passages

EMBEDDINGS = LocalEmbeddings()
FIRST, SECOND = make_passages("first", 1), make_passages("second", 2)


@pytest.fixture(params=["embedded", "served"])
def opened(request, tmp_path, monkeypatch):
    """Opens the same vectors as often as it is called."""
    monkeypatch.setattr(vectors_module, "AT_HAND", 0)  # every search asks Chroma, as where there are many vectors
    server = request.getfixturevalue("chroma_server") if request.param == "served" else None
    made = []

    def opening() -> VectorIndex:
        made.append(VectorIndex(tmp_path / "vectors", EMBEDDINGS, server.url if server else ""))
        return made[-1]

    yield opening
    for vectors in made:
        vectors.close()
    if server:
        server.empty()


def found(vectors: VectorIndex, text: str, limit: int = 3, **limits: object) -> list[str]:
    return [key for key, _ in vectors.search(EMBEDDINGS.embed_query(text), limit, **limits)]


def test_each_passage_is_nearest_to_its_own_words_and_filters_hold(opened):
    vectors = opened()
    vectors.add([*FIRST, *SECOND])
    assert vectors.count == len(FIRST) + len(SECOND)
    assert vectors.keys() == {passage.key for passage in (*FIRST, *SECOND)}
    for passage in (*FIRST, *SECOND):
        asked = EMBEDDINGS.embed_documents([embedded_text(passage)])[0]
        ((key, cosine),) = vectors.search(asked, 1)
        assert (key, round(cosine, 3)) == (passage.key, 1.0)
        assert vectors.nearness(asked, [passage.key, "nobody's"]) == [(passage.key, pytest.approx(1.0, abs=1e-3))]
    of_second = found(vectors, FIRST[1].text, 50, meeting_keys=frozenset({SECOND[0].meeting_key}))
    assert set(of_second) == {passage.key for passage in SECOND}
    of_item = found(vectors, FIRST[1].text, 50, meeting_keys=frozenset({SECOND[0].meeting_key}), item=2)
    assert set(of_item) == {passage.key for passage in SECOND if passage.item == 2}


def test_what_is_forgotten_is_not_found_and_another_sees_what_is_left(opened):
    vectors = opened()
    vectors.add([*FIRST, *SECOND])
    vectors.forget([FIRST[0].key, "nobody's"])
    assert FIRST[0].key not in found(vectors, FIRST[0].text, 50)
    vectors.forget_meetings([SECOND[0].meeting_key])
    left = {passage.key for passage in FIRST[1:]}
    assert vectors.keys() == opened().keys() == left
    vectors.reset()
    assert vectors.count == 0
    assert found(vectors, FIRST[1].text) == []
    vectors.add(FIRST)
    assert opened().count == len(FIRST)


def test_no_direction_finds_nothing(opened):
    vectors = opened()
    vectors.add(FIRST)
    assert vectors.search([0.0] * len(EMBEDDINGS.embed_query("bro")), 3) == []
    assert vectors.nearness([0.0], [FIRST[0].key]) == []
