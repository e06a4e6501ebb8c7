"""What Telegram finds in plain text by itself: links, mail addresses, mentions, hashtags and commands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.local_telegram import utf16
from bot.local_telegram.values import Entity

_DOMAINS = "com|org|net|dk|eu|io|dev|app|info|me|se|no|de|uk|gov|edu"
_PATTERNS = (
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}(?![\w-])")),
    ("url", re.compile(r"\bhttps?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]]")),
    ("url", re.compile(rf"(?<![\w@./-])(?:[A-Za-z0-9-]+\.)+(?:{_DOMAINS})\b(?:/[^\s<>\"']*[^\s<>\"'.,;:!?)\]])?")),
    ("mention", re.compile(r"(?<![\w@])@[A-Za-z]\w{3,31}\b", re.ASCII)),
    ("bot_command", re.compile(r"(?<![\w/@.:<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z]\w{3,31})?(?![\w/])", re.ASCII)),
    ("hashtag", re.compile(r"(?<![\w#&])#(?=\w*[^\W\d_])\w{1,256}")),
)
_OPAQUE = frozenset({"pre", "code", "text_link", "url", "email", "mention", "text_mention"})


def detect_entities(text: str, known: Iterable[Entity] = ()) -> tuple[Entity, ...]:
    """The entities found in `text` that overlap neither one another nor the opaque ones among `known`."""
    taken = [(entity.offset, entity.offset + entity.length) for entity in known if entity.type in _OPAQUE]
    found: list[Entity] = []
    for kind, start, end in _matches(text):
        if all(end <= low or start >= high for low, high in taken):
            found.append(Entity(kind, start, end - start))
            taken.append((start, end))
    return tuple(sorted(found, key=lambda entity: entity.offset))


def _matches(text: str) -> Iterator[tuple[str, int, int]]:
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            start = utf16.length(text[: match.start()])
            yield kind, start, start + utf16.length(match.group())
