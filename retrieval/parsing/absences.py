"""Who was away, from the meeting or from one item, why, and who came instead."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from retrieval.model.minutes import Absence, Person, Span
from retrieval.parsing.hints import has_any
from retrieval.parsing.people import read_people
from retrieval.parsing.sentences import sentences

_DID_NOT = re.compile(
    r"^(?P<who>.{3,300}?)\s+(?:deltog ikke|var fraværende|var ikke til stede|udeblev(?: uden afbud)?"
    r"|var forhindret i at deltage|meldte afbud|havde meldt afbud)\b(?P<rest>[^\n]*)",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^(?P<label>fraværende med afbud|fraværende uden afbud|fraværende|afbud fra|afbud|ikke til stede"
    r"|fravær)\s*(?P<colon>:)?\s*(?P<who>[^\n]{0,300}?)\s*$",
    re.IGNORECASE,
)
_PARTIAL = re.compile(
    r"behandlingen|dette punkt|denne sag|punktet|sagen|under punkt|i sag\b|sagens behandling", re.IGNORECASE
)
_DISQUALIFIED = re.compile(
    r"^(?P<who>.{3,200}?)\s+(?:(?:erklærede|erklærer) sig inhabil|(?:er|var|blev (?:erklæret|kendt)"
    r"|erklæres) inhabil)",
    re.IGNORECASE,
)
_LEFT = re.compile(r"^(?P<who>.{3,120}?)\s+(?:forlod|gik fra)\s+(?:mødet|lokalet)\b", re.IGNORECASE)
_SUBSTITUTE = re.compile(
    r"^(?P<away>.{3,120}?)(?:\s+[-–]\s+|\s*,\s*)(?P<came>.{3,80}?)\s+(?:mødte som stedfortræder"
    r"|deltog som stedfortræder|deltog i stedet|er indkaldt som stedfortræder"
    r"|som stedfortræder(?! for (?:udvalgs)?(?:formand|borgmester)))",
    re.IGNORECASE,
)
_STEPPED_IN = re.compile(
    r"^(?P<came>.{3,80}?)\s+(?:deltog|mødte|er indkaldt|indkaldt|var indkaldt)\s+(?:som (?:stedfortræder"
    r"|suppleant)\s+)?(?:i stedet for|for|som stedfortræder for"
    r"|som suppleant for)\s+(?P<away>[^\n.]{3,80})",
    re.IGNORECASE,
)
_CAME = re.compile(
    r"^som (?:stedfortræder|suppleant)(?: for (?:ham|hende|vedkommende))? (?:deltog|mødte|deltager"
    r"|er indkaldt)\s+(?P<came>[^\n.]{3,80})",
    re.IGNORECASE,
)
_NAMED_ITEMS = re.compile(
    r"\b(?:punkt(?:erne)?|pkt\.?|dagsordenspunkt|sag(?:erne)?(?: nr\.?)?)\s+"
    r"(?P<numbers>\d{1,3}\.?(?:(?:\s?[-–]\s?|, | og | til )\d{1,3}\.?){0,6})(?![\d/-])",
    re.IGNORECASE,
)
_MOST_MISSED = 60  # items: no longer range is meant
_INSIDE = re.compile(r"\s*\((?P<words>[^()]*(?:stedfortræder|suppleant|i stedet)[^()]*)\)", re.IGNORECASE)
_PRESENT = re.compile(
    r"^(?:mødedeltagere|deltagere|medlemmer|til ?stede|tilstedeværende)\s*:\s*(?P<who>\S[^\n]{0,3000})", re.IGNORECASE
)
# One of these stands in every sentence that the patterns above read.
_HINTS = (
    "fravær", "afbud", "deltog", "sted", "mødte", "indkaldt", "udeblev", "forhindret", "inhabil", "forlod", "gik fra",
)  # fmt: skip
_NOBODY = re.compile(r"^(?:ingen|-|–|\.)?$", re.IGNORECASE)


def read_absences(text: str, spans: Sequence[Span], item_number: int | None) -> tuple[Absence, ...]:
    """The absences entered in `spans`; `item_number` None for a meeting's head.

    Under an item, "deltog ikke i mødet" and a bare "Afbud:" concern the meeting (item None); "deltog ikke i
    behandlingen" and disqualification concern the item.
    """
    found: list[Absence] = []
    for span in spans:
        if not has_any(span.of(text).lower(), _HINTS):
            continue
        alone: Absence | None = None  # the one absence just read, whom a substitute may be named for
        for unit in sentences(text, span):
            came = _CAME.match(unit.of(text))
            person = read_people(came["came"]) if came else ()
            if alone is not None and len(person) == 1:
                found[-1] = replace(alone, substitute=person[0], span=Span(alone.span.start, unit.end))
                alone = None
                continue
            before = len(found)
            found.extend(_of_sentence(text, unit, item_number))
            alone = found[-1] if len(found) - before == 1 else None
    return tuple(dict.fromkeys(found))


def read_attendees(text: str, span: Span) -> tuple[Person, ...]:
    """The people whom a head lists as present; a list that cannot be read as names is left out."""
    for line in span.of(text).split("\n"):
        match = _PRESENT.match(line.strip())
        people = read_people(match["who"]) if match else ()
        if people and all(person.name for person in people):
            return people
    return ()


def read_absence_section(text: str, span: Span, reason: str) -> tuple[Absence, ...]:
    """The absences of a section headed "Fraværende" or "Afbud": one or several names a line."""
    found = []
    for unit in sentences(text, span):
        direct = list(_of_sentence(text, unit, None))
        if direct:
            found += direct
            continue
        found += [
            Absence(person=person, item_number=None, reason=reason, span=unit)
            for person in read_people(unit.of(text).strip(" .-•"))
        ]
    return tuple(found)


def _of_sentence(text: str, unit: Span, item_number: int | None) -> Iterable[Absence]:
    words = unit.of(text).strip()
    lower = words.lower()
    if not has_any(lower, _HINTS):
        return
    if match := _DISQUALIFIED.match(words):
        yield from _absences(match["who"], item_number, "inhabil", unit)
    elif match := _SUBSTITUTE.match(words):
        yield from _substituted(
            re.sub(r"(?i)^(?:afbud|fraværende)(?: fra)?\s*:?\s*", "", match["away"]), match["came"], unit
        )
    elif match := _STEPPED_IN.match(words):
        yield from _substituted(match["away"], match["came"], unit)
    elif match := _DID_NOT.match(words):
        reason = "afbud" if "afbud" in lower and "uden afbud" not in lower else "deltog ikke"
        for number in _items_missed(match["rest"], item_number):
            yield from _absences(match["who"], number, reason, unit)
    elif match := _LEFT.match(words):
        yield from _absences(match["who"], item_number, "forlod mødet", unit)
    elif (match := _LABEL.match(words)) and (match["colon"] or "\n" not in words):
        yield from _labelled(match["label"], match["who"], unit)


def _items_missed(rest: str, item_number: int | None) -> Iterable[int | None]:
    """The items that somebody missed: those named ("punkt 4-6"), else this one ("dette punkt"), else the meeting."""
    named = _NAMED_ITEMS.search(rest)
    if named is None:
        return (item_number if _PARTIAL.search(rest) else None,)
    numbers = [int(number) for number in re.findall(r"\d{1,3}", named["numbers"])]
    if len(numbers) == 2 and re.search(r"[-–]|\btil\b", named["numbers"]) and numbers[0] <= numbers[1]:
        return range(numbers[0], min(numbers[1], numbers[0] + _MOST_MISSED) + 1)
    return numbers


def _labelled(label: str, who: str, unit: Span) -> Iterable[Absence]:
    reason = "afbud" if "afbud" in label.casefold() and "uden" not in label.casefold() else "fraværende"
    if _NOBODY.match(who):
        return
    who = _INSIDE.sub("", who)
    yield from _absences(who, None, reason, unit)


def _absences(who: str, item_number: int | None, reason: str, unit: Span) -> Iterable[Absence]:
    for person in read_people(who):
        if person.name:
            yield Absence(person=person, item_number=item_number, reason=reason, span=unit)


def _substituted(away: str, came: str, unit: Span) -> Iterable[Absence]:
    absent, present = read_people(away), read_people(came)
    if len(absent) == 1 and len(present) == 1:
        yield Absence(person=absent[0], item_number=None, reason="afbud", substitute=_only(present), span=unit)


def _only(people: tuple[Person, ...]) -> Person:
    return people[0]
