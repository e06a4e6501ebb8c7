"""The command that measures a million conversations, on a few of them: what it fills is what the bot reads."""

import argparse

from bot.state import State
from tests.bot.conversations import fill, measure


def test_what_is_filled_is_read_written_on_erased_and_kept(tmp_path):
    state = State(f"sqlite:///{tmp_path / 'bot.sqlite3'}")
    fill(state, 60)
    assert state.counts()["turns"] == 120
    report = measure(state, argparse.Namespace(count=60, asked=30))
    assert state.counts()["turns"] == 120 + 2 * 30 - 20 * 4  # thirty written on, twenty of them erased; none expired
    assert set(report) >= {"history_ms", "remember_ms", "forget_ms", "expire_ms"}
    state.close()
