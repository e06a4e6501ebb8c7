"""What can go wrong on the way to a person's screen.

DeliveryError
├── ChatGone           the person blocked the bot, left, or the chat is deleted: send nothing more there
├── Throttled          Telegram asked to wait longer than it makes sense to
├── MessageRejected    Telegram refused this content in every form
└── DeliveryUncertain  no answer came; the message may or may not have arrived
"""

from retrieval.errors import AssistantError


class DeliveryError(AssistantError):
    """A message did not reach Telegram, or Telegram refused it."""


class ChatGone(DeliveryError):
    """The chat takes no more messages from the bot."""


class Throttled(DeliveryError):
    """Telegram asked to wait again and again; `retry_after_s` is the last wait it asked for."""

    def __init__(self, retry_after_s: float) -> None:
        super().__init__(f"telegram asked to wait {retry_after_s:.0f} s; try again later")
        self.retry_after_s = retry_after_s


class MessageRejected(DeliveryError):
    """Telegram refused the content in every form; the text says why."""


class DeliveryUncertain(DeliveryError):
    """The connection broke after sending: sending again might show the message twice."""


class TelegramAway(DeliveryUncertain):
    """No connection could be made: the message certainly did not arrive."""
