"""A question read against the meetings held: what is asked, of which meetings, items and cases. Pure."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Protocol

from retrieval.language import detect_language
from retrieval.model.answers import Language, Query
from retrieval.parsing.dates import FoundDate
from retrieval.question.dates import find_days, find_months, find_years, written_out
from retrieval.question.followup import Context, read_context
from retrieval.question.kinds import QuestionKind, read_kind
from retrieval.question.voters import read_voter


class HeldMeeting(Protocol):
    """What understanding needs to know of a meeting held."""

    @property
    def key(self) -> str:
        """The meeting's key."""

    @property
    def committee(self) -> str:
        """The committee's name."""

    @property
    def date(self) -> datetime.date | None:
        """The meeting's date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question as understood. `meetings` None means that it names none; an empty set cannot occur."""

    text: str
    language: Language
    kind: QuestionKind
    is_yes_no: bool = False
    presumes_decision: bool = False
    meetings: frozenset[str] | None = None  # the meetings it names by date
    preferred: frozenset[str] = frozenset()  # meetings it may mean: a year, a committee
    names_meeting: bool = False  # it asks about a meeting as such, not only about a matter
    missing_date: datetime.date | None = None  # a meeting date named of which nothing is held
    item_number: int | None = None
    case_number: str = ""
    years: tuple[int, ...] = ()
    anchor: tuple[str, int] | None = None  # the meeting and item the conversation is about
    context: Context = field(default_factory=Context)
    topic: str = ""  # the question without the names of meetings and voters: what it is about
    is_half: bool = False  # one of two questions asked at once: each is told in half the room
    voter: str = ""  # the person or party whose vote is asked about, as written


_ITEM = re.compile(r"\b(?:punkt|pkt\.?|sag nr\.?|item|dagsordenspunkt)\s*(?:nr\.?\s*)?(\d{1,3})\b", re.I)
_CASE = re.compile(r"\b\d\d\.\d\d\.\d\d-[A-ZÆØÅ]\d\d-\d+-\d\d\b|\b\d\d-\d{6}\b|\b\d{2,4}/\d{4,6}\b", re.I)
_MEETING_WORD = re.compile(
    r"\bm(?:ø|oe)de(?:t|rne|r)?\b|udvalgsm(?:ø|oe)de|\breferat|\bdagsorden|\bmeeting\b|\bminutes\b|\bagenda\b", re.I
)
_NEWEST = re.compile(
    r"\b(?:sidste|seneste|nyeste|forrige|senest)\b.{0,25}\b(?:m(?:ø|oe)de|referat)|"
    r"\b(?:besluttet|vedtaget|skete der) sidst\b|\b(?:last|latest|newest|most recent)\b.{0,25}\b(?:meeting|minutes)",
    re.I,
)
_DECIDED = re.compile(r"\b(?:besluttede|vedtog|godkendte|drøftede|decided|approved|adopted)\b", re.I)
_NEAR_ITEM = re.compile(r"\s*[–•]\s")  # a line of a refusal that names an item near the question, not the answer's
_LEAST_TOPIC = 12  # letters; what is left of a shorter question tells nothing


def understand(query: Query, meetings: Sequence[HeldMeeting], language: Language | None = None) -> Question:
    """The question read on its own, then with what the conversation lends it, where there is one."""
    context = read_context(query)
    text = query.question.strip()
    own = _read(text, meetings, language or detect_language(text))
    own = replace(own, context=context, anchor=_anchor(context, meetings))
    return _with_context(own, context, meetings) if context.leans else own


def _read(text: str, meetings: Sequence[HeldMeeting], language: Language) -> Question:
    reading = read_kind(text)
    dated = written_out(text)
    is_of_meeting = bool(_MEETING_WORD.search(text) or _DECIDED.search(text))
    dates = find_days(dated, [meeting.date for meeting in meetings if meeting.date and is_of_meeting])
    exact, missing = _named_meetings(dated, dates, meetings)
    years = tuple(sorted(find_years(dated)))
    item = _ITEM.search(text)
    case = _CASE.search(text)
    voter = read_voter(text) if reading.kind is QuestionKind.VOTE else ""
    return Question(
        text=text,
        language=language,
        kind=reading.kind,
        is_yes_no=reading.is_yes_no,
        presumes_decision=reading.presumes_decision,
        meetings=_of_committee(text, exact, meetings) or None,
        topic=_topic(dated, dates, meetings, voter),
        voter=voter,
        preferred=_preferred(text, years, meetings),
        names_meeting=bool(_MEETING_WORD.search(text)),
        missing_date=None if exact else missing,
        item_number=int(item[1]) if item else None,
        case_number=case[0] if case else "",
        years=years,
    )


