"""The demo as a person starts it: samples ingested, a page served, ended by Ctrl-C."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from bot.local_telegram.server import LocalTelegram
from retrieval.store import holder

REFERAT = Path(sys.executable).with_name("referat")


@pytest.fixture
def demo(own, tmp_path):
    """The running demo on the minutes of a filled state directory; its process and its page."""
    environment = os.environ | {"REFERAT_HOME": str(own), "PYTHONUNBUFFERED": "1"}
    command = [REFERAT, "demo", "--mine", "--port", "0"]
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, env=environment, cwd=tmp_path, stdout=pipe, stderr=pipe, text=True)
    assert process.stdout is not None
    assert process.stderr is not None
    page = next((found.group() for line in process.stdout if (found := re.search(r"http://\S+", line))), "")
    assert page, process.stderr.read()
    assert any("bot_ready" in line for line in process.stderr)
    yield process, page
    process.kill()
    process.wait()
    process.stdout.close()
    process.stderr.close()


def test_the_page_is_served_and_ctrl_c_ends_it(demo, own):
    process, page = demo
    assert "<html" in httpx.get(page).text
    assert holder(own).startswith("referat demo")
    process.send_signal(signal.SIGINT)
    told = process.stderr.read()
    assert process.wait(240) == 0
    assert holder(own) == ""
    assert "Traceback" not in told


@pytest.mark.parametrize(
    ("running", "status", "told"),
    [(True, 2, "TELEGRAM_BOT_TOKEN is not accepted"), (False, 1, "cannot be reached")],
    ids=["rejected", "unreachable"],
)
def test_a_token_that_does_not_work_is_told_without_showing_it(own, running, status, told):
    with LocalTelegram() as telegram:
        address = telegram.root_url
        if not running:
            telegram.stop()
        given = {"TELEGRAM_BOT_TOKEN": "123:hunter2", "TELEGRAM_API_BASE_URL": address, "REFERAT_HOME": str(own)}
        result = subprocess.run([REFERAT, "bot"], env=os.environ | given, capture_output=True, text=True, timeout=240)
    assert result.returncode == status
    assert told in result.stderr
    assert "hunter2" not in result.stdout + result.stderr


def test_an_unexpected_fault_shows_its_kind_and_not_its_words(run, filled, monkeypatch):
    def fail(*_: object) -> None:
        raise RuntimeError("postgresql://me:hunter2@host")

    monkeypatch.setattr("retrieval.assistant.Assistant.ask", fail)
    result = run("ask", "hvad?")
    assert result.exit_code == 1
    assert result.stderr == "referat: an unexpected RuntimeError: set REFERAT_DEBUG=1 to see where\n"


def test_the_samples_go_to_a_place_of_their_own(monkeypatch, tmp_path):
    from bot.cli import run

    served = []
    monkeypatch.setattr(run, "_serve_locally", lambda rooms, *_, **__: served.append(rooms.store.meetings()))
    sample = _OneSample(tmp_path)
    monkeypatch.setattr(run, "files", lambda _: sample)
    from click.testing import CliRunner

    from bot.cli import cli

    for _ in range(2):
        result = CliRunner().invoke(cli, ["demo"])
        assert result.exit_code == 0, result.stderr
    assert [len(meetings) for meetings in served] == [1, 1]
    assert (tmp_path / "home" / "demo" / "referat.sqlite3").exists()
    assert not (tmp_path / "home" / "referat.sqlite3").exists()


class _OneSample:
    """The packaged samples, but one: the whole set would take its time."""

    def __init__(self, folder: Path) -> None:
        from tests.cli.conftest import sample_files

        self._folder = folder / "samples"
        self._folder.mkdir()
        (self._folder / "a.txt").write_bytes(sample_files()[0].read_bytes())

    def joinpath(self, _name: str) -> Path:
        return self._folder
