"""Votes: proposals with who was for, against, or stood aside, and what became of them. Nothing is inferred."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from retrieval.model.minutes import Person, Span, Vote
from retrieval.parsing.outcomes import outcome_of
from retrieval.parsing.people import read_people
from retrieval.parsing.sentences import sentences

_PROPOSES = re.compile(
    r"\b(?:foreslår|foreslog|stillede|stiller|fremsatte|fremsætter|fremsat|stillet)\b.{0,200}?\b(?:forslag"
    r"|bemærkning|tilføjelse|ændringsforslag|følgende|at)\b|\bændringsforslag\b.*:|^forslag fra\b",
    re.IGNORECASE,
)
_VOTES = re.compile(
    r"^(?P<who>.{1,600}?)\s+(?P<verb>stemmer|stemte|har stemt)\s+(?P<way>for|imod|mod|ja"
    r"|nej)\b(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_LABELLED = re.compile(
    r"^(?P<way>for|imod|mod)(?:\s+(?P<object>[^:\n]{1,120}?))??\s+(?:stemte"
    r"|stemmer)\s*:?\s*(?P<who>[^\n]+)$|^(?P<short>for|imod|mod|undlod at stemme|undlod"
    r"|undlader)\s*:\s*(?P<names>[^\n]+)$",
    re.IGNORECASE,
)
_FOLLOWING = re.compile(
    r"^følgende\s+(?:medlemmer\s+)?(?:stemte\s+(?P<way>for|imod)|(?P<aside>undlod at stemme"
    r"|undlod))\s*:?\s*(?P<who>[^\n]+)$",
    re.IGNORECASE,
)
# "Et flertal (A, V og C) godkendte indstillingen": who makes up the majority is written down.
_MAJORITY = re.compile(
    r"^(?:et |udvalgets |byrådets )?flertal(?:let)?(?:\s*\((?P<inside>[^()\n]{1,200})\)"
    r"|,?\s+(?:bestående af|ved|på)\s+(?P<who>[^\n]{1,300}?))"
    r",?\s+(?:godkend|vedtog|tiltrådt|tiltræder|anbefal|stemte for|stemmer for|kan tiltræde|kunne tiltræde)",
    re.IGNORECASE,
)
_ABSTAINS = re.compile(
    r"^(?P<who>.{1,400}?)\s+(?:undlod|undlader)\b(?:\s+at\s+(?:stemme|tage stilling"
    r"|deltage i afstemningen))?(?P<rest>[^\n]*)$",
    re.IGNORECASE | re.DOTALL,
)
_WITH_VOTES = re.compile(
    r"med (?:stemmerne\s+)?(?P<for>\d{1,3})\s+(?:stemmer\s+)?(?:for|mod)\s+(?:og\s+)?(?P<against>\d{1,3}"
    r"|ingen)(?:\s+(?:stemmer\s+)?imod)?",
    re.IGNORECASE,
)
_ONLY_FOR = re.compile(  # "Med stemmerne 19 for godkendte byrådet …": how many were against is not written
    r"\bmed (?:stemmerne\s+)?(?P<for>\d{1,3})\s+(?:stemmer\s+)?for(?P<against>)\b", re.IGNORECASE
)
_COUNTS = (
    _WITH_VOTES,
    re.compile(
        r"(?P<for>\d{1,3})\s+(?:stemmer|stemte|medlemmer stemte)\s+(?:for|ja)\b.{0,60}?\b(?:og"
        r"|mens)?\s*(?P<against>\d{1,3}|ingen)\s*(?:stemmer|stemte|medlemmer stemte)?\s*(?:imod|mod|nej)",
        re.IGNORECASE,
    ),
    re.compile(r"(?P<for>\d{1,3})\s+stemmer\s+(?:mod|imod)\s+(?P<against>\d{1,3}|ingen)\b", re.IGNORECASE),
    re.compile(r"(?P<for>\d{1,3})\s+for\s+og\s+(?P<against>\d{1,3}|ingen)\s+imod", re.IGNORECASE),
    _ONLY_FOR,
)
_CAN_BE_VOTE = re.compile(r"stem|undl|flertal|(?:for|mod)\s*:|\d\s+(?:for|mod)\b")  # in small letters
_HEADS_LIST = re.compile(r"^(?:for|imod|mod)\s+stem(?:te|mer)\s*:$", re.IGNORECASE)  # its names stand below
_HEADED_LIST = re.compile(r"^((?:for|imod|mod)\s+stem(?:te|mer)\s*:)\s*\n\s*", re.IGNORECASE)
_PART_MARK = re.compile(  # the part of a recommendation that a vote is about
    r"^(?:(?:ad\s+)?(?:punkt|pkt\.?|indstillingspunkt)\s+\d{1,2}[.:,)]?"
    r"|(?:ad\s+)?\d{1,2}(?:\.?\s?[-–]\s?\d{1,2})?[.:)])\s+",
    re.IGNORECASE,
)
_ASIDE_COUNT = re.compile(r"(?P<count>\d{1,3})\s+(?:medlemmer\s+|medlem\s+)?(?:undlod|undlader)\b", re.IGNORECASE)
_FELL = re.compile(
    r"\bforkastet\b|\bforkastede\b|\bbortfald(?:t|er)\b|\bfaldt\b|\bikke vedtaget\b|\bnedstemt\b"
    r"|\bforkastes\b",
    re.IGNORECASE,
)
_CARRIED = re.compile(
    r"\b(?:dermed|således|herefter|er|blev)\s+(?:hermed\s+)?(?:godkendt|vedtaget|tiltrådt|imødekommet)\b"
    r"|\bvedtaget med\b|\bgodkendt med\b|\bgodkendte\b|\bvedtog\b|\bgodkender\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"^\(?(?P<count>\d{1,3})\)?\s*(?:medlemmer|medlem|stemmer|stemme)?\s*(?:\(|:)?\s*")
_POINT = re.compile(r"^(?:ad\s|punkt\s\d|pkt\.?\s\d|indstillingspunkt\s)", re.IGNORECASE)
_VERDICT = re.compile(
    r"^(?:forslaget|bemærkningen|ændringsforslaget|tilføjelsen|indstillingen|sagen|det samlede|punktet"
    r"|begge|protokoltilførslen)\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Open:
    """A vote while it is being read."""

    proposal: str
    start: int
    end: int
    supporters: tuple[Person, ...] = ()
    opponents: tuple[Person, ...] = ()
    abstainers: tuple[Person, ...] = ()
    count_for: int | None = None
    count_against: int | None = None
    count_abstained: int | None = None
    carried: bool | None = None
    unclear: list[str] = field(default_factory=list)

    @property
    def has_votes(self) -> bool:
        """Whether anybody's vote or any count is written down."""
        counts = (self.count_for, self.count_against, self.count_abstained)
        return bool(self.supporters or self.opponents or self.abstainers) or any(count is not None for count in counts)


