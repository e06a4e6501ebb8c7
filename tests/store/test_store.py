"""The contract of the store, on every database."""

import dataclasses
import datetime
import threading

import pytest
import sqlalchemy as sa

from retrieval.errors import BadInput
from retrieval.model.vocabulary import DocumentKind, MeetingStatus, Outcome
from retrieval.store import Change, LedgerFilter, Store, listing, rows
from retrieval.store.takedown import REMOVED_TITLE
from tests.store import building


def save(store: Store, words: str = building.SENTENCE, **options: object):
    source = building.document(words)
    return store.save(source, building.meeting(source, **options))


def test_what_goes_in_comes_out(store):
    result = save(store)
    held = store.get(result.stored.key)
    assert (result.change, held.version) == (Change.NEW, 1)
    assert held == result.stored
    assert held.meeting == building.meeting(building.document())


def test_it_is_there_after_reopening(store, url):
    key = save(store).stored.key
    again = Store(url)
    assert again.get(key).document == building.document()
    again.close()


def test_the_same_bytes_again_change_nothing(store):
    first = save(store)
    again = save(store)
    assert (again.change, again.stored) == (Change.SAME, first.stored)
    assert len(store.meetings()) == 1


def test_changed_bytes_become_the_next_version_and_the_old_one_stays_readable(store):
    first = save(store)
    second = save(store, "Udvalget bevilger 2 mio. kr. til en ny bro.")
    assert (second.change, second.previous_version, second.stored.key) == (Change.CHANGED, 1, first.stored.key)
    assert store.get(first.stored.key).document.text.count("2 mio. kr.") == 1
    assert store.version(first.stored.key, 1) == first.stored


def test_a_file_that_goes_back_to_its_first_words_becomes_a_third_version(store):
    first = save(store)
    save(store, "Udvalget bevilger 2 mio. kr. til en ny bro.")
    third = save(store)
    assert (third.change, third.stored.version) == (Change.CHANGED, 3)
    assert store.get(third.stored.key).document == first.stored.document


def test_minutes_replace_the_agenda_but_an_agenda_never_the_minutes(store):
    agenda = save(store, "Udvalget skal bevilge 1,5 mio. kr.", kind=DocumentKind.AGENDA)
    minutes = save(store)
    late = save(store, "Udvalget skal måske bevilge 1,5 mio. kr.", kind=DocumentKind.AGENDA)
    assert [r.change for r in (agenda, minutes, late)] == [Change.NEW, Change.CHANGED, Change.SUPERSEDED]
    assert store.meetings()[0].kind is DocumentKind.MINUTES
    assert store.get(minutes.stored.key).version == 2


def test_a_supplementary_agenda_stands_beside_the_meeting(store):
    save(store)
    extra = save(store, "Udvalget skal bevilge mere.", kind=DocumentKind.SUPPLEMENTARY_AGENDA)
    assert extra.change == Change.NEW
    assert len(store.meetings()) == 2


def test_meetings_come_newest_first_and_undated_last(store):
    for date in (datetime.date(2030, 1, 1), None, datetime.date(2032, 1, 1)):
        save(store, f"Ord for {date}.", date=date)
    assert [m.date for m in store.meetings()] == [datetime.date(2032, 1, 1), datetime.date(2030, 1, 1), None]


def test_an_unknown_meeting_is_a_key_error(store):
    with pytest.raises(KeyError):
        store.get("000000000000")


def test_ledgers_hold_amounts_votes_and_cases_of_the_current_version_only(store):
    save(store)
    key = save(store, "Udvalget bevilger nu noget til en ny bro.").stored.key
    (amount,), (vote,), (step,) = store.amounts(), store.votes(), store.cases()
    assert amount.quote == "Udvalget bevilger nu noget til en ny bro."
    assert (amount.value, amount.status, amount.place.meeting_key) == (1_500_000, "granted", key)
    assert [p.name for p in vote.supporters] == ["Asta Holm", "Bo Lind"]
    assert [p.party for p in vote.opponents] == ["C"]
    assert vote.carried is True
    assert (step.place.case_number, step.outcome, step.current) == ("05.01.00-G01-7-31", "approved", True)


@pytest.mark.parametrize(
    ("wanted", "rows"),
    [
        (LedgerFilter(committee="broUDV"), 1),
        (LedgerFilter(committee="100%"), 0),
        (LedgerFilter(case_number="G01-7"), 1),
        (LedgerFilter(since=datetime.date(2031, 3, 5)), 0),
        (LedgerFilter(until=datetime.date(2031, 3, 4)), 1),
        (LedgerFilter(meeting_key="nothing"), 0),
    ],
)
def test_ledgers_are_narrowed_by_filters(store, wanted, rows):
    save(store)
    assert [len(store.amounts(wanted)), len(store.votes(wanted)), len(store.cases(wanted))] == [rows] * 3


def test_a_withdrawn_meeting_leaves_no_words_and_is_not_imported_again(store):
    key = save(store).stored.key
    store.withdraw(key, reason="ved en fejl offentliggjort")
    assert store.meetings() == () == store.amounts()
    assert save(store).change == Change.WITHDRAWN
    assert save(store, "En rettet udgave.").change == Change.WITHDRAWN
    renamed = building.document()
    assert store.save(renamed, building.meeting(renamed, committee="Andet udvalg")).change == Change.WITHDRAWN
    with store.engine.connect() as connection:
        for table in ("documents", "versions", "items"):
            assert connection.execute(sa.text(f"SELECT count(*) FROM {table}")).scalar() == 0


