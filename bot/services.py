"""What every handler works with, and the four steps they share: who asks, where, in what words, and sending."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

from telegram import Message, Update
from telegram.ext import BaseHandler, ContextTypes

from bot.delivery import Delivery
from bot.observability.metrics import Metrics
from bot.outgoing import Content, Form, Keyboard, OutgoingMessage, Place, Sent
from bot.port import Assistant
from bot.quota import Quota
from bot.render import compose
from bot.render.blocks import from_text
from bot.state import Conversation, Preferences, State
from bot.texts import Sentence
from bot.workers import Workers
from retrieval.model.answers import Language

if TYPE_CHECKING:
    from bot.alerts.room import Alerts

Handling = ContextTypes.DEFAULT_TYPE
AnyHandler = BaseHandler[Any, Any, Any]


@dataclass(slots=True)
class Running:
    """An answer under way: `cancelled` is read by the assistant's thread."""

    user_id: int
    cancelled: bool = False
    told: asyncio.Event = field(default_factory=asyncio.Event)

    def cancel(self) -> None:
        """Asks the work to end and wakes whoever waits for it."""
        self.cancelled = True
        self.told.set()


@dataclass(slots=True)
class Counters:
    """What the status message tells."""

    started: float
    answered: int = 0
    errors: int = 0


@dataclass(slots=True, kw_only=True)
class Services:
    """Everything a handler may use; made once by the app."""

    assistant: Assistant
    state: State
    delivery: Delivery
    workers: Workers
    questions: Quota
    questions_of_all: Quota
    presses: Quota
    admins: frozenset[int]
    counters: Counters
    clock: Callable[[], float] = time.monotonic
    metrics: Metrics = field(default_factory=Metrics)
    username: str = ""
    can_follow: bool = False  # set where the alerts' handlers are registered
    alerts: "Alerts | None" = None  # set together with it
    on_status: list[Callable[[Language], str]] = field(default_factory=list)  # what others add to the status
    on_forget: list[Callable[[int], object]] = field(default_factory=list)  # others who keep something of a person
    running: dict[tuple[int, int], Running] = field(default_factory=dict)  # by chat and draft id
    locks: WeakValueDictionary[Conversation, asyncio.Lock] = field(default_factory=WeakValueDictionary)

    def lock(self, where: Conversation) -> asyncio.Lock:
        """One question of a conversation at a time: the next may be a follow-up."""
        return self.locks.setdefault(where, asyncio.Lock())


def services(context: Handling) -> Services:
    """The services of this application."""
    found: Services = context.application.bot_data["services"]
    return found


@dataclass(frozen=True, slots=True)
class Person:
    """Who is talking: id 0 for a channel or an anonymous admin."""

    user_id: int
    language_code: str
    preferences: Preferences

    @property
    def language(self) -> Language:
        """The language of fixed sentences: the person's choice, else that of their Telegram; Danish at last."""
        code = self.preferences.language or self.language_code[:2].lower()
        return Language.DANISH if code in ("", "da", "nb", "no", "nn", "sv", "fo", "kl") else Language.ENGLISH

    @property
    def answer_language(self) -> Language | None:
        """The language of answers: the person's choice, or None for that of the question."""
        return Language(self.preferences.language) if self.preferences.language else None

    @property
    def budget(self) -> str:
        """Whose money a language model spends on the person; those without an id share one."""
        return str(self.user_id)

    @property
    def form(self) -> Form:
        """The form the person reads best."""
        return Form(self.preferences.form) if self.preferences.form else Form.RICH


async def person_of(update: Update, context: Handling) -> Person:
    """The person behind an update with their choices."""
    user = update.effective_user
    if user is None:
        return Person(0, "", Preferences())
    preferences = await asyncio.to_thread(services(context).state.preferences, user.id)
    return Person(user.id, user.language_code or "", preferences)


def place_of(update: Update) -> Place:
    """Where to answer: the same chat and topic; in a group as a reply to the message."""
    message, chat = update.effective_message, update.effective_chat
    if chat is None:
        raise LookupError("an update without a chat has no place to answer")
    if not isinstance(message, Message):
        return Place(chat.id)
    thread = (message.message_thread_id or 0) if message.is_topic_message else 0
    reply = message.message_id if chat.id < 0 and update.callback_query is None else 0
    return Place(chat.id, thread, reply)


async def say(
    context: Handling, place: Place, content: Content, *, keyboard: Keyboard = (), form: Form = Form.RICH
) -> Sent:
    """Sends a message."""
    message = OutgoingMessage(place=place, content=content, keyboard=keyboard)
    return await services(context).delivery.send(message, form_at(place, form))


def form_at(place: Place, form: Form) -> Form:
    """The form to use there: groups get classic HTML, as some members' clients show no rich messages."""
    return Form.HTML if place.is_group and form is Form.RICH else form


async def tell(
    update: Update, context: Handling, sentence: Sentence, *, keyboard: Keyboard = (), **values: object
) -> Sent:
    """Answers an update with one fixed sentence in the person's language."""
    person = await person_of(update, context)
    text = sentence.in_(person.language, **values)
    return await say(context, place_of(update), compose(from_text(text)), keyboard=keyboard)
