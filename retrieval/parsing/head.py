"""The meeting's head: which body met where and when, as a sentence or as labels and values."""

import datetime
import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.model.vocabulary import DocumentKind
from retrieval.parsing.bodies import BODY, find_body, in_small_letters, split_period
from retrieval.parsing.dates import first_date
from retrieval.parsing.lines import Line, next_text

_KIND = re.compile(
    r"^(?:lukket |åben |åbent |endelig[t]? |udkast til )?(?P<kind>tillægsdagsorden|tillægsreferat"
    r"|dagsorden|referat|beslutningsprotokol|protokol|mødereferat|beslutningsreferat)\b(?P<rest>.*)$",
    re.IGNORECASE,
)
_BOTH = re.compile(r"\s?(?:/|og|med)\s?(?:referat|protokol)\s*$", re.IGNORECASE)  # then its decisions tell which it is
_LABELS = {
    "committee": (
        "udvalg",
        "udvalgets navn",
        "mødeforum",
        "mødenavn",
        "forum",
        "råd",
        "organ",
        "møde i",
        "møde",
        "emne",
    ),
    "date": (
        "mødedato",
        "dato",
        "starttidspunkt",
        "tidspunkt",
        "mødetidspunkt",
        "mødedato og -tid",
        "dato og tid",
        "mødestart",
    ),
    "place": ("mødested", "sted", "lokale", "mødelokale", "mødested og lokale"),
    "start": ("starttidspunkt", "tidspunkt", "mødetidspunkt", "tid", "klokken", "start"),
    "end": ("sluttidspunkt", "slut", "mødet slut", "afslutning"),
}
_LABEL_LINE = re.compile(
    r"^(?P<label>[A-Za-zÆØÅæøå][\wæøåÆØÅ \-]{1,24}?)\s*(?P<colon>:)?\s*(?P<value>(?<=:).*|(?<=\s)\S.*)?$"
)
_ALL_LABELS = frozenset(label for labels in _LABELS.values() for label in labels)
_CLOCK = re.compile(r"(?:kl\.?\s*|\b)(\d{1,2})[.:](\d{2})(?!\s?[.\d])(?:\s*[-–]\s*(?:kl\.?\s*)?(\d{1,2})[.:](\d{2}))?")
_AT = re.compile(r"\bkl\.?\s*(\d{1,2})(?:[.:](\d{2}))?", re.IGNORECASE)
_PLACE_AFTER = re.compile(r"\bkl\.?\s?\d{1,2}[.:]\d{2}\s+i\s+(?P<place>\S.{2,120})$", re.IGNORECASE)
_RAISED = re.compile(
    r"mødet\s+(?:hævet|slut(?:tede)?|sluttet|ophævet)\s*:?\s*(?:kl\.?)?\s*:?\s*(\d{1,2})[.:](\d{2})", re.IGNORECASE
)
_IN_BODY = re.compile(r"^(?:ordinært |ekstraordinært )?(?:mødet?|møde) i (?P<body>.+)$", re.IGNORECASE)
_NAME_BEFORE = re.compile(r"(?<![\wæøå-])[A-ZÆØÅ][a-zæøåé]+(?:-[A-ZÆØÅ][a-zæøå]+)*$")
_WORD_AFTER = re.compile(r"[sn]?(?![\wæøå])")
_BEFORE_BODY = (
    r"(?:[A-ZÆØÅ]{2,5} [-–] |[A-ZÆØÅ][\wæøå-]+ Kommunes |[A-ZÆØÅ][\wæøå-]+ Kommune[,:]? "
    r"|(?!(?:Referat|Dagsorden|Protokol|Møde|Tillæg|Udkast|Formand|Kapitel|Afsnit|Bilag)\w* )[A-ZÆØÅ][\wæøå-]+ )"
)
_PLACE_BEFORE = re.compile(r"(?:(?!Kommune)[A-ZÆØÅ][a-zæøå]+ ){2}Byråd(?:et)?")  # "Øster Bakke Byråd"
# "Kronborg Kommune - Referat - Økonomiudvalget"
_PARTED = re.compile(r"(?<=Kommune) [-–|•] | [-–|•] (?=(?:Referat|Dagsorden|Protokol)\b)|(?<=Referat|rotokol) [-–|•] ")
_COUNCIL = re.compile(r"\b(?P<body>byråd|kommunalbestyrelse)s?mødet?\b", re.IGNORECASE)  # "af byrådsmøde tirsdag den …"
_MET_ON = re.compile(
    rf"^(?:Det |Her |Kort )?(?:[Bb]eslut|[Rr]eferat)[^.,]{{0,30}}\s(?P<body>{BODY}),? (?:den |d\. )?(?=\d)"
)  # "Det besluttede Økonomiudvalget den 11. marts"
_MEETING_OF = re.compile(r"\b(?P<body>[A-ZÆØÅ][a-zæøå]+(?:råd|udvalg))smødet?\b")  # "Ældrerådsmøde"
_COUNCIL_OF = re.compile(r"^((?:Kommunalbestyrelse|Byråd)(?:n|et)?)\s+i\s+[A-ZÆØÅ][\wæøå-]+$")
_COUNCILS = {"byråd": "Byrådet", "kommunalbestyrelse": "Kommunalbestyrelsen"}
_WEEKDAY = r"(?:man|tirs|ons|tors|fre|lør|søn)dag"
_AFTER_BODY = re.compile(
    rf"\s[Mm]ødet?\b|['’]?s\s(?:beslutning|møde|referat|dagsorden|protokol)|\s(?:den|d\.|kl\.)\s|,\s*(?:\d|{_WEEKDAY}\b|referat\b|dagsorden\b|mødet?\b)|\s[-–•·]\s|\s\d{{1,2}}[./-]"
)
_IN_SMALL = re.compile(r"Udvalg(?:et)? (?:for|vedrørende) [a-zæøå][a-zæøå, -]{2,60}")  # "Udvalg for sundhed og nærhed"
_APART = re.compile(r"(?:[A-ZÆØÅ] ){5,40}[A-ZÆØÅ]")
_CAPITALS = re.compile(r"(?:[A-ZÆØÅ]{2}[A-ZÆØÅ-]*,? )+")  # "TEKNISK UDVALG referat 3/5 2024"
_CLOCK_LAST = re.compile(r"\d{4}(?:\s*[-–,])?\s+(?P<hour>\d{1,2})[.:](?P<minute>\d{2})(?::\d{2})?$")
_DANGLING = re.compile(
    r"[\s,]*(?:\b(?:d|den|kl|til|mandag|tirsdag|onsdag|torsdag|fredag|lørdag|søndag)\b\.?[\s,]*)+$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class MeetingHead:
    """What the head says; empty or None where it does not."""

    committee: str = ""
    period: str = ""
    date: datetime.date | None = None
    start: str = ""
    end: str = ""
    place: str = ""
    kind: DocumentKind | None = None


def read_head(lines: Sequence[Line]) -> MeetingHead:
    """The head in `lines`, those before the first item (contents list left out by the caller)."""
    kind, title = _kind(lines)
    values = _labelled_values(lines)
    title_body, title_date = _title_parts(title)
    committee, period = split_period(_bare_body(_committee(lines, title_body, values)))
    council = _COUNCIL.fullmatch(committee)
    committee = _COUNCILS[council["body"].casefold()] if council else committee
    when = values.get("date", "") or values.get("start", "")
    date = title_date or first_date(when) or _first_date(lines)
    start, end = _times(lines, values)
    return MeetingHead(committee, period, date, start, end, _place(lines, values), kind)


def municipality_of(text: str) -> str:
    """The municipality that a text speaks of most, or empty: two mentions and more than any other."""
    pieces = text.split(" Kommune")
    counts = Counter(
        match[0]
        for before, after in itertools.pairwise(pieces)
        if _WORD_AFTER.match(after) and (match := _NAME_BEFORE.search(before[-40:]))
    )
    counts = Counter(
        {name.removesuffix("s") if name.removesuffix("s") in counts else name: n for name, n in counts.items()}
    )
    best = counts.most_common(2)
    if len(best) == 1:
        return f"{best[0][0]} Kommune"
    if not best or best[0][1] < 2 or (len(best) > 1 and best[0][1] == best[1][1]):
        return ""
    return f"{best[0][0]} Kommune"


def _kind(lines: Sequence[Line]) -> tuple[DocumentKind | None, str]:
    """What the first title says the document is, and the rest of the first title that names a body."""
    titles = [match for line in lines[:40] if (match := _KIND.match(line.text)) is not None]
    if not titles:
        return None, ""
    word, rest = titles[0]["kind"].casefold(), titles[0]["rest"]
    if word == "dagsorden" and _BOTH.match(rest):
        return None, ""
    named = next((match["rest"] for match in titles if find_body(match["rest"])), rest)
    if word.startswith("tillæg"):
        return DocumentKind.SUPPLEMENTARY_AGENDA, named
    return (DocumentKind.AGENDA if word == "dagsorden" else DocumentKind.MINUTES), named


def _title_parts(rest: str) -> tuple[str, datetime.date | None]:
    """Body and date of a title such as "REFERAT X-udvalget 2022-2025 d. 14-05-2024"."""
    rest = in_small_letters(rest.strip(" •:–-"))
    if rest.casefold().startswith("fra "):
        rest = rest[4:]
    date = first_date(rest)
    cut = re.split(rf"\s(?:d\.|den|kl\.)\s|\s•\s|,\s*\d|\s[-–]\s(?={_WEEKDAY})", rest, flags=re.IGNORECASE)[0]
    cut = re.sub(r"\b\d{1,2}[-./]\d{1,2}[-./]\d{4}.*$", "", cut)
    names_body = find_body(cut) or re.search(r"udvalg|råd|bestyrelse", cut)
    return _DANGLING.sub("", cut).strip(" -–,") if names_body else "", date


def _labelled_values(lines: Sequence[Line]) -> dict[str, str]:
    """Values of the labels that heads print, from the same line or the next one with text."""
    values: dict[str, str] = {}
    for line in lines[:80]:
        label, value = _label_and_value(line)
        if not label:
            continue
        if not value:
            below = next_text(lines, line.index - lines[0].index)
            if not below or _label_and_value(below[0])[0]:
                continue
            value = below[0].text
        for field, labels in _LABELS.items():
            if label in labels:
                values.setdefault(field, value)
    return values


def _label_and_value(line: Line) -> tuple[str, str]:
    text = line.text
    folded = text.casefold()
    if "\t" in text:
        label, _, value = text.partition("\t")
        label = label.casefold().strip(" :")
        return (label, value.strip(" \t:")) if label in _ALL_LABELS else ("", "")
    for label in sorted(_ALL_LABELS, key=len, reverse=True):
        if folded.startswith(label):
            rest = text[len(label) :]
            if not rest.strip(" :"):
                return label, ""
            if rest[0] == ":" or (rest[0] == " " and label in ("mødedato", "mødested", "mødetidspunkt")):
                return label, rest.strip(" :")
    return "", ""


def _committee(lines: Sequence[Line], title_body: str, values: dict[str, str]) -> str:
    if title_body:
        return title_body
    for line in lines[:30]:
        match = _IN_BODY.match(line.text)
        if match:
            return _DANGLING.sub("", re.split(r"\s(?:den|d\.)\s", match["body"])[0])
    value = values.get("committee", "")
    if value and (find_body(value) or re.search(r"udvalg|råd|bestyrelse", value, re.IGNORECASE)):
        return value
    front = [
        _together(line.text)
        for line in lines[:40]
        if len(line.text) <= 90 and not line.is_row and line.text[-1:] != "."
    ]
    parted = (part for text in front if _PARTED.search(text) for part in _PARTED.split(text))
    capitals = (in_small_letters(match[0].strip(" ,")) for match in map(_CAPITALS.match, front) if match)
    named = (
        name for text in [*front, *map(in_small_letters, front), *parted, *capitals] if (name := _named_body(text))
    )
    councils = (_COUNCILS[m["body"].casefold()] for m in map(_COUNCIL.search, front) if m)
    meeting = (f"{m['body']}et" for m in map(_MEETING_OF.search, front) if m)
    met = (m["body"] for m in map(_MET_ON.search, front) if m)
    return next(itertools.chain(named, councils, met, meeting), "")


def _together(text: str) -> str:
    """A line whose letters stand apart ("M I L J Ø U D V A L G E T") as one word."""
    return text.replace(" ", "") if _APART.fullmatch(text) else text


def _named_body(text: str) -> str:
    """The body that a line of the head names and tells little else of, or empty."""
    body = find_body(text)
    if not body and not _IN_SMALL.fullmatch(text):
        return ""
    if _PLACE_BEFORE.fullmatch(text) or _IN_SMALL.fullmatch(text):
        return text
    if not text.startswith(body) and not re.fullmatch(_BEFORE_BODY + re.escape(body), text):
        return ""
    whole = text[text.index(body) :]
    return _AFTER_BODY.split(whole)[0] if len(whole) < 60 else body


def _bare_body(name: str) -> str:
    """A body's name without what stands around it: "af møde i", "i Greve Kommune"."""
    name = re.sub(
        r"^(?:(?:fra|af|for|i|til)\s+)?(?:(?:ordinært|ekstraordinært)\s+)?(?:mødet?\s+(?:i|for)\s+)?",
        "",
        name,
        flags=re.IGNORECASE,
    )
    name = re.sub(r"(?<=en|et)s møde$", "", name)
    name = re.sub(r"\s+i\s+[A-ZÆØÅ][\wæøå-]+\s+Kommune$", "", name).strip()
    return _COUNCIL_OF.sub(r"\1", name)


def _first_date(lines: Sequence[Line]) -> datetime.date | None:
    for line in lines[:60]:
        date = first_date(line.text)
        if date is not None:
            return date
    return None


def _times(lines: Sequence[Line], values: dict[str, str]) -> tuple[str, str]:
    start = end = ""
    for text in (values.get("start", ""), values.get("date", ""), *(line.text for line in lines[:40])):
        match = _AT.search(text) or (
            _CLOCK.search(re.sub(r"\d{1,2}[./-]\d{1,2}[./-]\d{4}", "", text)) if text in values.values() else None
        )
        if match:
            start = _clock(match[1], match[2])
            span = _CLOCK.search(text)
            end = _clock(span[3], span[4]) if span and span[3] else ""
            break
    after_date = next((match for line in lines[:20] if (match := _CLOCK_LAST.search(line.text))), None)
    if not start and after_date is not None:
        start = _clock(after_date["hour"], after_date["minute"])
    for line in lines:
        raised = _RAISED.search(line.text)
        if raised:
            end = _clock(raised[1], raised[2])
    slut = _CLOCK.search(values.get("end", ""))
    return start, end or (_clock(slut[1], slut[2]) if slut else "")


def _clock(hour: str, minute: str | None) -> str:
    return f"{int(hour):02d}:{minute or '00'}" if int(hour) < 24 else ""


def _place(lines: Sequence[Line], values: dict[str, str]) -> str:
    if values.get("place"):
        return values["place"]
    dated = False
    for line in lines[:20]:
        if at := _PLACE_AFTER.search(line.text):
            return at["place"].strip()
        if dated and re.match(r"^i\s+\S", line.text):
            return line.text[2:].strip()
        dated = dated or first_date(line.text) is not None
    return ""
