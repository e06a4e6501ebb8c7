"""One request through all its gates: faults, token, table of methods, flood control, the method itself."""

from __future__ import annotations

import inspect
import secrets
from dataclasses import dataclass
from typing import Any

from bot.local_telegram.arguments import Arguments
from bot.local_telegram.errors import ApiError
from bot.local_telegram.faults import Fault, FaultKind, FaultPlan
from bot.local_telegram.flood import FloodControl
from bot.local_telegram.methods import METHODS, Call
from bot.local_telegram.state import World
from bot.local_telegram.transcript import Exchange, Transcript
from bot.local_telegram.values import Json


class ConnectionCut(Exception):
    """The answer never reaches the bot."""


@dataclass(frozen=True, slots=True)
class BotApi:
    """The Bot API without HTTP around it."""

    world: World
    flood: FloodControl
    faults: FaultPlan
    transcript: Transcript

    async def answer(self, token: str, method: str, arguments: Arguments) -> tuple[int, Json]:
        """The HTTP status and the JSON body for one request.

        Raises:
            ConnectionCut: when a fault cuts the connection.
        """
        try:
            result = await self._checked(token, method, arguments)
            status, body = 200, {"ok": True, "result": result}
        except ApiError as error:
            result, status, body = None, error.code, error.body()
        logged = result if status == 200 else body
        self.transcript.add(Exchange(self.world.clock.now(), method, dict(arguments.values), status, logged))
        return status, body

    async def _checked(self, token: str, method: str, arguments: Arguments) -> Any:
        if not secrets.compare_digest(token.encode(), self.world.token.encode()):
            raise ApiError(401, "Unauthorized")
        handler = METHODS.get(method.lower())
        if handler is None:
            raise ApiError(404, "Not Found: method not found")
        chat_id = arguments.raw("chat_id")
        fault = self.faults.next_for(method, chat_id)
        await self._before(fault)
        self.flood.check(method.lower(), chat_id, self.world.clock.now())
        result = handler(Call(self.world, arguments))
        answer = await result if inspect.isawaitable(result) else result
        if fault is not None and fault.kind is FaultKind.DROP_AFTER:
            raise ConnectionCut
        return answer

    async def _before(self, fault: Fault | None) -> None:
        if fault is None:
            return
        if fault.kind is FaultKind.SLOW:
            await self.world.clock.sleep(fault.seconds)
        if fault.kind is FaultKind.DROP_BEFORE:
            raise ConnectionCut
        error = fault.error()
        if error is not None:
            raise error
