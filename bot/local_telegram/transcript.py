"""What was asked and answered on the wire, for tests that count and for replay."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bot.local_telegram.values import Json


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request of the bot and its answer; files are named, not held."""

    at: float
    method: str
    arguments: Json
    status: int
    answer: Any


class Transcript:
    """Every exchange in its order; long polls without a result are left out."""

    def __init__(self, limit: int = 20_000) -> None:
        self._limit = limit
        self._exchanges: list[Exchange] = []

    def add(self, exchange: Exchange) -> None:
        """Note one exchange; the oldest goes when there are too many."""
        if exchange.method.lower() == "getupdates" and exchange.status == 200 and not exchange.answer:
            return
        self._exchanges.append(exchange)
        del self._exchanges[: -self._limit]

    def of(self, method: str) -> list[Exchange]:
        """The exchanges of one method, its name in any case."""
        return [exchange for exchange in self._exchanges if exchange.method.lower() == method.lower()]

    def all(self) -> list[Exchange]:
        """All exchanges."""
        return list(self._exchanges)

    def refused(self, code: int) -> list[Exchange]:
        """The exchanges answered with this HTTP code."""
        return [exchange for exchange in self._exchanges if exchange.status == code]

    def write(self, path: Path) -> None:
        """Save as JSON lines."""
        lines = (json.dumps(asdict(exchange), ensure_ascii=False) for exchange in self._exchanges)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
