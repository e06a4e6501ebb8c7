"""Headings known by their words: printed spelling to section kind, kept as data in data/headings.tsv."""

import functools
from dataclasses import dataclass
from importlib.resources import files

from retrieval.model.vocabulary import SectionKind

MAX_HEADING = 120
_LONG = 8  # letters: shorter words may stand apart by chance
TRIM = " :.,–-"
_LONGEST_INLINE = 60  # characters of a heading that its text follows on the same line
# What stands behind these words and a colon is a title or a body's name, and no section of text.
_NEVER_INLINE = frozenset({SectionKind.ATTACHMENTS, SectionKind.COMPETENCE})


@dataclass(frozen=True, slots=True)
class Heading:
    """What a heading's words mean, and how surely they are one: "strong", "shared" or "sub"."""

    kind: SectionKind
    strength: str


@functools.cache
def known_headings() -> dict[str, Heading]:
    """All known headings by their folded spelling."""
    table = {}
    for line in (files(__package__) / "data" / "headings.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            words, kind, strength = line.split("\t")
            table[words] = Heading(SectionKind(kind), strength)
    return table


def find_heading(text: str) -> Heading | None:
    """The meaning of a whole line as a heading, or None."""
    if not 0 < len(text) <= MAX_HEADING or (text[-1] == "." and not text.endswith(("v.", "m."))):
        return None  # most lines of prose end with a point
    return _find_heading(text)


@functools.lru_cache(maxsize=8_192)  # every line is asked about for the items, the contents list and the sections
def _find_heading(text: str) -> Heading | None:
    words = text.casefold().strip(TRIM)
    return known_headings().get(words) or (_squeezed_headings().get("".join(words.split())) if " " in words else None)


@functools.cache
def _squeezed_headings() -> dict[str, Heading]:
    """The long headings without their blanks: character recognition prints "B e s l u t n i n g" and "Indsti lling"."""
    return {
        "".join(words.split()): heading
        for words, heading in known_headings().items()
        if len(words) >= _LONG and heading.strength == "strong"
    }


def heads_decision(text: str) -> bool:
    """Whether a line is or begins with a heading that is always a decision's."""
    heading = find_heading(text) or (inline_heading(text) or (None,))[0]
    return heading is not None and heading.kind is SectionKind.DECISION and heading.strength == "strong"


def inline_heading(text: str) -> tuple[Heading, int] | None:
    """A heading that its text follows on the same line: its meaning and where the text begins."""
    colon = text.find(":", 0, _LONGEST_INLINE)
    if colon < 0:
        return None
    follows = text[colon + 1 : colon + 2]
    if not (follows in (" ", "\t") or follows.isupper()):
        return None
    words = text[:colon].casefold().strip(TRIM)
    heading = known_headings().get(words)
    if heading is None or heading.strength != "strong" or heading.kind in _NEVER_INLINE:
        return None
    begin = colon + 1
    while begin < len(text) and text[begin] in " \t":
        begin += 1
    return (heading, begin) if begin < len(text) else None
