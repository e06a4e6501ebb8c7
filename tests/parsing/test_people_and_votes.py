import pytest

from retrieval.model.minutes import Person
from retrieval.parsing import parse
from retrieval.parsing.people import read_people
from retrieval.reading import read_bytes


@pytest.mark.parametrize(
    ("words", "people"),
    [
        ("Udvalgsmedlemmerne Ida Holm (Ø) og Bo Lind (A)", [("Ida Holm", "Ø"), ("Bo Lind", "A")]),
        ("Rådmand Kim Dam (V), Eva von Lund (C)", [("Kim Dam", "V"), ("Eva von Lund", "C")]),
        ("(V), (A) og Ida Holm (UP-1)", [("", "V"), ("", "A"), ("Ida Holm", "UP-1")]),
        ("A, F og B", [("", "A"), ("", "F"), ("", "B")]),
        ("Ida Holm, (A)", [("Ida Holm", "A")]),
        ("Byrådsgrupperne A, V og Ø", [("", "A"), ("", "V"), ("", "Ø")]),
        ("Enhedslisten og Det Radikale Venstre", [("Enhedslisten", "Ø"), ("Det Radikale Venstre", "B")]),
        ("Hele Venstres gruppe og Bo Lind (A)", []),
        ("Ingen", []),
    ],
)
def test_lists_of_people_are_read_whole_or_not_at_all(words: str, people: list[tuple[str, str]]) -> None:
    assert read_people(words) == tuple(Person(name, party) for name, party in people)


def _item(decision: str):
    head = "REFERAT Byrådet d. 01-02-2024\n\nPunkt 1: Sag\n\n25/1\n\n"
    text = f"{head}Beslutning\n\n{decision}\n\nSagsfremstilling\n\nTekst.\n"
    return parse(read_bytes("x.txt", text.encode())).items[0]


@pytest.mark.parametrize(
    ("words", "counts"),
    [
        ("Med stemmerne 19 for og 2 imod godkendte Byrådet sagen.", (19, 2, None, True)),
        ("Med stemmerne 14 for og ingen imod godkendte Byrådet sagen.", (14, 0, None, True)),
        ("Med stemmerne 9 for og 16 imod forkastede byrådet forslaget.", (9, 16, None, False)),
        ("Godkendt med 42 stemmer mod 4. 8 medlemmer undlod at stemme.", (42, 4, 8, True)),
    ],
)
def test_votes_printed_as_numbers(words: str, counts: tuple[int, int, int | None, bool]) -> None:
    (vote,) = _item(words).votes
    assert (vote.count_for, vote.count_against, vote.count_abstained, vote.carried) == counts


def test_two_proposals_under_one_item_are_two_votes() -> None:
    item = _item(
        'Ida Holm (Ø) foreslår følgende tilføjelse:\n\n"At prisen sænkes."\n\nIda Holm (Ø) stemmer for.\n\n'
        "Bo Lind (A) og Kim Dam (V) stemmer imod.\n\nForslaget er dermed forkastet.\n\n"
        "Bo Lind (A) stillede ændringsforslag om, at sagen udsættes.\n\n"
        "For stemte: A, Ø\n\nImod stemte: V\n\nForslaget er dermed vedtaget."
    )
    first, second = item.votes
    assert (first.proposal, first.carried, second.carried) == ("At prisen sænkes.", False, True)
    assert [person.name for person in first.opponents] == ["Bo Lind", "Kim Dam"]
    assert [person.party for person in second.supporters] == ["A", "Ø"]
    assert [remark.kind for remark in item.remarks] == ["bemærkning", "ændringsforslag"]


def test_a_list_that_cannot_be_read_leaves_the_vote_without_names() -> None:
    (vote,) = _item(
        "Med stemmerne 17 for og 8 imod godkendte byrådet sagen. Imod stemte Venstres gruppe og Bo Lind (A)."
    ).votes
    assert (vote.count_against, vote.opponents) == (8, ())


@pytest.mark.parametrize(
    "words", ["Godkendt.", "Byrådet godkendte sagen enstemmigt.", "Reglerne stemmer overens med loven."]
)
def test_no_vote_is_inferred(words: str) -> None:
    assert _item(words).votes == ()


@pytest.mark.parametrize(
    ("words", "name", "item", "reason"),
    [
        ("Udvalgsmedlem Bo Lind deltog ikke i mødet.", "Bo Lind", None, "deltog ikke"),
        ("Udvalgsmedlem Bo Lind (A) deltog ikke i behandlingen af dette punkt.", "Bo Lind", 1, "deltog ikke"),
        ("Afbud: Bo Lind (A)", "Bo Lind", None, "afbud"),
        ("Fraværende: Bo Lind", "Bo Lind", None, "fraværende"),
        ("Bo Lind (A) er inhabil, da han ejer naboejendommen.", "Bo Lind", 1, "inhabil"),
    ],
)
def test_absence_from_the_meeting_or_the_item(words: str, name: str, item: int | None, reason: str) -> None:
    (absence,) = _item(f"Godkendt.\n\n{words}").absences
    assert (absence.person.name, absence.item_number, absence.reason) == (name, item, reason)


def test_a_substitute_is_named_with_whom_he_stands_in_for() -> None:
    (absence,) = _item("Godkendt.\n\nBo Lind (A) deltog ikke i mødet. Som stedfortræder deltog Eva Lund (A).").absences
    assert absence.substitute == Person("Eva Lund", "A")


@pytest.mark.parametrize("words", ["Fraværende: Ingen", "Fraværende:", "Afbud: -"])
def test_nobody_away_is_nobody(words: str) -> None:
    assert _item(f"Godkendt.\n\n{words}").absences == ()
