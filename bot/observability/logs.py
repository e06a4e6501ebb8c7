"""Logs without anybody's words: one line an event, its fields chosen by name, secrets blotted out."""

import logging
from collections.abc import Iterable
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from bot.observability.metrics import Metrics
from bot.personal import without_written_numbers

# What an event may tell. A field that is not named here might hold what somebody wrote: its value is left out.
_FIELDS = """
    at bot checks cited count dropped engine error event exception found form level may_show_twice meeting messages
    method ms payload port reason rows seconds status timestamp version
"""
FIELDS = frozenset(_FIELDS.split())
LEFT_OUT = "left out"
BLOTTED = "***"
_LONGEST = 300  # characters of one field
_SHORTEST_SECRET = 6  # characters; a shorter one would blot out ordinary words


def configure_logs(
    stream: TextIO, *, secrets: Iterable[str] = (), metrics: Metrics | None = None, as_json: bool = False
) -> None:
    """Sets up structlog and the standard library's logging for this process."""
    blot = Blotter(secrets)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            *([_counting(metrics)] if metrics else []),
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            only_known_fields,
            _renderer(as_json),
            lambda _logger, _method, line: blot(str(line)),
        ],
        logger_factory=structlog.PrintLoggerFactory(stream),
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_BlottingFormatter(blot))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)


class Blotter:
    """Replaces secrets and personal numbers in a line, wherever they came from."""

    def __init__(self, secrets: Iterable[str]) -> None:
        self._secrets = tuple(secret for secret in secrets if len(secret) >= _SHORTEST_SECRET)

    def __call__(self, line: str) -> str:
        """The line without them."""
        for secret in self._secrets:
            line = line.replace(secret, BLOTTED)
        return without_written_numbers(line)


class _BlottingFormatter(logging.Formatter):
    def __init__(self, blot: Blotter) -> None:
        super().__init__("%(levelname)s %(name)s %(message)s")
        self._blot = blot

    def format(self, record: logging.LogRecord) -> str:
        return self._blot(super().format(record))


def only_known_fields(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """The event with unknown fields left out and long ones cut."""
    return {name: _short(value) if name in FIELDS else LEFT_OUT for name, value in event.items()}


def _short(value: Any) -> Any:
    return value if isinstance(value, int | float | bool) or value is None else str(value)[:_LONGEST]


def _counting(metrics: Metrics) -> Processor:
    def count(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        if event.get("level") in ("warning", "error", "critical"):
            metrics.logged(str(event["level"]), str(event.get("event")))
        return event

    return count


def _renderer(as_json: bool) -> Processor:
    if as_json:
        return structlog.processors.JSONRenderer(ensure_ascii=False)
    return structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"])
