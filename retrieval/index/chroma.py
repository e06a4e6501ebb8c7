"""Chroma opened, watched for failures and closed. The only file that imports chromadb."""

import sqlite3
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from retrieval.errors import IndexingError

CONNECT_S, SILENT_S = 5.0, 20.0  # a server that takes longer to answer at all, or to answer a request, is given up
_PANIC = "PanicException"  # how Chroma's native part fails on damaged files; it cannot be imported


def open_client(folder: Path, url: str) -> Any:
    """Chroma in the folder, or at a server's address; the embedded one is the same for all in a process."""
    import chromadb
    from chromadb.config import Settings

    settings = Settings(anonymized_telemetry=False)
    if not url:
        folder.mkdir(parents=True, exist_ok=True)
        return chromadb.PersistentClient(str(folder), settings=settings)
    parts = urlsplit(url if "//" in url else f"http://{url}")
    is_secure = parts.scheme == "https"
    host, port = parts.hostname or "localhost", parts.port or (443 if is_secure else 8000)
    _ask_whether_alive(f"{'https' if is_secure else 'http'}://{host}:{port}")
    client = chromadb.HttpClient(host=host, port=port, ssl=is_secure, settings=settings)
    for session in _sessions(client):
        session.timeout = SILENT_S
    return client


def _ask_whether_alive(address: str) -> None:
    """Raises httpx's error where no server answers in time: Chroma's own client asks first and would wait for ever."""
    import httpx

    httpx.get(f"{address}/api/v2/heartbeat", timeout=min(CONNECT_S, SILENT_S)).raise_for_status()


def _sessions(client: Any) -> Iterator[Any]:
    """The connections of a server's client, which Chroma neither limits in time nor closes."""
    for server in (client._server, client._admin_client._server):
        yield server._session


def close_client(client: Any) -> None:
    """Ends a server's client with its connections, which Chroma's own `close` leaves to the garbage collector."""
    client.close()
    for session in _sessions(client):
        session.close()


@cache
def _failures() -> tuple[type[Exception], ...]:
    import httpx
    from chromadb.errors import ChromaError

    # AttributeError: a client whose start has failed is kept by Chroma and fails so when it is opened again.
    return (ChromaError, sqlite3.Error, httpx.HTTPError, OSError, ValueError, RuntimeError, KeyError, AttributeError)


def guarded(act: Callable[[], Any], what: str) -> Any:
    """What `act` returns.

    Raises:
        IndexingError: for Chroma's errors, its storage's and its transport's.
    """
    try:
        return act()
    except _failures() as error:
        raise IndexingError(f"Chroma's vectors cannot be {what} ({type(error).__name__}: {error})") from error
    except BaseException as error:
        if type(error).__name__ != _PANIC:
            raise
        raise IndexingError(f"Chroma's vectors cannot be {what}: they are damaged") from error


def forget_clients() -> None:
    """Lets go of the embedded Chromas of this process, so that they are opened anew.

    Raises:
        IndexingError: Chroma refuses.
    """
    from chromadb.api.shared_system_client import SharedSystemClient

    guarded(SharedSystemClient.clear_system_cache, "closed")
