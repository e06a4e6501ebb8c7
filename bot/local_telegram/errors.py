"""Refusals in Telegram's own words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class ApiError(Exception):
    """A request the Bot API answers with `ok: false`."""

    code: int
    description: str
    parameters: dict[str, Any] = field(default_factory=dict)

    def body(self) -> dict[str, Any]:
        """The JSON object sent to the bot."""
        answer: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            answer["parameters"] = self.parameters
        return answer


def bad_request(text: str, **parameters: Any) -> ApiError:
    """A 400 with Telegram's prefix; the first letter is lowered unless `text` is a server code."""
    return ApiError(400, f"Bad Request: {_lowered(text)}", parameters)


def forbidden(text: str) -> ApiError:
    """A 403: the person or the group does not want to hear from this bot."""
    return ApiError(403, f"Forbidden: {_lowered(text)}")


def too_many_requests(retry_after: int) -> ApiError:
    """A 429 with the number of whole seconds to wait."""
    return ApiError(429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after})


def _lowered(text: str) -> str:
    if len(text) > 1 and (text[1].isupper() or text[1] == "_"):
        return text
    return text[:1].lower() + text[1:]
