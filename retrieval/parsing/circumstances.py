"""What stands around a sum: its status, its period, whether it comes every year."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from retrieval.model.vocabulary import AmountStatus
from retrieval.parsing.dates import MONTH_NAMES
from retrieval.parsing.hints import has_any

_STATUS: tuple[tuple[AmountStatus, str], ...] = (
    (AmountStatus.APPLIED_FOR, r"ansøgt|ansøge[rs]?|ansøgning(?:en)?|ansøgte|søge[rs]?|søgt(?: om)?|søgte"),
    (AmountStatus.GRANTED,
        r"tilkendt|bevilg\w*|bevillig\w*|modtaget|modtager|modtog|tildelt|tildeles|tilsagn|uddelt"
        r"|tillægsbevilling\w*|anlægsbevilling\w*|rådighedsbeløb på|frigiv\w*|kompenseret|kompenseres"
        r"|indgået en aftale"),
    (AmountStatus.SPENT,
        r"udbetalt|udbetales|afholdt|brugt|forbrugt|realiserede?t?|kostede|betalt|investeret|udgjorde"),
    (AmountStatus.EXPECTED,
        r"\w*forvent\w*|ventes|ventet|\w*skøn\w*|estim\w*|anslå\w*|vil koste"
        r"|kræver\w* (?:ekstra )?finansiering|vurder\w*|prognose\w*|beløbe sig til|vil svare til|vil udgøre"
        r"|budgetbehov"),
    (AmountStatus.SAVED,
        r"bespare\w*|provenu\w*|spare[rst]?|sparet|nettogevinst\w*|bruttogevinst\w*|gevinst\w*"
        r"|effektivisering\w*"),
    (AmountStatus.BUDGETED,
        r"afsat|afsatte|afsættes|afsætter|budget\w*|øremærk\w*|rammen?|til rådighed|servicerammen|pulje[nr]?"
        r"|flyttes|opskr\w*|nedskr\w*|finansier\w*|udmønt\w*|overfør\w*|midler"),
    (AmountStatus.RECOMMENDED, r"indstill\w*|anbefal\w*|foreslå\w*"),
)  # fmt: skip
_ACCOUNTED = r"forbrug\w*|merforbrug\w*|mindreforbrug\w*|regnskab\w*"


def _by_first_letter(words: Iterable[str]) -> str:
    """The alternatives grouped by their first letters: a text is tried only against those that begin as it does."""
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for word in words:
        letter = word[0] if word[0].isalpha() else ""
        groups[letter].append(word.removeprefix(letter))
    return "|".join(f"{letter}(?:{'|'.join(rest)})" for letter, rest in groups.items())


# Any of the words, in lower case.
_ANY_STATUS = re.compile(
    rf"\b(?:{_by_first_letter(word for _, words in (*_STATUS, ('', _ACCOUNTED)) for word in words.split('|'))})\b"
)
_STATUS_OF = (
    *((status.name, re.compile(words)) for status, words in _STATUS),
    ("ACCOUNTED", re.compile(_ACCOUNTED)),
)
_WEAK = frozenset({"RECOMMENDED", "BUDGETED", "ACCOUNTED"})  # yield to a firmer word in the same clause
_HEAD_STATUS = (  # in small letters
    (re.compile(r"(?:budgetteret|forventet)\s+(?:\w+)?(?:gevinst|besparelse|provenu)"), AmountStatus.EXPECTED),
    (re.compile(r"provenu|besparelse|gevinst"), AmountStatus.SAVED),
    (re.compile(r"forventet|skøn|prognose"), AmountStatus.EXPECTED),
    (re.compile(r"regnskab|realiseret|forbrug(?!er|s?afgift)|faktisk|r(?<=\br) ?20\d\d\b"), AmountStatus.SPENT),
    (re.compile(r"søgt"), AmountStatus.APPLIED_FOR),
    (re.compile(r"bevilget|bevilling|tilskud(?! og udligning)|tildelt"), AmountStatus.GRANTED),
    (
        re.compile(r"budget|afsat|finansiering|ramme|pulje|b(?:(?<=\bb)|(?<=\b[ok]b)) ?20\d\d\b"),
        AmountStatus.BUDGETED,
    ),
)
_Y = r"(?:19|20)\d\d"
_PERIOD = re.compile(
    rf"(?=[1-4])(?:(?P<quarter>[1-4]\.(?:\s?[-–]\s?[1-4]\.)? kvartal(?: (?:af |i )?{_Y})?)"
    rf"|(?P<range>{_Y}\s?(?:[-–]|til)\s?(?:{_Y}|\d\d(?![\d%]|[.,]\d|\s?(?:mi[ola]|kr|t\.))))(?!-?priser|-pl| og {_Y})"
    rf"|(?P<list>{_Y}(?:, {_Y})+ og {_Y}|{_Y} og {_Y})"
    rf"|(?P<onward>{_Y}(?: og| og årene| og de)? ?(?:frem(?:ad(?:rettet)?|efter)?|følgende år|årene frem"
    rf"|overslagsår\w*))"
    rf"|(?P<year>(?<![\d/.-]){_Y})(?![-\d]|\.\d| ?[-–]?\s?(?:priser|pl\b|p/l)))"
)
_NOT_PERIOD_BEFORE = re.compile(
    rf"(?:\d{{1,2}}[./]\s?|\b(?:{'|'.join(MONTH_NAMES)})\s|\bden\s\d+/\d+\s)$",
    re.IGNORECASE,
)
_LED = re.compile(
    r"(?:^|\(|,|[-–]|\b(?:i|for|fra|til|ultimo|primo|medio|budget(?:tet|år\w*)?|regnskab(?:et)?|årene?"
    r"|perioden|siden|og|af|efter|inden|både|henholdsvis))\s*$",
    re.IGNORECASE,
)
_YEARLY = re.compile(
    r"\bårlig(?:t|e)?\b|\bom året\b|\bpr\.? år\b|\bper år\b|\bhvert år\b|\bår(?:lig)? finansiering\b"
    r"|\bp\.a\.",
    re.IGNORECASE,
)
_YEARLY_HINTS = ("årlig", "om året", "pr. år", "pr år", "per år", "hvert år", "år finansiering", "p.a.")
_OF_ITS_OWN = re.compile(r",? (?:der|som) (?:er|var|blev|bliver|har været|er blevet|var blevet) \w+(?: om)?\b")
_ONCE = re.compile(r"\bengangs\w*", re.IGNORECASE)
_DASH = re.compile(r"\s?[-–]\s?")
_NEAR = 60
_JOINED = 45  # characters between two sums that one verb governs


class _Said(NamedTuple):
    """A word that says what becomes of a sum: where it stands in its sentence, and the name of the status."""

    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the words around a sum say of it."""

    status: AmountStatus
    period: str
    yearly: bool


