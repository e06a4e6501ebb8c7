"""Settings come from the environment or .env, once, and keep their secrets."""

from pathlib import Path

import pytest

from retrieval.errors import BadInput
from retrieval.settings import load_settings


@pytest.fixture(autouse=True)
def _nowhere(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)


def test_lists_are_comma_separated(monkeypatch):
    monkeypatch.setenv("REFERAT_ADMINS", "12, 34,")
    monkeypatch.setenv("REFERAT_MINUTES", "/a/b, c")
    settings = load_settings()
    assert settings.admins == {12, 34}
    assert settings.minutes == (Path("/a/b"), Path("c"))


def test_a_dot_env_file_is_read_and_the_environment_counts_more(monkeypatch, tmp_path):
    (tmp_path / ".env").write_text("OPENAI_MODEL=from-file\nOPENAI_BASE_URL=http://file\nUNKNOWN=1\n")
    monkeypatch.setenv("OPENAI_MODEL", "from-environment")
    settings = load_settings()
    assert (settings.openai_model, settings.openai_base_url) == ("from-environment", "http://file")


def test_a_secret_is_in_no_representation(monkeypatch):
    monkeypatch.setenv("REFERAT_DATABASE_URL", "postgresql://me:hunter2@host/db")
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "1:hunter2")
    settings = load_settings()
    assert "hunter2" not in repr(settings) + str(settings) + settings.model_dump_json()
    assert settings.database.endswith("hunter2@host/db")


def test_a_bad_setting_is_named_without_its_value(monkeypatch):
    monkeypatch.setenv("REFERAT_ADMINS", "hunter2")
    with pytest.raises(BadInput) as caught:
        load_settings()
    assert "REFERAT_ADMINS" in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_every_setting_says_what_it_is_and_its_default():
    from retrieval.settings import Settings

    for name, field in Settings.model_fields.items():
        assert field.description, name
        assert "Default:" in field.description, name
