"""How long a person waits, and our search beside its peers; `--scale N` for very many passages."""

import argparse
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.bench.corpus import ROOT, SAMPLE_MINUTES, HeldMeeting, read_minutes
from tests.bench.questions import GoldQuestion, quality, read_questions
from tests.bench.scale import Where, run_scale
from tests.bench.speed import speed_of
from tests.bench.systems import PEERS, Chunked, Ours, System, is_installed
from tests.bench.timing import percentile

SHARED = ROOT.parent / "shared"
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
                console.print(_compared(name, read_minutes(minutes), read_questions(questions), Path(temporary) / name))


def _compared(name: str, meetings: list[HeldMeeting], questions: list[GoldQuestion], folder: Path) -> Table:
    table = Table(title=f"{name}: {len(meetings)} meetings, {len(questions)} questions with an answer")
    for head in ("system", "recall@1", "recall@5", "MRR", "English MRR", "index s", "query p50 ms", "p95 ms"):
        table.add_column(head)
    table.add_row("Referat", *_measured(lambda: Ours(meetings, folder), questions))
    for peer, (module, build) in PEERS.items():
        if is_installed(module):
            table.add_row(peer, *_measured(lambda build=build: Chunked(meetings, build), questions))
        else:
            table.add_row(peer, "not installed")
    return table


def _measured(build: Callable[[], System], questions: Sequence[GoldQuestion]) -> list[str]:
    started = time.perf_counter()
    system = build()
    building = time.perf_counter() - started
    system.search(questions[0].query)
    rankings, spent = [], []
    for question in questions:
        started = time.perf_counter()
        rankings.append(system.search(question.query))
        spent.append((time.perf_counter() - started) * 1000)
    english = [number for number, question in enumerate(questions) if question.language == "en"]
    foreign = quality([questions[number] for number in english], [rankings[number] for number in english])
    return [
        *quality(questions, rankings).row(),
        f"{foreign.reciprocal_rank:.3f}",
        f"{building:.2f}",
        f"{percentile(spent, 0.5):.1f}",
        f"{percentile(spent, 0.95):.1f}",
    ]


if __name__ == "__main__":
    main()
