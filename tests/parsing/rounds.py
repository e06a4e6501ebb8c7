"""How many items of new layouts are found: `python -m tests.parsing.rounds` prints the figures of each round.

A round is a file of documents in forms that no rule was written for, each with its items as a person counted them:
a line "=== what it is", lines "number|title", a line "---" and the text. One without items is no minutes.
"""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from retrieval.parsing import parse
from retrieval.reading import read_bytes

FOLDER = Path(__file__).parent / "rounds"
_NAMES = {"<html": "page.html", "# ": "notes.md", "**": "notes.md"}


class Layout(NamedTuple):
    """One document: what it is, numbers and titles of its items in order, its text."""

    name: str
    items: list[tuple[int, str]]
    text: str

    def found(self) -> list[tuple[int, str]]:
        """The items that the reader finds; none where it keeps the text as one."""
        name = next((name for begin, name in _NAMES.items() if self.text.startswith(begin)), "minutes.txt")
        meeting = parse(read_bytes(name, self.text.encode()))
        if any("the whole text is kept as one" in note.reason for note in meeting.notes):
            return []
        return [(item.number, item.title) for item in meeting.items]


def layouts(path: Path) -> Iterator[Layout]:
    """The documents of one round."""
    for block in re.split(r"^=== ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        head, _, text = block.partition("\n---\n")
        name, *rows = head.split("\n")
        items = [(int(number), title) for number, _, title in (row.partition("|") for row in rows)]
        yield Layout(name, items, text)


def main() -> None:
    for path in sorted(FOLDER.glob("*.txt"), key=lambda path: int(path.stem)):
        counts: Counter[str] = Counter()
        for layout in layouts(path):
            found = layout.found()
            right = sum(item in found for item in layout.items)
            counts["documents"] += bool(layout.items)
            counts["whole"] += bool(layout.items) and right == len(layout.items)
            counts["items"] += len(layout.items)
            counts["right"] += right
            counts["surplus" if layout.items else "invented"] += len(found) - right
        print(
            f"round {path.stem}: {counts['right']} of {counts['items']} items, {counts['whole']} of"
            f" {counts['documents']} documents whole, {counts['surplus']} surplus, {counts['invented']} invented"
        )


if __name__ == "__main__":
    main()
