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
        ("Hele Venstres gruppe og Bo Lind (A)", [("Venstre", "V"), ("Bo Lind", "A")]),
        ("Gruppe V og V-gruppen", [("", "V"), ("", "V")]),
        ("Den socialdemokratiske byrådsgruppe", [("Socialdemokratiet", "A")]),
        ("SF og Enhedslisten", [("", "SF"), ("Enhedslisten", "Ø")]),
        ("Socialdemokratiets byrådsgruppe samt (C)", [("Socialdemokratiet", "A"), ("", "C")]),
        ("Ida Holm (UP1), Bo Lind fra (A)", [("Ida Holm", "UP1"), ("Bo Lind", "A")]),
        ("Ida Holm (V) Bo Lind (A) og Ø", [("Ida Holm", "V"), ("Bo Lind", "A"), ("", "Ø")]),
        ("Borgernes gruppe og Bo Lind (A)", []),
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
        "Med stemmerne 17 for og 8 imod godkendte byrådet sagen. Imod stemte borgernes gruppe og Bo Lind (A)."
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


@pytest.mark.parametrize(
    "words",
    [
        "Godkendt.\n\nVenstres gruppe og Hans Holm stemte imod.",
        "Godkendt.\n\nImod stemte: Venstres gruppe og Hans Holm med fælles bemærkning om, at det er dyrt.",
        'Godkendt.\n\nImod stemte Venstres gruppe og Hans Holm med bemærkning om, "at V stemmer imod, da det er dyrt".',
        "Godkendt.\n\nImod stemte:\nVenstres gruppe og Hans Holm",
        "Godkendt.\n\n1.-2. Venstres gruppe og Hans Holm stemte imod.",
    ],
)
def test_a_group_votes_as_its_party(words: str) -> None:
    (vote,) = _item(words).votes
    assert vote.opponents == (Person("Venstre", "V"), Person("Hans Holm"))
    assert vote.proposal == "Godkendt."


def test_votes_on_two_parts_are_two_votes() -> None:
    first, second = _item("Ad 1. Godkendt.\n\nImod stemte: Ø\n\nAd 2. Ikke godkendt.\n\nFor stemte: Ø").votes
    assert (first.opponents, first.supporters) == ((Person("", "Ø"),), ())
    assert (second.opponents, second.supporters) == ((), (Person("", "Ø"),))


def test_only_those_for_are_counted_where_only_they_are_printed() -> None:
    (vote,) = _item("Med stemmerne 19 for godkendte Byrådet indstillingen.\n\n(F) undlod at tage stilling.").votes
    assert (vote.count_for, vote.count_against, vote.carried) == (19, None, True)
    assert vote.abstainers == (Person("", "F"),)


def test_nobody_against_is_none_against() -> None:
    (vote,) = _item("Godkendt.\n\nFor stemte: A, F\n\nImod stemte: ingen").votes
    assert (vote.opponents, vote.count_against) == ((), 0)


@pytest.mark.parametrize(
    ("words", "items"),
    [
        ("Bo Lind (A) deltog ikke i behandlingen af punkt 4.", [4]),
        ("Bo Lind (A) deltog ikke i punkt 2-4.", [2, 3, 4]),
        ("Bo Lind (A) var fraværende under punkterne 3 og 7.", [3, 7]),
        ("Bo Lind (A) deltog ikke i mødet.", [None]),
    ],
)
def test_absence_told_under_one_item_is_from_the_items_it_names(words: str, items: list[int | None]) -> None:
    assert [absence.item_number for absence in _item(f"Godkendt.\n\n{words}").absences] == items


@pytest.mark.parametrize(
    ("head", "first"), [("Afbud: Bo Lind (A)", ""), ("", "Afbud: Bo Lind (A)"), ("", "Fraværende\n\nBo Lind (A)")]
)
def test_absence_from_the_meeting_in_its_head_or_under_its_first_item(head: str, first: str) -> None:
    text = f"REFERAT Byrådet d. 01-02-2024\n\n{head}\n\nPunkt 1: Sag\n\n25/1\n\nBeslutning\n\nGodkendt.\n\n{first}\n"
    meeting = parse(read_bytes("x.txt", text.encode()))
    (absence,) = (*meeting.absences, *meeting.items[0].absences)
    assert (absence.person, absence.item_number) == (Person("Bo Lind", "A"), None)
