"""How long a person waits, on the clock and in processor time: the figures of docs/speed.md."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from rich.table import Table

from retrieval.model.answers import Query
from retrieval.parsing import parse
from retrieval.reading import read_path
from retrieval.settings import load_settings
from retrieval.wiring import open_rooms
from tests.bench.corpus import ROOT, SUFFIXES
from tests.bench.questions import GoldQuestion
from tests.bench.timing import REFERAT, Spent, measured, percentile

ASKED = "Hvad blev der besluttet om cykelstien?"
STARTS, READINGS = 5, 5


def speed_of(minutes: Path, questions: list[GoldQuestion], folder: Path) -> Table:
    """The figures with these minutes as the only ones held, in a state directory made under `folder`."""
    files = _files(minutes)
    table = _table(f"speed: {len(files)} meetings, {len(questions)} questions")
    _add_seconds(table, "referat --help", _starts("--help"), 0.3)
    _add_rate(table, "parse, meetings/s", READINGS * len(files), _parsing(files), "40")
    table.add_row("parse, MB after 100 / 1,000 others", *_memory(), "flat")
    settings = load_settings(REFERAT_HOME=folder, REFERAT_DATABASE_URL="")
    rooms = open_rooms(settings)
    ingested = measured(lambda: rooms.ingester.ingest_paths(files))
    _add_rate(table, "ingest, passages/s", rooms.index.state().passages, ingested, "500")
    queries = [question.query for question in questions]
    first = _questions(rooms.assistant.ask, queries)
    _add_spread(table, "answer, first met, ms p50 / p95", first, "–")
    _add_spread(table, "answer, ms p50 / p95", _questions(rooms.assistant.ask, queries), "50 / –")
    _add_spread(table, "search, ms p50 / p95", _questions(rooms.assistant.search, queries), "5 / –")
    rooms.close()
    rooms = open_rooms(settings)  # in which no question has been met
    rooms.index.warm_up()  # as the bot does it at its start
    _add_spread(table, "search, first met, ms p50 / p95", _questions(rooms.assistant.search, queries), "5 / –")
    rooms.close()
    _add_seconds(table, "referat ask, a new process", _starts("ask", ASKED, home=folder), 3.0)
    return table


def speed_of_parsing(minutes: Path) -> Table:
    """How fast the meetings of a folder are parsed: for long ones, of which nothing is asked."""
    files = _files(minutes)
    table = _table(f"parsing: {len(files)} meetings of {minutes.name}")
    _add_rate(table, "parse, meetings/s", READINGS * len(files), _parsing(files), "40")
    return table


def _files(minutes: Path) -> list[Path]:
    return [path for path in sorted(minutes.iterdir()) if path.suffix in SUFFIXES and path.name != "README.md"]


def _table(title: str) -> Table:
    table = Table(title=title)
    for head in ("what", "clock", "processor", "goal"):
        table.add_column(head)
    return table


def _starts(*arguments: str, home: Path | None = None) -> list[Spent]:
    """A command run some times, after once to warm the file cache and compile what Python compiles once."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    if home is not None:
        environment["REFERAT_HOME"] = str(home)

    def start() -> None:
        subprocess.run([REFERAT, *arguments], env=environment, check=True, stdout=subprocess.DEVNULL)

    start()
    return [measured(start) for _ in range(STARTS)]


def _parsing(files: Iterable[Path]) -> Spent:
    documents = [read_path(path) for path in files]
    return measured(lambda: [parse(document) for _ in range(READINGS) for document in documents])


def _memory() -> tuple[str, str]:
    """The resident memory of a process that only parses, and how long it took."""
    command = [sys.executable, "-m", "tests.parsing.memory", "1000"]
    told = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()
    first, last = (re.findall(r"(\d+) MB", line)[0] for line in (told[0], told[-1]))
    return f"{first} / {last}", told[-1].rsplit(", ", 1)[-1]


def _questions(ask: Callable[[Query], object], queries: list[Query]) -> list[Spent]:
    return [measured(lambda query=query: ask(query)) for query in queries]


def _add_seconds(table: Table, what: str, spent: list[Spent], goal: float) -> None:
    table.add_row(f"{what}, s", *(f"{percentile(values, 0.5):.2f}" for values in zip(*spent, strict=True)), f"{goal}")


def _add_rate(table: Table, what: str, count: int, spent: Spent, goal: str) -> None:
    table.add_row(what, *(f"{count / seconds:.0f}" for seconds in spent), goal)


def _add_spread(table: Table, what: str, spent: list[Spent], goal: str) -> None:
    spread = (
        f"{percentile(values, 0.5) * 1000:.1f} / {percentile(values, 0.95) * 1000:.1f}"
        for values in zip(*spent, strict=True)
    )
    table.add_row(what, *spread, goal)