def circumstances(sentence: str, start: int, end: int, others: tuple[tuple[int, int], ...]) -> Circumstances:
    """What `sentence` says of the sum at `start`-`end`; `others` are the places of its other sums."""
    left = max((stop for _, stop in others if stop <= start), default=0)
    right = min((begin for begin, _ in others if begin >= end), default=len(sentence))
    return Circumstances(
        _status(sentence, start, end, left, right),
        _period(sentence, start, end, left, right),
        _yearly(sentence, start, end, left, right),
    )


@lru_cache(maxsize=1_024)  # a table's heads are asked about again for every row
def status_of_words(words: str) -> AmountStatus:
    """The status that a table's head or a row's label gives its cells."""
    lower = words.lower()
    return next((status for pattern, status in _HEAD_STATUS if pattern.search(lower)), AmountStatus.UNSTATED)


@lru_cache(maxsize=1_024)
def period_of_words(words: str) -> str:
    """The first period that a head or a label names, or empty."""
    match = next(
        (match for match in _PERIOD.finditer(words) if not _NOT_PERIOD_BEFORE.search(words[: match.start()])), None
    )
    return _clean(match[0]) if match else ""


@lru_cache(maxsize=1_024)
def is_yearly(words: str) -> bool:
    """Whether words such as "Pris pr. år" or "Årlig finansiering" make their sums yearly ones."""
    return bool(_YEARLY.search(words))


