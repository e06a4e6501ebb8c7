"""The word lists, loaded."""

from retrieval.answering.wording import load_wording


def test_a_second_thread_that_loads_them_meanwhile_gets_the_same_lists() -> None:
    first = load_wording.__wrapped__()
    second = load_wording.__wrapped__()  # as two threads load when the first questions come at once
    assert second == first
    assert first.around
    assert first.bodies
