"""One peer in a process of its own, in the peers' environment: `python worker.py PEER < job.json > report.json`.

The job holds `texts` (whole documents) and `questions` (a string each); the report holds `ranked` (for each question
the chunks found, best first, as [text, start, end] with character offsets), `index_s` and `index_cpu_s`,
`query_ms` and `query_cpu_ms` (one a question), `chunks` and `peak_mb` (MB of 10^6 bytes). Stands alone: nothing of the
project can be imported here.
"""

import contextlib
import importlib
import json
import os
import resource
import sys
import time
import warnings

from builders import IMPORTS, PEERS

warnings.filterwarnings("ignore")
os.environ |= {"HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false", "ANONYMIZED_TELEMETRY": "False"}
os.environ |= {"HAYSTACK_TELEMETRY_ENABLED": "False", "TQDM_DISABLE": "1"}


def locate(texts: list[str], chunks: list[tuple[int, str]]) -> list[tuple[int, int, int]]:
    """Where chunks stand in their texts; given in document order, each is sought from where the last one began."""
    places = []
    begun = dict.fromkeys(range(len(texts)), 0)
    for number, chunk in chunks:
        words = chunk.strip()
        start = texts[number].find(words, begun[number])
        start = start if start >= 0 else max(0, texts[number].find(words[:80], begun[number]))
        begun[number] = start
        places.append((number, start, start + len(words)))
    return places


def run(peer: str, job: dict) -> dict:
    """What a peer finds for the questions of a job, and what that costs."""
    texts = job["texts"]
    for module in IMPORTS[peer]:  # starting Python's modules is no part of indexing
        importlib.import_module(module)
    clock, processor = time.perf_counter(), time.process_time()
    chunks, rank = PEERS[peer](texts)
    index = time.perf_counter() - clock, time.process_time() - processor
    places = locate(texts, chunks)
    rank(job["questions"][0])
    ranked, spent, used = [], [], []
    for question in job["questions"]:
        clock, processor = time.perf_counter(), time.process_time()
        found = rank(question)
        spent.append((time.perf_counter() - clock) * 1000)
        used.append((time.process_time() - processor) * 1000)
        ranked.append([places[number] for number in found])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
    return {
        "ranked": ranked,
        "chunks": len(chunks),
        "index_s": index[0],
        "index_cpu_s": index[1],
        "query_ms": spent,
        "query_cpu_ms": used,
        "peak_mb": peak,
    }


if __name__ == "__main__":
    with contextlib.redirect_stdout(sys.stderr):
        report = run(sys.argv[1], json.load(sys.stdin))
    json.dump(report, sys.stdout)
