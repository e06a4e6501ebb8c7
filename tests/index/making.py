"""Makes meetings, documents and passages whose spans point at their words."""

import datetime
import random

from retrieval.index.passages import passages_of
from retrieval.model.answers import Passage
from retrieval.model.minutes import Absence, AgendaItem, Document, Meeting, Person, Section, Span, Vote
from retrieval.model.vocabulary import SectionKind

DATE = datetime.date(2031, 3, 4)
NOUNS = (
    "cykelsti", "skolegård", "plejehjem", "havn", "bibliotek", "svømmehal", "vindmølle", "lokalplan", "ungdomsklub",
    "spildevand", "museum", "idrætshal", "trafiklys", "dagpleje", "genbrugsplads", "vuggestue", "kollegium",
)  # fmt: skip
VERBS = ["udvides", "lukkes", "renoveres", "drøftes", "finansieres", "evalueres", "udliciteres", "planlægges"]


class Writer:
    """Writes a document part by part and knows where each part stands."""

    def __init__(self) -> None:
        self.text = ""

    def put(self, words: str) -> Span:
        start = len(self.text)
        self.text += words + "\n\n"
        return Span(start, start + len(words))


def sentence(dice: random.Random, mark: str) -> str:
    return f"Det foreslås at {dice.choice(NOUNS)} {mark} {dice.choice(VERBS)} i løbet af {dice.randint(2020, 2040)}."


def make_meeting(seed: int, items: int = 3, committee: str = "Teknikudvalget") -> tuple[Document, Meeting]:
    """A meeting with `items` items; every sentence carries a word of its own, so that it can be found by it."""
    dice, writer = random.Random(seed), Writer()
    head = writer.put(f"Referat {committee} den 4. marts 2031. Mødested: Rådhuset, lokale {seed}")
    away = writer.put(f"Afbud fra Bo Lind{seed}.")
    made = []
    for number in range(1, items + 1):
        made.append(_item(dice, writer, number, f"{seed}q{number}"))
    document = Document(name=f"{seed}.txt", media="text", fingerprint=f"{seed:064x}", text=writer.text)
    meeting = Meeting(
        municipality="Prøvekøbing",
        committee=committee,
        date=DATE + datetime.timedelta(days=seed),
        head=Span(head.start, away.end),
        items=tuple(made),
        absences=(Absence(person=Person(f"Bo Lind{seed}"), item_number=None, span=away),),
    )
    return document, meeting


def _item(dice: random.Random, writer: Writer, number: int, mark: str) -> AgendaItem:
    title = f"{dice.choice(NOUNS).capitalize()} ved område{mark}"
    head = writer.put(f"Punkt {number}: {title}")
    sections = []
    for kind, heading, count in (
        (SectionKind.SUMMARY, "Resume", 2),
        (SectionKind.CASE_PRESENTATION, "Sagsfremstilling", dice.randint(1, 12)),
        (SectionKind.DECISION, "Beslutning", 1),
    ):
        writer.put(heading)
        words = " ".join(sentence(dice, f"sted{mark}{kind.name[:2].lower()}x{n}") for n in range(count))
        sections.append(Section(kind=kind, heading=heading, span=writer.put(words)))
    rows = writer.put(f"Formål\tBeløb\nBro{mark}\t1.250.000 kr.\nTunnel{mark}\t2.500.000 kr.")
    sections.append(Section(kind=SectionKind.FINANCES, heading="Økonomi", span=rows))
    vote = writer.put(f"For stemte Asta Holm{mark} (A). Imod stemte Carl Due (C).")
    return AgendaItem(
        number=number,
        title=title,
        printed_title=title,
        case_number=f"05.01.00-G01-{number}-31",
        span=Span(head.start, vote.end),
        sections=tuple(sections),
        votes=(Vote(proposal=title, span=vote),),
    )


def make_passages(key: str, seed: int, items: int = 3) -> tuple[Passage, ...]:
    document, meeting = make_meeting(seed, items)
    return passages_of(key, document, meeting)
