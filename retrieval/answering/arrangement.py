"""Whether a claim's values stand to each other and to their words as in the quote: none swapped or doubled. Pure."""

import re
from collections import Counter
from collections.abc import Hashable, Sequence
from itertools import pairwise

from retrieval.answering.clauses import split_sentences
from retrieval.answering.grounding import fold
from retrieval.answering.values import Value, find_values
from retrieval.model.answers import Citation, Language

_NEAR = 3  # words on either side of a value that say what it counts
_WIDER = 5  # in the quote, which is longer
_PART = re.compile(r"(?:indstilling\w*|recommendation\w*)\W+(?:pkt\.?|punkt|part|item)\s(\d+)", re.IGNORECASE)
_COUNTED = ("amount", "percent", "number")


def check_arrangement(words: str, citations: Sequence[Citation], language: Language) -> str:
    """Why the claim's values cannot stand as they are arranged; empty where they can."""
    if any(words.rstrip(".") in fold(citation.quote) for citation in citations):
        return ""
    quotes = [sentence for citation in citations for sentence in split_sentences(fold(citation.quote))]
    if _is_renumbered(words, [*quotes, *(fold(citation.quote) for citation in citations)]):
        return "the quote's sentence is told with other numbers"
    said = [value for value in find_values(words, language, words=False) if value.kind in {*_COUNTED, "year", "date"}]
    there = [(quote, find_values(quote, words=False)) for quote in quotes]
    return (
        _check_years(said, citations)
        or _check_twice(said, [value for _, values in there for value in values])
        or _check_parts(words, quotes)
        or next((reason for _, values in there if (reason := _check_order(said, values))), "")
        or next((reason for quote, values in there if (reason := _check_nouns(words, said, quote, values))), "")
        or next((reason for _, values in there if (reason := _check_pairs(said, values))), "")
        or (_check_neighbours(words, said, there) if language is Language.DANISH else "")
    )


def _is_renumbered(words: str, quotes: Sequence[str]) -> bool:
    """Whether the claim, or a sentence of it, is a quote word for word but for its numbers."""
    masked = {_masked(quote): quote.rstrip(". ") for quote in quotes}
    return any(
        masked.get(_masked(part), part.rstrip(". ")) != part.rstrip(". ") for part in (words, *split_sentences(words))
    )


def _masked(text: str) -> str:
    return re.sub(r"\d+", "0", text.rstrip(". "))


def _check_years(said: Sequence[Value], citations: Sequence[Citation]) -> str:
    """The meeting's own year vouches for a year only where the quotes name none."""
    held = {value.year for citation in citations for value in find_values(fold(citation.quote)) if value.year}
    told = {value.year for value in said if value.kind == "year"}
    stray = told - held
    return f"the year {min(stray)} is not the quote's" if held and stray else ""


def _check_twice(said: Sequence[Value], there: Sequence[Value]) -> str:
    """A value told more often than it is quoted has taken another's place."""
    told, held = Counter(map(_identity, said)), Counter(map(_identity, there))
    twice = next((value for value in said if told[_identity(value)] > max(held[_identity(value)], 1)), None)
    return f"{twice.text.strip()!r} is told more often than it is quoted" if twice is not None else ""


def _check_parts(words: str, quotes: Sequence[str]) -> str:
    """A numbered part of a recommendation must be named in the quote."""
    held = {number for quote in quotes for number in re.findall(r"\d+", quote)}
    stray = [number for number in _PART.findall(words) if number not in held]
    return f"part {stray[0]} of the recommendation is not the quote's" if stray else ""


def _check_order(said: Sequence[Value], values: Sequence[Value]) -> str:
    """Two values of one kind out of one sentence keep their order."""
    for kinds in (_COUNTED, ("year",), ("date",)):
        held = [_identity(value) for value in values if value.kind in kinds]
        if len(set(held)) < len(held):
            continue
        told = [_identity(value) for value in said if value.kind in kinds]
        places = [held.index(identity) for identity in told if identity in held]
        if any(left > right for left, right in pairwise(places)):
            return "the claim's values stand in another order than in the quote"
    return ""


def _check_nouns(words: str, said: Sequence[Value], quote: str, values: Sequence[Value]) -> str:
    """What a value counts, the word right after it, is not taken from another value of the sentence."""
    owners: dict[str, set[Hashable]] = {}
    for value in values:
        owners.setdefault(_next_word(quote, value), set()).add(_identity(value))
    for value in said:
        noun = _next_word(words, value)
        if (
            noun
            and noun in owners
            and _identity(value) not in owners[noun]
            and _identity(value) in map(_identity, values)
        ):
            return f"{value.text.strip()!r} stands before another word in the quote"
    return ""


def _check_pairs(said: Sequence[Value], values: Sequence[Value]) -> str:
    """One value told with one year must stand next to that year in a sentence with several of both."""
    counted = [value for value in said if value.kind in _COUNTED]
    years = {value.year for value in said if value.kind == "year"}
    there = [value for value in values if value.kind in {*_COUNTED, "year"}]
    sums = [value for value in there if value.kind in _COUNTED]
    all_years = [value for value in there if value.kind == "year"]
    if len(counted) != 1 or len(years) != 1 or len(sums) < 2 or len(all_years) < 2:
        return ""
    place = next((i for i, value in enumerate(there) if value.readings & counted[0].readings), None)
    if place is None or not years & {value.year for value in all_years}:
        return ""
    after = [value.year for value in there[place + 1 :][:1] if value.kind == "year"]
    before = [value.year for value in reversed(there[:place]) if value.kind == "year"]
    near = {*after[:1], *before[:1]}
    return "" if years & near else f"{counted[0].text.strip()!r} does not belong to {min(years)} in the quote"


def _check_neighbours(words: str, said: Sequence[Value], there: Sequence[tuple[str, list[Value]]]) -> str:
    """In a sentence with several values of a kind, a value keeps at least one of the words it stood with."""
    for value in said:
        rivals = [(quote, other) for quote, values in there for other in values if other.kind == value.kind]
        home = [(quote, other) for quote, other in rivals if other.readings & value.readings]
        if value.kind not in _COUNTED or len(rivals) < 2 or not home:
            continue
        beside = _around(words, value, _NEAR)
        if beside and not any(beside & _around(quote, other, _WIDER) for quote, other in home):
            return f"{value.text.strip()!r} stands with other words in the quote"
    return ""


def _identity(value: Value) -> Hashable:
    """What makes two values one for their arrangement: dates by day, numbers as printed, without a unit."""
    if value.kind == "date":
        return value.day, value.month, value.year
    printed = re.search(r"\d+(?:[.,]\d+)*", value.text)
    return printed[0].replace(".", "").replace(",", ".") if printed else value.text


def _next_word(text: str, value: Value) -> str:
    found = re.match(r"\W{0,3}([^\W\d_]+)", text[value.start + len(value.text) :])
    return found[1].lower() if found else ""


def _around(text: str, value: Value, reach: int) -> set[str]:
    before = re.findall(r"[^\W\d_]{4,}", text[: value.start].lower())[-reach:]
    after = re.findall(r"[^\W\d_]{4,}", text[value.start + len(value.text) :].lower())[:reach]
    return {word[:5] for word in (*before, *after)}
