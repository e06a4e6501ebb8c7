"""The HTTP client of the Bot API with every request counted by method and outcome."""

import time
from typing import Any

from telegram.error import TelegramError
from telegram.request import HTTPXRequest

from bot.observability.metrics import Metrics


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
        return status, body
