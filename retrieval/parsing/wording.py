"""How one document words its headings: which it uses again and again, and under which it tells what was decided."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from retrieval.parsing.bodies import find_body, is_same_body
from retrieval.parsing.headings import TRIM, find_heading
from retrieval.parsing.lines import Line, next_text
from retrieval.parsing.outcomes import outcome_of
from retrieval.parsing.people import read_people

_SYSTEMATIC = 2  # a heading counts as the document's own when this many items have it
_MAX_LABEL = 50
_ARROW = re.compile(r"(?:[→⇒➔➜➤►▶☑☐☒✓✔]|[-=]+>)\s*(?=\S)")  # "→ Godkendt."
_POINTED = "→"  # stands for every arrow and ticked box
_LABEL = re.compile(r"^[A-ZÆØÅ][^.:;,?!\d]{3,48}\??$")
_LIKELY = frozenset({"referat", "konklusion", "resultat", "udfald", "aftalt", "aftale"})  # often over nothing decided
_NO_DECISION = re.compile(
    r"indstil|anbefal|forslag|foreslå|tidligere|histori|høring|udtalelse|bemærkning|baggrund", re.IGNORECASE
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")  # what was decided in a year is history
_NEAR = 45  # characters in front of the deciding word
_BARE = 45  # characters of a formula such as "Taget til efterretning."
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Wording:
    """Headings of one document, folded: the known ones it repeats, and unknown ones that stand over its decisions."""

    repeated: frozenset[str] = frozenset()
    deciding: frozenset[str] = frozenset()
    is_unheaded: bool = False  # decisions stand under no heading, as the last words of their items


def fold_heading(text: str) -> str:
    """A heading as it is compared."""
    return text.casefold().strip(TRIM)


def repeated_headings(lines: Sequence[Line]) -> frozenset[str]:
    """The known headings that a document uses again and again, folded."""
    counts = Counter(fold_heading(line.text) for line in lines if line.text and find_heading(line.text))
    return frozenset(words for words, count in counts.items() if count >= _SYSTEMATIC)


def reports(lines: Sequence[Line]) -> bool:
    """Whether "Referat:" stands again and again: then an agenda's text holds its minutes too."""
    labels = (line.text for line in lines if line.text.startswith(("Referat:", "REFERAT:")))
    return len(list(labels)) >= _SYSTEMATIC


def deciding_headings(lines: Sequence[Line], titles: Collection[int], committee: str) -> frozenset[str]:
    """The labels whose words resolve, each time or nearly so, and at least once in a bare formula ("Godkendt.").

    The lines numbered `titles` are titles of items and no labels; a label that names a party or another body
    than `committee` stands over what that one said.
    """
    under: defaultdict[str, list[str]] = defaultdict(list)
    for label, words in _labelled(lines, titles):
        named = find_body(label)
        if (not named or is_same_body(named, committee)) and not any(person.party for person in read_people(label)):
            under[fold_heading(label)].append(words)
    return frozenset(label for label, texts in under.items() if _resolve(label, texts))


def _resolve(label: str, texts: Sequence[str]) -> bool:
    resolved = [words for words in texts if _resolves(words)]
    if label in _LIKELY and resolved:
        return True
    is_usual = len(resolved) >= _SYSTEMATIC and len(resolved) * 2 > len(texts)
    return is_usual and any(len(words) <= _BARE for words in resolved)


def _resolves(words: str) -> bool:
    if len(words) > _LONGEST or words.casefold().startswith("at ") or _YEAR.search(words[:_NEAR]):
        return False
    verdict = outcome_of(words)
    return verdict is not None and verdict.place <= _NEAR


def _labelled(lines: Sequence[Line], titles: Collection[int]) -> Iterator[tuple[str, str]]:
    """The short lines and the words before a colon that no rule knows, with the text that follows each."""
    for line in lines:
        if not line.text or line.is_row or line.index in titles:
            continue
        if arrow := _ARROW.match(line.text):
            yield _POINTED, line.text[arrow.end() :]
            continue
        label, colon, words = line.text[: _MAX_LABEL + 1].partition(":")
        if not _LABEL.match(label) or find_heading(label) is not None or _NO_DECISION.search(label):
            continue
        if colon and words.strip():
            yield label, line.text.partition(":")[2].strip()
        elif len(line.text) <= _MAX_LABEL and (below := next_text(lines, line.index)):
            yield label, below[0].text


def decision_label(text: str, wording: Wording) -> int | None:
    """Where the decision begins on a line that opens with one of the document's own headings; -1: on the next line."""
    if not wording.deciding or not text:
        return None
    if fold_heading(text) in wording.deciding:
        return -1
    if arrow := _ARROW.match(text):
        return arrow.end() if _POINTED in wording.deciding else None
    label, colon, words = text.partition(":")
    if not colon or not words.strip() or fold_heading(label) not in wording.deciding:
        return None
    return len(text) - len(words.lstrip())
