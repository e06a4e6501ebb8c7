"""Facts of the real documents in ../shared: numbers, case numbers, outcomes and values; none of their sentences."""

import datetime
import json
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from retrieval.model.minutes import Document, Meeting
from retrieval.model.vocabulary import DocumentKind, ItemClass, MeetingStatus, Outcome, Stage
from retrieval.parsing import parse
from retrieval.reading import read_path
from tests.parsing.spans import assert_sound, money_outside_ledger

SHARED = Path(__file__).parents[3] / "shared"
MINUTES = sorted((SHARED / "minutes").glob("*.txt"))
BODIES = sorted((SHARED / "publication" / "greve").glob("*.json"))
pytestmark = pytest.mark.skipif(not MINUTES, reason="the shared documents are not here")

# meeting date: letters of categories, outcomes, case numbers' last parts
EXPECTED = {
    "2024-05-14": (
        " BBCCDDDDDD",
        "approved amended approved discussed recommended noted noted noted noted noted noted",
    ),
    "2017-10-10": (
        "ABBBCCCCDDDDD",
        "recommended amended approved approved discussed discussed discussed discussed - - - - -",
    ),
    "2020-08-18": (" " * 14, "recommended approved discussed discussed discussed - - - - - - - - -"),
    "2025-02-25": ("  BCCDDD", "approved discussed approved discussed discussed noted noted noted"),
    "2022-08-30": (" BBCCDDDDDDDDDDD", " ".join(["postponed"] * 15 + ["cancelled"])),
}
SHORT = {"amended": Outcome.APPROVED_WITH_AMENDMENT, "-": None}
CASES = {
    "2024-05-14": [
        "85.02.02-P35-25-23",
        "27.00.00-G01-1471-24",
        "27.00.00-A30-1-24",
        "54.00.00-A00-3-24",
        "27.00.00-A00-12-23",
        "00.00.00-P22-1-24",
        "15.00.00-P22-3-19",
        "00.15.10-P05-1-24",
        "27.00.00-A00-23-23",
        "15.00.00-P05-5-23",
        "00.22.04-G01-15-23",
    ],
    "2017-10-10": [
        "00.01.00-A00-1101-17",
        "00.01.00-G01-968-17",
        "15.04.00-Ø34-5-17",
        "15.00.00-G01-703-17",
        "15.00.00-G01-635-17",
        "15.00.00-A00-36-17",
        "03.00.00-A00-1-16",
        "00.01.00-A00-1144-17",
        "00.16.02-P20-7-17",
        "00.01.00-G01-1204-16",
        "15.04.00-Ø34-3-17",
        "15.00.00-G01-2577-16",
        "15.00.00-G01-31-16",
    ],
    "2020-08-18": [
        "00.30.00-S00-38-19",
        "15.00.00-G01-74-20",
        "24.00.00-G00-4-19",
        "00.30.00-S00-38-19",
        "27.00.00-A00-28-20",
        "00.01.00-A00-196-20",
        "00.30.00-S00-38-19",
        "15.00.00-G01-2003-16",
        "27.15.12-G01-1-20",
        "27.15.12-Ø40-53-19",
        "00.00.00-A00-30-20",
        "15.00.00-G01-1101-19",
        "15.00.00-A00-22-20",
        "15.00.00-G01-66-20",
    ],
    "2025-02-25": [
        "85.02.02-P35-30-24",
        "24.10.00-A00-4-24",
        "15.20.30-Ø34-1-25",
        "27.00.00-A26-5-24",
        "00.01.00-G01-53-24",
        "88.00.00-A21-2-24",
        "27.00.00-A00-29-23",
        "00.22.04-G01-11-24",
    ],
    "2022-08-30": [
        "85.02.02-P35-4-22",
        "15.40.00-G01-3685-22",
        "00.00.00-Ø34-4-22",
        "15.00.15-A00-1-22",
        "27.57.12-G01-24-22",
        "00.30.00-S00-12-21",
        "00.30.00-S00-12-21",
        "15.00.00-A00-7-22",
        "15.00.00-P22-1-19",
        "15.21.00-A00-1-22",
        "00.00.00-Ø34-8-22",
        "15.20.00-Ø34-11-17",
        "00.01.00-Ø34-3-22",
        "15.40.00-G01-1129-22",
        "85.02.02-G01-2-21",
        "00.22.04-P35-31-22",
    ],
}