def read_votes(text: str, spans: Sequence[Span]) -> tuple[Vote, ...]:
    """The votes entered in `spans`, in order; a list that cannot be read as names or parties is left out."""
    votes: list[Vote] = []
    for span in spans:
        if _CAN_BE_VOTE.search(span.of(text).lower()):
            votes += _votes(text, span)
    return tuple(votes)


def _votes(text: str, span: Span) -> list[Vote]:
    done: list[_Open] = []
    current: _Open | None = None
    waits = False  # a proposal was opened and its quoted words may follow
    subject = ""  # the sentence that a vote without a proposal of its own is about
    for unit in _units(text, span):
        words = unit.of(text)
        if waits and current is not None and words[:1] in '"”“»':
            current.proposal, current.end, waits = words, unit.end, words.count('"') % 2 == 1
            continue
        if waits and current is not None and current.proposal[:1] in '"”“»':
            current.proposal, current.end = text[current.end - len(current.proposal) : unit.end], unit.end
            waits = '"' not in words and "”" not in words
            continue
        waits = False
        if _PROPOSES.search(words) and not _VOTES.match(words) and not _WITH_VOTES.search(words):
            done += [current] if current is not None and current.has_votes else []
            current, waits = _Open(words, unit.start, unit.end), True
            continue
        if current is not None and current.has_votes and _PART_MARK.match(words) and outcome_of(words) is not None:
            done.append(current)  # the decision on the next part: its votes are others
            current = None
        current = _read(unit, words, subject, current, done)
        if _listed(words) is None and (outcome_of(words) is not None or _POINT.match(words)):
            subject = words
    if current is not None and current.has_votes:
        done.append(current)
    return [_closed(vote) for vote in done]


def _units(text: str, span: Span) -> Iterator[Span]:
    """The sentences of `span`; "Imod stemte:" goes on with the names below it."""
    label: Span | None = None
    for unit in sentences(text, span):
        if label is not None and not _listed(unit.of(text)):
            unit = Span(label.start, unit.end)
        label = unit if _HEADS_LIST.match(unit.of(text)) else None
        if label is None:
            yield unit


