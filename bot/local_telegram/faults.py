"""Trouble on demand: 429, 500, cut connections, delays, doubled updates."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.local_telegram.errors import ApiError, too_many_requests


class FaultKind(StrEnum):
    """What goes wrong."""

    TOO_MANY_REQUESTS = "429"
    SERVER_ERROR = "500"
    BAD_GATEWAY = "502"
    REFUSE = "refuse"
    DROP_BEFORE = "drop_before"
    DROP_AFTER = "drop_after"
    SLOW = "slow"


@dataclass(slots=True)
class Fault:
    """One rule: the requests it meets, how often, and what happens to them.

    Attributes:
        kind: what goes wrong.
        method: the method's name in any case, or `*` for all.
        chat_id: only requests to this chat, when given.
        after: how many matching requests pass unharmed first.
        times: how many are then hit.
        seconds: retry_after of a 429, or the delay of a slow answer.
        code: HTTP code of `refuse`.
        description: error text of `refuse`, with its prefix.
    """

    kind: FaultKind
    method: str = "*"
    chat_id: int | None = None
    after: int = 0
    times: int = 1
    seconds: float = 1
    code: int = 400
    description: str = "Bad Request: refused on demand"

    def matches(self, method: str, chat_id: object) -> bool:
        """Whether a request is one this rule is about."""
        name_fits = self.method == "*" or self.method.lower() == method.lower()
        return name_fits and (self.chat_id is None or str(self.chat_id) == str(chat_id))

    def error(self) -> ApiError | None:
        """The answer the bot gets instead, or None where the connection itself suffers."""
        if self.kind is FaultKind.TOO_MANY_REQUESTS:
            return too_many_requests(int(self.seconds))
        if self.kind is FaultKind.SERVER_ERROR:
            return ApiError(500, "Internal Server Error: restart")
        if self.kind is FaultKind.BAD_GATEWAY:
            return ApiError(502, "Bad Gateway")
        if self.kind is FaultKind.REFUSE:
            return ApiError(self.code, self.description)
        return None


class FaultPlan:
    """The rules in force, used up in the order they were added."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Put one more rule in force."""
        self._faults.append(fault)

    def clear(self) -> None:
        """Let everything pass again."""
        self._faults.clear()

    def next_for(self, method: str, chat_id: object) -> Fault | None:
        """The fault that hits this request, if any; counts the request either way."""
        for fault in self._faults:
            if not fault.matches(method, chat_id):
                continue
            if fault.after > 0:
                fault.after -= 1
                continue
            fault.times -= 1
            if fault.times <= 0:
                self._faults.remove(fault)
            return fault
        return None
