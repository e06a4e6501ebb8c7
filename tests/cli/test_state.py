"""Doctor, backup, restore, export: what an operator needs, and secrets are never shown."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from bot.cli import COMMANDS
from tests.cli.conftest import one_line, sample_files

SECRET = "123456:very-secret-token"


@pytest.fixture
def refusing_server():
    """A server that answers 401 to everything."""

    class Refusing(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(401)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Refusing)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_doctor_finds_nothing_wrong_with_a_filled_state(run, filled):
    result = run("doctor", "--offline", "--json")
    findings = {finding["about"]: finding for finding in json.loads(result.stdout)}
    assert result.exit_code == 0
    assert [findings[name]["level"] for name in ("state", "database", "embedding", "index")] == ["ok"] * 4


def test_doctor_makes_nothing_where_nothing_is(run, tmp_path):
    result = run("doctor", "--offline")
    assert (result.exit_code, "referat ingest" in result.stdout) == (0, True)
    assert not (tmp_path / "home").exists()


def test_doctor_asks_servers_and_shows_no_secret(run, filled, refusing_server):
    result = run(
        "doctor",
        TELEGRAM_BOT_TOKEN=SECRET,
        TELEGRAM_API_BASE_URL=refusing_server,
        OPENAI_API_KEY=SECRET,
        OPENAI_BASE_URL="http://127.0.0.1:9/v1",
        REFERAT_CHROMA_URL=refusing_server,
    )
    assert result.exit_code == 1
    assert "telegram: " + refusing_server + ", answers with status 401 -> check TELEGRAM_BOT_TOKEN" in result.stdout
    assert "not reachable (ConnectError) -> check OPENAI_API_KEY" in result.stdout
    assert "REFERAT_CHROMA_URL" in result.stdout
    assert SECRET not in result.output
    assert SECRET not in run("doctor", "--settings").output


def test_doctor_explains_every_setting(run):
    from retrieval.settings import Settings

    told = run("doctor", "--settings").stdout
    for field in Settings.model_fields.values():
        assert f"{field.validation_alias} = " in told
        assert field.description in told


def test_doctor_says_how_to_mend_a_damaged_database_and_a_missing_folder(run, own):
    (own / "referat.sqlite3").write_bytes(b"no database" * 1000)
    result = run("doctor", "--offline", REFERAT_MINUTES=str(own / "nowhere"))
    assert result.exit_code == 1
    assert "damaged: restore a backup" in result.stdout
    assert "nowhere is not there" in result.stdout


@pytest.mark.parametrize("name", ["REFERAT_ADMINS", "REFERAT_HOME"])
def test_a_setting_that_cannot_be_used_is_named(run, tmp_path, name):
    (tmp_path / "file").write_text("x")
    value = {"REFERAT_ADMINS": "me,you", "REFERAT_HOME": str(tmp_path / "file" / "home")}[name]
    result = run("ingest", sample_files()[0], **{name: value})
    assert result.exit_code == (2 if name == "REFERAT_ADMINS" else 1)
    assert name in one_line(result)


def test_a_damaged_database_stops_every_command_with_one_line(run, own):
    (own / "referat.sqlite3").write_bytes(b"no database" * 1000)
    for command in (["ask", "hvad?"], ["amounts"], ["ingest", sample_files()[0]]):
        result = run(*command)
        assert (result.exit_code, "damaged" in one_line(result)) == (1, True)


def test_backup_and_restore_give_back_the_same_answers(run, own, tmp_path, monkeypatch):
    before = run("export").stdout
    hits = json.loads(run("search", "budget", "--json").stdout)["hits"]
    assert run("backup", "saved.zip").exit_code == 0
    monkeypatch.setenv("REFERAT_HOME", str(tmp_path / "other"))
    assert run("restore", "saved.zip").exit_code == 0
    assert run("export").stdout == before
    assert json.loads(run("search", "budget", "--json").stdout)["hits"] == hits


def test_restore_asks_before_it_replaces(run, own):
    run("backup", "saved.zip")
    refused = run("restore", "saved.zip")
    assert (refused.exit_code, "--replace" in one_line(refused)) == (2, True)
    assert run("restore", "saved.zip", "--replace").exit_code == 0


def test_restoring_nonsense_changes_nothing(run, own, tmp_path):
    before = run("export").stdout
    (tmp_path / "bad.zip").write_text("x")
    result = run("restore", "bad.zip", "--replace")
    assert (result.exit_code, "not a backup" in one_line(result)) == (2, True)
    assert run("export").stdout == before


def test_export_writes_the_parsers_contract_a_meeting_a_line(run, filled, tmp_path):
    assert run("export", "all.jsonl").exit_code == 0
    meetings = [json.loads(line) for line in (tmp_path / "all.jsonl").read_text(encoding="utf-8").splitlines()]
    parsed = json.loads(run("parse", "--json", sample_files()[0]).stdout)
    assert meetings[0]["meeting"] == parsed["meeting"]
    assert meetings[0]["items"] == parsed["items"]


def test_the_bot_without_a_token_says_where_to_get_one(run):
    result = run("bot")
    assert (result.exit_code, "@BotFather" in one_line(result)) == (2, True)


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_explains_itself(run, command):
    result = run(command, "--help")
    assert (result.exit_code, result.stdout.startswith("Usage: ")) == (0, True)


def test_no_command_shows_the_help_and_an_unknown_one_is_told(run):
    assert "Commands:" in run().output
    result = run("nope")
    assert (result.exit_code, "No such command 'nope'" in one_line(result)) == (2, True)
