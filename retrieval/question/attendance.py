"""Whose presence at a meeting a question asks about: "Var Bo Lind til mødet?", "Was Bo Lind present?". Pure."""

import re

_WHO = r"(?P<who>[^\W\d][\w'’.-]*(?:\s+[^\W\d][\w'’.-]*){0,3}?)"
_LEAD = r"^(?:og |men |så |and |but )?"
_MEETING = r"(?:\w+\s+){0,3}?\w*(?:møde|moede|meeting)"
_NOT = r"(?:ikke\s+|også\s+)?"
_ASKED = tuple(
    re.compile(f"{_LEAD}{pattern}", re.I)
    for pattern in (
        rf"(?:var|er)\s+{_WHO}\s+{_NOT}(?:til stede|tilstede|fraværende|med (?:til(?! at)|på|i|ved|under)\b)",
        rf"(?:var|er)\s+{_WHO}\s+{_NOT}(?:til|på) {_MEETING}",
        rf"(?:deltog|deltager)\s+{_WHO}\s+{_NOT}(?:i|på|ved|under)\s+(?:{_MEETING}|\w*punkt|pkt|behandlingen|sag)",
        rf"(?:mødte|dukkede|kom)\s+{_WHO}\s+{_NOT}(?:op\b|frem\b|til {_MEETING})",
        rf"(?:was|were)\s+{_WHO}\s+(?:not\s+)?(?:present|absent|at {_MEETING}|there\b)",
        rf"did\s+{_WHO}\s+(?:not\s+)?(?:attend|take part|participate|show up|come to {_MEETING})",
    )
)
_HELD = r"(?:\w+ )?(?:udvalgs|byråds)?møde(?:t)?\b"
_EVERYBODY = re.compile(
    rf"\bhvem (?:var|er) (?:til stede|tilstede|med (?:til|på) {_HELD}|(?:til|på) {_HELD})|"
    rf"\bhvem (?:deltog|mødte) (?:op|(?:i|på) {_HELD})|"
    r"\bwho (?:was|were) (?:present|at (?:the|this|that) (?:\w+ )?meeting)|"
    r"\bwho attended (?:the|this|that) (?:\w+ )?meeting",
    re.I,
)
# Nobody in particular, and what is no person: "Var der mange til mødet?", "Deltog forvaltningen i mødet?".
_NOBODY = re.compile(
    r"(?:der|det|de|den|du|jeg|vi|i|han|hun|alle|ingen|nogen|mange|there|it|they|he|she|you|any\w*|every\w*|all|the|"
    r"many)\b|"
    r"\w*(?:en|et|erne|ene|ne)$",
    re.I,
)


_OF_MATTER = re.compile(
    r"\b(?:behandlingen|sagen|punktet)\s(?:af|om|med)\b|\b(?:the )?(?:item|case|discussion) (?:on|about|of)\b", re.I
)

_THIS = re.compile(r"\b(?:punktet|sagen|the item|the case)\b", re.I)


def read_attendee(text: str) -> str:
    """The person whose presence is asked about, as written; empty where none is."""
    for pattern in _ASKED:
        found = pattern.search(text)
        if found and not _NOBODY.match(found["who"]):
            return found["who"]
    return ""


def asks_who_was_there(text: str) -> bool:
    """Whether it is asked who was present at all."""
    return bool(_EVERYBODY.search(text))


def asks_of_a_matter(text: str) -> bool:
    """Whether the matter is named at whose treatment somebody was or was not."""
    return bool(_OF_MATTER.search(text))


def asks_of_what_is_talked_about(text: str) -> bool:
    """Whether the item is meant that the conversation is about: "Deltog Bo Lind i punktet?"."""
    return bool(_THIS.search(text))
