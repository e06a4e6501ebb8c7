"""What is shipped: the container's and the service's settings, the licences."""

import configparser
import re
import shutil
import subprocess
import sys

import pytest
import yaml

from retrieval.settings import Settings
from tests.packaging.licences import PAGE, ROOT, pinned

PACKAGES = ("bot", "retrieval", "prompts", "data")
NAMES = frozenset(str(field.validation_alias) for field in Settings.model_fields.values())
SETTING = re.compile(r"\b(?:REFERAT|TELEGRAM|OPENAI)_[A-Z_]+\b")
NOT_OURS_TO_READ = {"REFERAT_DEBUG", "REFERAT_TEST_POSTGRES_URL"}


@pytest.mark.parametrize(
    "file",
    [
        "compose.yaml",
        "Containerfile",
        "deploy/referat.service",
        "deploy/referat.sh",
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


def test_the_compose_file_takes_every_setting_there_is():
    bot = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"]["bot"]
    of_the_image = {"REFERAT_HOME", "REFERAT_OCR"}
    assert set(bot["environment"]) == NAMES - of_the_image
    # Empty is no value: a number that is not set has to be absent.
    assert [name for name, value in bot["environment"].items() if value == ""] == []


def test_the_operators_command_has_the_services_settings_home_and_program(tmp_path):
    unit = (ROOT / "deploy" / "referat.service").read_text(encoding="utf-8")
    script = (ROOT / "deploy" / "referat.sh").read_text(encoding="utf-8")
    for place in ("/etc/referat/referat.env", "REFERAT_HOME=/var/lib/referat", "/opt/referat/bin/referat"):
        assert place in unit and place in script
    settings, program = tmp_path / "referat.env", tmp_path / "program"
    settings.write_text("REFERAT_DATABASE_URL=postgresql://u:p@h/n\nREFERAT_QUIET_HOURS=22-6\n", encoding="utf-8")
    program.write_text(
        '#!/bin/sh\necho "$REFERAT_DATABASE_URL $REFERAT_QUIET_HOURS $REFERAT_HOME $*"\n', encoding="utf-8"
    )
    program.chmod(0o755)
    here = script.replace("/etc/referat/referat.env", str(settings)).replace("/opt/referat/bin/referat", str(program))
    done = subprocess.run(["sh", "-c", here, "referat", "takedown", "a b"], capture_output=True, text=True, check=True)
    assert done.stdout == "postgresql://u:p@h/n 22-6 /var/lib/referat takedown a b\n"


def test_no_secret_stands_in_what_is_shipped():
    for file in ("compose.yaml", "Containerfile", "deploy/referat.service", "deploy/referat.sh", "deploy/nginx.conf"):
        text = (ROOT / file).read_text(encoding="utf-8")
        for name in ("TELEGRAM_BOT_TOKEN", "OPENAI_API_KEY", "POSTGRES_PASSWORD"):
            for value in re.findall(rf"^\s*{name}[ \t]*[:=][ \t]*(\S+)", text, re.M):
                assert value.startswith("${"), f"{file}: {name}"


def test_the_image_takes_everything_it_copies_and_runs_as_nobody_special():
    lines = (ROOT / "Containerfile").read_text(encoding="utf-8").splitlines()
    copied = [
        part for line in lines if line.startswith("COPY ") and "--from" not in line for part in line.split()[1:-1]
    ]
    assert [name for name in copied if not (ROOT / name).exists()] == []
    assert set(PACKAGES) <= set(copied)
    let_in = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert let_in[1] == "*"  # what is not named stays out: settings with secrets, environments, what tests leave
    assert {line.removeprefix("!") for line in let_in if line.startswith("!")} == set(copied)
    users = [line for line in lines if line.startswith("USER ")]
    assert users == ["USER referat"]
    assert lines.index(users[0]) < next(at for at, line in enumerate(lines) if line.startswith("ENTRYPOINT"))


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


def test_systemd_takes_the_service(tmp_path):
    """Everything but where the program will be installed and the user that is made for it."""
    if not shutil.which("systemd-analyze"):
        pytest.skip("no systemd here")
    text = (ROOT / "deploy" / "referat.service").read_text(encoding="utf-8")
    for installed, here in (("/opt/referat/bin/referat", sys.executable), ("=referat\n", "=daemon\n")):
        assert installed in text
        text = text.replace(installed, here)
    unit = tmp_path / "referat.service"
    unit.write_text(text, encoding="utf-8")
    done = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True)
    told = [line for line in (done.stdout + done.stderr).splitlines() if "referat" in line]
    assert (done.returncode, told) == (0, [])


def test_every_pinned_package_has_its_licence_listed():
    text = PAGE.read_text(encoding="utf-8")
    packages = pinned((ROOT / "requirements.lock").read_text(encoding="utf-8"))
    assert [name for name, version in packages if f"| {name} | {version} |" not in text] == []
    assert "not declared" not in text
