"""Where Telegram reaches the bot, where it does not poll."""

import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import structlog
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from retrieval.errors import AssistantError

log = structlog.get_logger(__name__)

_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """The public address Telegram calls and the local one it arrives at; the secret is 1-256 of A-Za-z0-9_-."""

    url: str
    secret_token: str = field(repr=False)
    listen: str = "127.0.0.1"
    port: int = 8443
    path: str = ""


def webhook_app(hook: Webhook, take: Callable[[bytes], Awaitable[None]]) -> Starlette:
    """Hands each body that Telegram sends to `take`, and says 200 once it is written down.

    Whoever does not know the secret is refused before the body is read. Telegram repeats whatever is not answered by
    200: `take` must keep silent about what nobody can read, and raise AssistantError where the same may succeed later.
    """

    async def arrived(request: Request) -> Response:
        given = request.headers.get(_SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), hook.secret_token.encode()):
            return Response(status_code=403)
        try:
            await take(await request.body())
        except AssistantError as error:
            log.error("update_not_kept", error=type(error).__name__)
            return Response(status_code=503)
        return Response()

    return Starlette(routes=[Route(path, arrived, methods=["POST"]) for path in (f"/{hook.path}", f"/{hook.path}/")])
