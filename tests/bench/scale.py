"""The whole house with very many passages: building, searching, one meeting more, a restart, memory, disk.

Each part is measured in a process of its own, as they run in earnest. A folder in which an index of that size stands
already is measured as it is, so that a long build is made once.
"""

import os
import random
import resource
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from retrieval.index.request import SearchRequest
from retrieval.ingest import IngestResult, Outcome
from retrieval.model.answers import Query
from retrieval.settings import load_settings
from retrieval.wiring import Rooms, open_rooms
from tests.bench.city import made_up_documents
from tests.bench.corpus import ROOT, SAMPLE_MINUTES, read_minutes
from tests.bench.questions import read_questions
from tests.bench.timing import REFERAT, Spent, measured, percentile

SAMPLE_QUESTIONS = ROOT / "tests" / "evaluation" / "sample.jsonl"
DATED = 100  # questions about a named meeting beside the sample's
WARM_UP = 20  # questions before the times count
ANSWERED = 150  # of the questions that are searched for
FILES_AT_ONCE = 500
ADDED, STARTS = 5, 3
Tell = Callable[[str], None]
Figures = dict[str, float]


@dataclass(frozen=True, slots=True)
class Where:
    """A state directory, and the servers it uses instead of the embedded stores."""

    home: Path
    database: str = ""
    chroma: str = ""

    def opened(self) -> Rooms:
        """All rooms on it."""
        settings = load_settings(
            REFERAT_HOME=self.home, REFERAT_DATABASE_URL=self.database, REFERAT_CHROMA_URL=self.chroma
        )
        return open_rooms(settings, holds_lock=True)


def run_scale(passages: int, folder: Path, tell: Tell) -> Figures:
    """Builds a state directory of so many passages under `folder`, where none stands, and measures it."""
    where = Where(folder / "home")
    return apart(build, where, passages, tell) | measure(where)


def measure(where: Where) -> Figures:
    """What a state directory that is built already does."""
    figures = apart(search, where) | apart(add_meetings, where) | restart(where)
    held = [file.stat().st_size for file in where.home.rglob("*") if file.is_file()]
    return figures | {"disk_mb": sum(held) / 1e6}


def apart(act: Callable[..., Figures], *given: object) -> Figures:
    """The figures of a part measured in a new process."""
    with ProcessPoolExecutor(1, get_context("spawn")) as process:
        return process.submit(act, *given).result()


def build(where: Where, passages: int, tell: Tell) -> Figures:
    """Documents read, parsed, stored and indexed until about so many passages are held."""
    files = where.home.parent / "documents"
    wanted = _documents_for(passages)
    if len(list(files.glob("*.txt"))) < wanted:
        write_documents(files, wanted)
    rooms = where.opened()
    held = rooms.index.state().passages
    clock, processor = time.perf_counter(), time.process_time()
    for chunk in chunks(sorted(files.glob("*.txt"))[:wanted], FILES_AT_ONCE):
        rooms.ingester.ingest_paths(chunk)
        tell(f"{rooms.index.state().passages} passages after {time.perf_counter() - clock:.0f} s")
    spent = Spent(time.perf_counter() - clock, time.process_time() - processor)
    state = rooms.index.state()
    figures = {"meetings": float(state.meetings), "passages": float(state.passages)}
    made = state.passages - held
    if made:
        figures |= {"built_per_s": made / spent.clock, "built_per_cpu_s": made / spent.processor, "build_mb": peak_mb()}
    return figures


def _documents_for(passages: int) -> int:
    base = [len(held.passages) for held in read_minutes(SAMPLE_MINUTES)]
    return round(passages * len(base) / sum(base)) + 1