@lru_cache(maxsize=1_024)  # the lines above a list are asked about for every line of it
def has_status(words: str) -> bool:
    """Whether words can lend a status to the rows below them."""
    return status_of_words(words) is not AmountStatus.UNSTATED or bool(_said(words))


def lead_status(words: str) -> AmountStatus:
    """The status that a lead-in line lends to the list below it."""
    return _chosen(_said(words), last=True)


def _status(sentence: str, start: int, end: int, left: int, right: int) -> AmountStatus:
    """What a clause about the sum itself says ("9,7 mio. kr., der var søgt om"); else the nearest status word.

    That is the one before the sum (none between it and the sum before), else after it, else further off.
    """
    clause = _OF_ITS_OWN.match(sentence, end)
    if clause and (own := _firm(_between(sentence, end, clause.end()))):
        return _chosen(own, last=False)
    if start - left < _JOINED and left and not _firm(_between(sentence, left, start)):
        left = 0  # "8 mio. kr. i 2018 og 9 mio. kr. i 2019": the second sum shares the words of the first
    if not _said(sentence):
        return AmountStatus.UNSTATED
    for begin, stop, last in ((left, start, True), (end, right, False), (0, start, True)):
        if words := _between(sentence, begin, stop):
            return _chosen(words, last=last)
    return AmountStatus.UNSTATED


def _between(sentence: str, begin: int, stop: int) -> list[_Said]:
    return [word for word in _said(sentence) if word.start >= begin and word.end <= stop]


@lru_cache(maxsize=16)  # a sentence is asked about for each of its sums
def _said(sentence: str) -> tuple[_Said, ...]:
    return tuple(_Said(*match.span(), _status_name(match[0])) for match in _ANY_STATUS.finditer(sentence.lower()))


@lru_cache(maxsize=1_024)
def _status_name(word: str) -> str:
    return next(name for name, pattern in _STATUS_OF if pattern.fullmatch(word))


def _chosen(said: Sequence[_Said], *, last: bool) -> AmountStatus:
    """The status of the nearest word, a firm one before a weak one."""
    pool = _firm(said) or said
    if not pool:
        return AmountStatus.UNSTATED
    name = (pool[-1] if last else pool[0]).name
    return AmountStatus.SPENT if name == "ACCOUNTED" else AmountStatus[name]


def _firm(said: Sequence[_Said]) -> list[_Said]:
    return [word for word in said if word.name not in _WEAK]


def _period(sentence: str, start: int, end: int, left: int, right: int) -> str:
    after = _periods(sentence, end, right)
    if after and after[0].start() - end < _NEAR:
        return _clean(after[0][0])
    before = _periods(sentence, left, start) or _periods(sentence, 0, start)
    if before:
        return _clean(before[-1][0])
    return _clean(after[0][0]) if after else ""


def _periods(sentence: str, begin: int, stop: int) -> list[re.Match[str]]:
    return [match for match in _named_periods(sentence) if match.start() >= begin and match.end() <= stop]


@lru_cache(maxsize=16)  # a sentence is asked about for each of its sums
def _named_periods(sentence: str) -> tuple[re.Match[str], ...]:
    return tuple(match for match in _PERIOD.finditer(sentence) if _is_led(sentence, match))


def _is_led(sentence: str, match: re.Match[str]) -> bool:
    """Whether a year is a period and no part of a date or a name ("Boligstrategi 2017")."""
    before = sentence[max(0, match.start() - 24) : match.start()]
    if _NOT_PERIOD_BEFORE.search(before):
        return False
    return match.lastgroup != "year" or bool(_LED.search(before))


def _yearly(sentence: str, start: int, end: int, left: int, right: int) -> bool:
    if not _says_yearly(sentence):
        return False
    after = _YEARLY.search(sentence, end, min(right, end + 30))
    before = _YEARLY.search(sentence, max(left, start - _NEAR), start)
    return bool(after or before)


@lru_cache(maxsize=16)  # a sentence is asked about for each of its sums
def _says_yearly(sentence: str) -> bool:
    lower = sentence.lower()
    return has_any(lower, _YEARLY_HINTS) and _YEARLY.search(lower) is not None and _ONCE.search(lower) is None


def _clean(period: str) -> str:
    return _DASH.sub("-", " ".join(period.split())).replace(" til ", "-")
