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
from pathlib import Path

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
    "grounded": 0.98,  # a difference that is computed, and told as computed, stands in no quote
    "abstain": 0.4,
}
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


def main() -> int:
    """0 where every figure holds."""
    if not SHARED.exists():
        print("acceptance: no shared minutes at hand, nothing to hold against")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        wrong = check_items(home)
        referat(home, "ingest", str(SHARED / "minutes"))
        figures = json.loads(referat(home, "eval", str(SHARED / "gold" / "dev.jsonl"), "--json"))
    for name, floor in FLOORS.items():
        print(f"{name:10} {figures[name]:.4f} (floor {floor})")
        if figures[name] < floor:
            wrong.append(f"{name} is {figures[name]}, below {floor}")
    for line in wrong:
        print(f"acceptance failed: {line}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
