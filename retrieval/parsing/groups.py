"""Headings above a group of items: its category, or whether it is held in public."""

import re
from collections.abc import Sequence

from retrieval.parsing.lines import Line

GROUP = re.compile(r"^[A-D][.:]\s+(?:sager|orientering|punkter|lukkede|åbne|til|beslutning|drøftelse)\b", re.IGNORECASE)
_PARTS = r"(?:dagsordens)?(?:punkter|sager|møde|dagsorden|del)"
_COUNTED = r"(?:[IVX]{1,4}\.\s)?"  # "IV. Lukkede sager"
_CLOSED_GROUP = re.compile(rf"^{_COUNTED}lukked?e?t?\s+{_PARTS}\b", re.IGNORECASE)
_OPEN_GROUP = re.compile(rf"^{_COUNTED}åb(?:ne|ent|en)\s+{_PARTS}\b", re.IGNORECASE)
_KIND_GROUP = re.compile(
    r"^(?:sager|punkter|dagsordenspunkter) (?:til|for) \w+$"
    r"|^(?:beslutnings|drøftelses|orienterings)(?:sager|punkter)$|^formalia$",
    re.IGNORECASE,
)
_FAR = 8  # lines: no heading of a group stands further above its first item


def group_of(lines: Sequence[Line], start: int, before: int) -> tuple[int, str, bool | None]:
    """The group line right above line `start` (after line `before`): its place, its words, whether it opens or closes.

    Without one the place is `start` and the words are empty.
    """
    for place in range(start - 1, max(before, start - _FAR), -1):
        text = lines[place].text
        if not text:
            continue
        if GROUP.match(text):
            return place, text, None
        if _CLOSED_GROUP.match(text):
            return place, text, False
        if _OPEN_GROUP.match(text) or _KIND_GROUP.match(text):
            return place, text, True
        break
    return start, "", None
