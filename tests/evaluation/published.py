"""Questions of our own about published minutes of a real municipality, in four sets of seven to nine meetings.

`published.jsonl` and `published_short.jsonl` hold the questions (as people ask who know what they ask about, and in a
few everyday words), the required facts, and digests of the sentences that answer: no sentence of the minutes is kept
here. The minutes are read from the folder beside the project; where it is missing there are no sets.

`python -m tests.evaluation.published` scores the assistant on them.
"""

import contextlib
import gzip
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
SHORT = ", short"  # ends the name of a set of short questions
QUESTIONS = {"": HERE / "published.jsonl", SHORT: HERE / "published_short.jsonl"}
PUBLICATION = HERE.parents[2] / "shared" / "publication"


@contextlib.contextmanager
def published_sets() -> Iterator[dict[str, tuple[Path, Path]]]:
    """Name, questions file and folder of minutes of each set; the files are gone afterwards."""
    if not PUBLICATION.is_dir():
        yield {}
        return
    sets: dict[str, list[str]] = json.loads((HERE / "published_meetings.json").read_text(encoding="utf-8"))
    bodies = _bodies({meeting for meetings in sets.values() for meeting in meetings})
    with tempfile.TemporaryDirectory() as folder:
        yield {
            name + length: _laid_out(Path(folder) / (name + length), file, name, meetings, bodies)
            for name, meetings in sets.items()
            for length, file in QUESTIONS.items()
        }


def _laid_out(folder: Path, file: Path, name: str, meetings: list[str], bodies: dict[str, str]) -> tuple[Path, Path]:
    minutes = folder / "minutes"
    minutes.mkdir(parents=True)
    for meeting in meetings:
        (minutes / f"{meeting}.json").write_text(bodies[meeting], encoding="utf-8")
    asked = folder / f"{name}.jsonl"
    lines = [line for line in file.read_text(encoding="utf-8").splitlines() if json.loads(line)["set"] == name]
    asked.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return asked, minutes


def _bodies(wanted: set[str]) -> dict[str, str]:
    """The bodies of these meetings by id."""
    found = {}
    texts = [file.read_text(encoding="utf-8") for file in sorted((PUBLICATION / "greve").glob("*.json"))]
    with gzip.open(PUBLICATION / "greve-corpus.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts += list(lines)
    for text in texts:
        meeting = json.loads(text)["Id"]
        if meeting in wanted:
            found[meeting] = text
    return found


def main() -> None:
    """Prints the figures of `referat eval` for each set."""
    with published_sets() as sets, tempfile.TemporaryDirectory() as homes:
        if not sets:
            sys.exit(f"the published minutes are not at hand: {PUBLICATION} is missing")
        for name, (questions, minutes) in sets.items():
            settings = os.environ | {
                "REFERAT_HOME": str(Path(homes) / name),
                "OPENAI_API_KEY": "",
                "OPENAI_BASE_URL": "",
            }
            referat = [sys.executable, "-m", "bot"]
            subprocess.run(
                [*referat, "ingest", str(minutes), "--json"], env=settings, check=True, stdout=subprocess.DEVNULL
            )
            print(f"--- {name}", flush=True)
            subprocess.run([*referat, "eval", str(questions)], env=settings, check=True)


if __name__ == "__main__":
    main()
