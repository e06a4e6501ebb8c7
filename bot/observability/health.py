"""Health, readiness and figures over HTTP, on loopback unless told otherwise."""

import asyncio
import contextlib
import socket
from collections.abc import Callable, Iterator, Mapping

import structlog
import uvicorn
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.observability.metrics import Metrics
from retrieval.errors import AssistantError, StateError

log = structlog.get_logger(__name__)

CHECK_S = 3.0  # a check that takes longer has failed
Check = Callable[[], str]  # empty where all is well, else what is wrong; runs in a thread


def health_app(metrics: Metrics, checks: Mapping[str, Check]) -> Starlette:
    """`/healthz`: the process answers. `/readyz`: everything it needs does. `/metrics`: the figures."""

    async def healthz(_request: Request) -> Response:
        return PlainTextResponse("ok\n")

    async def readyz(_request: Request) -> Response:
        told = dict(zip(checks, await asyncio.gather(*map(_examined, checks.values())), strict=True))
        wrong = any(told.values())
        found = {name: trouble or "ok" for name, trouble in told.items()}
        return JSONResponse({"ready": not wrong, "checks": found}, 503 if wrong else 200)

    async def figures(_request: Request) -> Response:
        text = await asyncio.to_thread(generate_latest, metrics.registry)
        return Response(text, media_type=CONTENT_TYPE_LATEST)

    return Starlette(routes=[Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", figures)])


async def _examined(check: Check) -> str:
    try:
        async with asyncio.timeout(CHECK_S):
            return await asyncio.to_thread(check)
    except TimeoutError:
        return f"no answer in {CHECK_S:.0f} s"
    except AssistantError as error:
        return str(error)


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """The bot ends by its own signals."""
        yield


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens there; port 0 takes any.

    Raises:
        StateError: the port is taken or the address is not ours.
    """
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        raise StateError(
            f"health cannot be served on {host}:{port} ({error.strerror}): set REFERAT_HEALTH_PORT"
        ) from error


async def serve_health(listening: socket.socket, app: Starlette, stopping: asyncio.Event) -> None:
    """Serves until `stopping` is set."""
    config = uvicorn.Config(app, log_config=None, access_log=False, timeout_graceful_shutdown=1, ws="none")
    server = _Server(config)
    serving = asyncio.create_task(server.serve([listening]))
    log.info("health_served", port=listening.getsockname()[1])
    try:
        await stopping.wait()
    finally:
        server.should_exit = True
        await serving
