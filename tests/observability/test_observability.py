"""The bot watched from outside: a real bot on the local Telegram, asked over HTTP how it is."""

import asyncio
import contextlib
import gc
import io
import json
import logging
import re
from pathlib import Path

import httpx
import pytest
import structlog

from bot.app import build
from bot.observability.assembly import Observation
from bot.observability.logs import Blotter, configure_logs
from bot.observability.metrics import Metrics
from bot.observability.state_figures import StateFigures
from bot.serving import serve
from retrieval.errors import IndexingError, StateError
from retrieval.parsing import parse
from retrieval.settings import load_settings
from retrieval.wiring import open_rooms
from tests.bot.conftest import ANNA, Chat, chat, telegram  # noqa: F401
from tests.cli.conftest import sample_files
from tests.doubles.openai_server import KEY, openai_server

ROOT = Path(__file__).parents[2]
SECRET_WORDS = "Hvad bruger kommunen på Gretes tandlæge"


@pytest.fixture(scope="module")
def rooms(tmp_path_factory):
    settings = load_settings(REFERAT_HOME=tmp_path_factory.mktemp("observed"), REFERAT_DATABASE_URL="")
    opened = open_rooms(settings)
    opened.ingester.ingest_paths(sample_files()[:1])
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def logs_as_before():
    root, handlers = logging.getLogger(), list(logging.getLogger().handlers)
    yield
    structlog.reset_defaults()
    root.handlers[:] = handlers


@contextlib.asynccontextmanager
async def observed(chat, rooms):  # noqa: F811
    """A running bot and a client of its health port."""
    observation = Observation(rooms, "127.0.0.1", 0)
    extras = observation.extras()
    settings = chat.settings()
    application = build(rooms.assistant, settings, chat.telegram.token, extras=extras)
    stopping, ready = asyncio.Event(), asyncio.Event()
    task = asyncio.create_task(serve(application, settings, stopping, extras=extras, ready=ready))
    await ready.wait()
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{observation.port}") as client:
            yield application.bot_data["services"], client
    finally:
        stopping.set()
        await task


def figure(text: str, name: str) -> float:
    found = re.search(rf"^{re.escape(name)} (\S+)$", text, re.M)
    assert found, f"{name} is not among the figures:\n{text}"
    return float(found[1])


async def test_figures_tell_what_happened_and_hold_no_word_of_anybody(chat, rooms, capsys):  # noqa: F811
    async with observed(chat, rooms) as (_, client):
        await chat.ask(ANNA, SECRET_WORDS)
        text = (await client.get("/metrics")).text
    assert len(re.findall(r'^referat_answers_total\{.*outcome="(?:found|refused)"\} 1\.0$', text, re.M)) == 1
    assert figure(text, "referat_meetings") == 1
    assert figure(text, "referat_index_behind_meetings") == 0
    assert figure(text, "referat_index_age_seconds") >= 0
    assert figure(text, 'referat_telegram_requests_total{method="getMe",outcome="ok"}') >= 1
    for stage in ("waiting", "answering", "delivering"):
        assert figure(text, f'referat_stage_seconds_count{{stage="{stage}"}}') >= 1
    told = text + capsys.readouterr().err
    assert "tandlæge" not in told
    assert "Anna" not in told
    assert chat.telegram.token not in told


@pytest.mark.parametrize(("mode", "dropped"), [("right", False), ("changes_a_digit", True)])
async def test_what_a_model_costs_and_which_claims_are_refused_are_figures(chat, rooms, mode, dropped):  # noqa: F811
    with openai_server(mode) as server:
        phrased = open_rooms(
            load_settings(
                REFERAT_HOME=rooms.settings.home,
                REFERAT_DATABASE_URL="",
                OPENAI_API_KEY=KEY,
                OPENAI_BASE_URL=server.base_url,
            )
        )
        phrased.model.prepare()  # importing its client may take longer than a person is waited for
        title = phrased.store.get(phrased.store.meetings()[0].key).meeting.items[1].title
        async with observed(chat, phrased) as (_, client):
            before = (await client.get("/metrics")).text
            await chat.ask(ANNA, f"Hvad blev besluttet om {title}?")
            text = (await client.get("/metrics")).text
        phrased.close()
    assert figure(before, "referat_model_calls_total") == figure(before, "referat_model_dollars_total") == 0
    assert figure(text, "referat_model_calls_total") == len(server.state.requests) >= 1
    assert 0 < figure(text, "referat_model_dollars_total") < 0.01
    assert (figure(text, "referat_claims_dropped_total") > 0) is dropped
    assert ('engine="rules"' in text) is dropped


def test_the_outbox_files_set_aside_and_lost_vectors_are_figures(tmp_path):
    opened = open_rooms(load_settings(REFERAT_HOME=tmp_path, REFERAT_DATABASE_URL=""))
    opened.ingester.ingest_paths(sample_files()[:1])
    opened.ingester.ingest_bytes("indkøb.txt", b"melk")
    metrics = Metrics()
    metrics.collect_from(StateFigures(opened, lambda: {"waiting": 3, "failed": 1}))
    value = metrics.registry.get_sample_value
    assert value("referat_outbox_messages", {"stage": "waiting"}) == 3
    assert value("referat_outbox_messages", {"stage": "failed"}) == 1
    assert value("referat_files_set_aside") == 1
    assert value("referat_newest_meeting_age_days") > 365
    assert value("referat_index_vectors_ready") == 1
    opened.index._keeper.give_up(IndexingError("torn"))
    assert value("referat_index_vectors_ready") == 0
    opened.close()


