"""What is searched in the benchmark: the minutes of a folder."""

import dataclasses
import datetime
import hashlib
from pathlib import Path

from retrieval.index.passages import passages_of
from retrieval.model.answers import Passage
from retrieval.model.minutes import Document, Meeting
from retrieval.parsing import parse
from retrieval.reading import read_path

ROOT = Path(__file__).resolve().parents[2]
SAMPLE_MINUTES = ROOT / "data" / "minutes"
SUFFIXES = {".txt", ".md", ".html", ".json", ".docx", ".pdf"}


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
