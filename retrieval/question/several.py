"""Two questions asked in one: "Hvad blev besluttet om X, og hvad koster det?" Pure."""

import re

_ASKS = r"(?:hvad|hvor\w*|hvem|hvis|hvilke\w*|what|when|where|why|who|how|which)"
_JOINT = re.compile(
    rf"(?:,\s*|\s+)(?:og|and)\s+(?={_ASKS}\b)|(?<=[?.!])\s+(?:(?:og|and)\s+)?(?={_ASKS}\b)",
    re.I,
)
# A first question asks something by itself; "hvornår og hvor ..." is one question, and so is who got how much.
_IS_ASKED = re.compile(rf"\b{_ASKS}\b(?:\s+\S+){{2}}|^\W*\w+(?:\s+\S+){{2}}.*\?$", re.I)
_ONE_ANSWER = re.compile(
    r"^\W*(?:hvem|hvilke\w*|who|which)\b.*\b(?:hvor (?:meget|mange)|how (?:much|many)|hvad)\W*$", re.I | re.S
)
_FEWEST_WORDS = 3


def split_in_two(text: str) -> tuple[str, str] | None:
    """The two questions of a text in the order asked, each ending as a question; None where it is one, or more."""
    joints = list(_JOINT.finditer(text))
    if len(joints) != 1 or _ONE_ANSWER.match(text):
        return None
    first, second = text[: joints[0].start()].strip(" ,"), text[joints[0].end() :].strip()
    if len(first.split()) < _FEWEST_WORDS or not _IS_ASKED.search(first if first.endswith("?") else f"{first}?"):
        return None
    return first if first.endswith("?") else f"{first}?", second
