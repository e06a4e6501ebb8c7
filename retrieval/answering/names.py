"""Persons, parties and votes of a claim held against its quotes. Pure."""

import re
from collections.abc import Sequence
from functools import lru_cache

from retrieval.answering.clauses import split_clauses, split_sentences
from retrieval.answering.grounding import fold
from retrieval.answering.wording import any_of, load_data
from retrieval.model.answers import Language
from retrieval.model.minutes import AgendaItem, Person

_WORD = r"(?<![\w.-])[A-ZÆØÅÉÜÖ][\w'.]*(?:-[\w']+)*"
_NAME = re.compile(rf"{_WORD}(?:\s+(?:(?:af|von|van|de|og|the|of)\s+)?{_WORD})*")
_PARTY = re.compile(r"\(([A-ZÆØÅ])\)")
_NAMED_PARTY = re.compile(rf"({_WORD})\s+\(([A-ZÆØÅ])\)")
_LINKS = frozenset({"af", "von", "van", "de", "og", "the", "of"})


def check_names(text: str, language: Language, known: Sequence[str]) -> str:
    """Why a name of the claim cannot stand; empty where every name is in `known` (quotes, reference, allowed words).

    Names are capitalised words that do not merely open a sentence; a run of two is a name wherever it stands.
    """
    ground = " ".join(fold(part) for part in known)
    words = {word.strip(".'").lower() for word in re.findall(r"[\w'.-]+", ground)}
    words |= {part for word in list(words) for part in word.split("-")}
    generic = {word.lower() for word in load_data("names.toml")["generic"][language.value]}
    for sentence in split_sentences(text):
        for name in _names(sentence):
            if name.lower().strip(".'s") in ground.lower() or _stands_for_party(name, ground):
                continue
            missing = [word for word in name.split() if not _is_known(word, words | generic)]
            if missing:
                return f"the name {missing[0]!r} stands in no quote"
    return ""


def _names(sentence: str) -> list[str]:
    found = []
    for match in _NAME.finditer(sentence):
        name = match[0]
        opens = not re.search(r"\w", sentence[: match.start()])
        if opens and " " not in name:
            continue
        found.append(name.partition(" ")[2] if opens and not _PARTY.match(sentence[match.end() :].strip()) else name)
    return [name for name in found if name]


def _is_known(word: str, words: set[str]) -> bool:
    low = word.lower().strip(".'")
    forms = {low, low.removesuffix("'s"), low.removesuffix("s"), *low.split("-")}
    return low in _LINKS or low[0].isdigit() or bool(forms & words)


def check_parties(text: str, quotes: Sequence[str], people: Sequence[Person]) -> str:
    """Why a party letter of the claim cannot stand; empty where letter, and name with letter, stand in the quotes."""
    ground = " ".join(fold(quote) for quote in quotes)
    folded = fold(text)
    letters = set(_PARTY.findall(ground))
    printed = set(_NAMED_PARTY.findall(ground)) | {
        (person.name.split()[-1], person.party)
        for person in people
        if person.party and person.name.strip() and person.name in ground
    }
    for name, letter in _NAMED_PARTY.findall(folded):
        if (name, letter) not in printed:
            return f"the party of {name} as ({letter}) stands in no quote"
    wrong = set(_PARTY.findall(folded)) - letters - {letter for _, letter in printed}
    return f"the party letter ({min(wrong)}) stands in no quote" if wrong else ""


def check_votes(text: str, quotes: Sequence[str], items: Sequence[AgendaItem]) -> str:
    """Why a vote told by the claim cannot stand; empty where every side and every name on it is written down."""
    sides = _sides()
    written = [
        (side, sentence) for quote in quotes for sentence in split_sentences(fold(quote)) for side in _of(sentence)
    ]
    for clause in split_clauses(fold(text)):
        for side in _of(clause):
            if not sides[side].search(clause.lower()):
                continue
            there = " ".join(sentence for written_side, sentence in written if written_side == side)
            there += _parsed_names(side, quotes, items)
            if not there:
                return f"a vote ({side}) is told but no quote has one"
            absent = [name for name, _ in _NAMED_PARTY.findall(clause) if name not in there]
            if absent:
                return f"{absent[0]} is told to have voted {side}, which no quote says"
    return ""


def _of(sentence: str) -> list[str]:
    low = sentence.lower()
    found = [side for side, pattern in _sides().items() if pattern.search(low)]
    return [side for side in found if not (side in {"for", "against"} and "abstained" in found)]


def _parsed_names(side: str, quotes: Sequence[str], items: Sequence[AgendaItem]) -> str:
    """Names the parser read on that side, where a quote holds them."""
    ground = " ".join(fold(quote) for quote in quotes)
    people = [
        person.name
        for item in items
        for vote in item.votes
        for person in {"for": vote.supporters, "against": vote.opponents, "abstained": vote.abstainers}.get(side, ())
    ]
    return " ".join(name for name in people if name in ground)


@lru_cache
def _sides() -> dict[str, re.Pattern[str]]:
    return {side: any_of(words) for side, words in load_data("names.toml")["votes"].items()}


def party_letter(name: str) -> str:
    """The letter of the party that a name stands for, in any case, with or without its article; else empty."""
    asked = name.casefold().removeprefix("the ")
    parties = load_data("names.toml")["parties"]
    return next((letter for letter, names in parties.items() if asked in map(str.casefold, names)), "")


def _stands_for_party(name: str, ground: str) -> bool:
    parties = load_data("names.toml")["parties"]
    return any(name in names and f"({letter})" in ground for letter, names in parties.items())
