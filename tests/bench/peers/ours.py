"""Our search in a process of its own: `python -m tests.bench.peers.ours < job.json > report.json`.

As a person has it: files are read, parsed, stored and indexed in a fresh state directory, the index is warmed up as the
bot does it at its start (which counts as indexing), then questions are asked with their conversation, each of them new
to the process. The report is a peer's (see worker.py), but `ranked` names items as [date, committee, item].
"""

import contextlib
import json
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from retrieval.model.answers import ItemHit, Query, Turn
from retrieval.settings import load_settings
from retrieval.wiring import Rooms, open_rooms
from tests.bench.timing import measured


def run(job: dict[str, Any], home: Path) -> dict[str, Any]:
    """What our search finds for the questions of a job, and what that costs."""
    rooms = open_rooms(load_settings(REFERAT_HOME=home, REFERAT_DATABASE_URL="", OPENAI_API_KEY="", OPENAI_BASE_URL=""))

    def ready() -> None:
        rooms.ingester.ingest_paths([Path(job["minutes"])])
        rooms.index.warm_up()

    index = measured(ready)
    queries = [Query(asked["question"], tuple(Turn(**turn) for turn in asked["history"])) for asked in job["asked"]]
    rooms.assistant.search(queries[0], 10)
    report = _asked(rooms, queries)
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    report |= {"chunks": rooms.index.state().passages, "peak_mb": peak * 1024 / 1e6}
    rooms.close()
    return report | {"index_s": index.clock, "index_cpu_s": index.processor}


def _asked(rooms: Rooms, queries: list[Query]) -> dict[str, Any]:
    ranked, spent, used = [], [], []
    for query in queries:
        clock, processor = time.perf_counter(), time.process_time()
        hits = rooms.assistant.search(query, 10)
        spent.append((time.perf_counter() - clock) * 1000)
        used.append((time.process_time() - processor) * 1000)
        ranked.append([_place(hit) for hit in hits])
    return {"ranked": ranked, "query_ms": spent, "query_cpu_ms": used}


def _place(hit: ItemHit) -> list[str | int]:
    return [hit.date.isoformat() if hit.date else "", hit.committee, hit.item]


if __name__ == "__main__":
    with contextlib.redirect_stdout(sys.stderr), tempfile.TemporaryDirectory() as folder:
        report = run(json.load(sys.stdin), Path(folder))
    json.dump(report, sys.stdout)
