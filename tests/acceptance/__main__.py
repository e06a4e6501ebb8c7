"""The acceptance on real minutes: `python -m tests.acceptance`. Says so and succeeds where they are not at hand.

Ingests `../shared/minutes` into a fresh state directory through the command line, as a person would, asks the gold
questions and holds the figures against floors. The floors are what was reached, less two standard errors: they tell a
mistake from noise. They are no goals; docs/accuracy.md tells those.
"""

import json
import os
import subprocess
import sys
import tempfile
from decimal import Decimal
from itertools import combinations
from pathlib import Path
from typing import Any

from retrieval.evaluation import numbers

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
REFERAT = Path(sys.executable).with_name("referat")
FLOORS = {
    "recall@1": 0.85,
    "recall@5": 0.95,
    "mrr@10": 0.90,
    "correct": 0.64,
    "cited": 0.85,
    "quoted": 1.0,
    "abstain": 0.4,
}
GROUNDED = 0.99
COMPUTED = ("regnet ud fra", "computed from")
ITEMS = {"2017-10-10": 13, "2020-08-18": 14, "2022-08-30": 16, "2024-05-14": 11, "2025-02-25": 8}


def referat(home: Path, *arguments: str) -> str:
    """What the command prints; its errors end the acceptance."""
    environment = {**os.environ, "REFERAT_HOME": str(home)}
    run = subprocess.run([REFERAT, *arguments], env=environment, capture_output=True, text=True, cwd=home, check=False)
    if run.returncode:
        raise SystemExit(f"referat {' '.join(arguments)} ended with {run.returncode}: {run.stderr.strip()}")
    return run.stdout


def check_items(home: Path) -> list[str]:
    """What is wrong with the number of items read."""
    wrong = []
    for file in sorted((SHARED / "minutes").iterdir()):
        parsed = json.loads(referat(home, "parse", str(file), "--json"))
        date, count = parsed["meeting"]["date"], len(parsed["items"])
        if ITEMS.get(date) != count:
            wrong.append(f"{file.name}: {count} items on {date}, not {ITEMS.get(date)}")
    return wrong


def share_grounded(home: Path, questions: Path) -> float:
    """The share of the answers all of whose numbers stand in their quotes, or are a difference told as one.

    The scorer knows only the first; the difference must be that of two numbers in the answer's own quotes.
    """
    answers = home / "answers.jsonl"
    referat(home, "answer", "--in", str(questions), "--out", str(answers))
    asked = {one["id"]: one for one in map(json.loads, questions.read_text(encoding="utf-8").splitlines())}
    told = [json.loads(line) for line in answers.read_text(encoding="utf-8").splitlines()]
    found = [one for one in told if one["found"]]
    return sum(not (strays(one, asked[one["id"]]) - differences(one)) for one in found) / len(found)


def strays(answer: dict[str, Any], question: dict[str, Any]) -> set[str]:
    """The numbers of an answer that stand in no quote, in no reference and in nothing that was asked."""
    said = " ".join([question["question"], *(turn["content"] for turn in question["history"])])
    allowed = numbers(said)
    for cited in answer["citations"]:
        allowed |= numbers(cited["quote"]) | numbers(str(cited["item"])) | numbers(cited["case_number"])
        allowed |= {str(int(part)) for part in cited["meeting"].split("-") if part}
    return {
        number for number in numbers(answer["answer"]) if number not in allowed and number.lstrip("0") not in allowed
    }


def differences(answer: dict[str, Any]) -> set[str]:
    """The differences of any two numbers quoted, where the answer says that it has worked one out."""
    if not any(word in answer["answer"] for word in COMPUTED):
        return set()
    quoted = [Decimal(number) for cited in answer["citations"] for number in numbers(cited["quote"])]
    return {format(abs(one - other).normalize(), "f") for one, other in combinations(quoted, 2)}


def main() -> int:
    """0 where every figure holds."""
    if not SHARED.exists():
        print("acceptance: no shared minutes at hand, nothing to hold against")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        wrong = check_items(home)
        referat(home, "ingest", str(SHARED / "minutes"))
        questions = SHARED / "gold" / "dev.jsonl"
        figures = json.loads(referat(home, "eval", str(questions), "--json"))
        grounded = share_grounded(home, questions)
    for name, floor in FLOORS.items():
        print(f"{name:10} {figures[name]:.4f} (floor {floor})")
        if figures[name] < floor:
            wrong.append(f"{name} is {figures[name]}, below {floor}")
    print(f"grounded   {grounded:.4f} (floor {GROUNDED}), differences told as such among them")
    if grounded < GROUNDED:
        wrong.append(f"grounded is {grounded}, below {GROUNDED}")
    for line in wrong:
        print(f"acceptance failed: {line}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
