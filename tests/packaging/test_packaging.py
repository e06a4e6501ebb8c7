"""What is shipped: the wheel from any folder, the container's and the service's settings, the licences."""

import configparser
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest
import yaml

from retrieval.settings import Settings
from tests.packaging.licences import PAGE, ROOT, pinned

UV = Path(sys.executable).with_name("uv")
PACKAGES = ("bot", "retrieval", "prompts", "data")
NAMES = frozenset(str(field.validation_alias) for field in Settings.model_fields.values())
SETTING = re.compile(r"\b(?:REFERAT|TELEGRAM|OPENAI)_[A-Z_]+\b")
NOT_OURS_TO_READ = {"REFERAT_DEBUG", "REFERAT_TEST_POSTGRES_URL"}


def test_the_wheel_works_from_any_folder_with_all_its_data(tmp_path):
    if not UV.exists():
        pytest.skip("no uv beside this python")
    source = tmp_path / "source"
    for name in PACKAGES:
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    call([UV, "build", "--wheel", "--no-build-isolation", "--offline", "--python", sys.executable, source], tmp_path)
    (wheel,) = (source / "dist").glob("*.whl")
    home = tmp_path / "installed"
    venv.create(home, symlinks=True)
    call([UV, "pip", "install", "--offline", "--no-deps", "--python", home / "bin" / "python", wheel], tmp_path)
    installed = Path(sysconfig.get_path("purelib", vars={"base": str(home)}))
    (installed / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    missing = [str(file) for file in data_files(source) if not (installed / file).is_file()]
    assert missing == []
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    referat = home / "bin" / "referat"
    assert "takedown" in call([referat, "--help"], elsewhere)
    sample = installed / "data" / "minutes" / "2022-10-04_social-og-beskaeftigelsesudvalget.txt"
    assert len(json.loads(call([referat, "parse", sample, "--json"], elsewhere))["items"]) > 1
    ours = call([home / "bin" / "python", "-c", "import bot; print(bot.__file__)"], elsewhere)
    assert ours.startswith(str(home))


def data_files(source: Path) -> list[Path]:
    """What is not Python and not documentation of the source tree."""
    files = (file.relative_to(source) for name in PACKAGES for file in (source / name).rglob("*") if file.is_file())
    return [file for file in files if file.suffix != ".py" and file.name != "README.md"]


def call(command: list[object], cwd: Path) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("REFERAT", "PYTHON"))}
    done = subprocess.run(
        list(map(str, command)), cwd=cwd, env=environment | {"HOME": str(cwd)}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(
    "file",
    [
        "compose.yaml",
        "Containerfile",
        "deploy/referat.service",
        "deploy/nginx.conf",
        "README.md",
        "docs/operations.md",
        "docs/threat-model.md",
        "docs/reliability.md",
    ],
)
def test_every_setting_that_is_named_exists(file):
    named = set(SETTING.findall((ROOT / file).read_text(encoding="utf-8")))
    assert named - NAMES - NOT_OURS_TO_READ == set()


def test_every_setting_is_documented_for_operators():
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert [name for name in sorted(NAMES) if name not in text] == []


def test_the_compose_file_holds_together():
    compose = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    services = compose["services"]
    assert set(services) == {"bot", "database", "chroma"}
    for service in services.values():
        for volume in service.get("volumes", ()):
            name = volume.split(":")[0]
            assert name.startswith("./") or name in compose["volumes"]
        assert set(service["networks"]) <= set(compose["networks"])
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", ()))
    assert set(services["bot"]["depends_on"]) <= set(services)
    assert (ROOT / services["bot"]["build"]["dockerfile"]).is_file()
    # The database and the vectors are reached by the bot alone.
    assert services["database"]["networks"] == services["chroma"]["networks"] == ["inside"]
    assert compose["networks"]["inside"]["internal"] is True
    chroma = dict(pinned((ROOT / "requirements.lock").read_text(encoding="utf-8")))["chromadb"]
    assert services["chroma"]["image"].endswith(f":{chroma}")


def test_no_secret_stands_in_what_is_shipped():
    for file in ("compose.yaml", "Containerfile", "deploy/referat.service", "deploy/nginx.conf"):
        text = (ROOT / file).read_text(encoding="utf-8")
        for name in ("TELEGRAM_BOT_TOKEN", "OPENAI_API_KEY", "POSTGRES_PASSWORD"):
            for value in re.findall(rf"^\s*{name}\s*[:=]\s*(\S+)", text, re.M):
                assert value.startswith("${"), f"{file}: {name}"


def test_the_image_takes_everything_it_copies_and_runs_as_nobody_special():
    lines = (ROOT / "Containerfile").read_text(encoding="utf-8").splitlines()
    copied = [
        part for line in lines if line.startswith("COPY ") and "--from" not in line for part in line.split()[1:-1]
    ]
    assert [name for name in copied if not (ROOT / name).exists()] == []
    assert set(PACKAGES) <= set(copied)
    assert "USER referat" in lines


def test_the_service_is_bounded():
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str
    unit.read(ROOT / "deploy" / "referat.service")
    service = dict(unit["Service"])
    assert service["User"] == "referat"
    assert service["NoNewPrivileges"] == "yes"
    assert service["ProtectSystem"] == "strict"
    assert service["CapabilityBoundingSet"] == ""
    assert service["ExecStart"].endswith("referat bot")


def test_every_pinned_package_has_its_licence_listed():
    text = PAGE.read_text(encoding="utf-8")
    packages = pinned((ROOT / "requirements.lock").read_text(encoding="utf-8"))
    assert [name for name, version in packages if f"| {name} | {version} |" not in text] == []
    assert "not declared" not in text
