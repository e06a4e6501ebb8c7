"""The HTTP client of the Bot API with every request counted by method and outcome."""

import json
import re
import time
from http import HTTPStatus
from typing import Any

from telegram.error import TelegramError
from telegram.request import HTTPXRequest

from bot.observability.metrics import Metrics

USUAL_WAIT_S = 3
_SECONDS = re.compile(r"retry after (\d{1,5})", re.IGNORECASE | re.ASCII)


class ObservedRequest(HTTPXRequest):
    """Counts requests and notes when the server last answered."""

    def __init__(self, metrics: Metrics, **options: Any) -> None:
        super().__init__(**options)
        self._metrics = metrics

    async def do_request(self, url: str, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """One request; only the method's name is kept of its address, for that holds the token."""
        method = "download" if "/file/" in url else url.rsplit("/", 1)[-1]
        try:
            status, body = await super().do_request(url, *args, **kwargs)
        except TelegramError:
            self._metrics.requested(method, "network")
            raise
        self._metrics.reached_at = time.monotonic()
        self._metrics.requested(method, "ok" if status < 300 else str(status))
        return understood(status, body) if method != "download" else (status, body)


def understood(status: int, body: bytes) -> tuple[int, bytes]:
    """The answer as the client library understands it, also where a gateway on the way has answered.

    A wait is told in `parameters` by the Bot API, and only in words or not at all by others; an answer that is no JSON
    says nothing about what became of the request.
    """
    told = _json(body)
    if status == HTTPStatus.TOO_MANY_REQUESTS and not (told.get("parameters") or {}).get("retry_after"):
        words = _SECONDS.search(str(told.get("description", "")))
        wait = {"retry_after": max(1, int(words[1])) if words else USUAL_WAIT_S}
        return status, json.dumps({"description": "Too Many Requests", "parameters": wait}).encode()
    if status < HTTPStatus.MULTIPLE_CHOICES and not told:
        return HTTPStatus.BAD_GATEWAY, b'{"description": "Bad Gateway: the answer is no JSON"}'
    return status, body


def _json(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
