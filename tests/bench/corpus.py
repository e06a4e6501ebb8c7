"""What is searched in the benchmark: the minutes of a folder, and as many made-up meetings like them as wanted."""

import dataclasses
import datetime
import hashlib
import random
import re
from collections.abc import Iterator
from pathlib import Path

from retrieval.index.passages import passages_of
from retrieval.model.answers import Passage
from retrieval.model.minutes import Document, Meeting
from retrieval.parsing import parse
from retrieval.reading import read_path

ROOT = Path(__file__).resolve().parents[2]
SAMPLE_MINUTES = ROOT / "data" / "minutes"
SUFFIXES = {".txt", ".md", ".html", ".json", ".docx", ".pdf"}
SYLLABLES = ("bal", "dor", "fis", "gru", "hel", "ild", "kro", "lun", "mar", "nor", "ost", "pil", "rug", "sten", "tang")
_LONG_WORD = re.compile(r"\b[a-zæøå]{8,}\b")
_DIGIT = re.compile(r"\d")

Held = tuple[str, int, tuple[Passage, ...]]


def meeting_key(meeting: Meeting) -> str:
    """Twelve hex digits of municipality, committee and date."""
    named = f"{meeting.municipality}|{meeting.committee}|{meeting.date}"
    return hashlib.sha256(named.encode()).hexdigest()[:12]


@dataclasses.dataclass(frozen=True, slots=True)
class HeldMeeting:
    """One meeting of a folder; `key`, `committee` and `date` are what understanding a question needs."""

    key: str
    document: Document
    meeting: Meeting
    passages: tuple[Passage, ...]

    @property
    def committee(self) -> str:
        return self.meeting.committee

    @property
    def date(self) -> datetime.date | None:
        return self.meeting.date


def read_minutes(folder: Path) -> list[HeldMeeting]:
    """The meetings of a folder with their passages."""
    found = []
    for path in sorted(folder.iterdir()):
        if path.suffix in SUFFIXES and path.name != "README.md":
            document = read_path(path)
            meeting = parse(document)
            key = meeting_key(meeting)
            found.append(HeldMeeting(key, document, meeting, passages_of(key, document, meeting)))
    return found


def made_up(passages: int, seed: int = 5) -> Iterator[Held]:
    """Meetings like the sample's with other figures and partly other long words, until there are `passages`."""
    dice = random.Random(seed)
    base = [held.passages for held in read_minutes(SAMPLE_MINUTES)]
    made = 0
    while made < passages:
        model = base[made % len(base)]
        key = f"{dice.getrandbits(48):012x}"
        meeting = _redrawn(key, model, dice)[: passages - made]
        made += len(meeting)
        yield key, 1, meeting


def _redrawn(key: str, model: tuple[Passage, ...], dice: random.Random) -> tuple[Passage, ...]:
    new_words: dict[str, str] = {}
    date = datetime.date(1990, 1, 1) + datetime.timedelta(days=dice.randrange(20_000))

    def word(match: re.Match[str]) -> str:
        old = match.group()
        if old not in new_words:
            new_words[old] = _word(dice) if dice.random() < 0.25 else old
        return new_words[old]

    def words(text: str) -> str:
        return _DIGIT.sub(lambda _: str(dice.randrange(10)), _LONG_WORD.sub(word, text))

    return tuple(
        dataclasses.replace(
            passage,
            key=f"{key}:{passage.key.split(':', 1)[1]}",
            meeting_key=key,
            date=date,
            text=words(passage.text),
            title=words(passage.title),
            context=words(passage.context),
        )
        for passage in model
    )


def _word(dice: random.Random) -> str:
    return "".join(dice.choice(SYLLABLES) for _ in range(dice.randint(3, 5)))
