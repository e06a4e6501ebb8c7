"""Which embedding turns texts into vectors: our own table by default, OpenAI's by key, an ONNX folder by path.

Each has the methods of LangChain's Embeddings without deriving from it: importing that takes longer than a question.
"""

import hashlib
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from retrieval.errors import BadInput, IndexingError, ModelUnavailable
from retrieval.index.ports import FingerprintedEmbeddings
from retrieval.index.subwords import Floats, SubwordTable, words_of

LOCAL_TABLE = Path(__file__).parent / "data" / "subwords.npz"
ANSWER_TABLE = Path(__file__).parent / "data" / "answer_words.npz"  # learned from questions and what answers them
OPENAI_DEFAULT = "text-embedding-3-small"
OPENAI_BATCH = 256  # texts a request
OPENAI_TIMEOUT_S = 20.0
ONNX_BATCH, ONNX_TOKENS = 16, 512


def build_embeddings(name: str = "local", *, api_key: str = "", base_url: str = "") -> FingerprintedEmbeddings:
    """The embedding of that name, with a `fingerprint` that tells its vectors from all others.

    Args:
        name: "local"; "openai" or "openai:MODEL"; "onnx:FOLDER" (model.onnx and tokenizer.json). Empty means "local".
        api_key: for OpenAI's, or whatever key the server at `base_url` wants.
        base_url: a server that speaks OpenAI's API; empty for OpenAI itself.

    Raises:
        BadInput: no embedding has that name, or what it needs is missing.
    """
    kind, _, detail = (name or "local").partition(":")
    if kind == "local":
        return LocalEmbeddings()
    if kind == "openai":
        if not api_key and not base_url:
            raise BadInput("REFERAT_EMBEDDINGS=openai needs OPENAI_API_KEY or OPENAI_BASE_URL")
        return OpenAICompatibleEmbeddings(detail or OPENAI_DEFAULT, api_key, base_url)
    if kind == "onnx" and detail:
        return OnnxEmbeddings(Path(detail))
    raise BadInput(f"REFERAT_EMBEDDINGS={name!r} is not known: use local, openai, openai:MODEL or onnx:FOLDER")


class LocalEmbeddings:
    """Our own sub-word table: no key, no network, no state. See docs/embedding.md."""

    def __init__(self, table: Path = LOCAL_TABLE) -> None:
        try:
            self._table = SubwordTable.load(table)
        except (OSError, ValueError, KeyError) as error:
            raise IndexingError(f"the embedding table {table} cannot be read ({error})") from error
        self.fingerprint = f"local-{self._table.fingerprint}"

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector of length 1 a text."""
        vectors: list[list[float]] = self.embed_array(texts).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """A vector of length 1; all zeros for a question without words."""
        return self.embed_documents([text])[0]

    def close(self) -> None:
        """Nothing is open."""

    def embed_array(self, texts: Sequence[str]) -> Floats:
        """(len(texts), dim) float32."""
        return self._table.embed(texts)

    def words_of(self, text: str) -> list[str]:
        """The words of a text as the table knows them."""
        return words_of(text)

    def embed_words(self, words: Sequence[str]) -> Floats:
        """(len(words), dim) float32, rows of length 1; zeros for an empty word."""
        return self._table.embed_words(words)

    def sum_words(self, words: Sequence[str]) -> Floats:
        """(len(words), dim) float32, each as long as the word counts; zeros for an empty word."""
        return self._table.sum_words(words)


class OpenAICompatibleEmbeddings:
    """OpenAI's embeddings, or those of any server that speaks its API, through LangChain."""

    def __init__(self, model: str, api_key: str, base_url: str) -> None:
        self._model, self._api_key, self._base_url = model, api_key, base_url
        self.fingerprint = f"openai-{_short_hash(f'{base_url}|{model}')}"

    @cached_property
    def _connections(self) -> Any:
        """Connections of its own: the library's are shared by all of a process and never closed."""
        from openai import DefaultHttpxClient

        return DefaultHttpxClient()

    def close(self) -> None:
        """Gives the server's connections back; another call opens new ones."""
        connections = self.__dict__.pop("_connections", None)
        self.__dict__.pop("_client", None)
        if connections is not None:
            connections.close()

    @cached_property
    def _client(self) -> Any:
        from langchain_openai import OpenAIEmbeddings
        from pydantic import SecretStr

        return OpenAIEmbeddings(
            model=self._model,
            openai_api_key=SecretStr(self._api_key or "none"),
            openai_api_base=self._base_url or None,
            chunk_size=OPENAI_BATCH,
            request_timeout=OPENAI_TIMEOUT_S,
            max_retries=1,
            http_client=self._connections,
            check_embedding_ctx_length=False,  # else it fetches a tokenizer and sends token ids other servers refuse
        )

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector a text.

        Raises:
            ModelUnavailable: the server did not answer or refused.
        """
        return self._asking(lambda: self._client.embed_documents(texts))

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question.

        Raises:
            ModelUnavailable: the server did not answer or refused.
        """
        return self._asking(lambda: self._client.embed_documents([text]))[0]

    def _asking(self, ask: Callable[[], list[list[float]]]) -> list[list[float]]:
        from openai import OpenAIError

        try:
            return ask()
        except OpenAIError as error:
            raise ModelUnavailable(f"the embedding {self._model!r} cannot be asked ({type(error).__name__})") from error


class OnnxEmbeddings:
    """A sentence model of the operator's own: mean of the last layer over the tokens, scaled to length 1."""

    def __init__(self, folder: Path) -> None:
        self._model, self._tokenizer = folder / "model.onnx", folder / "tokenizer.json"
        for needed in (self._model, self._tokenizer):
            if not needed.is_file():
                raise BadInput(f"the embedding folder {folder} has no {needed.name}")
        self.fingerprint = f"onnx-{_file_hash(self._model)}"

    @cached_property
    def _session(self) -> tuple[Any, Any]:
        import onnxruntime  # type: ignore[import-untyped,unused-ignore]
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self._tokenizer))
        tokenizer.enable_truncation(ONNX_TOKENS)
        tokenizer.enable_padding()
        return onnxruntime.InferenceSession(str(self._model), providers=["CPUExecutionProvider"]), tokenizer

    def close(self) -> None:
        """Nothing is open that would have to be given back."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector of length 1 a text."""
        vectors: list[list[float]] = []
        for start in range(0, len(texts), ONNX_BATCH):
            vectors.extend(self._embed(texts[start : start + ONNX_BATCH]).tolist())
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        return self.embed_documents([text])[0]

    def _embed(self, texts: Sequence[str]) -> Floats:
        session, tokenizer = self._session
        encoded = tokenizer.encode_batch(list(texts))
        mask = np.array([one.attention_mask for one in encoded], dtype=np.int64)
        given = {
            "input_ids": np.array([one.ids for one in encoded], dtype=np.int64),
            "attention_mask": mask,
            "token_type_ids": np.array([one.type_ids for one in encoded], dtype=np.int64),
        }
        wanted = {node.name for node in session.get_inputs()}
        tokens = session.run(None, {name: value for name, value in given.items() if name in wanted})[0]
        pooled = (tokens * mask[:, :, None]).sum(axis=1) / np.maximum(mask.sum(axis=1, keepdims=True), 1)
        lengths = np.linalg.norm(pooled, axis=1, keepdims=True)
        scaled: Floats = (pooled / np.maximum(lengths, 1e-9)).astype(np.float32)
        return scaled


def _short_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _file_hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:12]
