"""One assistant over the sample minutes for all tests of answers: real store, real index, real Chroma."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval.settings import load_settings
from retrieval.wiring import Rooms, open_rooms

SAMPLES = Path(__file__).resolve().parents[2] / "data" / "minutes"


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A state directory that holds the sample minutes."""
    home = tmp_path_factory.mktemp("samples")
    rooms = open_rooms(load_settings(REFERAT_HOME=home))
    rooms.ingester.ingest_paths([SAMPLES])
    rooms.close()
    return home


@pytest.fixture(scope="session")
def samples(sample_home: Path) -> Iterator[Rooms]:
    """The rooms over the sample minutes, without any key."""
    rooms = open_rooms(load_settings(REFERAT_HOME=sample_home, OPENAI_API_KEY="", OPENAI_BASE_URL=""))
    yield rooms
    rooms.close()
