"""Search against questions made from structure: `python -m tests.evaluation.structural [--count 2000] [--bodies DIR]`.

Reads bodies of minutes (`../shared/publication` where it is at hand), holds all of them in a fresh state directory,
asks questions made from what the parser read (structural_kinds.py) and prints recall and reciprocal rank by kind.
"""

import argparse
import gzip
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from retrieval.evaluation import Figure, figure
from retrieval.model.answers import Query
from retrieval.parsing import parse
from retrieval.reading import read_path
from retrieval.settings import load_settings
from retrieval.wiring import open_rooms
from tests.evaluation.structural_kinds import MAKERS
from tests.evaluation.structural_questions import Made, Place, Read, counted, make

PUBLICATION = Path(__file__).resolve().parents[3] / "shared" / "publication"
SEEN = 10  # hits that are looked at


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.evaluation.structural", description=__doc__)
    parser.add_argument("--bodies", type=Path, nargs="+", default=[PUBLICATION / "greve"], help="folders or .jsonl.gz")
    parser.add_argument("--count", type=int, default=2000, help="how many questions")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--fails", type=int, default=0, metavar="N", help="show N questions of each kind that missed")
    options = parser.parse_args()
    console = Console(width=140)
    with tempfile.TemporaryDirectory() as folder:
        files = [path for given in options.bodies for path in bodies(given, Path(folder) / "bodies")]
        readings = read_all(files)
        made = make(readings, options.count, MAKERS, options.seed)
        ranks = ranks_of(made, files, Path(folder) / "home")
    console.print(table_of(made, ranks, f"{len(readings)} meetings, {len(made)} questions, seed {options.seed}"))
    for kind in MAKERS if options.fails else ():
        missed = [(one, rank) for one, rank in zip(made, ranks, strict=True) if one.kind == kind and rank != 1]
        for one, rank in missed[: options.fails]:
            console.print(f"{kind} (rank {rank or '–'}): {one.question}  →  {sorted(one.right)[:3]}", markup=False)


def bodies(given: Path, folder: Path) -> list[Path]:
    """The files of a folder; of a compressed corpus each line as a file written under `folder`."""
    if given.is_dir():
        return sorted(path for path in given.iterdir() if path.suffix in {".json", ".html", ".txt", ".docx", ".pdf"})
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    with gzip.open(given, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            path = folder / f"{number:04}.json"
            path.write_text(line, encoding="utf-8")
            written.append(path)
    return written


def read_all(files: Iterable[Path]) -> list[Read]:
    """The documents with what the parser read of them."""
    documents = [read_path(path) for path in files]
    return [Read(document, parse(document)) for document in documents]


def ranks_of(made: Sequence[Made], files: Sequence[Path], home: Path) -> list[int]:
    """For each question the rank of the first right item among ten; 0 where there is none."""
    rooms = open_rooms(load_settings(REFERAT_HOME=home, REFERAT_DATABASE_URL="", OPENAI_API_KEY="", OPENAI_BASE_URL=""))
    rooms.ingester.ingest_paths(files)
    ranks = []
    for one in made:
        hits = rooms.assistant.search(Query(one.question), SEEN)
        found: list[Place] = [(hit.date.isoformat() if hit.date else "", hit.committee, hit.item) for hit in hits]
        ranks.append(next((rank for rank, place in enumerate(found, 1) if place in one.right), 0))
    rooms.close()
    return ranks


def figures_of(made: Sequence[Made], ranks: Sequence[int]) -> dict[str, tuple[Figure, Figure, Figure]]:
    """Recall@1, recall@5 and mean reciprocal rank by kind, with 95 % intervals; "all" is over all of them."""
    by_kind: dict[str, list[int]] = defaultdict(list)
    for one, rank in zip(made, ranks, strict=True):
        by_kind[one.kind].append(rank)
        by_kind["all"].append(rank)
    return {
        kind: (
            figure([float(rank == 1) for rank in by_kind[kind]]),
            figure([float(1 <= rank <= 5) for rank in by_kind[kind]]),
            figure([1 / rank if rank else 0.0 for rank in by_kind[kind]]),
        )
        for kind in (*MAKERS, "all")
        if by_kind[kind]
    }


def table_of(made: Sequence[Made], ranks: Sequence[int], title: str) -> Table:
    """The figures as a table."""
    table = Table(title=title)
    for head in ("kind", "questions", "recall@1", "recall@5", "MRR"):
        table.add_column(head)
    counts = counted(made)
    for kind, figures in figures_of(made, ranks).items():
        cells = (f"{one.value:.3f} [{one.low:.2f}, {one.high:.2f}]" for one in figures)
        table.add_row(kind, str(counts[kind] or len(made)), *cells)
    return table


if __name__ == "__main__":
    main()
