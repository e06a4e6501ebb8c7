"""Everything the local Telegram remembers, in memory. It belongs to the server's event loop."""

from __future__ import annotations

import itertools
import secrets
from collections import defaultdict
from dataclasses import replace

from bot.local_telegram.clock import Clock, Signal
from bot.local_telegram.updates import UpdateQueue
from bot.local_telegram.values import (
    Chat,
    ChatAction,
    ChatKind,
    Content,
    Draft,
    Json,
    Message,
    Person,
    Query,
    StoredFile,
    Webhook,
)

DRAFT_LIFE_S = 30.0
ACTION_LIFE_S = 5.0


class World:
    """People, chats and messages, and what hangs between them and the bot."""

    def __init__(self, clock: Clock, bot: Person, token: str, query_life_s: float = 15.0) -> None:
        self.clock = clock
        self.bot = bot
        self.token = token
        self.query_life_s = query_life_s
        self.changes = Signal()
        self.updates = UpdateQueue(clock)
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.messages: dict[int, dict[int, Message]] = defaultdict(dict)
        self.blocked: set[int] = set()
        self.drafts: dict[tuple[int, int | None], Draft] = {}
        self.actions: dict[tuple[int, int | None], ChatAction] = {}
        self.callbacks: dict[str, Query] = {}
        self.inline_queries: dict[str, Query] = {}
        self.inline_messages: dict[str, tuple[int, int]] = {}
        self.commands: dict[tuple[str, str], list[Json]] = {}
        self.profile: dict[tuple[str, str], str] = {}
        self.files: dict[str, StoredFile] = {}
        self.file_links: dict[str, tuple[float, str]] = {}
        self.webhook: Webhook | None = None
        self.reads_all = False
        self.poll_number = 0
        self.closing = False
        self._message_ids: dict[int, itertools.count[int]] = defaultdict(lambda: itertools.count(1))
        self._query_ids = itertools.count(secrets.randbelow(10**9) + 10**12)

    def add_person(self, person: Person) -> Person:
        """Let somebody exist; a private chat begins when they write."""
        self.people[person.id] = person
        self.changes.notify()
        return person

    def put_chat(self, chat: Chat) -> Chat:
        """Store a chat as it is now."""
        self.chats[chat.id] = chat
        self.changes.notify()
        return chat

    def private_chat(self, person_id: int) -> Chat:
        """The person's chat with the bot; it begins here if it had not."""
        if person_id not in self.chats:
            self.put_chat(Chat(person_id, ChatKind.PRIVATE, members=frozenset({person_id})))
        return self.chats[person_id]

    def account(self, account_id: int) -> Person:
        """A person or the bot itself."""
        return self.bot if account_id == self.bot.id else self.people[account_id]

    def post(self, message: Message) -> Message:
        """Store a new message under the chat's next number; one from the bot ends its drafts and actions there."""
        message = replace(message, id=next(self._message_ids[message.chat_id]))
        self.messages[message.chat_id][message.id] = message
        if message.sender_id == self.bot.id:
            self.drafts.pop((message.chat_id, message.thread_id), None)
            self.actions.pop((message.chat_id, message.thread_id), None)
        self.changes.notify()
        return message

    def new_message(self, chat_id: int, sender_id: int, content: Content) -> Message:
        """A message of this moment, not stored yet."""
        return Message(0, chat_id, sender_id, int(self.clock.now()), content)

    def replace_message(self, message: Message) -> Message:
        """Store a changed message."""
        self.messages[message.chat_id][message.id] = message
        self.changes.notify()
        return message

    def delete_message(self, chat_id: int, message_id: int) -> None:
        """Remove a message for everyone."""
        del self.messages[chat_id][message_id]
        self.changes.notify()

    def find_message(self, chat_id: int, message_id: int | None) -> Message | None:
        """The message, if it exists."""
        return self.messages[chat_id].get(message_id or 0)

    def put_draft(self, draft: Draft) -> None:
        """Show a draft; it replaces the one before it in that thread."""
        self.drafts[draft.chat_id, draft.thread_id] = draft
        self.changes.notify()

    def put_action(self, action: ChatAction) -> None:
        """Show 'typing' or the like for some seconds."""
        self.actions[action.chat_id, action.thread_id] = action
        self.changes.notify()

    def live_drafts(self, chat_id: int) -> list[Draft]:
        """Drafts of a chat that have not expired and were not stopped."""
        now = self.clock.now()
        return [d for d in self.drafts.values() if d.chat_id == chat_id and d.expires > now and not d.stopped]

    def live_actions(self, chat_id: int) -> list[ChatAction]:
        """Chat actions still showing."""
        now = self.clock.now()
        return [action for action in self.actions.values() if action.chat_id == chat_id and action.expires > now]

    def new_query(self, person_id: int, chat_id: int | None = None, message_id: int | None = None) -> Query:
        """A query of this moment with an id nobody has had."""
        return Query(str(next(self._query_ids)), person_id, self.clock.now(), chat_id, message_id)

    def keep_file(self, name: str, mime: str, data: bytes, kind: str, size: int | None = None) -> StoredFile:
        """Store a file under two fresh ids."""
        prefix = "BQAD" if kind == "document" else "AgAC"
        file_id = prefix + secrets.token_urlsafe(32)
        stored = StoredFile(file_id, secrets.token_hex(8), name, mime, len(data) if size is None else size, data, kind)
        self.files[file_id] = stored
        return stored