async def test_the_operators_page_names_every_figure_and_no_other(chat, rooms):  # noqa: F811
    async with observed(chat, rooms) as (_, client):
        text = (await client.get("/metrics")).text
    told = set(re.findall(r"referat_[a-z_]+", (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")))
    served = set(re.findall(r"^# TYPE (referat_[a-z_]+?)(?:_total)? ", text, re.M))
    served = {name for name in served if not name.endswith("_created")}  # Prometheus' own
    model = {"referat_model_calls", "referat_model_dollars"}  # only where there is one
    assert {name.removesuffix("_total") for name in told} == served | model


async def test_refusals_by_telegram_are_counted_by_status(chat, rooms):  # noqa: F811
    async with observed(chat, rooms) as (services, client):
        with contextlib.suppress(Exception):
            await services.delivery._bot.send_message(999_999, "hej")
        text = (await client.get("/metrics")).text
    assert figure(text, 'referat_telegram_requests_total{method="sendMessage",outcome="400"}') == 1


async def test_health_is_told_apart_from_readiness(chat, rooms, monkeypatch):  # noqa: F811
    async with observed(chat, rooms) as (_, client):
        well = await client.get("/readyz")

        def fail() -> object:
            raise StateError("the database is away")

        monkeypatch.setattr(rooms.store, "manifest", fail)
        monkeypatch.setattr("bot.observability.assembly.SILENT_S", 0.0)
        ill = await client.get("/readyz")
        alive = await client.get("/healthz")
    assert (well.status_code, well.json()["ready"]) == (200, True)
    assert ill.status_code == 503
    assert ill.json()["checks"]["database"] == "the database is away"
    assert "no answer from Telegram" in ill.json()["checks"]["telegram"]
    assert (alive.status_code, alive.text) == (200, "ok\n")


async def test_an_index_that_is_behind_is_told_and_one_that_lacks_most_is_not_ready(chat, rooms):  # noqa: F811
    (key,) = rooms.store.manifest()
    async with observed(chat, rooms) as (_, client):
        rooms.store.reparse(key, parse)
        behind, figures = await client.get("/readyz"), (await client.get("/metrics")).text
        rooms.index.remove(key)
        lacking = await client.get("/readyz")
    rooms.ingester.mend()
    assert behind.status_code == 200
    assert figure(figures, "referat_index_behind_meetings") == 1
    assert (lacking.status_code, lacking.json()["checks"]["database"]) == (503, "ok")
    assert "lacks 1 of 1 meetings" in lacking.json()["checks"]["index"]


async def test_all_together_are_limited_and_told(chat, rooms):  # noqa: F811
    async with chat.bot(questions_of_all_per_minute=1) as services:
        await chat.ask(ANNA, "Hvad blev besluttet?")
        told = await chat.ask(ANNA, "Og hvad så?")
        text = json.dumps(told, ensure_ascii=False)
        assert "sekund" in text or "minut" in text
        assert services.metrics.registry.get_sample_value("referat_questions_limited_total", {"limit": "everybody"})


def test_a_port_that_is_taken_is_told_before_anything_starts(rooms):
    first = Observation(rooms, "127.0.0.1", 0)
    with pytest.raises(StateError, match="REFERAT_HEALTH"):
        Observation(rooms, "127.0.0.1", first.port)
    first.close()


@pytest.mark.parametrize("as_json", [True, False])
def test_an_unexpected_error_is_told_by_kind_and_place_in_one_line_and_not_by_its_words(as_json):
    stream = io.StringIO()
    configure_logs(stream, as_json=as_json)

    async def forgotten() -> None:
        raise ValueError(SECRET_WORDS)

    async def fails() -> None:
        task = asyncio.create_task(forgotten())
        await asyncio.wait({task})

    try:
        try:
            raise KeyError(SECRET_WORDS)
        except KeyError as error:
            raise ValueError(f"cannot read {SECRET_WORDS}") from error
    except ValueError:
        logging.getLogger("retrieval.sources").exception("source_failed")
        structlog.get_logger("bot").error("handling_failed", exc_info=True)
    asyncio.run(fails())
    gc.collect()
    lines = stream.getvalue().splitlines()
    assert len(lines) == 3
    assert "source_failed" in lines[0]
    assert "ValueError at test_observability.py:" in lines[0]
    assert "from KeyError at test_observability.py:" in lines[0]
    assert "Task exception was never retrieved" in lines[2]
    assert "ValueError at" in lines[2]
    assert "tandlæge" not in stream.getvalue()
    assert not as_json or all(json.loads(line)["event"] for line in lines)


def test_log_lines_hold_known_fields_only_and_no_secret():
    stream = io.StringIO()
    metrics = Metrics()
    configure_logs(stream, secrets=["123:hunter2hunter2"], metrics=metrics, as_json=True)
    structlog.get_logger("x").warning("throttled", seconds=3, question=SECRET_WORDS, reason="token 123:hunter2hunter2")
    logging.getLogger("anything").warning("asked 123:hunter2hunter2 about 010190-1234")
    written = stream.getvalue()
    line = json.loads(written.splitlines()[0])
    assert (line["event"], line["seconds"], line["question"]) == ("throttled", 3, "left out")
    assert "hunter2" not in written
    assert "1234" not in written
    assert "tandlæge" not in written
    assert (
        metrics.registry.get_sample_value("referat_log_events_total", {"level": "warning", "event": "throttled"}) == 1
    )


def test_ordinary_words_are_not_blotted_out():
    assert Blotter(["bot", ""])("the bot answers about 27.00.00-G01-1471-24") == (
        "the bot answers about 27.00.00-G01-1471-24"
    )
