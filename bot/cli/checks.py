"""What `referat doctor` looks at, one check a function: how it is, and how to mend it."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from retrieval.errors import AssistantError

if TYPE_CHECKING:
    from retrieval.settings import Settings
    from retrieval.store import Store

LITTLE_SPACE = 500_000_000  # bytes: a hundred meetings with their vectors take about a tenth of that
TIMEOUT_S = 5.0


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor: `level` is ok, note, or bad; `mend` says what to do where something is wrong."""

    about: str
    level: str
    told: str
    mend: str = ""


def examine(settings: "Settings", *, online: bool) -> Iterator[Finding]:
    """All findings, the state first. Nothing is written, mended or made."""
    yield from _state(settings)
    if _has_database(settings):
        yield from _database(settings)
    else:
        yield Finding("database", "note", "none yet", "add minutes with `referat ingest FILE_OR_FOLDER`")
    yield from _folders(settings)
    yield _recognition(settings)
    yield from _model(settings, online=online)
    yield from _telegram(settings, online=online)
    yield from _chroma(settings, online=online)


def _has_database(settings: "Settings") -> bool:
    return bool(settings.database_url.get_secret_value()) or (settings.home / "referat.sqlite3").exists()


def _state(settings: "Settings") -> Iterator[Finding]:
    from retrieval.store import holder

    home = settings.home
    if not home.exists():
        yield Finding("state", "note", f"{home} is not there yet", "`referat ingest` makes it")
        return
    try:
        free = shutil.disk_usage(home).free
        writer = holder(home)
    except OSError as error:
        yield Finding(
            "state", "bad", f"{home}: {error.strerror}", "check the rights of the folder, or set REFERAT_HOME"
        )
        return
    yield Finding("state", "ok", f"{home}" + (f", in use by {writer}" if writer else ""))
    if free < LITTLE_SPACE:
        yield Finding(
            "disk", "bad", f"{free // 1_000_000} MB free", "free some space: nothing can be stored when it is full"
        )


def _database(settings: "Settings") -> Iterator[Finding]:
    from retrieval.store import Store

    try:
        store = Store(settings.database)
    except AssistantError as error:
        yield Finding("database", "bad", str(error))
        return
    try:
        yield from _contents(store)
        yield from _index(settings, store)
    except AssistantError as error:
        yield Finding("database", "bad", str(error))
    finally:
        store.close()


def _contents(store: "Store") -> Iterator[Finding]:
    check = store.check()
    told = f"{check.place}, schema {check.schema}, {check.meetings} meetings, {check.documents} documents"
    yield Finding("database", "bad" if check.problems else "ok", told, "restore a backup" if check.problems else "")
    for problem in check.problems:
        yield Finding("database", "bad", problem)
    for aside in store.set_asides():
        yield Finding("set aside", "note", aside.reason, "mend the file and ingest it again")
    for gone in store.withdrawals():
        what = f"{gone.name}" + (f", item {gone.item}" if gone.item else "")
        yield Finding("taken down", "note", what + (f": {gone.reason}" if gone.reason else ""))


def _index(settings: "Settings", store: "Store") -> Iterator[Finding]:
    from retrieval.index.manifest import load_manifest
    from retrieval.wiring import open_embeddings

    try:
        fingerprint = open_embeddings(settings).fingerprint
    except AssistantError as error:
        yield Finding("embedding", "bad", str(error), "set REFERAT_EMBEDDINGS to local")
        return
    yield Finding("embedding", "ok", fingerprint)
    held = load_manifest(settings.home / "index" / "manifest.json")
    wanted = store.manifest()
    behind = sum(held.meetings.get(key) != revision for key, revision in wanted.items())
    gone = len(set(held.meetings) - set(wanted))
    if behind or gone or held.pending:
        told = f"behind the database by {behind + gone} meetings"
        yield Finding("index", "bad", told, "the next command mends it; `referat reindex` builds it anew")
    elif wanted and held.embedding != fingerprint:
        told = f"made with another embedding ({held.embedding or 'none'}); searching by words alone"
        yield Finding("index", "bad", told, "run `referat reindex`")
    else:
        yield Finding("index", "ok", f"{len(held.meetings)} meetings")
    yield from _vectors(settings)


