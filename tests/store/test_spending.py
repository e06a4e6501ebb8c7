"""Budgets in the database: by person and day, across processes, naming nobody."""

import datetime

import sqlalchemy as sa

from retrieval.store import Store
from retrieval.store.spending import SpendingLedger
from retrieval.store.tables import MODEL_SPENDING

DAY = datetime.date(2026, 3, 1)


def ledger(store, day=DAY, per_person=0.25, in_all=1.0):
    return SpendingLedger(store.engine, per_person, in_all, today=lambda: day)


def test_a_person_who_has_spent_the_limit_may_not_go_on_but_others_may(store):
    ledger(store).spend("anna", 0.2)
    assert ledger(store).may_spend("anna")
    ledger(store).spend("anna", 0.1)
    assert not ledger(store).may_spend("anna")
    assert ledger(store).may_spend("bo")


def test_all_together_have_a_limit(store):
    for number in range(5):
        ledger(store).spend(f"person {number}", 0.2)
    assert not ledger(store).may_spend("somebody new")


def test_another_process_sees_what_was_spent(store, url):
    ledger(store).spend("anna", 0.3)
    other = Store(url)
    assert not ledger(other).may_spend("anna")
    other.close()


def test_a_new_day_starts_from_nought_and_forgets_the_old_one(store):
    ledger(store).spend("anna", 0.3)
    later = ledger(store, DAY + datetime.timedelta(days=1))
    assert later.may_spend("anna")
    later.spend("bo", 0.1)
    with store.engine.connect() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(MODEL_SPENDING)) == 1


def test_nobody_is_named(store):
    ledger(store).spend("4711", 0.1)
    ledger(store, DAY).spend("4711", 0.1)
    with store.engine.connect() as connection:
        people = connection.scalars(sa.select(MODEL_SPENDING.c.person)).all()
    assert len(people) == 1
    assert "4711" not in people[0]


def test_nothing_may_be_spent_where_the_limit_is_nought(store):
    assert not ledger(store, per_person=0.0).may_spend("anna")
