"""Character references (`&amp;`, `&#230;`) as Telegram reads them: few names, every number."""

from __future__ import annotations

import re
from collections.abc import Mapping

CLASSIC_NAMES: Mapping[str, str] = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
RICH_NAMES: Mapping[str, str] = {
    **CLASSIC_NAMES,
    "apos": "'",
    "nbsp": "\u00a0",
    "hellip": "…",
    "mdash": "—",
    "ndash": "–",
    "lsquo": "\u2018",
    "rsquo": "\u2019",
    "ldquo": "\u201c",
    "rdquo": "\u201d",
}
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|([A-Za-z]+));?")


def decode_references(text: str, names: Mapping[str, str]) -> str:
    """Replace the references Telegram knows; what it does not know stays as written."""

    def replaced(match: re.Match[str]) -> str:
        hexadecimal, decimal, name = match.groups()
        if name is not None:
            return names.get(name, match.group())
        number = int(hexadecimal, 16) if hexadecimal else int(decimal)
        is_character = 0 < number < 0x110000 and not 0xD800 <= number < 0xE000
        return chr(number) if is_character else match.group()

    return _REFERENCE.sub(replaced, text)
