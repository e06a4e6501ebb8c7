"""A small assistant with one invented meeting: the facade's shape without documents or index."""

import datetime
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from retrieval.errors import BadInput, SourceError, StateError
from retrieval.model.answers import Answer, Citation, Claim, ItemHit, Language, Query, Table
from retrieval.model.minutes import AgendaItem, Amount, Deadline, Decision, Document, Meeting, Person, Span, Vote
from retrieval.model.vocabulary import DocumentKind, MeetingStatus, Outcome, SectionKind, Stage

DATE = datetime.date(2024, 5, 14)
KEY = "0a1b2c3d4e5f"
COMMITTEE = "Teknik- og Miljøudvalget"
QUOTE = "Udvalget godkendte, at der afsættes 1.250.000 kr. til cykelstien."
TEXT = f"Punkt 3: Cykelsti ved Åvej\nForvaltningen indstiller. {QUOTE} Arbejdet begynder 1. august 2024."
CASE = "05.01.00-G01-12-24"


@dataclass(frozen=True)
class Info:
    key: str = KEY
    version: int = 2
    municipality: str = "Eksempelby"
    committee: str = COMMITTEE
    date: datetime.date | None = DATE
    status: MeetingStatus = MeetingStatus.HELD
    kind: DocumentKind = DocumentKind.MINUTES
    items: int = 3
    name: str = "referat.md"


@dataclass(frozen=True)
class Stored:
    key: str
    version: int
    document: Document
    meeting: Meeting


@dataclass(frozen=True)
class Shown:
    heading: str
    before: str
    quote: str
    after: str


@dataclass(frozen=True)
class Result:
    change: str
    meeting_key: str


def an_item() -> AgendaItem:
    """Item 3 with everything a button can show."""
    whole, quote = Span(0, len(TEXT)), Span(TEXT.index(QUOTE), TEXT.index(QUOTE) + len(QUOTE))
    return AgendaItem(
        number=3,
        title="Cykelsti ved Åvej",
        printed_title="Cykelsti ved Åvej",
        case_number=CASE,
        span=whole,
        decision=Decision(
            outcome=Outcome.APPROVED, stage=Stage.COMMITTEE, body=COMMITTEE, date=DATE, text=QUOTE, span=quote
        ),
        votes=(
            Vote(
                proposal="At stien anlægges",
                supporters=(Person("Ida Holm", "A"), Person("Per Lund", "V")),
                opponents=(Person("Bo Dahl", "C"),),
                carried=True,
                span=quote,
            ),
        ),
        amounts=(
            Amount(
                value=Decimal(1_250_000), text="1.250.000 kr.", section=SectionKind.DECISION, span=quote, quote=quote
            ),
        ),
        deadlines=(Deadline(date=datetime.date(2024, 8, 1), text="Arbejdet begynder 1. august 2024", span=quote),),
    )


def a_citation(**changes: object) -> Citation:
    start = TEXT.index(QUOTE)
    values: dict[str, object] = {
        "meeting_key": KEY,
        "meeting": DATE,
        "committee": COMMITTEE,
        "item": 3,
        "title": "Cykelsti ved Åvej",
        "section": SectionKind.DECISION,
        "case_number": CASE,
        "quote": QUOTE,
        "span": Span(start, start + len(QUOTE)),
    }
    return Citation(**values | changes)  # type: ignore[arg-type]


def an_answer(**changes: object) -> Answer:
    citation = a_citation()
    values: dict[str, object] = {
        "id": secrets.token_hex(8),
        "question": "Hvad blev besluttet om cykelstien?",
        "text": "Udvalget godkendte 14. maj 2024 at afsætte 1.250.000 kr. til cykelstien.",
        "found": True,
        "kind": "decision",
        "language": Language.DANISH,
        "citations": (citation,),
        "claims": (Claim(text="Udvalget godkendte.", citations=(citation,)),),
        "freshness": "Referaterne går fra 14. maj 2024 til 14. maj 2024.",
    }
    return Answer(**values | changes)  # type: ignore[arg-type]


