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
from retrieval.store import holder
from tests.faults.conftest import free_port

REFERAT = Path(sys.executable).with_name("referat")
ANNA = 730_144_291  # no figure is likely to hold these digits by chance
WORDS = "Hvad besluttede udvalget om Gretes kviklån?"
START_S = 120.0


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
