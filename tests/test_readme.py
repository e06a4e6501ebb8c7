"""What is not documented is not there: README and the operations guide name every command and setting."""

from pathlib import Path

import pytest

from bot.cli import COMMANDS
from retrieval.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", COMMANDS)
def test_the_readme_names_the_command(command: str) -> None:
    assert f"`referat {command}" in README or f"`{command}`" in README


@pytest.mark.parametrize("setting", [str(field.validation_alias) for field in Settings.model_fields.values()])
def test_a_setting_is_documented(setting: str) -> None:
    assert f"`{setting}`" in README or setting in OPERATIONS
