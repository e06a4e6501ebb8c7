"""Health, readiness and figures over HTTP, on loopback unless told otherwise."""

import asyncio
from collections.abc import Callable, Mapping

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.observability.metrics import Metrics
from retrieval.errors import AssistantError

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
