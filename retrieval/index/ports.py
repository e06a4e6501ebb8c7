"""What the index asks of others: how words become terms, and how texts become vectors."""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from retrieval.language import QueryTerm, Vocabulary
from retrieval.model.answers import Language


class TextAnalyser(Protocol):
    """Turns text into index terms; the same on both sides of the index."""

    def index_terms(self, text: str) -> list[str]:
        """The index terms of `text` in order, with the parts of its compounds."""
        ...

    def query_terms(
        self, text: str, language: Language | None = None, vocabulary: Vocabulary | None = None
    ) -> Sequence[QueryTerm]:
        """The terms of a question with what was added to them (synonyms, compound parts, repaired spelling)."""
        ...

    def warm_up(self) -> None:
        """Reads now what the first questions would wait for."""
        ...


@runtime_checkable
class FingerprintedEmbeddings(Protocol):
    """The methods of LangChain's Embeddings with the identity of the vectors it makes.

    Vectors of two different fingerprints are never compared with each other.
    """

    fingerprint: str

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector a text, in order."""
        ...

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        ...

    def close(self) -> None:
        """Gives connections back, where there are any."""
        ...
