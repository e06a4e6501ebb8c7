"""What the bot serves over HTTP beside its work: the health endpoints, and the webhook."""

import asyncio
import contextlib
import socket
from collections.abc import Iterator

import uvicorn
from starlette.applications import Starlette

from retrieval.errors import StateError

_SAVE_UP_S = 1  # at the end: for requests under way


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """The bot ends by its own signals."""
        yield


def listen(host: str, port: int, setting: str) -> socket.socket:
    """A socket that listens there; port 0 takes any.

    Raises:
        StateError: the port is taken or the address is not ours; it names the setting to change.
    """
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        raise StateError(f"{host}:{port} cannot be listened on ({error.strerror}): change {setting}") from error


async def serve_app(listening: socket.socket, app: Starlette, stopping: asyncio.Event) -> None:
    """Serves until `stopping` is set."""
    config = uvicorn.Config(
        app, log_config=None, access_log=False, timeout_graceful_shutdown=_SAVE_UP_S, ws="none", lifespan="off"
    )
    server = _Server(config)
    serving = asyncio.create_task(server.serve([listening]))
    try:
        await stopping.wait()
    finally:
        server.should_exit = True
        await serving
