"""Our search beside its peers on the same questions: `python -m tests.bench.peers [--minutes DIR --questions FILE...]`.

Every system is a process of its own; peers run in .venv-peers (`make bench-peers`). A peer's chunk counts for the item
that holds most of its characters, and a follow-up is given with the last two turns before it.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.bench.corpus import ROOT, SAMPLE_MINUTES, HeldMeeting, read_minutes
from tests.bench.questions import GoldQuestion, Place, place_of, quality, read_questions
from tests.bench.timing import percentile

SHARED = ROOT.parent / "shared"
COLLECTIONS = {
    "sample minutes": (SAMPLE_MINUTES, ROOT / "tests" / "evaluation" / "sample.jsonl"),
    "real minutes": (SHARED / "minutes", SHARED / "gold" / "dev.jsonl"),
}
PEERS_PYTHON = ROOT / ".venv-peers" / "bin" / "python"
WORKER = Path(__file__).parent / "worker.py"
LIMIT_S = 3600
PEERS = (
    "plain BM25",
    "bm25s, Danish stems",
    "LangChain BM25",
    "LangChain Chroma",
    "LangChain Ensemble",
    "LlamaIndex BM25",
    "LlamaIndex vectors",
    "Haystack BM25",
    "Haystack embeddings",
    "txtai keyword",
    "txtai hybrid",
)
COLUMNS: dict[str, Callable[[dict[str, Any]], str]] = {
    "index s": lambda report: f"{report['index_s']:.2f}",
    "index CPU s": lambda report: f"{report['index_cpu_s']:.2f}",
    "query p50 ms": lambda report: f"{percentile(report['query_ms'], 0.5):.1f}",
    "p95 ms": lambda report: f"{percentile(report['query_ms'], 0.95):.1f}",
    "CPU p50 ms": lambda report: f"{percentile(report['query_cpu_ms'], 0.5):.1f}",
    "peak MB": lambda report: f"{report['peak_mb']:.0f}",
    "chunks": lambda report: f"{report['chunks']}",
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.peers", description=__doc__)
    parser.add_argument("--minutes", type=Path, help="a folder of minutes, in place of the two known sets")
    parser.add_argument("--questions", type=Path, nargs="+", help="questions on them as JSON lines")
    parser.add_argument("--only", nargs="+", choices=PEERS, default=PEERS, help="these peers alone")
    options = parser.parse_args()
    if bool(options.minutes) != bool(options.questions):
        parser.error("--minutes and --questions go together")
    collections = COLLECTIONS
    if options.minutes:
        collections = {path.name: (options.minutes, path) for path in options.questions}
    for name, (minutes, questions) in collections.items():
        if minutes.is_dir() and questions.is_file():
            compare(name, minutes, read_questions(questions), options.only)


def compare(name: str, folder: Path, questions: list[GoldQuestion], peers: Sequence[str]) -> None:
    """Prints the table of one set of minutes; a peer that cannot run has its reason in its row."""
    meetings = read_minutes(folder)
    table = Table(title=f"{name}: {len(meetings)} meetings, {len(questions)} questions with an answer")
    for head in ("system", "recall@1", "recall@5", "MRR", "da MRR", "en MRR", *COLUMNS):
        table.add_column(head)
    report = _report([sys.executable, "-m", "tests.bench.peers.ours"], _our_job(folder, questions))
    rankings = [[(day, committee, item) for day, committee, item in ranked] for ranked in report["ranked"]]
    table.add_row("Referat", *_row(questions, rankings, report))
    for peer in peers:
        row = _peer_row(peer, meetings, questions)
        print(f"{peer}: {' '.join(row)}", file=sys.stderr, flush=True)  # a run takes minutes: what is there already
        table.add_row(peer, *row)
    Console(width=160).print(table)


def _our_job(folder: Path, questions: Sequence[GoldQuestion]) -> dict[str, Any]:
    asked = [
        {
            "question": question.query.question,
            "history": [{"role": turn.role, "content": turn.content} for turn in question.query.history],
        }
        for question in questions
    ]
    return {"minutes": str(folder), "asked": asked}


def _peer_row(peer: str, meetings: Sequence[HeldMeeting], questions: Sequence[GoldQuestion]) -> list[str]:
    if not PEERS_PYTHON.exists():
        return ["not installed: make bench-peers"]
    texts = [held.document.text for held in meetings]
    asked = [
        " ".join([*(turn.content for turn in question.query.history[-2:]), question.query.question])
        for question in questions
    ]
    try:
        report = _report([str(PEERS_PYTHON), str(WORKER), peer], {"texts": texts, "questions": asked})
    except subprocess.CalledProcessError as error:
        return [error.stderr.strip().splitlines()[-1][:60]]
    rankings = [
        [_place_of_chunk(meetings[text], start, end) for text, start, end in found] for found in report["ranked"]
    ]
    return _row(questions, rankings, report)


def _report(command: Sequence[str], job: dict[str, Any]) -> dict[str, Any]:
    run = subprocess.run(
        command, input=json.dumps(job), capture_output=True, text=True, check=True, cwd=ROOT, timeout=LIMIT_S
    )
    report: dict[str, Any] = json.loads(run.stdout)
    return report


def _row(questions: Sequence[GoldQuestion], rankings: Sequence[Sequence[Place]], report: dict[str, Any]) -> list[str]:
    def reciprocal_rank(language: str) -> str:
        pairs = [pair for pair in zip(questions, rankings, strict=True) if pair[0].language == language]
        if not pairs:
            return "–"
        asked, ranked = zip(*pairs, strict=True)
        return f"{quality(asked, ranked).reciprocal_rank:.3f}"

    measured = [figure(report) for figure in COLUMNS.values()]
    return [*quality(questions, rankings).row(), reciprocal_rank("da"), reciprocal_rank("en"), *measured]


def _place_of_chunk(held: HeldMeeting, start: int, end: int) -> Place:
    """The item that holds most of a chunk; the meeting's head where none does."""
    shared = {
        item.number: min(end, item.span.end) - max(start, item.span.start)
        for item in held.meeting.items
        if item.span.start < end and start < item.span.end
    }
    return place_of(held, max(shared, key=lambda number: shared[number]) if shared else 0)


if __name__ == "__main__":
    main()