def _read(unit: Span, words: str, subject: str, current: _Open | None, done: list[_Open]) -> _Open | None:
    """Takes one sentence into the open vote, opening or closing one where its words say so."""
    counts = next((match for pattern in _COUNTS if (match := pattern.search(words))), None)
    if counts is not None:
        if current is not None and current.count_for is not None:
            done.append(current)
            current = None
        current = current or _Open(words, unit.start, unit.end)
        current.count_for, current.count_against = int(counts["for"]), _count(counts["against"])
        current.carried = _carried(words) if current.carried is None else current.carried
        current.end = unit.end
        return _with_aside_count(words, current)
    listed = _listed(words)
    if listed is not None:
        way, people, count = listed
        if not people and count is None:
            return current
        if current is not None and ((way == "for" and current.supporters) or (way == "against" and current.opponents)):
            done.append(current)
            current = None
        current = current or _Open(subject, unit.start, unit.end)
        _add(current, way, people, count)
        current.end = unit.end
        return current
    if current is not None and current.has_votes and _VERDICT.match(words) and _carried(words) is not None:
        current.carried, current.end = _carried(words), unit.end
        done.append(current)
        return None
    return _with_aside_count(words, current) if current is not None else None


def _listed(words: str) -> tuple[str, tuple[Person, ...], int | None] | None:
    """Which way a sentence lists people ("for", "against", "aside"), whom, and how many; None when it lists none."""
    words = _PART_MARK.sub("", words)
    words = _HEADED_LIST.sub(r"\1 ", words, count=1) if "\n" in words else words
    first = words.split("\n")[0].strip()
    if match := _LABELLED.match(first):
        way = (match["way"] or match["short"]).casefold()
        return ("for" if way == "for" else "aside" if way.startswith("und") else "against"), *_counted(
            match["who"] or match["names"]
        )
    if match := _FOLLOWING.match(first):
        way = (match["way"] or "").casefold()
        return ("for" if way == "for" else "against" if way else "aside"), *_counted(match["who"])
    if match := _MAJORITY.match(words):
        return "for", *_counted(match["inside"] or match["who"])
    if match := _VOTES.match(words):
        return ("for" if match["way"].casefold() in ("for", "ja") else "against"), *_counted(match["who"])
    if match := _ABSTAINS.match(words):
        people = read_people(match["who"])
        return ("aside", people, None) if people else None
    return None


def _counted(who: str) -> tuple[tuple[Person, ...], int | None]:
    """The people of a list, and the number printed before them or in their place ("5 medlemmer: …")."""
    if who.strip(" .").casefold() == "ingen":
        return (), 0
    number = _NUMBERED.match(who)
    rest = who[number.end() :] if number else who
    people = read_people(_without_reason(rest)) if rest.strip(" .") else ()
    return people, int(number["count"]) if number else None


def _without_reason(who: str) -> str:
    """The list without the reason given after it."""
    return re.split(r"\s(?:med\s(?:\w+\s)?bemærkning|da|fordi|idet|med henvisning)\b", who)[0]


def _add(vote: _Open, way: str, people: tuple[Person, ...], count: int | None) -> None:
    if way == "for":
        vote.supporters += people
        vote.count_for = count if vote.count_for is None else vote.count_for
    elif way == "against":
        vote.opponents += people
        vote.count_against = count if vote.count_against is None else vote.count_against
    else:
        vote.abstainers += people
        vote.count_abstained = count if vote.count_abstained is None else vote.count_abstained


def _with_aside_count(words: str, vote: _Open) -> _Open:
    match = _ASIDE_COUNT.search(words)
    if match:
        vote.count_abstained = int(match["count"])
    return vote


def _carried(words: str) -> bool | None:
    if _FELL.search(words):
        return False
    return True if _CARRIED.search(words) else None


def _count(word: str) -> int | None:
    if not word:
        return None
    return 0 if word.casefold() == "ingen" else int(word)


def _closed(vote: _Open) -> Vote:
    return Vote(
        proposal=vote.proposal.strip("\"”“» "), supporters=vote.supporters, opponents=vote.opponents,
        abstainers=vote.abstainers, count_for=vote.count_for, count_against=vote.count_against,
        count_abstained=vote.count_abstained, carried=vote.carried, span=Span(vote.start, vote.end),
    )  # fmt: skip
