"""How long a person waits; `--scale N` for very many passages. Our search beside its peers: `tests.bench.peers`."""

import argparse
import tempfile
from pathlib import Path

from rich.console import Console

from tests.bench.corpus import ROOT, SAMPLE_MINUTES
from tests.bench.questions import read_questions
from tests.bench.scale import Where, run_scale
from tests.bench.speed import speed_of, speed_of_parsing

SHARED = ROOT.parent / "shared"
BODIES = SHARED / "publication" / "greve"
COLLECTIONS = {
    "sample minutes": (SAMPLE_MINUTES, ROOT / "tests" / "evaluation" / "sample.jsonl"),
    "real minutes": (SHARED / "minutes", SHARED / "gold" / "dev.jsonl"),
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--scale", type=int, metavar="N", help="measure an index of N made-up passages instead")
    parser.add_argument("--folder", type=Path, help="where the index of --scale is built (default: a temporary folder)")
    parser.add_argument("--served", action="store_true", help="compare --scale's on PostgreSQL and a Chroma server too")
    options = parser.parse_args()
    console = Console(width=120)
    with tempfile.TemporaryDirectory() as temporary:
        if options.scale:
            folder = options.folder or Path(temporary)
            figures = run_scale(options.scale, folder, print)
            if options.served:
                from tests.bench.served import compare_served

                figures |= compare_served(Where(folder / "home"))
            for name, value in figures.items():
                console.print(f"{name:26} {value:,.2f}")
            return
        for name, (minutes, questions) in COLLECTIONS.items():
            if minutes.is_dir() and questions.is_file():
                console.print(speed_of(minutes, read_questions(questions), Path(temporary) / f"home of {name}"))
        if BODIES.is_dir():
            console.print(speed_of_parsing(BODIES))


if __name__ == "__main__":
    main()