@dataclass
class FakeAssistant:
    """Answers everything with the same decision, echoing the question; can be slow and can fail."""

    asked: list[Query] = field(default_factory=list)
    gate: threading.Event | None = None  # when set, an answer waits for it
    words: tuple[str, ...] = ()  # what a slow answer has written meanwhile
    broken: Exception | None = None
    answer: Answer | None = None
    ingested: dict[str, bytes] = field(default_factory=dict)
    cancelled_seen: bool = False
    started: int = 0  # questions that reached it, answered or not
    has_model: bool = True  # it is waited for like one

    def ask(self, query: Query, *, language: Language | None = None, user: str = "") -> Answer:
        self.asked.append(query)
        if self.broken:
            raise self.broken
        return self.answer or an_answer(question=query.question, language=language or Language.DANISH)

    def ask_streaming(
        self,
        query: Query,
        on_text: Callable[[str], None],
        cancelled: Callable[[], bool],
        *,
        language: Language | None = None,
        user: str = "",
    ) -> Answer:
        self.started += 1
        for text in self.words:
            on_text(text)
        while self.gate is not None and not self.gate.wait(0.01):
            if cancelled():
                self.cancelled_seen = True
                raise StateError("stopped")
        return self.ask(query, language=language)

    def warm_up(self, enough: Callable[[], bool]) -> None: ...

    def search(self, query: Query, k: int = 10) -> list[ItemHit]:
        return [a_hit()]

    def summary(self, reference: str, *, language: Language | None = None) -> Answer:
        if "1999" in reference:
            raise BadInput("no meeting of that date")
        return an_answer(kind="summary", text=f"Resumé af mødet ({reference or 'det seneste'}).")

    def meetings(self) -> tuple[Info, ...]:
        return tuple(
            Info(key=f"{number:012x}" if number else KEY, date=DATE - datetime.timedelta(days=30 * number))
            for number in range(20)
        )

    def case(self, number: str, *, language: Language | None = None) -> Answer:
        return an_answer(kind="case", text=f"Sagen {number} var på ét møde.")

    def whole_decision(self, meeting_key: str, item: int, language: Language) -> Answer:
        self.item(meeting_key, item)
        return an_answer(kind="decision_text", text=QUOTE, language=language)

    def amounts(self, meeting_key: str, item: int, language: Language) -> Answer:
        rows = (("Post", "Beløb"), ("Anlæg", "1.250.000 kr."), ("Drift", "75.000 kr."), ("Skilte", "4.000 kr."))
        return an_answer(kind="amounts", text="Beløb under punktet.", tables=(Table("Beløb", rows),))

    def proof(self, citation: Citation) -> Shown:
        return Shown(
            "Cykelsti ved Åvej", "Forvaltningen indstiller.", citation.quote, "Arbejdet begynder 1. august 2024."
        )

    def item(self, meeting_key: str, number: int) -> tuple[Stored, AgendaItem]:
        if (meeting_key, number) != (KEY, 3):
            raise BadInput("no such item")
        item = an_item()
        document = Document(name="referat.md", media="markdown", fingerprint="f" * 64, text=TEXT)
        meeting = Meeting(municipality="Eksempelby", committee=COMMITTEE, date=DATE, head=Span(0, 0), items=(item,))
        return Stored(KEY, 2, document, meeting), item

    def ingest_bytes(self, name: str, data: bytes) -> Result:
        if b"\x00" in data:
            raise SourceError(f"{name!r} holds no readable text; send another file")
        change = "same" if name in self.ingested else "new"
        self.ingested[name] = data
        return Result(change, KEY)

    def coverage(self, language: Language) -> str:
        return "Jeg kender 20 møder, det seneste 14. maj 2024."


def a_hit() -> ItemHit:
    return ItemHit(
        meeting_key=KEY, committee=COMMITTEE, date=DATE, item=3, title="Cykelsti ved Åvej", score=1.0, hits=()
    )