def test_a_withdrawn_item_is_gone_from_every_version_and_from_the_next_one(store):
    titles = ("Ny bro", "Persons forhold")
    words = "Noget om en person."
    for text in (words, words + " Mere."):
        source = building.document(text, titles=titles)
        key = store.save(source, building.meeting(source)).stored.key
    store.withdraw(key, 2)
    third = building.document(words + " Endnu mere.", titles=titles)
    store.save(third, building.meeting(third))
    for version in (1, 2, 3):
        held = store.version(key, version)
        assert "Persons forhold" not in held.document.text
        assert held.document.text.count("Noget om") == 1
        assert [item.title for item in held.meeting.items] == ["Ny bro", REMOVED_TITLE]
        kept = held.meeting.items[0]
        assert kept.decision is not None
        assert kept.decision.span.of(held.document.text) == kept.decision.text
    assert len(store.amounts()) == 1


def test_a_withdrawn_item_is_recognised_under_another_number(store):
    source = building.document(titles=("Ny bro", "Persons forhold"))
    key = store.save(source, building.meeting(source)).stored.key
    store.withdraw(key, 2)
    moved = building.document(titles=("Persons forhold", "Ny bro"))
    held = store.save(moved, building.meeting(moved)).stored
    assert [item.title for item in held.meeting.items] == [REMOVED_TITLE, "Ny bro"]


def test_withdrawing_what_is_not_there_is_the_operators_mistake(store):
    key = save(store).stored.key
    with pytest.raises(BadInput, match="no item 9"):
        store.withdraw(key, 9)
    with pytest.raises(BadInput, match="no meeting"):
        store.withdraw("000000000000")
    assert store.withdrawals() == ()


def test_reading_anew_keeps_versions_and_what_was_taken_down(store):
    source = building.document(titles=("Ny bro", "Persons forhold"))
    key = store.save(source, building.meeting(source)).stored.key
    store.withdraw(key, 2)
    before = store.manifest()[key]
    store.reparse(key, lambda d: dataclasses.replace(building.meeting(d), place="Rådhuset"))
    held = store.get(key)
    assert (held.version, held.meeting.place) == (1, "Rådhuset")
    assert "Persons forhold" not in held.document.text
    assert "Persons forhold" not in [item.title for item in held.meeting.items]
    assert store.manifest()[key] > before


def test_files_set_aside_are_listed_once_with_their_last_reason_until_they_can_be_read(store):
    store.set_aside("a.pdf", "f" * 64, "scanned")
    store.set_aside("a.pdf", "f" * 64, "still scanned")
    assert [(a.name, a.reason) for a in store.set_asides()] == [("a.pdf", "still scanned")]
    store.clear_aside("a.pdf")
    assert store.set_asides() == ()


def test_a_save_that_fails_midway_leaves_nothing(store, monkeypatch):
    def broken(*_arguments: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr("retrieval.store.ledgers.write_ledgers", broken)
    with pytest.raises(RuntimeError):
        save(store)
    assert (store.meetings(), store.check().documents) == ((), 0)


def test_writers_in_several_threads_wait_for_each_other(store):
    def write(number: int) -> None:
        save(store, f"Udvalget bevilger {number} kr.", committee=f"Udvalg {number}")

    threads = [threading.Thread(target=write, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(store.meetings()) == 6


def test_check_counts_and_finds_no_fault(store):
    save(store)
    check = store.check()
    assert (check.meetings, check.documents, check.problems) == (1, 1, ())


def test_items_are_listed_by_outcome_newest_meeting_first(store):
    old = save(store, "Udvalget bevilger 1 kr.", date=datetime.date(2031, 1, 1)).stored.key
    new = save(store, "Udvalget bevilger 2 kr.", date=datetime.date(2031, 2, 1)).stored.key
    undated = save(store, "Udvalget bevilger 3 kr.", date=None).stored.key
    source = building.document("Udvalget bevilger 4 kr.")
    held = building.meeting(source, date=datetime.date(2031, 3, 1))
    cancelled = store.save(source, dataclasses.replace(held, status=MeetingStatus.CANCELLED)).stored.key
    approved, off = {Outcome.APPROVED}, {Outcome.CANCELLED}
    assert store.items_with_outcome(approved, None, 9) == ((new, 0), (old, 0), (undated, 0))
    assert store.items_with_outcome(approved, None, 1) == ((new, 0),)
    assert store.items_with_outcome(approved, {old}, 9) == ((old, 0),)
    assert store.items_with_outcome(approved, set(), 9) == ()
    assert store.items_with_outcome(off, None, 9) == ((cancelled, 0),)


def test_within_a_question_a_meeting_is_not_looked_up_again_for_a_moment(store, monkeypatch):
    key = save(store).stored.key
    statements = []
    sa.event.listen(store.engine, "before_cursor_execute", lambda *given: statements.append(given[2]))
    with store.seen_once():
        store.meetings()
        first = store.get(key)
        del statements[:]
        assert store.get(key) is first and statements == []
        store.withdraw(key)
        monkeypatch.setattr(listing, "FRESH_S", 0.0)
        with pytest.raises(KeyError):
            store.get(key)
    with pytest.raises(KeyError):
        store.get(key)


def test_within_a_question_the_list_is_looked_up_once_and_afterwards_it_is_the_present_one(store, monkeypatch):
    save(store)
    looked = []
    stamp = rows.stamp
    monkeypatch.setattr(rows, "stamp", lambda connection: looked.append(1) or stamp(connection))
    with store.seen_once():
        first = store.meetings()
        save(store, "Udvalget bevilger 2 kr.", date=datetime.date(2031, 4, 1))
        with store.seen_once():  # one that is answered in the course of another
            assert store.meetings() is first
        assert store.meetings() is first
        assert len(looked) == 1
        others: list[int] = []
        beside = threading.Thread(target=lambda: others.append(len(store.meetings())))
        beside.start()
        beside.join()
        assert others == [2]
    assert len(store.meetings()) == 2
