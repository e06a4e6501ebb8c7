"""Logs without anybody's words: one line an event, its fields chosen by name, secrets blotted out."""

import json
import logging
import traceback
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from bot.observability.metrics import Metrics
from bot.personal import without_written_numbers

# What an event may tell. A field that is not named here might hold what somebody wrote: its value is left out.
_FIELDS = """
    at bot checks cited count dropped engine error event found form level may_show_twice meeting messages
    method ms payload port reason rows seconds status timestamp version
"""
FIELDS = frozenset(_FIELDS.split())
LEFT_OUT = "left out"
BLOTTED = "***"
_LONGEST = 300  # characters of one field
_PLACES = 6  # of an error, the innermost first
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
            only_known_fields,
            _renderer(as_json),
            lambda _logger, _method, line: blot(str(line)),
        ],
        logger_factory=structlog.PrintLoggerFactory(stream),
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_LineFormatter(blot, as_json=as_json))
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


class _LineFormatter(logging.Formatter):
    """The standard library's records in the form of our events: one line, of an error only where it came from."""

    def __init__(self, blot: Blotter, *, as_json: bool) -> None:
        super().__init__()
        self._blot, self._as_json = blot, as_json

    def format(self, record: logging.LogRecord) -> str:
        error = record.exc_info[1] if record.exc_info else None
        at = datetime.fromtimestamp(record.created, UTC).isoformat().replace("+00:00", "Z")
        # asyncio tells the forgotten error itself on further lines, and with it what it was about.
        event = {"timestamp": at, "level": record.levelname.lower(), "logger": record.name}
        event |= {"event": " ".join(record.getMessage().partition("\n")[0].split())}
        event |= {"error": came_from(error)} if error else {}
        told = " ".join(event.values()) if not self._as_json else json.dumps(event, ensure_ascii=False)
        return self._blot(told)


def came_from(error: BaseException) -> str:
    """The kind of an error, the places it came through and its causes; not its words, which may be somebody's."""
    places = reversed(traceback.extract_tb(error.__traceback__)[-_PLACES:])
    told = f"{type(error).__name__} at " + " < ".join(f"{Path(one.filename).name}:{one.lineno}" for one in places)
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return f"{told}, from {came_from(cause)}" if cause else told


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
