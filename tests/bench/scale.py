"""How the index does with very many passages: building, adding one meeting, searching, memory, disk."""

import random
import resource
import time
from collections.abc import Callable
from pathlib import Path

from retrieval.index.embeddings import LocalEmbeddings
from retrieval.index.request import SearchRequest
from retrieval.index.search import SearchIndex
from retrieval.language import Analyser
from tests.bench.corpus import made_up

QUESTIONS = 200
FILTERED = 0.3  # share of the questions that name a meeting


def percentile(values: list[float], share: float) -> float:
    """The value below which that share lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def run_scale(passages: int, folder: Path, tell: Callable[[str], None]) -> dict[str, float]:
    """Builds an index of so many passages under `folder` and measures it."""
    index = SearchIndex(folder, LocalEmbeddings(), Analyser())
    started = time.perf_counter()
    index.add_all(made_up(passages), lambda done, total: tell(f"{done} of {total} passages"), passages)
    building = time.perf_counter() - started
    figures = {"passages": float(index.state().passages), "built_per_s": passages / building}
    figures |= _adding(index) | _searching(folder, passages)
    figures["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    figures["disk_mb"] = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6
    return figures


def _adding(index: SearchIndex) -> dict[str, float]:
    key, version, passages = next(made_up(10_000, seed=99))
    started = time.perf_counter()
    index.add(key, version, passages)
    return {"added_passages": float(len(passages)), "add_meeting_s": time.perf_counter() - started}


def _searching(folder: Path, passages: int) -> dict[str, float]:
    """Searches with an index opened anew, as a process that answers would."""
    dice = random.Random(3)
    started = time.perf_counter()
    index = SearchIndex(folder, LocalEmbeddings(), Analyser())
    index.search(SearchRequest(text="hvad blev besluttet om cykelstien"))
    first = time.perf_counter() - started
    spent = []
    for request in _requests(passages, dice):
        started = time.perf_counter()
        index.search(request)
        spent.append((time.perf_counter() - started) * 1000)
    return {"first_s": first, "p50_ms": percentile(spent, 0.5), "p95_ms": percentile(spent, 0.95)}


def _requests(passages: int, dice: random.Random) -> list[SearchRequest]:
    """Questions of six to twelve words of one passage, some of them about a named meeting."""
    requests = []
    for key, _, meeting in made_up(min(passages, 60_000)):
        if len(requests) == QUESTIONS:
            break
        words = dice.choice(meeting).text.split()
        start = dice.randrange(max(1, len(words) - 12))
        text = " ".join(words[start : start + dice.randint(6, 12)])
        named = frozenset({key}) if dice.random() < FILTERED else None
        requests.append(SearchRequest(text=f"hvad siger referatet om {text}", meeting_keys=named))
    return requests