@pytest.fixture(scope="module")
def meetings() -> dict[str, tuple[Document, Meeting]]:
    found = {}
    for path in MINUTES:
        document = read_path(path)
        meeting = parse(document)
        found[str(meeting.date)] = (document, meeting)
    return found


@pytest.mark.parametrize("date", EXPECTED)
def test_items_categories_cases_and_outcomes(meetings, date: str) -> None:
    document, meeting = meetings[date]
    letters, outcomes = EXPECTED[date]
    assert_sound(document, meeting)
    assert meeting.notes == ()
    assert meeting.committee == "Beskæftigelses- og Socialudvalget"
    assert (meeting.municipality, meeting.start) == ("Odense Kommune", "08:30")
    assert [item.number for item in meeting.items] == list(range(1, len(letters) + 1))
    assert "".join(item.category.value or " " for item in meeting.items) == letters
    assert [item.case_number for item in meeting.items] == CASES[date]
    expected = [SHORT[word] if word in SHORT else Outcome(word) for word in outcomes.split()]
    assert [item.decision.outcome if item.decision else None for item in meeting.items] == expected
    assert all(item.decision is None or item.decision.stage is Stage.COMMITTEE for item in meeting.items)
    assert all(money_outside_ledger(document, item) == [] for item in meeting.items)


def test_the_cancelled_meeting_names_the_date_its_items_move_to(meetings) -> None:
    meeting = meetings["2022-08-30"][1]
    moved = datetime.date(2022, 9, 27)
    assert (meeting.status, meeting.postponed_to) == (MeetingStatus.CANCELLED, moved)
    assert [item.decision.postponed_to for item in meeting.items if item.decision] == [moved] * 15 + [None]


def test_changed_categories(meetings) -> None:
    changed = {
        (date, item.number): item.changed_category
        for date, (_, meeting) in meetings.items()
        for item in meeting.items
        if item.changed_category is not ItemClass.UNSTATED
    }
    assert changed == {("2024-05-14", 5): ItemClass.FOR_COUNCIL, ("2025-02-25", 2): ItemClass.FOR_DISCUSSION}


def test_the_fallen_proposal_and_the_carried_remark(meetings) -> None:
    item = meetings["2024-05-14"][1].items[1]
    fallen, carried = item.votes
    assert (fallen.carried, carried.carried) == (False, True)
    assert [(person.name, person.party) for person in fallen.supporters] == [("Reza Javid", "Ø")]
    assert [person.party for person in fallen.opponents] == ["V", "A", "V", "C"]
    assert [person.party for person in carried.supporters] == ["V", "A", "V", "C", "Ø"]
    assert carried.opponents == ()
    assert [[person.name for person in remark.by] for remark in item.remarks] == [
        ["Reza Javid"],
        ["Reza Javid", "Mads Thomsen"],
    ]
    assert all(not other.votes for _, meeting in meetings.values() for other in meeting.items if other is not item)


def test_absences_and_the_other_committees_decision(meetings) -> None:
    meeting = meetings["2017-10-10"][1]
    away = ["Steen Lund", "Tim Vermund"]
    assert [absence.person.name for absence in meeting.absences] == away
    assert [[absence.person.name for absence in item.absences] for item in meeting.items] == [away] * 8 + [[]] * 5
    assert [(past.body, past.outcome) for past in meeting.items[0].history] == [
        ("By- og Kulturudvalget", Outcome.RECOMMENDED)
    ]
    assert meeting.end == "12:44"
    away_2020 = {
        item.number: [a.item_number for a in item.absences] for item in meetings["2020-08-18"][1].items if item.absences
    }
    assert away_2020 == {1: [1], 2: [2], 4: [4], 5: [5]}


