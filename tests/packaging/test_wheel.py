"""The wheel in an environment of its own, as pipx makes one, and what the container's image runs in it."""

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.local_telegram.server import LocalTelegram
from bot.local_telegram.values import Person
from tests.faults.conftest import free_port
from tests.faults.test_bot_process import until_ready
from tests.packaging.licences import ROOT
from tests.packaging.test_packaging import PACKAGES

UV = Path(sys.executable).with_name("uv")
SAMPLE = Path("data") / "minutes" / "2022-10-04_social-og-beskaeftigelsesudvalget.txt"
TRAINING = Path("data") / "training"  # what is only learned from is not installed
ANNA = 1001
pytestmark = pytest.mark.xdist_group("wheel")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A new environment with the wheel and what it says it needs, as pinned, and nothing of this one."""
    if not UV.exists():
        pytest.skip("no uv beside this python")
    folder = tmp_path_factory.mktemp("wheel")
    source, home = folder / "source", folder / "environment"
    for name in PACKAGES:
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    call([UV, "build", "--wheel", "--no-build-isolation", "--offline", "--python", sys.executable, source], folder)
    (wheel,) = (source / "dist").glob("*.whl")
    call([UV, "venv", "--python", sys.executable, home], folder)
    pins = ["--constraint", ROOT / "requirements.lock"]  # they were installed here by uv: its cache has them all
    call([UV, "pip", "install", "--offline", "--python", home / "bin" / "python", *pins, f"{wheel}[postgres]"], folder)
    yield home
    shutil.rmtree(folder)


def call(command: list[object], cwd: Path) -> str:
    done = subprocess.run(list(map(str, command)), cwd=cwd, env=clean(), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def clean(**settings: str) -> dict[str, str]:
    """This environment without settings, ours or Python's."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("REFERAT", "PYTHON"))} | settings


def test_it_brings_all_its_data_and_nothing_comes_from_here(installed: Path) -> None:
    packages = Path(sysconfig.get_path("purelib", vars={"base": str(installed)}))
    files = (file.relative_to(ROOT) for name in PACKAGES for file in (ROOT / name).rglob("*") if file.is_file())
    data = [file for file in files if file.suffix not in (".py", ".pyc") and file.name != "README.md"]
    data = [file for file in data if file.parent != TRAINING]
    assert [str(file) for file in data if not (packages / file).is_file()] == []
    assert not (packages / "pytest").exists()


def test_from_any_folder_it_reads_minutes_and_answers(installed: Path, tmp_path: Path) -> None:
    packages = Path(sysconfig.get_path("purelib", vars={"base": str(installed)}))

    def referat(*given: object) -> str:
        environment = clean(REFERAT_HOME=str(tmp_path / "home"))
        command = [str(installed / "bin" / "referat"), *map(str, given)]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert "takedown" in referat("--help")
    assert len(json.loads(referat("parse", packages / SAMPLE, "--json"))["items"]) > 1
    referat("ingest", packages / SAMPLE)
    assert json.loads(referat("ask", "Hvad besluttede udvalget om kviklån?", "--json"))["found"]


def test_the_images_commands_start_a_bot_that_its_health_check_finds_well(installed: Path, tmp_path: Path) -> None:
    text = (ROOT / "Containerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    forms = (r"^ENTRYPOINT", r"^CMD", r"^HEALTHCHECK.*CMD")
    entry, command, check = (json.loads(re.findall(rf"{form}\s+(\[.*\])$", text, re.M)[0]) for form in forms)
    health, binaries = f"127.0.0.1:{free_port()}", installed / "bin"
    with LocalTelegram(people=(Person(ANNA, "Anna", "anna", "da"),)) as telegram:
        environment = clean(
            PATH=f"{binaries}:{os.environ['PATH']}",
            REFERAT_HOME=str(tmp_path / "state"),
            REFERAT_HEALTH=health,
            REFERAT_LOG="json",
            TELEGRAM_BOT_TOKEN=telegram.token,
            TELEGRAM_API_BASE_URL=telegram.root_url,
        )
        with (tmp_path / "output").open("wb") as output:
            process = subprocess.Popen([binaries / entry[0], *entry[1:], *command], env=environment, stderr=output)
        try:
            until_ready(process, health, tmp_path / "output")
            asked = [part.replace("127.0.0.1:9464", health) for part in check]
            assert asked != check
            assert subprocess.run([binaries / asked[0], *asked[1:]], env=environment).returncode == 0
        finally:
            process.terminate()
            assert process.wait(30) == 0
        assert subprocess.run([binaries / asked[0], *asked[1:]], env=environment, capture_output=True).returncode != 0
