"""Questions made from the structure of minutes, by a seed: nothing of their text is kept anywhere.

A question is built from what the parser read of one item (structural_kinds.py says what it may be). The items of the
same case count as right too, except where the question names the meeting. Words that all stand in another case's title
(or text, where the words are of the text) single nothing out: such a question is not asked.
"""

import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from retrieval.model.minutes import AgendaItem, Document, Meeting

Place = tuple[str, str, int]  # date (ISO), committee, item
Postings = dict[str, set[Place]]  # a word in lower case -> the items that hold it

_WORD = re.compile(r"[A-Za-zÆØÅæøåÉé][\w./-]*\w|\d[\d.,/-]*\w|\w")
_SMALL = re.compile(
    "alle|at|af|blev|blive|bliver|da|de|den|denne|der|deres|det|dette|disse|efter|eller|en|er|et|for|fra|fx|har|have|hos|"
    "hvor|hvordan|i|ikke|ind|jf|kan|kr|med|mellem|men|mio|mod|ned|nr|og|om|op|over|på|pr|samt|ses|sig|skal|som|så|til|tkr|"
    "under|ud|var|ved|vedr|vedrørende|vil|være|været|år"
)
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


def make(readings: Sequence[Read], count: int, makers: Mapping[str, Maker], seed: int = 7) -> list[Made]:
    """At most `count` questions, as many of each kind as there is material for, in an order that the seed decides.

    What a kind with little material lacks, the others give.
    """
    dice = random.Random(seed)
    sources = list(_sources(readings))
    pools = []
    for maker in makers.values():
        dice.shuffle(sources)
        pools.append([question for source in sources if (question := maker(source, dice))])
    in_turn = (question for turn in zip_longest(*pools) for question in turn if question)
    made = list({question.question: question for question in in_turn}.values())[:count]
    dice.shuffle(made)
    return made


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


def counted(made: Sequence[Made]) -> Counter[str]:
    """How many questions there are of each kind."""
    return Counter(question.kind for question in made)
