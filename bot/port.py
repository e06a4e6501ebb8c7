"""What the bot asks of the assistant, as protocols: the real one fulfils them, and so does the tests' own."""

import datetime
from collections.abc import Callable
from typing import Protocol

from retrieval.model.answers import Answer, Citation, ItemHit, Language, Query
from retrieval.model.minutes import AgendaItem, Document, Meeting
from retrieval.model.vocabulary import DocumentKind, MeetingStatus


class MeetingInfo(Protocol):
    """One meeting held, for lists."""

    @property
    def key(self) -> str:
        """The meeting's key."""

    @property
    def version(self) -> int:
        """The version of its document, from 1."""

    @property
    def committee(self) -> str:
        """The committee's name."""

    @property
    def date(self) -> datetime.date | None:
        """Its date, where one could be read."""

    @property
    def status(self) -> MeetingStatus:
        """Held, cancelled or planned."""

    @property
    def kind(self) -> DocumentKind:
        """Minutes or an agenda."""

    @property
    def items(self) -> int:
        """How many agenda items it has."""


class StoredMeeting(Protocol):
    """A meeting with the document it was read from."""

    @property
    def key(self) -> str:
        """The meeting's key."""

    @property
    def version(self) -> int:
        """The version of its document."""

    @property
    def document(self) -> Document:
        """The text that spans point into."""

    @property
    def meeting(self) -> Meeting:
        """What the text says."""


class Proof(Protocol):
    """The quoted words with what stands around them."""

    @property
    def heading(self) -> str:
        """Where they stand, in words."""

    @property
    def before(self) -> str:
        """The sentences before."""

    @property
    def quote(self) -> str:
        """The quoted words."""

    @property
    def after(self) -> str:
        """The sentences after."""


class IngestResult(Protocol):
    """What became of a document."""

    @property
    def change(self) -> str:
        """`new`, `same` or `changed`."""

    @property
    def meeting_key(self) -> str:
        """The meeting it tells of."""


class Assistant(Protocol):
    """The assistant; every method is synchronous, thread-safe and may take a while."""

    @property
    def has_model(self) -> bool:
        """Whether a language model is asked, whose answers are waited for; all others are computed."""

    def ask(self, query: Query, *, language: Language | None = None, user: str = "") -> Answer:
        """One cited answer; `user` is whose budget a language model spends."""

    def ask_streaming(
        self,
        query: Query,
        on_text: Callable[[str], None],
        cancelled: Callable[[], bool],
        *,
        language: Language | None = None,
        user: str = "",
    ) -> Answer:
        """One cited answer; `on_text` gets the text so far, and work ends early once `cancelled` is true."""

    def warm_up(self, enough: Callable[[], bool]) -> None:
        """Opens what is opened once, so that the first person does not wait for it; ends once there is `enough`."""

    def search(self, query: Query, k: int = 10) -> list[ItemHit]:
        """Ranked items."""

    def summary(self, reference: str, *, language: Language | None = None) -> Answer:
        """A meeting by date or by date and committee; the newest where nothing is named."""

    def meetings(self) -> tuple[MeetingInfo, ...]:
        """All meetings held, newest first."""

    def case(self, number: str, *, language: Language | None = None) -> Answer:
        """One case through all meetings."""

    def whole_decision(self, meeting_key: str, item: int, language: Language) -> Answer:
        """The whole decision of an item."""

    def amounts(self, meeting_key: str, item: int, language: Language) -> Answer:
        """The amounts of an item as a table."""

    def proof(self, citation: Citation) -> Proof:
        """The quoted words in their surroundings."""

    def item(self, meeting_key: str, number: int) -> tuple[StoredMeeting, AgendaItem]:
        """An item with its meeting; raises BadInput where it is not held."""

    def ingest_bytes(self, name: str, data: bytes) -> IngestResult:
        """Reads, stores and indexes one document."""

    def coverage(self, language: Language) -> str:
        """How far the minutes held reach."""
