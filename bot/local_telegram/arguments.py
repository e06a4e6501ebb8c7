"""The arguments of one request, wherever they stood: query, form, JSON body or multipart parts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.local_telegram.errors import bad_request
from bot.local_telegram.values import Json

_TRUE = frozenset({"true", "1", "yes"})


@dataclass(frozen=True, slots=True)
class Upload:
    """A file part of a multipart request."""

    name: str
    mime: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Arguments:
    """Typed access to what the bot sent; unknown arguments are ignored, as Telegram does."""

    values: Mapping[str, Any]
    uploads: Mapping[str, Upload] = field(default_factory=dict)

    def raw(self, name: str) -> Any:
        """The argument as it came, or None."""
        return self.values.get(name)

    def text(self, name: str) -> str | None:
        """The argument as text, or None."""
        value = self.values.get(name)
        return None if value is None else str(value)

    def integer(self, name: str) -> int | None:
        """The argument as a whole number; None when absent or not a number."""
        value = self.values.get(name)
        try:
            return None if value is None or value == "" else int(value)
        except (TypeError, ValueError):
            return None

    def boolean(self, name: str) -> bool:
        """Whether the argument says yes."""
        return str(self.values.get(name, "")).lower() in _TRUE

    def json(self, name: str) -> Any:
        """The argument decoded from JSON when it came as text.

        Raises:
            ApiError: when the text is not JSON.
        """
        value = self.values.get(name)
        if not isinstance(value, str) or value == "":
            return value or None
        try:
            return json.loads(value)
        except ValueError as error:
            raise bad_request(f"can't parse {name} JSON object") from error

    def mapping(self, name: str) -> Json:
        """A JSON object argument; empty when absent."""
        value = self.json(name)
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise bad_request(f"can't parse {name}: expected an Object")
        return value

    def items(self, name: str) -> list[Any]:
        """A JSON array argument; empty when absent."""
        value = self.json(name)
        if value is None:
            return []
        if not isinstance(value, list):
            raise bad_request(f"can't parse {name}: expected an Array")
        return value

    def objects(self, name: str) -> list[Json]:
        """A JSON array of objects; empty when absent."""
        items = self.items(name)
        if not all(isinstance(item, dict) for item in items):
            raise bad_request(f"can't parse {name}: expected an Array of Objects")
        return items

    def integers(self, name: str) -> list[int]:
        """A JSON array of whole numbers; empty when absent."""
        try:
            return [int(item) for item in self.items(name)]
        except (TypeError, ValueError) as error:
            raise bad_request(f"can't parse {name}: expected an Array of Integer") from error
