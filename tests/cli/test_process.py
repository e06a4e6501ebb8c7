"""The command as a process of its own: statuses, pipes, what it imports, and being killed."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import sample_files

REFERAT = Path(sys.executable).with_name("referat")


@pytest.fixture
def call(tmp_path):
    def run(*arguments, **settings):
        environment = os.environ | {"REFERAT_HOME": str(tmp_path / "home")} | settings
        command = [REFERAT, *map(str, arguments)]
        return subprocess.run(command, env=environment, capture_output=True, text=True, cwd=tmp_path, timeout=240)

    return run


def test_help_imports_no_library_that_is_slow():
    code = "import sys, bot.cli; bot.cli.cli.main(['--help'], standalone_mode=False)"
    told = subprocess.run([sys.executable, "-X", "importtime", "-c", code], capture_output=True, text=True).stderr
    imported = {line.rsplit("|", 1)[-1].strip() for line in told.splitlines()}
    assert "click" in imported
    assert not imported & {
        "pydantic",
        "sqlalchemy",
        "chromadb",
        "tantivy",
        "numpy",
        "telegram",
        "rich",
        "langchain_core",
    }


def test_reading_a_ledger_opens_no_index(filled):
    code = "from bot.cli import cli; cli.main(['amounts', '--json'])"
    command = [sys.executable, "-X", "importtime", "-c", code]
    told = subprocess.run(
        command, capture_output=True, text=True, env=os.environ | {"REFERAT_HOME": str(filled)}
    ).stderr
    assert not {"chromadb", "telegram", "langchain_openai"} & {
        line.rsplit("|", 1)[-1].strip() for line in told.splitlines()
    }


def test_statuses_and_streams_are_those_of_the_contract(call, tmp_path):
    done = call("ingest", sample_files()[0], "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["counts"]["new"] == 1
    asked = call("ask", "Hvad besluttede udvalget under punkt 2?", "--json")
    assert (asked.returncode, asked.stderr) == (0, "")
    assert json.loads(asked.stdout)["citations"]
    wrong = call("ingest", "missing.txt")
    assert (wrong.returncode, wrong.stdout, wrong.stderr.count("\n")) == (2, "", 1)
    broken = call("ask", "hvad?", REFERAT_HOME=str(tmp_path / "home" / "lock" / "x"))
    assert (broken.returncode, broken.stdout, broken.stderr.count("\n")) == (1, "", 1)


def test_a_reader_that_goes_away_is_told_nothing(filled):
    environment = os.environ | {"REFERAT_HOME": str(filled)}
    process = subprocess.Popen(
        [REFERAT, "amounts", "--json"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == b""
    process.stderr.close()
    process.wait(240)


def test_killed_in_the_middle_nothing_is_half_there_and_the_rest_is_caught_up(call, tmp_path):
    # The process is killed when the meetings are in the database and not yet in the index.
    code = (
        "import os, signal, retrieval.ingest as i\n"
        "i.Ingester._index_pending = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
        "from bot.cli import cli\n"
        "cli.main(['ingest', *%r])\n" % [str(path) for path in sample_files()]
    )
    environment = os.environ | {"REFERAT_HOME": str(tmp_path / "home")}
    killed = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, timeout=240)
    assert killed.returncode == -signal.SIGKILL
    again = json.loads(call("ingest", "--json", *sample_files()).stdout)["counts"]
    assert again["same"] == 3
    assert "ok   index: 3 meetings" in call("doctor", "--offline").stdout
