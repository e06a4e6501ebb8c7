"""Real servers for the served stores: PostgreSQL from the system, Chroma from the environment, both ours alone."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from retrieval.index.chroma import close_client, open_client
from tests.cli.conftest import _no_settings_from_outside, filled_once, own, run  # noqa: F401
from tests.store.conftest import _fresh_database, postgres  # noqa: F401

CHROMA = Path(sys.executable).with_name("chroma")
START_S = 60.0


@dataclass
class ChromaServer:
    """A Chroma server on loopback that can be stopped and started again on the same port and folder."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        command = [CHROMA, "run", "--path", self.folder, "--host", "127.0.0.1", "--port", str(self.port)]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, cwd=self.folder)
        until = time.monotonic() + START_S
        while not self._answers():
            assert self.process.poll() is None, (self.folder / "log").read_text()
            assert time.monotonic() < until, "Chroma did not start"
            time.sleep(0.05)  # there is no event to wait for in another program

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/api/v2/heartbeat", timeout=1.0).status_code == httpx.codes.OK
        except httpx.HTTPError:
            return False

    def empty(self) -> None:
        """Deletes all vectors: the next test begins as on a new server."""
        client = open_client(Path(), self.url)
        for collection in client.list_collections():
            client.delete_collection(collection.name)
        close_client(client)

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    return port


@pytest.fixture(scope="session")
def chroma_server() -> Iterator[ChromaServer]:
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="referat-chroma-", ignore_cleanup_errors=True) as folder:
        server = ChromaServer(Path(folder), port)
        server.start()
        yield server
        server.stop()


@pytest.fixture
def database(postgres: str) -> str:  # noqa: F811
    """An empty PostgreSQL database."""
    return _fresh_database(postgres, f"faults_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}")
