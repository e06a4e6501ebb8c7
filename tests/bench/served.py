"""The same state directory on a real PostgreSQL and a real Chroma server, to compare with the embedded stores."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from retrieval.settings import load_settings
from retrieval.store import Store
from tests.bench.scale import Figures, Where, apart, search
from tests.faults.conftest import ChromaServer, free_port
from tests.store.conftest import LOCAL, _cluster

COMPARED = [f"{what}_{share}_ms" for what in ("index", "search", "answer") for share in ("p50", "p95")]


def compare_served(embedded: Where, runs: int = 2) -> Figures:
    """Search embedded and served in turn, `runs` times each, in the same minutes: the best of each and the ratio."""
    measured: dict[str, list[Figures]] = {"embedded": [], "served": []}
    with served_copy(embedded) as served:
        for _ in range(runs):
            measured["embedded"].append(apart(search, embedded))
            measured["served"].append(apart(search, served))
    figures: Figures = {}
    for name in COMPARED:
        ours, theirs = (min(run[name] for run in measured[which]) for which in ("embedded", "served"))
        figures |= {f"embedded {name}": ours, f"served {name}": theirs, f"ratio {name}": theirs / ours}
    return figures


@contextmanager
def served_copy(embedded: Where) -> Iterator[Where]:
    """The state moved to servers: the database by backup and restore, the vectors as the server's own files."""
    folder = embedded.home.parent / "served"
    shutil.rmtree(folder, ignore_errors=True)
    home = folder / "home"
    index = embedded.home / "index"
    shutil.copytree(index / "lexical", home / "index" / "lexical")
    shutil.copy(index / "manifest.json", home / "index")
    shutil.copytree(index / "vectors", folder / "chroma", ignore=shutil.ignore_patterns("at-hand*"))
    chroma = ChromaServer(folder / "chroma", free_port())
    cluster = Path(tempfile.mkdtemp(prefix="referat-pg-", dir="/tmp"))
    servers = _cluster(LOCAL[-1].parent, cluster)
    chroma.start()
    try:
        database = next(servers)
        _move(embedded, database, folder / "backup.zip")
        yield Where(home, database, chroma.url)
    finally:
        chroma.stop()
        servers.close()
        shutil.rmtree(cluster, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)


def _move(embedded: Where, database: str, archive: Path) -> None:
    held = Store(load_settings(REFERAT_HOME=embedded.home, REFERAT_DATABASE_URL="").database)
    held.backup(archive)
    held.close()
    target = Store(database)
    target.restore(archive)
    target.close()
