"""`referat bot` as it runs for a city: ready, asked, watched, a second one refused, ended; its output read whole."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from bot.local_telegram.server import LocalTelegram
from bot.local_telegram.values import Person
from bot.state import State
from retrieval.store import holder
from tests.faults.conftest import free_port
from tests.faults.test_damage import holds_what_the_store_holds, opened

REFERAT = Path(sys.executable).with_name("referat")
ANNA = 730_144_291  # no figure is likely to hold these digits by chance
WORDS = "Hvad besluttede udvalget om Gretes kviklån?"
START_S = 120.0
MOST_ASKED = 500


@pytest.fixture
def telegram():
    with LocalTelegram(people=(Person(ANNA, "Grethe", "grethe", "da"),)) as running:
        yield running


@pytest.fixture
def served(own, telegram, tmp_path):
    """The running bot, the address of its health, its environment and what it has written."""
    health = f"127.0.0.1:{free_port()}"
    environment = os.environ | {
        "REFERAT_HOME": str(own),
        "TELEGRAM_BOT_TOKEN": telegram.token,
        "TELEGRAM_API_BASE_URL": telegram.root_url,
        "REFERAT_HEALTH": health,
        "REFERAT_LOG": "json",
        "REFERAT_QUESTIONS_PER_MINUTE": "1000",
    }
    output = tmp_path / "output"
    with output.open("wb") as file:
        process = subprocess.Popen([REFERAT, "bot"], env=environment, cwd=tmp_path, stdout=file, stderr=file)
    until_ready(process, health, output)
    yield process, health, environment, output
    process.kill()
    process.wait()


def until_ready(process: "subprocess.Popen[bytes]", health: str, output: Path) -> None:
    until = time.monotonic() + START_S
    while process.poll() is None and time.monotonic() < until:
        try:
            if httpx.get(f"http://{health}/readyz", timeout=5.0).json()["ready"]:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.05)  # there is no event to wait for in another program
    pytest.fail(output.read_text())


async def test_it_serves_is_watched_refuses_a_second_and_ends_without_having_told_anything(served, own, telegram):
    process, health, environment, output = served
    telegram.say(ANNA, WORDS)
    await telegram.until_messages(ANNA, 1)
    figures = httpx.get(f"http://{health}/metrics").text
    second = subprocess.run([REFERAT, "bot"], env=environment, capture_output=True, text=True)
    assert second.returncode == 1
    assert "in use by referat bot" in second.stderr
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0
    assert holder(own) == ""
    told = output.read_text() + figures + second.stderr
    assert "referat_answers_total{" in figures
    assert 'referat_outbox_messages{stage="failed"} 0.0' in figures
    assert "Traceback" not in told
    for secret in (telegram.token, "Grete", "kviklån", str(ANNA)):
        assert secret not in told


async def test_the_index_is_built_anew_while_the_bot_answers(served, own, telegram):
    process, health, environment, _ = served
    telegram.say(ANNA, WORDS)
    first = said(await telegram.until_messages(ANNA, 1))
    reindexing = subprocess.Popen([REFERAT, "reindex"], env=environment, stdout=subprocess.PIPE, text=True)
    count = 1
    while reindexing.poll() is None or behind_by(health):
        telegram.say(ANNA, WORDS)
        count += 1
        assert said(await telegram.until_messages(ANNA, count)) == first
        assert count < MOST_ASKED, "the index is not brought up to what was read anew"
    assert "read anew" in reindexing.communicate()[0]
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0
    rooms = opened(own)
    assert set(rooms.store.manifest().values()) == {2}
    assert rooms.index.manifest().meetings == rooms.store.manifest()
    assert holds_what_the_store_holds(rooms)
    rooms.close()


async def test_what_is_taken_down_beside_the_running_bot_is_told_no_more(served, own, telegram):
    _, health, environment, _ = served
    telegram.say(ANNA, WORDS)
    first = await telegram.until_messages(ANNA, 1)
    state = State(f"sqlite:///{own / 'referat.sqlite3'}")
    key = await telegram.until(lambda: state.shown(ANNA, first[-1]["id"]))
    cited = state.kept(key)["citations"][0]
    command = [REFERAT, "takedown", cited["meeting_key"], "--item", str(cited["item"]), "--reason", "a name"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "1 kept answers erased" in done.stdout
    assert state.kept(key) is None
    state.close()
    telegram.say(ANNA, WORDS)
    second = await telegram.until_messages(ANNA, 2)
    assert cited["quote"] in str(first[-1])
    assert cited["quote"] not in str(second[-1])
    await telegram.until(lambda: behind_by(health) == 0, START_S)


def behind_by(health: str) -> float:
    lines = httpx.get(f"http://{health}/metrics", timeout=30.0).text.splitlines()
    return next(float(line.split()[1]) for line in lines if line.startswith("referat_index_behind_meetings "))


def said(messages: list[dict[str, object]]) -> object:
    """The words of the last message; its buttons have keys of their own."""
    return messages[-1].get("rich") or messages[-1]["text"]
