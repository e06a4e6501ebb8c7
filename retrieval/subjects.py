"""Whether an item is about a subject in somebody's own words: by its words, by related words, by what it means.

Meaning is measured by the shipped embedding, whichever one the search uses: the limits below are set for it, and an
alert must not wait for a server. It adds to words that meet in part, and it decides alone only where it is very sure:
a false alert costs more than a missed one. `python -m tests.alerts.meaning` measures both.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from retrieval.language import Analyser
from retrieval.model.minutes import AgendaItem, Document
from retrieval.model.vocabulary import SectionKind

RELATED_WEIGHT = 0.12  # below it a related word says too little about what a text is about
PHRASE_WEIGHT = 0.25  # the same for a word that stands for several of the subject's together
TIMES_IN_TEXT = 3  # a word that only the body of a text has must come back to be its subject
PART_LENGTH = 4  # letters of a word that counts as part of a longer one
BEGINNING = 5  # letters of a word that counts where a longer one begins or ends with it
NEAR_AT_ALL = 0.15  # cosine below which a word that stands for several of the subject's is a chance meeting
NEAR_WITH_WORDS = 0.7  # both cosines together, from which an item that has some of the words is about the subject
NEAR_ALONE = 0.75  # the same without any of the words
OPENING = 400  # characters of the summary that its meaning is taken from

_TELLING = (SectionKind.SUMMARY, SectionKind.RECOMMENDATION, SectionKind.DECISION, SectionKind.EFFECT)
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_RELATED = frozenset({"synonym", "abbreviation", "english", "spelling"})
_MEANT_KEPT = 20_000

Vectors = NDArray[np.float32]
Attached = Sequence[tuple[str, str]]  # an attachment's title and words


class Embedding(Protocol):
    """Texts to vectors of length 1."""

    def embed_array(self, texts: list[str]) -> Vectors:
        """(len(texts), dim)."""
        ...


@dataclass(frozen=True, slots=True)
class SubjectWord:
    """One word of a subject: the terms that say it, and the terms that say it in another way with their weights."""

    own: frozenset[str]
    related: Mapping[str, float]


@dataclass(frozen=True, eq=False)
class Meaning:
    """A subject read. `phrases` are terms that stand for several of its words.

    `vectors` are those of the subject and of the subject with its related words.
    """

    words: tuple[SubjectWord, ...]
    phrases: Mapping[str, float]
    vectors: Vectors

    @cached_property
    def own(self) -> frozenset[str]:
        """The terms of all its words."""
        return frozenset().union(*(word.own for word in self.words))

    @cached_property
    def related(self) -> frozenset[str]:
        """The terms that say some of it in another way."""
        return frozenset(self.phrases).union(*(word.related for word in self.words))


@dataclass(frozen=True, slots=True)
class Found:
    """Why an item is about a subject: `place` is title, text, meaning or attachment.

    `word` is the word of the text that shows it, or the attachment's title.
    """

    place: str
    word: str


class SubjectReader:
    """Reads subjects and remembers what they mean."""

    def __init__(self, analyser: Analyser, embedding: Embedding) -> None:
        self._analyser, self._embedding = analyser, embedding
        self.meaning = lru_cache(maxsize=_MEANT_KEPT)(self._meaning)

    def item(self, document: Document, item: AgendaItem, attached: Attached = ()) -> "ItemText":
        """An item, with the titles and words of its attachments that were read, ready to be compared with subjects."""
        return ItemText(document, item, attached, self._analyser, self._embedding)

    def _meaning(self, subject: str) -> Meaning:
        read = [(word, frozenset(self._own(word))) for word in _WORD.findall(subject)]
        words = tuple(SubjectWord(own, self._related(word)) for word, own in read if own)
        single = frozenset().union(*(word.own | word.related.keys() for word in words))
        whole = self._related(subject)
        phrases = {term: weight for term, weight in whole.items() if term not in single and weight >= PHRASE_WEIGHT}
        return Meaning(words, phrases, self._embedding.embed_array([subject, " ".join([subject, *whole])]))

    def _own(self, word: str) -> Iterator[str]:
        for term in self._analyser.terms(word):
            yield term
            if len(term) >= PART_LENGTH:
                yield f"~{term}"

    def _related(self, words: str) -> dict[str, float]:
        return {
            term.term: term.weight
            for term in self._analyser.query_terms(words)
            if term.origin in _RELATED and term.weight >= RELATED_WEIGHT and not term.term.startswith("~")
        }


class ItemText:
    """An item's words as terms: those of its title, of its telling sections, and of all its text; each read once."""

    def __init__(
        self, document: Document, item: AgendaItem, attached: Attached, analyser: Analyser, embedding: Embedding
    ) -> None:
        self.item = item
        self._attached = attached
        self._text = document.text
        self._analyser, self._embedding = analyser, embedding

    def about(self, meaning: Meaning) -> Found | None:
        """Why the item is about the subject, or None where it is not."""
        for place, text, terms in (
            ("title", self.item.title, self._title_terms),
            ("text", self._telling, self._telling_terms),
        ):
            if meaning.words and all(word.own & terms for word in meaning.words):
                return self._found(place, text, meaning.own)
            if meaning.words and all((word.own | word.related.keys()) & terms for word in meaning.words):
                return self._found(place, text, meaning.own | meaning.related)
            said = meaning.phrases.keys() & terms
            if said and self._nearness(meaning)[0] >= NEAR_AT_ALL:
                return self._found(place, text, said)
        return (
            self._often(meaning) or self._as_part(meaning) or self._by_meaning(meaning) or self._in_attachment(meaning)
        )

    def _often(self, meaning: Meaning) -> Found | None:
        """All words come back in the body, though neither title nor summary has them."""
        if not _come_back(meaning, self._all_terms):
            return None
        return self._found("text", self.item.span.of(self._text), meaning.own)

    def _in_attachment(self, meaning: Meaning) -> Found | None:
        """All words come back in one attachment."""
        for title, terms in self._attached_terms:
            if _come_back(meaning, terms):
                return Found("attachment", title)
        return None

    def _as_part(self, meaning: Meaning) -> Found | None:
        """A subject of one word that a longer word begins or ends with: a sport and its club."""
        if len(meaning.words) != 1 or not meaning.own & self._ends.keys():
            return None
        return Found("text", self._ends[min(meaning.own & self._ends.keys())])

    def _by_meaning(self, meaning: Meaning) -> Found | None:
        some = meaning.own | meaning.related
        has_some = bool(some & self._telling_terms or meaning.own & self._ends.keys())
        if sum(self._nearness(meaning)) < (NEAR_WITH_WORDS if has_some else NEAR_ALONE):
            return None
        found = self._found("meaning", self._telling, some) if some & self._telling_terms else None
        return found if found and found.word else Found("meaning", self._nearest_word(meaning))

    def _nearness(self, meaning: Meaning) -> tuple[float, float]:
        """Cosines of the subject with the nearer of title and opening, and of the widened one with the opening."""
        near = self._vectors @ meaning.vectors.T
        return float(near[:, 0].max()), float(near[1, 1])

    def _nearest_word(self, meaning: Meaning) -> str:
        words = [word for word in dict.fromkeys(_WORD.findall(self._opening)) if self._analyser.terms(word)]
        if not words:
            return self.item.title
        near = self._embedding.embed_array(words) @ meaning.vectors[0]
        return str(words[int(near.argmax())])

    def _found(self, place: str, text: str, terms: Set[str]) -> Found:
        """The first word of `text` that has one of the terms, as printed."""
        for match in _WORD.finditer(text):
            if not terms.isdisjoint(self._analyser.index_terms(match[0])):
                return Found(place, match[0])
        return Found(place, "")

    @cached_property
    def _telling(self) -> str:
        spans = [section.span for section in self.item.sections if section.kind in _TELLING]
        if self.item.decision is not None:
            spans.append(self.item.decision.span)
        return "\n".join([self.item.title, *(span.of(self._text) for span in spans)])

    @cached_property
    def _opening(self) -> str:
        section = self.item.section(SectionKind.SUMMARY) or self.item.section(SectionKind.RECOMMENDATION)
        return f"{self.item.title}. {section.span.of(self._text).strip()[:OPENING] if section else ''}"

    @cached_property
    def _vectors(self) -> Vectors:
        return self._embedding.embed_array([self.item.title, self._opening])

    @cached_property
    def _title_terms(self) -> frozenset[str]:
        return frozenset(self._analyser.index_terms(self.item.title))

    @cached_property
    def _telling_terms(self) -> frozenset[str]:
        return frozenset(self._analyser.index_terms(self._telling))

    @cached_property
    def _ends(self) -> dict[str, str]:
        """Beginnings and ends of the long words of title and opening, each with the first word it is of."""
        found: dict[str, str] = {}
        for word in _WORD.findall(self._opening):
            for term in self._analyser.terms(word):
                for size in range(BEGINNING, len(term) - 2):
                    found.setdefault(term[:size], word)
                    found.setdefault(term[-size:], word)
        return found

    @cached_property
    def _attached_terms(self) -> list[tuple[str, Counter[str]]]:
        return [(title, Counter(self._analyser.terms(f"{title}\n{words}"))) for title, words in self._attached]

    @cached_property
    def _all_terms(self) -> Counter[str]:
        return Counter(self._analyser.terms(self.item.span.of(self._text)))


def _come_back(meaning: Meaning, terms: Counter[str]) -> bool:
    """Whether every word of the subject stands there several times."""
    counts = [sum(terms[term] for term in word.own) for word in meaning.words]
    return bool(counts) and min(counts) >= TIMES_IN_TEXT
