"""Killed in the middle of a broadcast: nobody is left out, and at most one message a kill comes twice."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.alerts.outbox import Stage
from bot.local_telegram.server import LocalTelegram
from tests.alerts.crash import Trial

PEOPLE = 45


@pytest.fixture
def trial(tmp_path: Path) -> Iterator[Trial]:
    with LocalTelegram(flood=True) as telegram:
        made = Trial(telegram, tmp_path, PEOPLE)
        made.prepare()
        yield made
        if made.alive():
            made.kill()


def test_killed_twice_during_a_broadcast_none_is_lost_and_none_is_told_twice_but_one_a_kill(trial: Trial) -> None:
    trial.publish(4)
    trial.start()
    for share in (0.2, 0.6):
        trial.telegram.wait_for(lambda share=share: trial.total() >= share * PEOPLE, timeout_s=60)
        trial.kill()
        trial.start()
    trial.telegram.wait_for(lambda: len(trial.told()) == PEOPLE, timeout_s=60)
    trial.stop()
    assert 0 <= trial.total() - PEOPLE <= trial.kills
    assert trial.outbox()[Stage.SENT] == PEOPLE and not trial.unexplained()
    assert trial.index_differs() == []
    assert trial.telegram.refused_by_flood_control == 0
