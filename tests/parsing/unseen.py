"""How much of documents that nobody tuned for is understood: `python -m tests.parsing.unseen` prints the figures.

`unseen.json` holds for each document its items as a person counted them before the reader saw it: number, title, case
number, whether it is open, and the outcomes that are right. The documents called `unknown_` are no minutes: whatever
item is found there is invented.
"""

import json
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from retrieval.model.minutes import AgendaItem
from retrieval.parsing import parse
from retrieval.reading import read_path

FOLDER = Path(__file__).parent / "unseen"


class Expected(NamedTuple):
    """An item as a person counted it; several outcomes where the words allow more than one."""

    number: int
    title: str
    case_number: str
    is_open: bool
    outcomes: list[str]


MINUTES: dict[str, list[Expected]] = {
    name: [Expected(*row) for row in rows]
    for name, rows in json.loads(FOLDER.with_suffix(".json").read_text(encoding="utf-8")).items()
}
STRANGERS = sorted(path.name for path in FOLDER.glob("unknown_*"))


def items_of(name: str) -> list[AgendaItem]:
    """The items found in a document; none where it is kept as one text."""
    meeting = parse(read_path(FOLDER / name))
    kept_as_one = any("the whole text is kept as one" in note.reason for note in meeting.notes)
    return [] if kept_as_one else list(meeting.items)


def outcome_of(item: AgendaItem) -> str:
    return item.decision.outcome.value if item.decision else "none"


def counted(name: str) -> Counter[str]:
    """What is right in one document; an item is found with its exact number and title, else it is surplus."""
    found = items_of(name)
    at = {(item.number, item.title): item for item in found}
    counts = Counter(items=len(MINUTES[name]))
    for wanted in MINUTES[name]:
        item = at.pop((wanted.number, wanted.title), None)
        if item is None:
            continue
        counts["found"] += 1
        counts["case numbers"] += item.case_number == wanted.case_number
        counts["openness"] += item.is_open == wanted.is_open
        counts["outcomes"] += outcome_of(item) in wanted.outcomes
    counts["surplus"] = len(found) - counts["found"]
    return counts


def main() -> None:
    total: Counter[str] = Counter()
    for name in MINUTES:
        counts = counted(name)
        total.update(counts)
        print(f"{counts['found']} of {counts['items']} items, {counts['surplus']} surplus  {name}")
    facts = ", ".join(f"{fact} {total[fact]}" for fact in ("case numbers", "openness", "outcomes"))
    invented = sum(len(items_of(name)) for name in STRANGERS)
    print(f"items {total['found']} of {total['items']}; right among these: {facts}")
    print(f"surplus: {total['surplus']} in minutes, {invented} in documents that are no minutes")


if __name__ == "__main__":
    main()
