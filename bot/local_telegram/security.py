"""Who may speak to the server: programs and the page on this machine, no site on the web.

A web page elsewhere can make a browser send requests to loopback (CSRF) or point its own name at it (DNS rebinding).
Both are refused by looking at `Host`, `Origin` and `Sec-Fetch-Site`.
"""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.local_telegram.errors import ApiError

MAX_BODY_BYTES = 64 * 1024 * 1024
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1", "[::1]"})
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = (
    (b"content-security-policy", _POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
)


class LocalOnly:
    """Middleware that refuses foreign requests and adds the safety headers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a local request on, answer 403 to the rest."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif not is_local(Headers(scope=scope)):
            await PlainTextResponse("Forbidden: not from this machine", 403)(scope, receive, send)
        elif _length(Headers(scope=scope)) > MAX_BODY_BYTES:
            await JSONResponse(ApiError(413, "Request Entity Too Large").body(), 413)(scope, receive, send)
        else:
            await self._app(scope, receive, _with_headers(send))


def is_local(headers: Headers) -> bool:
    """Whether a request was meant for loopback and comes from no other site."""
    host = headers.get("host", "")
    if _name(host) not in LOOPBACK:
        return False
    origin = headers.get("origin")
    if origin is not None and origin != f"http://{host}":
        return False
    return headers.get("sec-fetch-site", "none") in {"none", "same-origin"}


def _length(headers: Headers) -> int:
    declared = headers.get("content-length", "0")
    return int(declared) if declared.isdecimal() else 0


def _name(host: str) -> str:
    return host[: host.index("]") + 1] if host.startswith("[") and "]" in host else host.partition(":")[0]


def _with_headers(send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", []), *_HEADERS]
        await send(message)

    return sent
