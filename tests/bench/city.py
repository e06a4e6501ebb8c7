"""Documents for a load test: the invented municipality's minutes written over and over with other words and figures."""

import datetime
import random
import re
from collections import Counter
from collections.abc import Iterator

from tests.bench.corpus import SAMPLE_MINUTES, HeldMeeting, read_minutes

FIRST_DAY = datetime.date(1970, 1, 6)
STEP = datetime.timedelta(days=3)  # between two meetings, so that none has the key of another
NEW_WORDS = 0.25  # share of the long words that are replaced
STRUCTURE = 3  # documents in which a word stands that must be kept: headings, committees, months
MONTHS = (
    "januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november",
    "december",
)  # fmt: skip
SYLLABLES = ("bal", "dor", "fis", "gru", "hel", "ild", "kro", "lun", "mar", "nor", "ost", "pil", "rug", "sten", "tang")
_LONG_WORD = re.compile(r"\b[a-zæøå]{8,}\b")
_CASE = re.compile(r"(?<=\d-[A-ZÆØÅ]\d\d-)\d+(?=-\d\d\b)")  # its running number
_AMOUNT = re.compile(r"\b\d{1,3}(?:\.\d{3})+\b")
_DIGIT = re.compile(r"\d")


def made_up_documents(seed: int = 5, first: int = 0) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of one document after the other, without end, each a meeting of another day.

    `first` begins at a later meeting: the same seed and number give the same document.
    """
    base = read_minutes(SAMPLE_MINUTES)
    kept = _structure(base)
    number = first
    while True:
        day = FIRST_DAY + STEP * number
        text = _redrawn(base[number % len(base)], kept, day, random.Random(f"{seed} {number}"))
        yield f"{number:05d}.txt", text.encode()
        number += 1


def _structure(base: list[HeldMeeting]) -> frozenset[str]:
    held = Counter(word for one in base for word in set(_LONG_WORD.findall(one.document.text)))
    return frozenset(word for word, documents in held.items() if documents >= STRUCTURE)


def _redrawn(model: HeldMeeting, kept: frozenset[str], day: datetime.date, dice: random.Random) -> str:
    new_words: dict[str, str] = {}

    def word(match: re.Match[str]) -> str:
        old = match.group()
        if old not in new_words:
            new_words[old] = _word(dice) if old not in kept and dice.random() < NEW_WORDS else old
        return new_words[old]

    def amount(match: re.Match[str]) -> str:
        return _DIGIT.sub(lambda _: str(dice.randint(1, 9)), match.group())

    def case(match: re.Match[str]) -> str:
        return str(int(match.group()) * 10_000 + drawn)

    drawn = dice.randrange(10_000)  # the same for all of a document, so that its cases stay told apart
    text = _CASE.sub(case, _LONG_WORD.sub(word, model.document.text))
    return _dated(_AMOUNT.sub(amount, text), model.date, day)


def _dated(text: str, old: datetime.date | None, new: datetime.date) -> str:
    """The text with the meeting's day written anew wherever it stands."""
    if old is None:
        return text
    spelt = f"{old.day}. {MONTHS[old.month - 1]} {old.year}"
    text = re.sub(rf"\b{re.escape(spelt)}", f"{new.day}. {MONTHS[new.month - 1]} {new.year}", text)
    return text.replace(f"{old:%d-%m-%Y}", f"{new:%d-%m-%Y}")


def _word(dice: random.Random) -> str:
    return "".join(dice.choice(SYLLABLES) for _ in range(dice.randint(3, 5)))
