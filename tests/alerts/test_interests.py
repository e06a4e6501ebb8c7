"""What people write after /foelg, and which items it meets."""

import pytest

from retrieval.interests import Interest, InterestKind, read_interest
from retrieval.model.minutes import Document
from retrieval.parsing import parse
from retrieval.reading import read_bytes
from retrieval.watch import How, Watch
from tests.alerts.meaning import figures, trials
from tests.alerts.minutes import BRIDGE, ROUTINE, SKATERS, Item, minutes

COMMITTEES = ("Teknik- og Klimaudvalget", "Byrådet")


@pytest.mark.parametrize(
    ("words", "kind", "read"),
    [
        ("", "everything", ""),
        ("Alt", "everything", ""),
        ("byrådet", "committee", "Byrådet"),
        ("city council", "committee", "Byrådet"),
        ("teknik- og klimaudvalg", "committee", "Teknik- og Klimaudvalget"),
        ("havneudvalget", "committee", "Havneudvalget"),
        ("sag 27.00.00-G01-1234-24", "case", "27.00.00-G01-1234-24"),
        ("27.00.00-g01-1234-24", "case", "27.00.00-G01-1234-24"),
        ("2026-000962", "case", "2026-000962"),
        ("over 1 mio. kr.", "amount", "1000000"),
        ("beløb over 500.000", "amount", "500000"),
        ("more than 2 million", "amount", "2000000"),
        ("parti a", "party", "A"),
        ("partiet Venstre", "party", "V"),
        ("Radikale Venstre", "party", "B"),
        ("party Ny Liste", "party", "Ny Liste"),
        ("asta holm", "person", "Asta Kirstine Holm"),
        ("politiker: Ny Person", "person", "Ny Person"),
        ("over vejen", "subject", "over vejen"),
        ("  »cykelsti«  ", "subject", "cykelsti"),
        ("x" * 500, "subject", "x" * 80),
    ],
)
def test_words_are_read_as_what_they_name(words: str, kind: str, read: str) -> None:
    assert read_interest(words, COMMITTEES, ("Asta Kirstine Holm",)) == Interest(InterestKind(kind), read)


def matched(*interests: Interest, text: str = "") -> list[tuple[int, list[tuple[How, str]]]]:
    document: Document = read_bytes("bro.txt", (text or minutes(ROUTINE, BRIDGE, SKATERS)).encode())
    found = Watch().meeting(document, parse(document)).match(interests)
    return [(match.number, [(reason.how, reason.word) for reason in match.reasons]) for match in found]


def subject(words: str) -> Interest:
    return Interest(InterestKind.SUBJECT, words)


def test_a_subject_is_met_by_its_words_their_forms_and_related_words() -> None:
    assert matched(subject("gangbroer")) == [(2, [(How.TITLE, "gangbro")])]
    assert matched(subject("skøjtebaner om vinteren")) == [(3, [(How.TEXT, "Skøjtebane")])]
    teeth = minutes(Item("B-sag: Tilskud til tandbehandling", case="27.00.00-G01-5-31"))
    assert matched(subject("tandlæge"), text=teeth) == [(1, [(How.TITLE, "tandbehandling")])]
    assert matched(subject("svømmehal")) == []


def test_a_subject_is_met_by_meaning_and_the_nearest_word_is_shown() -> None:
    noise = minutes(Item("B-sag: Støjhandlingsplan", summary="Planen udpeger boliger, som er plaget af støj."))
    ((_, ((how, word),)),) = matched(subject("støj fra biler"), text=noise)
    assert (how, word) == (How.MEANING, "Støjhandlingsplan")
    assert matched(subject("støj fra biler")) == []


def test_a_related_word_of_one_word_alone_does_not_make_the_whole_subject() -> None:
    teeth = minutes(Item("B-sag: Status på tandplejen", summary="Børn og unge indkaldes til undersøgelse."))
    assert matched(subject("børnenes karakterer"), text=teeth) == []


def test_a_longer_word_is_met_by_its_beginning_or_end() -> None:
    club = minutes(Item("B-sag: Tilskud til Fodboldklubben", summary="Klubben har søgt om tilskud."))
    assert matched(subject("fodbold"), text=club) == [(1, [(How.TEXT, "Fodboldklubben")])]


def test_few_alerts_are_false_on_subjects_the_limits_were_not_set_on() -> None:
    held_out = figures(list(trials())[1::2])
    assert held_out.precision >= 0.95 and held_out.recall >= 0.3


def test_a_word_in_passing_is_no_subject() -> None:
    passing = Item("B-sag: Ny skole", summary="Skolen bygges.", finances="Udgifter til ladestandere er ikke med.")
    assert matched(subject("ladestandere"), text=minutes(passing)) == []


def test_case_party_person_and_amount_name_what_met_them() -> None:
    assert matched(Interest(InterestKind.CASE, "05.01.00-G01-7-31")) == [(2, [(How.CASE, "05.01.00-G01-7-31")])]
    assert matched(Interest(InterestKind.PARTY, "V")) == [(3, [(How.VOTE, "V")])]
    assert matched(Interest(InterestKind.PERSON, "Carl Due")) == [(3, [(How.VOTE, "Carl Due")])]
    assert matched(Interest(InterestKind.AMOUNT, "1500000")) == [(2, [(How.AMOUNT, "1,5 mio. kr.")])]
    assert matched(Interest(InterestKind.AMOUNT, "1500001")) == []


def test_everything_takes_in_all_items_weighty_ones_first_and_what_was_chosen_before_them() -> None:
    everything = Interest(InterestKind.EVERYTHING)
    assert [number for number, _ in matched(everything)] == [3, 2, 1]
    assert [number for number, _ in matched(everything, subject("gangbro"))] == [2, 3, 1]


def test_a_committee_is_met_by_its_name_alone() -> None:
    assert len(matched(Interest(InterestKind.COMMITTEE, "Broudvalget"))) == 3
    assert matched(Interest(InterestKind.COMMITTEE, "Byrådet")) == []
