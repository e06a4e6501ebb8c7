from pathlib import Path

import pytest

from retrieval.index.embeddings import LocalEmbeddings
from retrieval.index.search import SearchIndex
from retrieval.language import Analyser


@pytest.fixture(scope="session")
def analyser() -> Analyser:
    return Analyser()


@pytest.fixture(scope="session")
def embeddings() -> LocalEmbeddings:
    return LocalEmbeddings()


@pytest.fixture
def index(tmp_path: Path, embeddings: LocalEmbeddings, analyser: Analyser) -> SearchIndex:
    return SearchIndex(tmp_path, embeddings, analyser)