def write_documents(folder: Path, count: int) -> None:
    """The first `count` made-up documents as files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in islice(made_up_documents(), count):
        (folder / name).write_bytes(text)


def chunks(files: list[Path], size: int) -> Iterator[list[Path]]:
    """The files in lists of at most `size`."""
    for start in range(0, len(files), size):
        yield files[start : start + size]


def peak_mb() -> float:
    """The most memory this process has had, resident, MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def search(where: Where) -> Figures:
    """Search alone, search with the question understood, and whole answers; then the memory they took."""
    rooms = where.opened()
    asked = questions(rooms)
    for query in asked[:WARM_UP]:
        rooms.assistant.ask(query)
    counted = asked[WARM_UP:]
    figures = _spread(
        "index", (measured(partial(rooms.index.search, SearchRequest(text=query.question))) for query in counted)
    )
    figures |= _spread("search", (measured(partial(rooms.assistant.search, query)) for query in reversed(counted)))
    figures |= _spread("answer", (measured(partial(rooms.assistant.ask, query)) for query in counted[:ANSWERED]))
    rooms.close()
    return figures | {"serving_mb": peak_mb()}


def _spread(what: str, spent: Iterable[Spent]) -> Figures:
    clock, processor = zip(*spent, strict=True)
    return {
        f"{what}_{name}_ms{unit}": percentile(values, share) * 1000
        for unit, values in (("", clock), ("_cpu", processor))
        for name, share in (("p50", 0.5), ("p95", 0.95))
    }


def questions(rooms: Rooms) -> list[Query]:
    """The sample's questions, all different, and some about a meeting held, named by its day; mixed."""
    dice = random.Random(3)
    asked = [question.query for question in read_questions(SAMPLE_QUESTIONS)]
    for info in dice.sample(rooms.store.meetings(), DATED):
        item = dice.choice(rooms.store.get(info.key).meeting.items)
        asked.append(Query(f"Hvad blev besluttet om {item.title} den {info.date:%d-%m-%Y}?"))
    asked = list(dict.fromkeys(asked))
    dice.shuffle(asked)
    return asked


def add_meetings(where: Where) -> Figures:
    """One meeting after the other that was not there, each searchable at the end, in a process that was answering."""
    rooms = where.opened()
    rooms.assistant.search(Query("hvad blev besluttet om cykelstien"))
    added: list[tuple[str, Spent]] = []
    for name, text in made_up_documents(first=rooms.index.state().meetings):
        kept: list[IngestResult] = []
        spent = measured(partial(_ingest, rooms, name, text, kept))
        if kept[0].change is Outcome.NEW:  # those of an earlier run were taken down and stay so
            added.append((kept[0].meeting_key, spent))
        if len(added) == ADDED:
            break
    again = measured(partial(rooms.assistant.search, Query("hvad blev besluttet om skolen")))
    removed = [measured(partial(rooms.ingester.withdraw, key)).clock for key, _ in added]
    rooms.close()
    later = [spent for _, spent in added[1:]]
    return {
        "add_first_s": added[0][1].clock,
        "add_s": percentile([one.clock for one in later], 0.5),
        "add_cpu_s": percentile([one.processor for one in later], 0.5),
        "search_after_s": again.clock,
        "remove_s": percentile(removed, 0.5),
    }


def _ingest(rooms: Rooms, name: str, text: bytes, kept: list[IngestResult]) -> None:
    kept.append(rooms.ingester.ingest_bytes(name, text))


def restart(where: Where) -> Figures:
    """From the start of a new process to its first answer: the middle and the worst of some."""
    given = {
        "REFERAT_HOME": str(where.home),
        "REFERAT_DATABASE_URL": where.database,
        "REFERAT_CHROMA_URL": where.chroma,
    }
    command = [str(REFERAT), "ask", "Hvad blev der besluttet om cykelstien?"]

    def start() -> None:
        subprocess.run(command, env=os.environ | given, check=True, stdout=subprocess.DEVNULL)

    spent = [measured(start) for _ in range(STARTS)]
    return {
        "first_answer_s": percentile([one.clock for one in spent], 0.5),
        "first_answer_cpu_s": percentile([one.processor for one in spent], 0.5),
        "first_answer_worst_s": max(one.clock for one in spent),
    }
