"""The demo as a person starts it: samples ingested, a page served, ended by Ctrl-C."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from retrieval.store import holder

REFERAT = Path(sys.executable).with_name("referat")


@pytest.fixture
def demo(own, tmp_path):
    """The running demo on the minutes of a filled state directory; its process and its page."""
    environment = os.environ | {"REFERAT_HOME": str(own), "PYTHONUNBUFFERED": "1"}
    command = [REFERAT, "demo", "--mine", "--port", "0"]
    with (tmp_path / "stderr").open("wb") as stderr:
        process = subprocess.Popen(
            command, env=environment, cwd=tmp_path, stdout=subprocess.PIPE, stderr=stderr, text=True
        )
    assert process.stdout is not None
    page = next(found.group() for line in process.stdout if (found := re.search(r"http://\S+", line)))
    yield process, page
    process.kill()
    process.wait()
    process.stdout.close()


def test_the_page_is_served_and_ctrl_c_ends_it(demo, own, tmp_path):
    process, page = demo
    assert "<html" in httpx.get(page).text
    assert holder(own).startswith("referat demo")
    process.send_signal(signal.SIGINT)
    assert process.wait(120) == 0
    assert holder(own) == ""
    assert "Traceback" not in (tmp_path / "stderr").read_text()


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
