import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import numpy as np
import pytest

from retrieval.errors import BadInput, IndexingError, ModelUnavailable
from retrieval.index.embeddings import LOCAL_TABLE, LocalEmbeddings, build_embeddings
from retrieval.index.ports import FingerprintedEmbeddings
from retrieval.index.subwords import SubwordTable, features_of, words_of


def cosine(embeddings: LocalEmbeddings, one: str, other: str) -> float:
    first, second = embeddings.embed_array([one, other])
    return float(first @ second)


def test_vectors_are_of_length_one_and_nothing_is_all_zeros(embeddings: LocalEmbeddings) -> None:
    vectors = np.array(embeddings.embed_documents(["Ny cykelsti på havnen", "x", ""]))
    assert np.linalg.norm(vectors, axis=1).tolist() == pytest.approx([1.0, 1.0, 0.0], abs=1e-5)
    assert embeddings.embed_query("Ny cykelsti på havnen") == pytest.approx(vectors[0].tolist())


@pytest.mark.parametrize(
    ("near", "like", "far"),
    [
        ("børnehaverne", "børnehave", "spildevand"),
        ("skolernes økonomi", "folkeskolens budget", "cykelsti"),
        ("hjemmehjælp til ældre", "plejehjem", "støj fra vindmøller"),
        ("boernehave", "børnehave", "vindmølle"),
    ],
)
def test_what_is_alike_is_nearer_than_what_is_not(embeddings: LocalEmbeddings, near: str, like: str, far: str) -> None:
    assert cosine(embeddings, near, like) > cosine(embeddings, near, far) + 0.1


def test_the_same_text_has_the_same_vector_whatever_was_embedded_before(embeddings: LocalEmbeddings) -> None:
    alone = LocalEmbeddings().embed_query("Lokalplan for Havnegade")
    embeddings.embed_documents(["noget helt andet", "og mere til"])
    assert embeddings.embed_query("Lokalplan for Havnegade") == alone


def test_the_shipped_table_keeps_its_bounds() -> None:
    assert LOCAL_TABLE.stat().st_size <= 20_000_000


def test_a_table_is_the_same_after_saving(tmp_path: Path) -> None:
    table = SubwordTable.quantised(np.random.default_rng(1).normal(size=(512, 16)).astype(np.float32))
    table.save(tmp_path / "t.npz")
    again = SubwordTable.load(tmp_path / "t.npz")
    assert again.fingerprint == table.fingerprint
    assert np.array_equal(again.embed(["cykelsti"]), table.embed(["cykelsti"]))


def test_quantising_keeps_directions() -> None:
    vectors = np.random.default_rng(2).normal(size=(64, 32)).astype(np.float32)
    table = SubwordTable.quantised(vectors)
    rows, weights = features_of("ord", 64)
    summed = np.array(weights) @ vectors[rows]
    assert table.embed(["ord"])[0] @ (summed / np.linalg.norm(summed)) > 0.999


def test_words_have_one_spelling() -> None:
    assert words_of("Børnehave boernehave BØRNEHAVE") == ["børnehave"] * 3


def test_a_damaged_table_is_told(tmp_path: Path) -> None:
    (tmp_path / "t.npz").write_bytes(b"no table")
    with pytest.raises(IndexingError, match="cannot be read"):
        LocalEmbeddings(tmp_path / "t.npz")


@pytest.mark.parametrize(
    ("name", "told"),
    [("word2vec", "not known"), ("openai", "OPENAI_API_KEY"), ("onnx:/no/such/folder", "no model.onnx")],
)
def test_what_cannot_be_built_is_told(name: str, told: str) -> None:
    with pytest.raises(BadInput, match=told):
        build_embeddings(name)


class _Server(HTTPServer):
    is_refusing = False


class _Handler(BaseHTTPRequestHandler):
    """Speaks as much of OpenAI's embeddings API as a client needs; refuses token ids as other servers do."""

    server: _Server

    def do_POST(self) -> None:
        given = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["input"]
        texts = [given] if isinstance(given, str) else given
        if self.server.is_refusing or not all(isinstance(text, str) for text in texts):
            self.send_error(400)
            return
        data = [{"object": "embedding", "index": n, "embedding": [float(len(t)), 1.0]} for n, t in enumerate(texts)]
        body = json.dumps(
            {"object": "list", "data": data, "model": "m", "usage": {"prompt_tokens": 1, "total_tokens": 1}}
        )
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def server() -> Iterator[_Server]:
    with _Server(("127.0.0.1", 0), _Handler) as serving:
        thread = threading.Thread(target=serving.serve_forever)
        thread.start()
        yield serving
        serving.shutdown()
        thread.join()


def test_a_server_that_speaks_openais_api_embeds_texts(server: _Server) -> None:
    built = build_embeddings("openai:m", base_url=f"http://127.0.0.1:{server.server_port}/v1")
    assert isinstance(built, FingerprintedEmbeddings)
    assert built.embed_documents(["ab", "abcd"]) == [[2.0, 1.0], [4.0, 1.0]]
    assert built.embed_query("abc") == [3.0, 1.0]
    server.is_refusing = True
    with pytest.raises(ModelUnavailable, match="'m'"):
        built.embed_query("abc")
    built.close()


def test_connections_given_back_are_opened_anew(server: _Server) -> None:
    built = build_embeddings("openai:m", base_url=f"http://127.0.0.1:{server.server_port}/v1")
    assert built.embed_query("abc") == [3.0, 1.0]
    built.close()
    assert built.embed_query("ab") == [2.0, 1.0]
    built.close()
    built.close()


def test_fingerprints_tell_embeddings_apart() -> None:
    names = ["local", "openai:a", "openai:b"]
    built = [build_embeddings(name, api_key="k", base_url="http://127.0.0.1:9/v1") for name in names]
    other = build_embeddings("openai:a", api_key="k", base_url="http://127.0.0.1:8/v1")
    assert len({one.fingerprint for one in (*built, other)}) == 4  # type: ignore[attr-defined]
