"""Where Telegram reaches the bot, where it does not poll."""

import hmac
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """The public address Telegram calls and the local one it arrives at; the secret is 1-256 of A-Za-z0-9_-."""

    url: str
    secret_token: str = field(repr=False)
    listen: str = "127.0.0.1"
    port: int = 8443
    path: str = ""


class SecretToken(str):
    """A string that compares in constant time: the client compares what a request brings with `!=`."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, str) and hmac.compare_digest(self.encode(), other.encode())

    def __ne__(self, other: Any) -> bool:
        return not self == other

    __hash__ = str.__hash__
