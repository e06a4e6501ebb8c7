"""`referat watch`, `sources` and `outbox` through the command line."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.alerts.database import open_database, writing
from bot.alerts.follows import Spot
from bot.alerts.notice import Notice
from bot.alerts.outbox import Outbox, Planned, Stage
from bot.cli import cli
from tests.alerts.minutes import BRIDGE, minutes


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    for name in ("TELEGRAM_BOT_TOKEN", "REFERAT_DATABASE_URL", "REFERAT_MINUTES", "REFERAT_FEEDS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("REFERAT_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "referater").mkdir()
    return tmp_path / "home"


def run(*arguments: str, code: int = 0) -> Result:
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == code, result.output
    return result


def test_watch_once_brings_in_what_is_there_and_sources_tell_how_they_are(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "nothing to watch" in run("watch", "--once", code=2).stderr
    folder = home.parent / "referater"
    (folder / "bro.txt").write_text(minutes(BRIDGE))
    monkeypatch.setenv("REFERAT_MINUTES", f"{folder},{home.parent / 'findes-ikke'}")
    first = run("watch", "--once", code=1)
    assert "bro.txt: new (Broudvalget, 2031-03-04)" in first.stdout and "findes-ikke is not there" in first.stderr
    told = {row["name"]: row for row in json.loads(run("sources", "--json").stdout)}
    assert told[str(folder)]["succeeded"] and not told[str(folder)]["failures"]
    assert told[str(home.parent / "findes-ikke")]["failures"] == 1
    (folder / "tom.txt").write_text(" ")
    run("watch", "--once", code=1)
    said = run("sources").stdout
    assert "is not there" in said and "newest: Broudvalget, 2031-03-04" in said and "set aside: tom.txt" in said


def test_outbox_tells_what_failed_and_puts_it_back_in_line(home: Path) -> None:
    assert json.loads(run("outbox", "--json").stdout)["counts"] == {stage.value: 0 for stage in Stage}
    engine = open_database(f"sqlite:///{home / 'referat.sqlite3'}")
    box = Outbox(engine)
    with writing(engine) as connection:
        box.put(connection, "0a1b2c3d4e5f", 1, [Planned(spot=Spot(7), notice=Notice(), due=0.0)])
    box.again(box.due(1), "telegram did not answer", in_doubt=False)
    assert "waiting for another try: 1, the latest because telegram did not answer" in run("outbox").stdout
    box.hurry()
    box.finish(box.due(1), Stage.FAILED, "telegram refused the message")
    assert "telegram refused the message" in run("outbox").stdout
    told = run("outbox", "--retry", "--json")
    assert "1 put back in line" in told.stderr and json.loads(told.stdout)["counts"]["waiting"] == 1


@pytest.mark.parametrize("value", ["25-7", "om natten", "21"])
def test_odd_quiet_hours_are_told_in_one_line(home: Path, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("REFERAT_QUIET_HOURS", value)
    assert "REFERAT_QUIET_HOURS" in run("sources", code=2).stderr
