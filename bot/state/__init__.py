"""What the bot remembers: chats, people's settings, conversations, buttons, feedback, and updates not yet handled.

The tables live in the same SQL database as the minutes, under migrations of their own. Every method is one short
transaction and safe to call from any thread. Times are seconds since the epoch (UTC).
"""

from bot.state.buttons import KEYS_S, Feedback, new_key
from bot.state.chats import Preferences
from bot.state.conversations import CONVERSATION_S, Conversation
from bot.state.inbox import LEASE_S
from bot.state.memory import State, person_digest
from bot.state.tables import ERASED, METADATA

__all__ = [
    "CONVERSATION_S",
    "ERASED",
    "KEYS_S",
    "LEASE_S",
    "METADATA",
    "Conversation",
    "Feedback",
    "Preferences",
    "State",
    "new_key",
    "person_digest",
]
