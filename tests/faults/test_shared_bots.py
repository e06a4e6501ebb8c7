"""Several bots on one PostgreSQL: an update is one process's alone, and of one that died it is taken up by another."""

from bot.state import LEASE_S, State


def test_an_update_under_way_is_left_to_its_process_and_taken_up_once_when_that_died(database):
    now = [1_800_000_000.0]
    first, second, third = (State(database, now=lambda: now[0]) for _ in range(3))
    try:
        assert first.receive({7: '{"update_id": 7}'})
        assert not second.receive({7: '{"update_id": 7}'})  # Telegram repeats it to whoever answers
        assert second.unhandled() == ()
        now[0] += LEASE_S + 1
        assert second.unhandled() == ('{"update_id": 7}',)
        assert third.unhandled() == ()
        second.handled(7)
        now[0] += LEASE_S + 1
        assert third.unhandled() == ()
    finally:
        for state in (first, second, third):
            state.close()


def test_an_update_taken_by_a_clock_that_ran_ahead_is_taken_up_by_the_right_one(database):
    now = [1_800_000_000.0]
    ahead, right = State(database, now=lambda: now[0] + 10 * 365 * 86400), State(database, now=lambda: now[0])
    try:
        assert ahead.receive({7: '{"update_id": 7}'})
        assert right.unhandled() == ('{"update_id": 7}',)
        assert right.unhandled() == ()
    finally:
        ahead.close()
        right.close()
