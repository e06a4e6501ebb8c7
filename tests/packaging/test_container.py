"""What the container's build would run, run with stand-ins for pip and apt-get: there need be no engine."""

import os
import re
import subprocess
from pathlib import Path

import pytest
import yaml

from retrieval.settings import load_settings
from tests.packaging.licences import ROOT


def steps() -> list[str]:
    """The shell commands of the Containerfile's RUN steps."""
    text = re.sub(r"^\s*#.*\n", "", (ROOT / "Containerfile").read_text(encoding="utf-8"), flags=re.M)
    return [line.removeprefix("RUN ") for line in text.replace("\\\n", " ").splitlines() if line.startswith("RUN ")]


def build(folder: Path, ocr: str) -> tuple[int, list[str]]:
    """The status of the steps that install, and what they would have installed."""
    log = folder / "log"
    log.touch()
    for name in ("pip", "apt-get", "rm"):
        stand_in = folder / name
        stand_in.write_text(f'#!/bin/sh\necho "{name} $*" >> {log}\n', encoding="utf-8")
        stand_in.chmod(0o755)
    for step in steps():
        if "install " not in step or "useradd" in step:
            continue
        command = ["sh", "-c", step.replace("/opt/referat/bin/pip", "pip")]
        environment = {"PATH": f"{folder}:{os.environ['PATH']}", "OCR": ocr}
        done = subprocess.run(command, env=environment, check=False, capture_output=True)
        if done.returncode:
            return done.returncode, log.read_text(encoding="utf-8").splitlines()
    return 0, log.read_text(encoding="utf-8").splitlines()


def test_without_recognition_nothing_of_it_is_installed(tmp_path):
    status, installed = build(tmp_path, "off")
    assert status == 0
    assert [line.split()[-1] for line in installed] == [".[postgres]"]


def test_with_recognition_its_engine_its_danish_model_and_its_library_are_installed(tmp_path):
    status, installed = build(tmp_path, "on")
    assert status == 0
    assert any(line.endswith(".[postgres,ocr]") for line in installed)
    (packages,) = (line.split() for line in installed if line.startswith("apt-get install"))
    assert {"tesseract-ocr", "tesseract-ocr-dan"} <= set(packages)


def test_another_word_is_refused(tmp_path):
    status, installed = build(tmp_path, "yes please")
    assert status != 0
    assert not any(line.startswith("pip") for line in installed)


@pytest.mark.parametrize(("ocr", "expected"), [("on", True), ("off", False)])
def test_the_image_is_set_as_it_was_built(ocr, expected, monkeypatch, tmp_path):
    text = (ROOT / "Containerfile").read_text(encoding="utf-8")
    assert "REFERAT_OCR=$OCR" in text
    assert text.count("ARG OCR=off") == text.count("\nFROM ") == 2  # an argument holds for one stage
    monkeypatch.setenv("REFERAT_OCR", ocr)
    assert load_settings(REFERAT_HOME=tmp_path).ocr is expected


def test_compose_hands_the_choice_on():
    compose = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    assert compose["services"]["bot"]["build"]["args"] == {"OCR": "${OCR:-off}"}
