"""Questions made from the structure of minutes, by a seed: nothing of their text is kept anywhere.

A question is built from what the parser read of one item: its title, its summary, its case number, a sum, a person. The
items of the same case count as right too, except where the question names the meeting. Words that all stand in
another case's title (or text, where the words are of the text) single nothing out: such a question is not asked.
"""

import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from retrieval.model.minutes import AgendaItem, Document, Meeting
from retrieval.model.vocabulary import SectionKind

Place = tuple[str, str, int]  # date (ISO), committee, item
Postings = dict[str, set[Place]]  # a word in lower case -> the items that hold it

_WORD = re.compile(r"[A-Za-zÆØÅæøåÉé][\w./-]*\w|\d[\d.,/-]*\w|\w")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_MONTHS = (
    *("januar", "februar", "marts", "april", "maj", "juni"),
    *("juli", "august", "september", "oktober", "november", "december"),
)
_SMALL = re.compile(
    "alle|at|af|blev|blive|bliver|da|de|den|denne|der|deres|det|dette|disse|efter|eller|en|er|et|for|fra|fx|har|have|hos|"
    "hvor|hvordan|i|ikke|ind|jf|kan|kr|med|mellem|men|mio|mod|ned|nr|og|om|op|over|på|pr|samt|ses|sig|skal|som|så|til|tkr|"
    "under|ud|var|ved|vedr|vedrørende|vil|være|været|år"
)
_PLAIN = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "Ae", "Ø": "Oe", "Å": "Aa"})
ROUTINE = 3  # cases under one title from which on it says nothing about a matter


@dataclass(frozen=True, slots=True)
class Read:
    """A document with the meeting read from it."""

    document: Document
    meeting: Meeting

    def place(self, item: AgendaItem) -> Place:
        """Where an item stands."""
        return (self.meeting.date.isoformat() if self.meeting.date else "", self.meeting.committee, item.number)


@dataclass(frozen=True, slots=True)
class Made:
    """A question with the items that answer it."""

    kind: str
    question: str
    right: frozenset[Place]


@dataclass(frozen=True, slots=True)
class Source:
    """One item to ask about, with the places of its case."""

    read: Read
    item: AgendaItem
    case: frozenset[Place]
    titles: Postings
    texts: Postings

    @property
    def place(self) -> Place:
        return self.read.place(self.item)

    def is_alone(self, words: Sequence[str], postings: Postings) -> bool:
        """Whether no other case holds all the words."""
        held = [postings[word.casefold()] for word in words]
        return bool(held) and set.intersection(*held) <= self.case

    def is_alone_in_meeting(self, words: Sequence[str]) -> bool:
        """Whether no other item of the meeting has all the words in its title."""
        held = [{place for place in self.titles[word.casefold()] if place[:2] == self.place[:2]} for word in words]
        return bool(held) and set.intersection(*held) <= {self.place}


Maker = Callable[[Source, random.Random], Made | None]


