"""Lengths and positions as Telegram counts them: in UTF-16 code units."""

from __future__ import annotations


def length(text: str) -> int:
    """Number of UTF-16 code units in `text`."""
    return len(text) + sum(1 for character in text if ord(character) > 0xFFFF)


def cut(text: str, offset: int, units: int) -> str:
    """The part of `text` from `offset`, `units` code units long."""
    encoded = text.encode("utf-16-le", "surrogatepass")
    return encoded[2 * offset : 2 * (offset + units)].decode("utf-16-le", "replace")
