import numpy as np
import pytest

from retrieval.index.at_hand import AtHand

COUNT, DIM = 500, 16


@pytest.fixture(scope="module")
def held() -> AtHand:
    rows = np.random.default_rng(1).normal(size=(COUNT, DIM)).astype(np.float32)
    rows[7] = rows[3]  # two passages of the same words
    unit = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    meetings, items = [f"m{row // 25}" for row in range(COUNT)], [row % 4 for row in range(COUNT)]
    return AtHand(unit, [f"p{row}" for row in range(COUNT)], meetings, items)


@pytest.mark.parametrize("limit", [1, 10, COUNT, 2 * COUNT])
@pytest.mark.parametrize("meetings", [None, frozenset({"m0", "m9"}), frozenset({"none"})])
@pytest.mark.parametrize("item", [None, 3])
def test_the_nearest_are_those_that_comparing_with_every_one_gives(held, limit, meetings, item):
    asked = held.unit[3].tolist()
    passing = [
        row
        for row in range(COUNT)
        if (meetings is None or held.meetings[row] in meetings) and item in (None, held.items[row])
    ]
    cosines = np.einsum("ij,j->i", held.unit, held.unit[3])
    expected = sorted(passing, key=lambda row: (-cosines[row], row))[:limit]
    found = held.search(asked, limit, meetings, item)
    assert [key for key, _ in found] == [f"p{row}" for row in expected]
    assert [cosine for _, cosine in found] == pytest.approx(cosines[expected].tolist())


def test_a_question_without_direction_finds_nothing(held):
    assert held.search([0.0] * DIM, 5) == []
