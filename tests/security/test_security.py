"""The lines of docs/threat-model.md that no other room's tests hold, and that every line names tests that exist."""

import re
from pathlib import Path

import pytest

from bot.local_telegram.server import LocalTelegram
from bot.local_telegram.values import Person
from bot.outgoing import Content, Form, OutgoingFile, OutgoingMessage, Place
from retrieval.settings import load_settings
from retrieval.store import Store, prepare_home
from tests.bot.conftest import ADMIN, ANNA, PEOPLE, Chat, chat, telegram  # noqa: F401
from tests.bot.fake_assistant import FakeAssistant
from tests.cli.conftest import _no_settings_from_outside, filled_once, own, run  # noqa: F401

ROOT = Path(__file__).parents[2]
SECRETS = {
    "TELEGRAM_BOT_TOKEN": "123456:hunter2-telegram",
    "OPENAI_API_KEY": "sk-hunter2-openai",
    "OPENAI_BASE_URL": "http://127.0.0.1:9/v1",
    "TELEGRAM_API_BASE_URL": "http://127.0.0.1:9",
    "REFERAT_WEBHOOK_SECRET": "hunter2-webhook",
}
PASSWORD = "postgresql://referat:hunter2@127.0.0.1:9/referat"


@pytest.mark.parametrize(("page", "first"), [("threat-model.md", "| threat "), ("reliability.md", "| fault ")])
def test_every_line_names_tests_that_exist(page, first):
    table = (ROOT / "docs" / page).read_text(encoding="utf-8").partition(f"\n{first}")[2].partition("\n\n")[0]
    rows = [line.split("|") for line in table.splitlines()[2:]]
    assert len(rows) > 25
    for row in rows:
        named = re.findall(r"`(tests/[^`]+)`", row[3])
        assert named, row[1]
        for name in named:
            path, _, test = name.partition("::")
            assert (ROOT / path).exists(), name
            assert not test or f"def {test}(" in (ROOT / path).read_text(encoding="utf-8"), name


@pytest.mark.parametrize(
    "command",
    [["doctor"], ["doctor", "--json"], ["doctor", "--settings"], ["ask", "hvad?"], ["bot"], ["backup", "x.zip"]],
    ids=" ".join,
)
@pytest.mark.parametrize("database", ["", PASSWORD], ids=["sqlite", "unreachable"])
def test_no_command_prints_a_secret(run, own, command, database, caplog):  # noqa: F811
    result = run(*command, **SECRETS, REFERAT_DATABASE_URL=database)
    assert result.output
    assert "hunter2" not in result.output
    assert "hunter2" not in caplog.text


def test_settings_show_no_secret_and_know_them_all():
    settings = load_settings(**SECRETS, REFERAT_DATABASE_URL=PASSWORD)
    assert "hunter2" not in repr(settings) + str(settings)
    assert {value for value in (*SECRETS.values(), PASSWORD) if "hunter2" in value} == set(settings.secrets)


def test_a_webhook_without_a_secret_is_refused(run, own):  # noqa: F811
    result = run("bot", TELEGRAM_BOT_TOKEN="123:abc", REFERAT_WEBHOOK_URL="https://example.dk/hook")
    assert result.exit_code == 2
    assert "REFERAT_WEBHOOK_SECRET" in result.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("REFERAT_WEBHOOK_SECRET", "hunter2 with a space"),
        ("REFERAT_HEALTH", "9464"),
        ("REFERAT_WEBHOOK_LISTEN", "127.0.0.1"),
        ("REFERAT_QUESTIONS_PER_MINUTE", "0"),
        ("REFERAT_LOG", "xml"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_and_not_shown(run, name, value):  # noqa: F811
    result = run("doctor", "--settings", **{name: value})
    assert result.exit_code == 2
    assert name in result.stderr
    assert "hunter2" not in result.output


def test_the_state_is_for_its_owner_alone(tmp_path):
    home = prepare_home(tmp_path / "a" / "home")
    assert home.stat().st_mode & 0o777 == 0o700
    store = Store(f"sqlite:///{home / 'referat.sqlite3'}")
    store.backup(tmp_path / "all.zip")
    store.close()
    assert (tmp_path / "all.zip").stat().st_mode & 0o777 == 0o600


async def test_only_ids_make_an_administrator(tmp_path):
    # A name that looks like the id, and the administrator's own name: neither is the id.
    imposters = (Person(2001, str(ADMIN), "admin2", "da"), Person(2002, "Admin", f"id{ADMIN}", "da"))
    with LocalTelegram(people=(*PEOPLE, *imposters)) as running:
        chat = Chat(running, FakeAssistant(), tmp_path)
        async with chat.bot():
            for imposter in imposters:
                told = await chat.ask(imposter.id, "/status")
                assert "administrator" in str(told).lower()
                assert "Møder: 20" not in str(told)
            assert "Møder: 20" in str(await chat.ask(ADMIN, "/status"))


async def test_a_personal_number_that_came_through_is_masked_before_sending(chat):  # noqa: F811
    words = "Borger 010190-1234 fik 1.200 kr., sag 27.00.00-G01-1471-24, tlf. 12345678"
    async with chat.bot() as services:
        await chat.ask(ANNA, "/start")
        for form, content in (
            (Form.RICH, Content(rich=f"<p>{words}</p>", html=(words,), plain=(words,))),
            (Form.HTML, Content(html=(words,), plain=(words,))),
            (Form.PLAIN, Content(plain=(words,))),
        ):
            await services.delivery.send(OutgoingMessage(place=Place(ANNA), content=content), form)
        await services.delivery.send_file(OutgoingFile(place=Place(ANNA), name="a.txt", data=b"x", caption=words))
        shown = str(chat.from_bot(ANNA)[-4:])
    assert "010190" not in shown
    assert shown.count("27.00.00-G01-1471-24") >= 4


async def test_a_file_name_never_becomes_a_path(chat, tmp_path):  # noqa: F811
    before = set(tmp_path.rglob("*"))
    async with chat.bot():
        chat.telegram.upload(ADMIN, "../../outside/evil<b>.txt", "text/plain", b"# Referat")
        await chat.telegram.until(lambda: "er tilføjet" in str((chat.from_bot(ADMIN) or [{}])[-1]))
        shown = str(chat.from_bot(ADMIN)[-1])
    assert chat.assistant.ingested == {"evil<b>.txt": b"# Referat"}
    assert "outside" not in shown
    assert not chat.refusals()
    assert not [path for path in set(tmp_path.rglob("*")) - before if "evil" in path.name]