def _named_meetings(
    text: str, dates: list[FoundDate], meetings: Sequence[HeldMeeting]
) -> tuple[frozenset[str], datetime.date | None]:
    """The keys of the meetings the question names by day or month, and a day it names that is not held."""
    if _NEWEST.search(text):
        committees = named_committees(text, meetings)
        meant = [meeting for meeting in meetings if not committees or meeting.committee in committees]
        newest = max((meeting.date for meeting in meant if meeting.date), default=None)
        return frozenset(meeting.key for meeting in meant if meeting.date == newest), None
    days = {found.date for found in dates if found.precision == "day"}
    held = frozenset(meeting.key for meeting in meetings if meeting.date in days)
    if held:
        return held, None
    if days:
        return frozenset(), min(days) if _MEETING_WORD.search(text) else None
    months = find_months(text)
    named = frozenset(m.key for m in meetings if m.date and (m.date.year, m.date.month) in months)
    if named or len(months) != 1 or not _DECIDED.search(text):
        return named, None
    return frozenset(), datetime.date(*next(iter(months)), 1)


def _of_committee(text: str, keys: frozenset[str], meetings: Sequence[HeldMeeting]) -> frozenset[str]:
    """Of the meetings named by date, those of the committee named, where one is."""
    held = [meeting for meeting in meetings if meeting.key in keys]
    committees = named_committees(text, held)
    return frozenset(meeting.key for meeting in held if meeting.committee in committees) or keys


def named_committees(text: str, meetings: Sequence[HeldMeeting]) -> frozenset[str]:
    """Those of the meetings' committees that the text names; there are few of them, however many meetings are held."""
    committees = {meeting.committee for meeting in meetings}
    return frozenset(committee for committee in committees if names_committee(text, committee))


def _topic(text: str, dates: list[FoundDate], meetings: Sequence[HeldMeeting], voter: str) -> str:
    """The text without the dates of meetings held, without their committees' names and without the voter's."""
    held = {meeting.date for meeting in meetings}
    topic = text.replace(voter, " ", 1) if voter else text
    for found in dates:
        if found.precision == "day" and found.date in held and found.text in text:
            topic = topic.replace(found.text, " ")
    for committee in {meeting.committee for meeting in meetings if meeting.committee}:
        topic = re.sub(rf"\b{re.escape(committee)}\b", " ", topic, flags=re.I)
    least = 0 if voter else _LEAST_TOPIC  # "hvad stemte" goes on from what is talked about
    return topic if sum(char.isalpha() for char in topic) > least else text


def _preferred(text: str, years: tuple[int, ...], meetings: Sequence[HeldMeeting]) -> frozenset[str]:
    by_year = {meeting.key for meeting in meetings if meeting.date and meeting.date.year in years}
    committees = named_committees(text, meetings)
    by_committee = {meeting.key for meeting in meetings if meeting.committee in committees}
    if len(by_committee) == len(meetings):
        by_committee = set()
    return frozenset(by_year & by_committee or by_year | by_committee)


def names_committee(text: str, committee: str) -> bool:
    """Whether the text names this committee, whole, by its initials or by one of its joined names."""
    words = text.casefold()
    name, initials, joined = _names_of(committee)
    if name and name in words:
        return True
    if initials in words and len(initials) > 2 and re.search(rf"\b{initials}\b", words):
        return True
    return any(one in words for one in joined)


@lru_cache(maxsize=1_000)
def _names_of(committee: str) -> tuple[str, str, tuple[str, ...]]:
    """A committee's name, its initials, and the names of its parts ("skoleudvalg")."""
    name = committee.casefold()
    parts = re.findall(r"[a-zæøå]+", name.replace("udvalget", "").replace("udvalg", ""))
    stems = [part for part in parts if part not in ("og", "for", "det", "af")]
    initials = "".join(stem[0] for stem in stems) + "u"
    return name, initials, tuple(f"{stem}udvalg" for stem in stems if len(stem) > 3)


def _anchor(context: Context, meetings: Sequence[HeldMeeting]) -> tuple[str, int] | None:
    """The meeting and item that the last answer cites, where it cites one that is held."""
    answer = "\n".join(line for line in context.answer.splitlines() if not _NEAR_ITEM.match(line))
    item = _ITEM.search(answer)
    if not item:
        return None
    days = {found.date for found in find_days(answer) if found.precision == "day"}
    keys = [meeting.key for meeting in meetings if meeting.date in days]
    named = [m.key for m in meetings if m.key in keys and m.committee.casefold() in answer.casefold()]
    key = next(iter(named or keys), None)
    return (key, int(item[1])) if key else None


def _with_context(own: Question, context: Context, meetings: Sequence[HeldMeeting]) -> Question:
    """The question with its kind, meeting and years taken from the one it leans on, where it has none itself."""
    before = _read(context.question, meetings, own.language)
    anchored = frozenset({own.anchor[0]}) if own.anchor else before.meetings
    return replace(
        own,
        kind=before.kind if own.kind is QuestionKind.OPEN else own.kind,
        meetings=own.meetings or anchored,
        case_number=own.case_number or before.case_number,
        years=context.years or own.years or (() if own.kind is not before.kind else before.years),
    )
