"""What a person may follow, and how it is read from their words. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from retrieval.parsing.amounts import find_amounts
from retrieval.parsing.bodies import is_same_body
from retrieval.parsing.cases import NUMBER
from retrieval.parsing.people import read_people

WORDS_LIMIT = 80  # characters of a subject: a few words, not a letter

_EVERYTHING = frozenset({"", "alt", "alle", "alting", "alle møder", "alle referater", "everything", "all", "anything"})
_AMOUNT = re.compile(
    r"^(?:(?:beløb|udgifter|bevillinger|amounts?|sums?)\s+)?(?:på\s+)?"
    r"(?:over|mere end|mindst|fra|above|more than)\s+(.+)$",
    re.I,
)
_PARTY = re.compile(r"^(?:parti(?:et)?|party|liste)\s*:?\s*\(?([\wæøåÆØÅ ]{1,30})\)?$", re.I)
_PERSON = re.compile(r"^(?:person|politiker|byrådsmedlem|member)\s*:?\s+(.+)$", re.I)
_COMMITTEE = re.compile(r"^(?:udvalg|committee)\s*:\s*(.+)$", re.I)
_BODY_ENDING = re.compile(
    r"(?:udvalget|udvalg|byrådet|byråd|kommunalbestyrelsen|kommunalbestyrelse|regionsrådet|regionsråd)$", re.I
)
_BARE_BODY = re.compile(r"^(?:udvalget|udvalg|udvalgene)$", re.I)
_ENGLISH_BODY = re.compile(r"^(?:the )?(?:city|town|municipal) council$", re.I)
_SCALE = re.compile(r"(?:mio\.?|mia\.?|million(?:er)?|milliard(?:er)?|million|billion)\b", re.I)


class InterestKind(StrEnum):
    """What kind of thing is followed."""

    EVERYTHING = "everything"
    COMMITTEE = "committee"
    CASE = "case"
    PERSON = "person"
    PARTY = "party"
    AMOUNT = "amount"
    SUBJECT = "subject"


@dataclass(frozen=True, slots=True)
class Interest:
    """One thing followed. `words` is what names it: of an amount, the limit in whole kroner; of everything, nothing."""

    kind: InterestKind
    words: str = ""

    @property
    def limit(self) -> Decimal:
        """The limit of an amount, in kroner."""
        return Decimal(self.words)


def read_interest(text: str, committees: Iterable[str] = (), people: Iterable[str] = ()) -> Interest:
    """The interest behind a person's words.

    `committees` and `people` are those the minutes held know: a word that names one of them means it. What names
    nothing known is a subject.
    """
    words = " ".join(text.split()).strip(" »«\"'“”")[:WORDS_LIMIT].strip()
    if words.casefold() in _EVERYTHING:
        return Interest(InterestKind.EVERYTHING)
    return (
        _case(words)
        or _amount(words)
        or _party(words)
        or _committee(words, tuple(committees))
        or _person(words, tuple(people))
        or Interest(InterestKind.SUBJECT, words)
    )


def fold_case(number: str) -> str:
    """A case number as it can be compared: printed blanks and letter case do not matter."""
    return re.sub(r"\s", "", number).upper()


def _case(words: str) -> Interest | None:
    bare = re.sub(r"^(?:sag|sagsnr\.?|sagsnummer|case)\s*:?\s+", "", words, flags=re.I)
    match = NUMBER.fullmatch(bare.upper())
    return Interest(InterestKind.CASE, fold_case(match[0])) if match else None


def _amount(words: str) -> Interest | None:
    match = _AMOUNT.match(words)
    if match is None:
        return None
    told = match[1].strip(" .")
    for reading in (told, f"{told} kr.", f"{_SCALE.sub(_short_scale, told)} kr."):
        found = find_amounts(reading)
        if found and found[0].value > 0:
            return Interest(InterestKind.AMOUNT, str(int(found[0].value)))
    return None


def _short_scale(match: re.Match[str]) -> str:
    return "mia." if match[0].casefold().startswith(("mia", "milliard", "billion")) else "mio."


def _party(words: str) -> Interest | None:
    """A party by its letter or its name; `(V)`, "parti V", "Venstre"."""
    match = _PARTY.match(words)
    bare = match[1].strip() if match else words
    named = read_people(bare)
    if len(named) == 1 and named[0].party and named[0].name.casefold() in ("", bare.casefold()):
        return Interest(InterestKind.PARTY, named[0].party)
    return Interest(InterestKind.PARTY, bare.upper() if len(bare) <= 2 else bare) if match else None


def _committee(words: str, committees: tuple[str, ...]) -> Interest | None:
    named = _COMMITTEE.match(words)
    bare = named[1] if named else words
    if _ENGLISH_BODY.match(bare):
        bare = "Byrådet"
    if _BARE_BODY.match(bare):
        return None
    known = [name for name in committees if is_same_body(bare, name)]
    if known:
        return Interest(InterestKind.COMMITTEE, known[0])
    beginning = list(dict.fromkeys(name for name in committees if name.casefold().startswith(bare.casefold() + "-")))
    if named and len(beginning) == 1:
        return Interest(InterestKind.COMMITTEE, beginning[0])
    if named or _BODY_ENDING.search(bare):
        return Interest(InterestKind.COMMITTEE, bare[:1].upper() + bare[1:])
    return None


def _person(words: str, people: tuple[str, ...]) -> Interest | None:
    named = _PERSON.match(words)
    bare = (named[1] if named else words).strip()
    parts = bare.casefold().split()
    if len(parts) >= 2:
        for name in people:
            if set(parts) <= set(name.casefold().split()):
                return Interest(InterestKind.PERSON, name)
    return Interest(InterestKind.PERSON, bare) if named else None
