"""The facade: everything a person can ask of the minutes. Thread-safe; nothing here knows of Telegram."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from retrieval.answering.answer import Answerer
from retrieval.answering.gather import UnitEmbeddings
from retrieval.answering.rules.sources import Source
from retrieval.answering.sources import Allowed, Sources
from retrieval.answering.verify import verify_answer
from retrieval.errors import BadInput, SourceError
from retrieval.index.search import SearchIndex
from retrieval.ingest import Ingester, IngestResult, Outcome
from retrieval.language import Analyser, detect_language
from retrieval.model.answers import Answer, Citation, Claim, ItemHit, Language, Query
from retrieval.model.minutes import AgendaItem, Span
from retrieval.opened import amounts_table, whole_decision
from retrieval.question.understand import Question, understand
from retrieval.store import MeetingInfo, Store, StoredMeeting

if TYPE_CHECKING:
    from retrieval.answering.model import ModelAnswerer

AROUND = 400  # characters shown before and after a quote
WARM_S = 5.0  # at the start: enough for a hundred items, which are answered in half the time when they are met again


@dataclass(frozen=True, slots=True)
class Proof:
    """The quoted words with what stands around them; the three parts joined are verbatim text of the document."""

    heading: str
    before: str
    quote: str
    after: str


class Assistant:
    """Answers from the minutes held. Synchronous; every method may be called from any thread."""

    def __init__(
        self,
        store: Store,
        index: SearchIndex,
        analyser: Analyser,
        embeddings: UnitEmbeddings,
        ingester: Ingester,
        model: "ModelAnswerer | None" = None,
    ) -> None:
        self._store = store
        self._index = index
        self._ingester = ingester
        self._answerer = Answerer(store, index, analyser, embeddings, self._verified)
        self._phrased = None
        if model:
            from retrieval.answering.phrased import PhrasedAnswerer

            self._phrased = PhrasedAnswerer(self._answerer, model, store, index)

    def _verified(
        self, claims: Sequence[Claim], question: Question, sources: Sequence[Source]
    ) -> tuple[tuple[Claim, ...], tuple[str, ...]]:
        said = " ".join([question.text, question.context.question, question.context.answer])
        held = Sources.of(source.held for source in sources)
        verified = verify_answer(claims, held, allowed=Allowed(said), language=question.language)
        return verified.kept, verified.dropped

    @property
    def has_model(self) -> bool:
        """Whether a language model phrases the answers."""
        return self._phrased is not None

    def ask(self, query: Query, *, language: Language | None = None, user: str = "") -> Answer:
        """One cited answer; `found` is False where the minutes do not tell. `user` is whose budget a model spends."""
        with self._store.seen_once():
            if self._phrased is None:
                return self._answerer.answer(query, language)
            return self._phrased.answer(query, language, user=user)

    def ask_streaming(
        self,
        query: Query,
        on_text: Callable[[str], None],
        cancelled: Callable[[], bool],
        *,
        language: Language | None = None,
        user: str = "",
    ) -> Answer:
        """One cited answer; `on_text` gets the verified text so far, each time it has grown."""
        with self._store.seen_once():
            if self._phrased is not None:
                return self._phrased.answer(query, language, user=user, on_text=on_text, cancelled=cancelled)
            answer = self._answerer.answer(query, language)
        if not cancelled():
            on_text(answer.text)
        return answer

    def warm_up(self, enough: Callable[[], bool] = lambda: False) -> None:
        """Answers what the newest meetings are about without a model, so that nobody waits for what is opened once.

        It ends after a few seconds, or as soon as there is `enough`, as when somebody asks.
        """
        until = time.monotonic() + WARM_S
        self._index.warm_up()
        for query in self._newest():
            if enough() or time.monotonic() > until:
                return
            with self._store.seen_once():
                self._answerer.answer(query, None)

    def _newest(self) -> Iterator[Query]:
        """What all meetings are about, newest first; English words are read at the first question in English."""
        yield Query("What was decided about the budget?")
        for info in self._store.meetings():
            yield from (Query(item.title) for item in self._store.get(info.key).meeting.items if item.title)

    def search(self, query: Query, k: int = 10) -> list[ItemHit]:
        """The items that fit best, best first."""
        if not query.question.strip():
            return []
        with self._store.seen_once():
            return list(self._answerer.find(query, k).hits)

    def summary(self, reference: str, *, language: Language | None = None) -> Answer:
        """The meeting named by date, or date and committee; the newest where nothing is named.

        Raises:
            BadInput: no meeting is held, or none of that name.
        """
        return self._answerer.summary(self._find_meeting(reference), language or Language.DANISH)

    def _find_meeting(self, reference: str) -> str:
        held = self._store.meetings()
        if not held:
            raise BadInput("no minutes are held yet: add some with `referat ingest FILE`")
        if not reference.strip():
            return held[0].key
        named = next((info.key for info in held if info.key == reference.strip()), None)
        if named:
            return named
        question = understand(Query(question=reference), held)
        keys = question.meetings or question.preferred
        if question.missing_date is not None or not keys:
            raise BadInput(f"no meeting {reference!r} is held: name its date, or its date and committee")
        best = (keys & question.preferred) or keys
        return next(info.key for info in held if info.key in best)

    def meetings(self) -> tuple[MeetingInfo, ...]:
        """All meetings held, newest first."""
        return self._store.meetings()

    def case(self, number: str, *, language: Language | None = None) -> Answer:
        """One case through all meetings."""
        return self._answerer.case(number.strip(), language or Language.DANISH)

    def coverage(self, language: Language) -> str:
        """How far the minutes held reach, as a sentence."""
        return self._answerer.coverage(language)

    def item(self, meeting_key: str, number: int) -> tuple[StoredMeeting, AgendaItem]:
        """An agenda item with its meeting.

        Raises:
            BadInput: it is not held (any more).
        """
        try:
            stored = self._store.get(meeting_key)
        except KeyError as error:
            raise BadInput(f"no meeting {meeting_key!r} is held") from error
        for item in stored.meeting.items:
            if item.number == number:
                return stored, item
        raise BadInput(f"meeting {meeting_key!r} has no item {number}")

    def whole_decision(self, meeting_key: str, item: int, language: Language) -> Answer:
        """What the body did with the item, in all its words.

        Raises:
            BadInput: the item is not held (any more).
        """
        return whole_decision(Source(*self.item(meeting_key, item)), language)

    def amounts(self, meeting_key: str, item: int, language: Language) -> Answer:
        """The item's sums of money, as lines and as a table.

        Raises:
            BadInput: the item is not held (any more).
        """
        return amounts_table(Source(*self.item(meeting_key, item)), language)

    def proof(self, citation: Citation) -> Proof:
        """The quoted words in their surroundings.

        Raises:
            BadInput: the meeting is not held any more, or does not say so any more.
        """
        try:
            stored = self._store.get(citation.meeting_key)
        except KeyError as error:
            raise BadInput(f"no meeting {citation.meeting_key!r} is held") from error
        text, span = stored.document.text, citation.span
        if span.of(text) != citation.quote:
            start = text.find(citation.quote)
            if start < 0:
                raise BadInput("the minutes have changed since: the quoted words are no longer in them")
            span = Span(start, start + len(citation.quote))
        within = _section_around(stored, span)
        return Proof(
            heading=citation.title,
            before=text[max(within.start, span.start - AROUND) : span.start],
            quote=citation.quote,
            after=text[span.end : min(within.end, span.end + AROUND)],
        )

    def ingest_bytes(self, name: str, data: bytes) -> IngestResult:
        """Reads, stores and indexes one document; the process must hold the state lock.

        Raises:
            SourceError: it cannot be used; it is set aside with that reason.
        """
        result = self._ingester.ingest_bytes(name, data)
        if result.change is Outcome.SET_ASIDE:
            raise SourceError(result.reason)
        return result

    def language_of(self, text: str) -> Language:
        """The language a person writes in."""
        return detect_language(text)


def _section_around(stored: StoredMeeting, span: Span) -> Span:
    """The section in which a place lies, else its item, else the whole text."""
    items = [item for item in stored.meeting.items if item.span.start <= span.start < item.span.end]
    sections = [section.span for item in items for section in item.sections]
    around = [one for one in sections if one.start <= span.start < one.end]
    return next(iter([*around, *(item.span for item in items)]), Span(0, len(stored.document.text)))