def _vectors(settings: "Settings") -> Iterator[Finding]:
    """Whether the embedded vectors can be read; Chroma itself would write when it is opened."""
    import sqlite3
    from contextlib import closing

    file = settings.home / "index" / "vectors" / "chroma.sqlite3"
    if settings.chroma_url or not file.exists():
        return
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            told = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
    except sqlite3.Error as error:
        told = str(error)
    if told != "ok":
        yield Finding(
            "vectors", "bad", "damaged; searching by words alone", "`referat reindex`, or the next start, mends it"
        )


def _folders(settings: "Settings") -> Iterator[Finding]:
    for folder in settings.minutes:
        if folder.is_dir():
            yield Finding("watched", "ok", str(folder))
        else:
            yield Finding("watched", "bad", f"{folder} is not there", "make the folder, or mend REFERAT_MINUTES")


def _recognition(settings: "Settings") -> Finding:
    if not settings.ocr:
        return Finding("scans", "note", "refused: character recognition is off", "set REFERAT_OCR=on to read them")
    from retrieval.reading.recognition import missing_parts

    missing = missing_parts()
    if missing:
        return Finding("scans", "bad", "REFERAT_OCR is on, but it cannot work", missing)
    return Finding("scans", "ok", "read by character recognition, each with a warning")


def _model(settings: "Settings", *, online: bool) -> Iterator[Finding]:
    if not settings.has_model:
        yield Finding("model", "note", "none: answers come from rules", "set OPENAI_API_KEY for smoother sentences")
        return
    base = settings.openai_base_url or "https://api.openai.com/v1"
    told = f"{settings.openai_model} at {base}"
    if not online:
        yield Finding("model", "ok", f"{told}, not asked")
        return
    key = settings.openai_api_key.get_secret_value()
    reached = _reach(f"{base.rstrip('/')}/models", {"Authorization": f"Bearer {key}"} if key else {})
    mend = "check OPENAI_API_KEY and OPENAI_BASE_URL; meanwhile answers come from rules"
    yield Finding("model", "bad" if reached else "ok", f"{told}{reached}", mend if reached else "")


def _telegram(settings: "Settings", *, online: bool) -> Iterator[Finding]:
    token = settings.telegram_bot_token.get_secret_value()
    if not token:
        yield Finding("telegram", "note", "no token", "set TELEGRAM_BOT_TOKEN for `referat bot`; the demo needs none")
        return
    if not online:
        yield Finding("telegram", "ok", "token set, not asked")
        return
    base = (settings.telegram_api_base_url or "https://api.telegram.org").rstrip("/")
    reached = _reach(f"{base}/bot{token}/getMe", {})
    mend = "check TELEGRAM_BOT_TOKEN, TELEGRAM_API_BASE_URL and the network"
    yield Finding("telegram", "bad" if reached else "ok", f"{base}{reached}", mend if reached else "")


def _chroma(settings: "Settings", *, online: bool) -> Iterator[Finding]:
    if not settings.chroma_url:
        return
    reached = _reach(f"{settings.chroma_url.rstrip('/')}/api/v2/heartbeat", {}) if online else ", not asked"
    wrong = bool(reached) and online
    mend = "start the server or mend REFERAT_CHROMA_URL; meanwhile search goes by words alone"
    yield Finding("chroma", "bad" if wrong else "ok", f"{settings.chroma_url}{reached}", mend if wrong else "")


def _reach(url: str, headers: dict[str, str]) -> str:
    """Empty where the address answers well, else what went wrong; never the address, for it may hold a secret."""
    import logging

    import httpx

    logging.getLogger("httpx").setLevel(logging.CRITICAL)
    try:
        status = httpx.get(url, headers=headers, timeout=TIMEOUT_S).status_code
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        return f", not reachable ({type(error).__name__})"
    return "" if status == httpx.codes.OK else f", answers with status {status}"