@pytest.mark.parametrize(
    ("date", "number", "values"),
    [
        ("2017-10-10", 1, [8781082, 9007425, 8781082, 9007425]),
        ("2017-10-10", 8, [25000000, 28005000, 30554648, 25000000]),
        ("2017-10-10", 9, [4300000, 400000, 500000, 450000, 3500000, 725000, 1225000, 725000, 725000]),
        ("2017-10-10", 12, [432980, 432980, 499328, 350000]),
        ("2024-05-14", 3, [2000000000, 247100000, 8400000]),
        ("2024-05-14", 6, [1175000, 1400000, 500000, 1175000, 1400000, 500000, 3075000]),
        (
            "2020-08-18",
            7,
            [366800000, 121000000, 245800000, 16000000, 3800000000, 23300000, 7300000, 4037200000, 4010100000],
        ),
        ("2022-08-30", 5, [950000, 20000, 150000, 400000, 850000, 400000, 850000]),
    ],
)
def test_amounts_in_whole_kroner(meetings, date: str, number: int, values: list[int]) -> None:
    item = meetings[date][1].items[number - 1]
    assert [amount.value for amount in item.amounts] == [Decimal(value) for value in values]


def test_tables_in_thousands_and_negative_ones(meetings) -> None:
    budget = meetings["2022-08-30"][1].items
    by_purpose = {amount.purpose: amount for amount in (*budget[5].amounts, *budget[6].amounts)}
    assert by_purpose["Kontanthjælp og uddannelseshjælp, Budget 2023"].value == 432_174_000
    assert by_purpose["Integrationsprogrammet - indsatser og tilskud, Forventet regnskab 2022"].value == -4_660_000
    assert by_purpose["Service i alt, Afvigelse"].value == -15_087_000
    assert by_purpose["Reservationspulje, Budget 2023"].period == "2023"
    house = {amount.purpose: amount.value for amount in meetings["2025-02-25"][1].items[1].amounts}
    assert house["Nulstilling af pulje under ØKU, 2026"] == -2_000_000
    assert house["Kassepåvirkning, 2027"] == -187_000


def test_a_table_off_its_columns_is_not_read_into_years(meetings) -> None:
    figures = meetings["2024-05-14"][1].items[3].figures
    assert all(figure.unit in ("%", "procentpoint") or not figure.unit.isdigit() for figure in figures)


@pytest.mark.parametrize("path", BODIES, ids=lambda path: path.stem)
def test_publication_bodies_keep_items_titles_cases_and_closedness(path: Path) -> None:
    printed = sorted(json.loads(path.read_text(encoding="utf-8"))["Dagsordenpunkter"], key=lambda item: item["Sorting"])
    document = read_path(path)
    meeting = parse(document)
    assert_sound(document, meeting)
    assert [item.printed_title for item in meeting.items] == [" ".join(item["Navn"].split()) for item in printed]
    assert [item.case_number for item in meeting.items] == [(item.get("SagsNummer") or "").strip() for item in printed]
    assert [not item.is_open for item in meeting.items] == [
        item["Navn"].casefold().startswith("lukket") for item in printed
    ]
    own = {item.decision.body for item in meeting.items if item.decision}
    assert own <= {meeting.committee}
    assert all(
        past.body != meeting.committee or past.date != meeting.date for item in meeting.items for past in item.history
    )


def test_publication_outcomes_are_read_for_all_but_the_undecided() -> None:
    if not BODIES:
        pytest.skip("no publication bodies here")
    outcomes: Counter[Outcome] = Counter()
    for path in BODIES[::4]:
        outcomes.update(item.decision.outcome for item in parse(read_path(path)).items if item.decision)
    assert outcomes[Outcome.NONE] * 10 <= sum(outcomes.values())
    assert outcomes[Outcome.RECOMMENDED] >= 30


def test_a_partial_body_of_another_municipality_reads_as_an_agenda() -> None:
    path = next((SHARED / "publication").glob("dagsorden-hvidovre*.json"), None)
    if path is None:
        pytest.skip("not here")
    document = read_path(path)
    meeting = parse(document)
    assert meeting.kind is DocumentKind.AGENDA
    assert [item.case_number for item in meeting.items[:2]] == ["25/26257", "25/26257"]
    assert [(past.body, past.outcome) for past in meeting.items[2].history] == [("Økonomiudvalget", Outcome.POSTPONED)]
