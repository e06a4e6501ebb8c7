"""What a reply can be made of: the uddrag in our prompt, read as a model would read them."""

import re
from dataclasses import dataclass
from typing import Any

_ITEM = (
    r"^Møde: (?P<date>[^\n]*)\nPunkt: (?P<item>\d+)\nSagsnummer: (?P<case>[^\n]*)\n"
    r"Udfald på dette møde: (?P<outcome>[^\n]*)\nMATERIALE (?P<of>\w+)\n"
    r"Udvalg: (?P<committee>[^\n]*)\nTitel: (?P<title>[^\n]*)\nMATERIALE (?P=of) SLUT$"
)
_PASSAGE = (
    r"^Uddrag (?P<key>K\d+), afsnit: (?P<section>[^\n]*)\nMATERIALE (?P<mark>\w+)\n"
    r"(?P<text>.*?)\nMATERIALE (?P=mark) SLUT$"
)
_PART = re.compile(f"{_ITEM}|{_PASSAGE}", re.MULTILINE | re.DOTALL)
_QUESTION = re.compile(r"Spørgsmålet:\n\nMATERIALE (\w+)\n(.*?)\nMATERIALE \1 SLUT", re.DOTALL)


@dataclass(frozen=True)
class Entry:
    key: str
    item: int
    title: str
    section: str
    outcome: str
    date: str
    text: str

    @property
    def sentences(self) -> list[str]:
        """Whole sentences of one line, long enough to be quoted."""
        pieces = re.split(r"(?<=[a-zæøå0-9)][.!?])\s+(?=[A-ZÆØÅ])|\n+", self.text)
        return [piece.strip() for piece in pieces if 25 <= len(piece.strip()) <= 400 and "udeladt" not in piece]


@dataclass(frozen=True)
class Prompt:
    entries: list[Entry]
    question: str


def read_prompt(messages: list[dict[str, str]]) -> Prompt:
    """The entries and the question of the newest full user message."""
    text = next(message["content"] for message in messages if message["role"] == "user")
    entries: list[Entry] = []
    of: dict[str, Any] = {}
    for part in _PART.finditer(text):
        if part["item"]:
            of = {name: part[name] for name in ("title", "outcome", "date")} | {"item": int(part["item"])}
        else:
            entries.append(Entry(key=part["key"], section=part["section"], text=part["text"], **of))
    question = _QUESTION.search(text)
    return Prompt(entries, question[2] if question else "")