def make(readings: Sequence[Read], count: int, seed: int = 7) -> list[Made]:
    """`count` questions, as many of each kind as there is material for, in an order that the seed decides."""
    dice = random.Random(seed)
    sources = list(_sources(readings))
    made: list[Made] = []
    each = -(-count // len(MAKERS))
    for maker in MAKERS.values():
        dice.shuffle(sources)
        found = {question.question: question for source in sources if (question := maker(source, dice))}
        made += list(found.values())[:each]
    dice.shuffle(made)
    return made[:count]


def _sources(readings: Sequence[Read]) -> Iterator[Source]:
    """Open items with a title of their own."""
    cases: dict[str, set[Place]] = defaultdict(set)
    titled: dict[str, set[Place]] = defaultdict(set)
    kinds: dict[str, set[str]] = defaultdict(set)
    titles: Postings = defaultdict(set)
    texts: Postings = defaultdict(set)
    for read in readings:
        for item in read.meeting.items:
            name = item.title.casefold()
            titled[name].add(read.place(item))
            kinds[name].add(item.case_number or str(read.place(item)))
            if item.case_number:
                cases[item.case_number].add(read.place(item))
            for postings, text in ((titles, item.title), (texts, item.span.of(read.document.text))):
                for word in set(_WORD.findall(text.casefold())):
                    postings[word].add(read.place(item))
    for read in readings:
        for item in read.meeting.items:
            name = item.title.casefold()
            if item.is_open and len(kinds[name]) < ROUTINE and len(content_words(item.title)) >= 2:
                same = cases[item.case_number] if item.case_number else set()
                yield Source(read, item, frozenset({read.place(item), *same, *titled[name]}), titles, texts)


def content_words(text: str) -> list[str]:
    """Words that carry meaning, as printed, in order."""
    return [word for word in _WORD.findall(text) if len(word) > 1 and not _SMALL.fullmatch(word.casefold())]


def thinned(words: Sequence[str], share: float, dice: random.Random) -> list[str]:
    """The words in order without about `share` of them; at least two stay where there are two."""
    stay = max(min(2, len(words)), round(len(words) * (1 - share)))
    return [words[place] for place in sorted(dice.sample(range(len(words)), stay))]


def _by_title(source: Source, dice: random.Random) -> Made | None:
    words = thinned(content_words(source.item.title), 1 / 3, dice)
    if not source.is_alone(words, source.titles):
        return None
    frame = dice.choice(("Hvad blev der besluttet om {}?", "{}?", "Hvordan går det med {}?", "Fortæl om {}"))
    return Made("title", frame.format(" ".join(words)), source.case)


def _misspelt(source: Source, dice: random.Random) -> Made | None:
    words = thinned(content_words(source.item.title), 1 / 4, dice)
    if not any(len(word) > 5 for word in words) or not source.is_alone(words, source.titles):
        return None
    longest = max(words, key=len)
    place = dice.randrange(1, len(longest) - 2)
    swapped = longest[:place] + longest[place + 1] + longest[place] + longest[place + 2 :]
    typed = " ".join(swapped if word == longest else word for word in words)
    return Made("misspelt", typed.translate(_PLAIN).casefold(), source.case)


def _by_summary(source: Source, dice: random.Random) -> Made | None:
    section = source.item.section(SectionKind.SUMMARY)
    text = " ".join(section.span.of(source.read.document.text).split()) if section else ""
    sentences = [words for sentence in _SENTENCE.split(text) if len(words := content_words(sentence)) >= 8]
    if not sentences:
        return None
    words = thinned(dice.choice(sentences)[:24], 1 / 2, dice)
    if not source.is_alone(words, source.texts):
        return None
    return Made("summary", " ".join(words), source.case)


def _by_case(source: Source, dice: random.Random) -> Made | None:
    if not source.item.case_number:
        return None
    frame = dice.choice(("Hvad handler sag {} om?", "{}", "Hvad blev der besluttet i sagsnr. {}?"))
    return Made("case number", frame.format(source.item.case_number), source.case)


def _by_meeting(source: Source, dice: random.Random) -> Made | None:
    meeting = source.read.meeting
    if meeting.date is None:
        return None
    words = thinned(content_words(source.item.title), 1 / 2, dice)[:3]
    if not source.is_alone_in_meeting(words):
        return None
    day = f"{meeting.date.day}. {_MONTHS[meeting.date.month - 1]} {meeting.date.year}"
    asked = f"Hvad besluttede {meeting.committee} den {day} om {' '.join(words)}?"
    return Made("meeting", asked, frozenset({source.place}))


def _by_amount(source: Source, dice: random.Random) -> Made | None:
    """The words beside a sum; every other question gives the sum too."""
    written = [amount for amount in source.item.amounts if abs(amount.value) >= 1000 and not amount.unit]
    if not written:
        return None
    amount = dice.choice(written)
    sentence = amount.quote.of(source.read.document.text).replace(amount.text, " ")
    words = thinned([word for word in content_words(sentence) if word[0].isalpha()][:16], 1 / 2, dice)
    if len(words) < 3 or not source.is_alone(words, source.texts):
        return None
    asked = " ".join(words)
    named = dice.random() < 0.5
    return Made("amount", f"{amount.text} {asked}?" if named else f"Hvor mange penge {asked}?", source.case)


def _by_person(source: Source, dice: random.Random) -> Made | None:
    """Who voted, remarked or was away, with a word or two of the matter."""
    people = [
        *((person.name, "stemte {} imod {}?") for vote in source.item.votes for person in vote.opponents),
        *((person.name, "stemte {} for {}?") for vote in source.item.votes for person in vote.supporters),
        *((person.name, "hvad sagde {} om {}?") for remark in source.item.remarks for person in remark.by),
        *((away.person.name, "var {} med til {}?") for away in source.item.absences),
    ]
    named = [(name, frame) for name, frame in people if name]
    words = thinned(content_words(source.item.title), 1 / 2, dice)[:3]
    if not named or not source.is_alone([*words, *named[0][0].split()], source.texts):
        return None
    name, frame = dice.choice(named)
    return Made("person", frame.format(name, " ".join(words)), source.case)


MAKERS: Mapping[str, Maker] = {
    "title": _by_title,
    "misspelt": _misspelt,
    "summary": _by_summary,
    "case number": _by_case,
    "meeting": _by_meeting,
    "amount": _by_amount,
    "person": _by_person,
}


def counted(made: Sequence[Made]) -> Counter[str]:
    """How many questions there are of each kind."""
    return Counter(question.kind for question in made)
