"""Small invented minutes whose every span is right, for the tests of verification and of the model path."""

import datetime
from dataclasses import dataclass, field

from retrieval.answering.sources import Sources
from retrieval.model.answers import Citation, Claim, Passage, PassageKind
from retrieval.model.minutes import AgendaItem, Amount, Decision, Document, Meeting, Person, Section, Span, Vote
from retrieval.model.vocabulary import ItemClass, MeetingStatus, Outcome, SectionKind, Stage

COMMITTEE = "Social- og Arbejdsmarkedsudvalget"
DATE = datetime.date(2023, 5, 9)
KEY = "0123456789ab"


@dataclass(frozen=True)
class Stored:
    key: str
    document: Document
    meeting: Meeting


@dataclass
class Minutes:
    """Grows a document item by item; `stored()` gives what the store would."""

    key: str = KEY
    date: datetime.date = DATE
    committee: str = COMMITTEE
    status: MeetingStatus = MeetingStatus.HELD
    text: str = ""
    items: list[AgendaItem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.text = f"Referat {self.committee}\nFjordby Kommune\n\n"
        self.head = Span(0, len(self.text))

    def add(
        self,
        title: str,
        sections: dict[SectionKind, str],
        outcome: Outcome = Outcome.APPROVED,
        *,
        case_number: str = "",
        category: ItemClass = ItemClass.FOR_COMMITTEE,
        votes: tuple[Vote, ...] = (),
        amounts: tuple[Amount, ...] = (),
        history: tuple[Decision, ...] = (),
    ) -> "Minutes":
        start = len(self.text)
        number = len(self.items) + 1
        self.text += f"Punkt {number}: {title}\n\n{case_number}\n\n"
        found = []
        for kind, words in sections.items():
            self.text += f"{kind.value.capitalize()}\n\n"
            found.append(Section(kind=kind, heading=kind.value, span=Span(len(self.text), len(self.text) + len(words))))
            self.text += f"{words}\n\n"
        decided = next((section for section in found if section.kind is SectionKind.DECISION), None)
        decision = (
            None
            if decided is None
            else Decision(
                outcome=outcome,
                stage=Stage.COMMITTEE,
                body=self.committee,
                date=self.date,
                text=decided.span.of(self.text),
                span=decided.span,
            )
        )
        self.items.append(
            AgendaItem(
                number=number,
                title=title,
                printed_title=title,
                case_number=case_number,
                category=category,
                span=Span(start, len(self.text)),
                sections=tuple(found),
                decision=decision,
                votes=votes,
                amounts=amounts,
                history=history,
            )
        )
        return self

    def stored(self) -> Stored:
        meeting = Meeting(
            municipality="Fjordby Kommune",
            committee=self.committee,
            committee_period="2022-2025",
            date=self.date,
            status=self.status,
            head=self.head,
            items=tuple(self.items),
            start="16:30",
        )
        return Stored(self.key, Document(name="m.txt", media="text", fingerprint=self.key, text=self.text), meeting)


def cite(stored: Stored, number: int, quote: str, *, at: int | None = None) -> Citation:
    """A citation of `quote` in item `number`, at its true place where it stands in the item."""
    item = stored.meeting.items[number - 1] if number else None
    span = item.span if item else stored.meeting.head
    place = stored.document.text.find(quote, span.start, span.end) if at is None else at
    place = max(place, 0)
    kinds = [s.kind for s in (item.sections if item else ()) if s.span.start <= place < s.span.end]
    return Citation(
        meeting_key=stored.key,
        meeting=stored.meeting.date,
        committee=stored.meeting.committee,
        item=number,
        title=item.title if item else "",
        section=kinds[0] if kinds else SectionKind.HEAD,
        case_number=item.case_number if item else "",
        quote=quote,
        span=Span(place, place + len(quote)),
    )


def claim(stored: Stored, number: int, text: str, *quotes: str, computed: str = "") -> Claim:
    return Claim(text=text, citations=tuple(cite(stored, number, quote) for quote in quotes), computed=computed)


def passages(stored: Stored) -> tuple[Passage, ...]:
    """Each section of each item as one passage."""
    found = []
    for item in stored.meeting.items:
        for section in item.sections:
            kind = PassageKind.DECISION if section.kind is SectionKind.DECISION else PassageKind.TEXT
            found.append(
                Passage(
                    key=f"{stored.key}/{item.number}/{section.kind.value}",
                    meeting_key=stored.key,
                    committee=stored.meeting.committee,
                    date=stored.meeting.date,
                    item=item.number,
                    title=item.title,
                    case_number=item.case_number,
                    section=section.kind,
                    kind=kind,
                    text=section.span.of(stored.document.text),
                    context="",
                    span=section.span,
                )
            )
    return tuple(found)


def fjordby() -> Stored:
    """A meeting with an item of every outcome, and a vote."""
    S = SectionKind
    ida, ole, eva = Person("Ida Holm", "A"), Person("Ole Krag", "V"), Person("Eva Lund", "Ø")
    vote = Vote(proposal="bemærkningen", supporters=(eva,), opponents=(ida, ole), carried=False, span=Span(0, 0))
    minutes = Minutes()
    minutes.add(
        "Støtte til værestedet Kompasset",
        {
            S.RECOMMENDATION: "Forvaltningen indstiller, at udvalget godkender, "
            "at der bevilges 4,95 mio. kr. til Kompasset i 2024.",
            S.DECISION: "Udvalget godkender indstillingen.",
            S.CASE_PRESENTATION: "Kompasset har 120 brugere og 14 frivillige. "
            "I 2022 kostede stedet 3.750.000 kr., svarende til 15,1 pct. af rammen. "
            "Byrådet vedtog den 3. marts 2021 en strategi for væresteder.",
        },
        case_number="27.00.00-G01-1471-22",
    )
    minutes.add(
        "Ny socialpolitik",
        {
            S.RECOMMENDATION: "Forvaltningen indstiller, at byrådet godkender socialpolitikken.",
            S.DECISION: "Udvalget anbefaler indstillingen over for byrådet.",
            S.CASE_PRESENTATION: "Politikken har fire pejlemærker og koster 600.000 kr. om året. "
            "Den afløser politikken fra 2018.",
        },
        Outcome.RECOMMENDED,
        case_number="27.00.00-P22-8-22",
    )
    minutes.add(
        "Drøftelse af væresteder i Havnekvarteret",
        {
            S.DECISION: "Udvalget drøftede sagen.",
            S.CASE_PRESENTATION: "Der er tre væresteder i Havnekvarteret. "
            "Politiet registrerede 52 henvendelser i 2022.",
        },
        Outcome.DISCUSSED,
        category=ItemClass.FOR_DISCUSSION,
    )
    minutes.add(
        "Budgetopfølgning",
        {
            S.DECISION: "Orientering givet.",
            S.FINANCES: "Der forventes et merforbrug på 2,1 mio. kr. i 2023. Mindreforbruget i 2022 var 800.000 kr.",
        },
        Outcome.NOTED,
        category=ItemClass.FOR_INFORMATION,
    )
    minutes.add(
        "Gebyr for madordning",
        {
            S.RECOMMENDATION: "Forvaltningen indstiller, at gebyret hæves til 45 kr. pr. dag fra 1. januar 2024.",
            S.DECISION: "Punktet udsat til mødet den 13. juni 2023.",
        },
        Outcome.POSTPONED,
    )
    minutes.add(
        "Lukning af klubben Ankeret",
        {
            S.RECOMMENDATION: "Forvaltningen indstiller, at klubben Ankeret lukkes pr. 1. august 2023.",
            S.DECISION: "Udvalget forkaster indstillingen. Eva Lund (Ø) foreslog en bemærkning om åbningstider. "
            "Eva Lund (Ø) stemmer for bemærkningen. "
            "Ida Holm (A) og Ole Krag (V) stemmer imod bemærkningen. "
            "Bemærkningen er hermed faldet.",
        },
        Outcome.REJECTED,
        votes=(vote,),
    )
    return minutes.stored()


def sources(*stored: Stored) -> Sources:
    return Sources.of(stored)
