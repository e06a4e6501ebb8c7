"""A state directory with sample minutes, made once; commands run in this process through click's runner."""

import json
import logging
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import cli

SAMPLES = Path(__file__).parents[2] / "data" / "minutes"
CHOSEN = ("2017-11-14", "2020-09-08", "2022-10-04")  # one a layout

Run = Callable[..., Result]


def sample_files() -> list[Path]:
    return [path for path in sorted(SAMPLES.iterdir()) if path.name.startswith(CHOSEN)]


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("TELEGRAM_BOT_TOKEN", "OPENAI_API_KEY", "OPENAI_BASE_URL", "REFERAT_DATABASE_URL", "REFERAT_MINUTES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("REFERAT_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """Runs a command; keyword arguments are settings."""

    def call(*arguments: object, input: str | None = None, **settings: object) -> Result:
        for name, value in settings.items():
            monkeypatch.setenv(name, str(value))
        return CliRunner().invoke(cli, [str(argument) for argument in arguments], input=input)

    yield call
    logging.getLogger("httpx").setLevel(logging.NOTSET)


@pytest.fixture(scope="session")
def filled_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A state directory with three sample meetings; not to be written to."""
    home = tmp_path_factory.mktemp("filled") / "home"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REFERAT_HOME", str(home))
        result = CliRunner().invoke(cli, ["ingest", "--json", *map(str, sample_files())])
    assert result.exit_code == 0, result.stderr
    assert json.loads(result.stdout)["counts"]["new"] == len(CHOSEN)
    return home


@pytest.fixture
def filled(filled_once: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The shared state directory, for commands that only read."""
    monkeypatch.setenv("REFERAT_HOME", str(filled_once))
    return filled_once


@pytest.fixture
def own(filled_once: Path, tmp_path: Path) -> Path:
    """A copy of the filled state directory, for commands that write."""
    shutil.copytree(filled_once, tmp_path / "home")
    return tmp_path / "home"


def one_line(result: Result) -> str:
    """The single line an error is told in."""
    lines = result.stderr.strip().splitlines()
    assert len(lines) == 1, result.stderr
    assert lines[0].startswith("referat: ")
    return lines[0]
