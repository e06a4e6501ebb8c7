"""Telegram's lengths: counting in UTF-16 units and dividing text where it hurts least."""

from dataclasses import dataclass

MESSAGE_UNITS = 4000  # of 4,096: some room for what a client adds
CAPTION_UNITS = 1024
ENTITIES = 90  # of 100: beyond them formatting is dropped
_BREAKS = ("\n\n", "\n", ". ", "; ", ", ", " ")


def units(text: str) -> int:
    """The length in UTF-16 code units, as Telegram's limits and entity offsets count."""
    return len(text.encode("utf-16-le")) // 2


@dataclass(frozen=True, slots=True)
class Atom:
    """A part that stays whole: as sent, and how much of a message it takes."""

    text: str
    visible: int
    entities: int = 0


def divide(text: str, limit: int) -> list[str]:
    """The text in parts of at most `limit` units, cut after a paragraph, line, sentence or word where one is near."""
    parts: list[str] = []
    rest = text.strip()
    while units(rest) > limit:
        cut = _cut(rest, limit)
        parts.append(rest[:cut].strip())
        rest = rest[cut:].strip()
    return [part for part in [*parts, rest] if part]


def _cut(text: str, limit: int) -> int:
    window = _prefix(text, limit)
    for mark in _BREAKS:
        at = window.rfind(mark)
        if at > len(window) // 2:
            return at + len(mark)
    return len(window)


def _prefix(text: str, limit: int) -> str:
    """The longest beginning of at most `limit` units; never half a surrogate pair."""
    low, high = 0, min(len(text), limit)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if units(text[:middle]) <= limit else (low, middle - 1)
    return text[:low]


def shorten(text: str, limit: int) -> str:
    """The text, or its beginning with `[…]` where it is longer than `limit` units."""
    text = text.strip()
    if units(text) <= limit:
        return text
    window = _prefix(text, limit - 4)
    at = window.rfind(" ")
    return (window[:at] if at > len(window) // 2 else window).rstrip() + " […]"


def pack(atoms: list[Atom], separator: str = "\n\n") -> tuple[str, ...]:
    """The atoms in as few messages as they need, in order."""
    pieces: list[list[Atom]] = []
    used = entities = 0
    for atom in atoms:
        fits = pieces and used + len(separator) + atom.visible <= MESSAGE_UNITS
        if not fits or entities + atom.entities > ENTITIES:
            pieces.append([])
            used, entities = -len(separator), 0
        pieces[-1].append(atom)
        used += len(separator) + atom.visible
        entities += atom.entities
    return tuple(separator.join(atom.text for atom in piece) for piece in pieces)
