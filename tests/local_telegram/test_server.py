"""Starting, stopping, and serving as a program of its own."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import threading

import httpx
import pytest

from bot.local_telegram.server import LocalTelegram
from tests.local_telegram.conftest import ANNA


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_stopping_ends_an_open_poll_and_frees_the_port() -> None:
    telegram = LocalTelegram().start()
    port = int(telegram.root_url.rpartition(":")[2])
    answers: list[httpx.Response] = []
    address = f"{telegram.base_url}{telegram.token}/getUpdates"
    poll = threading.Thread(target=lambda: answers.append(httpx.get(address, params={"timeout": 50}, timeout=60)))
    poll.start()
    telegram.wait_for(lambda: telegram.world.poll_number == 1)
    telegram.stop()
    telegram.stop()
    poll.join(10)
    assert answers[0].json() == {"ok": True, "result": []}
    with LocalTelegram().start(port=port) as again:
        assert again.root_url == telegram.root_url


def test_a_taken_port_is_an_error_at_once(telegram: LocalTelegram) -> None:
    with pytest.raises(OSError, match="in use"):
        LocalTelegram().start(port=int(telegram.root_url.rpartition(":")[2]))


def test_serving_as_a_program_ends_cleanly_on_interrupt(telegram: LocalTelegram) -> None:
    port = free_port()
    program = f"from bot.local_telegram.server import serve; serve(port={port})"
    running = subprocess.Popen([sys.executable, "-c", program], stderr=subprocess.PIPE)

    def answers() -> bool:
        try:
            return httpx.get(f"http://127.0.0.1:{port}/", trust_env=False).status_code == 200
        except httpx.ConnectError:
            return False

    telegram.wait_for(answers, 20)
    running.send_signal(signal.SIGINT)
    _, complaints = running.communicate(timeout=20)
    assert (running.returncode, complaints) == (0, b"")


def test_waiting_in_vain_is_an_error(telegram: LocalTelegram) -> None:
    with pytest.raises(TimeoutError):
        telegram.wait_for(lambda: False, 0.01)


async def test_a_restarted_bot_finds_what_waited(telegram: LocalTelegram) -> None:
    telegram.say(ANNA, "mens du var væk")
    assert len(telegram.world.updates) == 1
    address = f"{telegram.base_url}{telegram.token}/getUpdates"
    async with httpx.AsyncClient(trust_env=False) as client:
        first = (await client.get(address)).json()["result"]
        second = (await client.get(address)).json()["result"]
    assert first == second and first[0]["message"]["text"] == "mens du var væk"
