"""The networks learn what they are shown, the same way every time."""

import json

import numpy as np

from retrieval.answering.rules.ranker import read_network
from tests.evaluation.fitting import Groups, Schedule, best_of_group, fit, written, yes_or_no

QUICK = Schedule(hidden=4, epochs=60, pace=0.02, dropped=0.0)


def rows(count: int, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=(count, 3))


def test_the_wanted_row_of_a_group_comes_first():
    figures = rows(400)
    wanted = np.concatenate([(part[:, 0] == part[:, 0].max()).astype(float) for part in figures.reshape(80, 5, 3)])
    network = fit(Groups(figures, wanted, np.full(80, 5)), ("a", "b", "c"), best_of_group, QUICK)
    unseen = rows(500, seed=2).reshape(100, 5, 3)
    right = [int(np.argmax(network.scores(part))) == int(np.argmax(part[:, 0])) for part in unseen]
    assert np.mean(right) > 0.9


def test_a_network_tells_apart_what_no_line_does():
    figures = rows(600)
    wanted = (figures[:, 0] * figures[:, 1] > 0).astype(float)
    schedule = Schedule(hidden=12, epochs=150, pace=0.02, dropped=0.0, decay=0.0)
    network = fit(Groups(figures, wanted, np.ones(600, int)), ("a", "b", "c"), yes_or_no, schedule)
    unseen = rows(400, seed=3)
    assert np.mean((network.scores(unseen) > 0) == (unseen[:, 0] * unseen[:, 1] > 0)) > 0.85


def test_what_is_written_is_read_again_as_it_was():
    figures = rows(50)
    network = fit(
        Groups(figures, (figures[:, 2] > 0).astype(float), np.ones(50, int)), ("a", "b", "c"), yes_or_no, QUICK
    )
    again = read_network(json.loads(json.dumps(written(network))))
    assert np.allclose(again.scores(figures), network.scores(figures), atol=0.01)


def test_the_same_seed_gives_the_same_network():
    groups = Groups(rows(50), np.tile([1.0, 0, 0, 0, 0], 10), np.full(10, 5))
    first, second = (fit(groups, ("a", "b", "c"), best_of_group, QUICK, seed=4) for _ in range(2))
    assert written(first) == written(second)
