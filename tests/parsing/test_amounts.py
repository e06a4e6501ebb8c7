from decimal import Decimal

import pytest

from retrieval.model.vocabulary import AmountStatus, SectionKind
from retrieval.parsing import parse
from retrieval.parsing.amounts import find_amounts
from retrieval.reading import read_bytes


@pytest.mark.parametrize(
    ("words", "values"),
    [
        ("8.781.082 kr.", [8781082]),
        ("1,5 mio. kr.", [1500000]),
        ("1,5 mio.kr. og 2 mio kr", [1500000, 2000000]),
        ("3,8 mia. kr.", [3800000000]),
        ("2 milliarder kr.", [2000000000]),
        ("247,1 million kr.", [247100000]),
        ("450 t.kr. og 195 t. kr. og 12 tkr.", [450000, 195000, 12000]),
        ("kr. 360.000 og kr. 16.000,- og kr. 366,00", [360000, 16000, 366]),
        ("kr. 7.000 kr.", [7000]),
        ("udgør i 2024 og 2025 kr. 1.644.638", [1644638]),
        ("16.000,- i alt", [16000]),
        ("DKK 1.200 og 500 kroner", [1200, 500]),
        ("1,400 mio. kr.", [1400000]),
        ("kr. 4.000/ha", [4000]),
        ("kr.\u00a019.500 og 19\u00a0500 kr.", [19500, 19500]),
        ("et resultat på -26 mio. kr.", [-26000000]),
        ("et resultat på - 1,2 mio. kr.", [-1200000]),
        ("Get2Sport - 500.000 kr.", [500000]),
        ("- 2,3 mio. kr. til skoler", [2300000]),
        ("10-12 mio. kr.", [10000000, 12000000]),
        ("mellem 2 og 3 mio. kr.", [2000000, 3000000]),
        ("i 2017 28.005.000 kr.", [28005000]),
        ("12,50 kr. pr. time", ["12.5"]),
        ("kr. 2 0 0.0 0 0 til vejen", []),
        ("i alt 2 0 0.0 0 0 kr.", []),
        ("Beløb i 1.000 kr.", []),
        ("(1.000 kr.)", []),
        ("1.000 kr. netto, årets priser", []),
        ("et tilskud på 1.000 kr. til foreningen", [1000]),
        ("bevilget i 2025 kr.", []),
        ("sag 23-013405 den 14. maj 2024", []),
    ],
)
def test_printed_sums_have_their_value_in_kroner(words: str, values: list[int | str]) -> None:
    found = find_amounts(words)
    assert [amount.value for amount in found] == [Decimal(value) for value in values]
    assert all(amount.text == amount.span.of(words) for amount in found)


def test_euros_stay_euros() -> None:
    assert [(amount.value, amount.currency) for amount in find_amounts("1,2 mio. euro og EUR 500")] == [
        (Decimal(1200000), "EUR"),
        (Decimal(500), "EUR"),
    ]


@pytest.mark.parametrize("word", ["ca.", "cirka", "omkring", "knap", "mere end"])
def test_a_sum_said_to_be_about_is_approximate(word: str) -> None:
    assert find_amounts(f"i alt {word} 2 mio. kr.")[0].approximate
    assert not find_amounts("i alt 2 mio. kr.")[0].approximate


@pytest.mark.parametrize(
    ("words", "printed", "ends"),
    [
        ("i alt 5-6 mio. kr. til vejen", "5-6 mio. kr.", [5000000, 6000000]),
        ("mellem 54.400 og 68.000 kr. årligt", "54.400 og 68.000 kr.", [54400, 68000]),
        ("mellem 50 og 200 kr. om ugen", "50 og 200 kr.", [50, 200]),
        ("ca. 10-12.000 kr. i 2024", "10-12.000 kr.", [10000, 12000]),  # thousands are printed once
        ("500-1.000 kr. om året", "500-1.000 kr.", [500, 1000]),
        ("1.455.000 - 2.280.000 kr.", "1.455.000 - 2.280.000 kr.", [1455000, 2280000]),
    ],
)
def test_a_range_gives_both_its_ends_about_and_as_it_is_printed(words: str, printed: str, ends: list[int]) -> None:
    found = find_amounts(words)
    assert [(amount.value, amount.approximate, amount.text) for amount in found] == [
        (Decimal(end), True, printed) for end in ends
    ]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("Punkt 3 - 500 kr.", 500),
        ("Konto 5-600 kr.", 600),
        ("i budget 2025-28 180.000 kr.", 180000),
        ("2024-25 kr.", 25),
    ],
)
def test_a_number_with_a_dash_before_a_sum_is_no_end_of_it(words: str, value: int) -> None:
    assert [(amount.value, amount.approximate) for amount in find_amounts(words)] == [(Decimal(value), False)]


def _amounts(section: str, words: str):
    text = f"REFERAT Byrådet d. 01-02-2024\n\nPunkt 1: Penge\n\n25/1\n\n{section}\n\n{words}\n"
    return parse(read_bytes("x.txt", text.encode())).items[0].amounts


@pytest.mark.parametrize(
    ("section", "words", "status"),
    [
        ("Økonomi", "Forvaltningen søger 500.000 kr. fra puljen.", AmountStatus.APPLIED_FOR),
        ("Økonomi", "Foreningen har modtaget 500.000 kr.", AmountStatus.GRANTED),
        ("Økonomi", "Der er afsat 500.000 kr. i budgettet.", AmountStatus.BUDGETED),
        ("Økonomi", "Der er udbetalt 500.000 kr.", AmountStatus.SPENT),
        ("Økonomi", "Udgiften skønnes til 500.000 kr.", AmountStatus.EXPECTED),
        ("Økonomi", "Det giver en årlig besparelse på 500.000 kr.", AmountStatus.SAVED),
        ("Økonomi", "Der forventes et merforbrug på 500.000 kr.", AmountStatus.EXPECTED),
        ("Økonomi", "Året endte med et merforbrug på 500.000 kr.", AmountStatus.SPENT),
        ("Økonomi", "Grunden er på 500.000 kr.", AmountStatus.UNSTATED),
        ("Indstilling", "at der gives en anlægsbevilling på 500.000 kr.", AmountStatus.RECOMMENDED),
        ("Indstilling", "at forvaltningen søger 500.000 kr.", AmountStatus.APPLIED_FOR),
    ],
)
def test_a_sum_has_the_status_of_the_words_that_govern_it(section: str, words: str, status: AmountStatus) -> None:
    (amount,) = _amounts(section, words)
    assert amount.status is status


@pytest.mark.parametrize(
    ("words", "period", "yearly"),
    [
        ("Der er afsat 2 mio. kr. årligt i 2025-2027.", "2025-2027", True),
        ("I 2018 blev der brugt 2 mio. kr.", "2018", False),
        ("Der gives 2 mio. kr. i budget 2019 og årene frem.", "2019 og årene frem", False),
        ("Der er afsat 2 mio. kr. til Boligstrategi 2017.", "", False),
        ("Den 14. maj 2024 blev der givet 2 mio. kr.", "", False),
        ("Prisen er 2 mio. kr. om året.", "", True),
        ("Puljen sættes ned fra 2025 til 2 mio. kr.", "2025", False),  # and not "2025-2"
    ],
)
def test_a_sum_has_the_period_its_sentence_gives_it(words: str, period: str, yearly: bool) -> None:
    (amount,) = _amounts("Økonomi", words)
    assert (amount.period, amount.yearly) == (period, yearly)


def test_applied_for_and_granted_on_one_line_are_told_apart() -> None:
    amounts = _amounts("Økonomi", "  • Pulje til cykler. Ansøgt: 499.000 kr. Tilkendt: 350.000 kr.")
    assert [(int(amount.value), amount.status) for amount in amounts] == [
        (499000, AmountStatus.APPLIED_FOR),
        (350000, AmountStatus.GRANTED),
    ]
    assert all(amount.purpose.startswith("Pulje til cykler") for amount in amounts)


def test_a_clause_about_the_sum_itself_gives_its_status() -> None:
    amounts = _amounts("Økonomi", "Staten gav tilsagn om 7 mio. kr. mod de 9 mio. kr., der var søgt om.")
    assert [(int(amount.value), amount.status) for amount in amounts] == [
        (7000000, AmountStatus.GRANTED),
        (9000000, AmountStatus.APPLIED_FOR),
    ]


def test_a_table_in_thousands_gives_row_column_period_and_status() -> None:
    table = "1.000 kr. netto\tRegnskab\tBudget\n\t2022\t2023\nSkole\t1.250\t1.300\nÆldre\t-75\t80"
    amounts = _amounts("Økonomi", table)
    assert [(int(a.value), a.purpose, a.period, a.status) for a in amounts] == [
        (1250000, "Skole, Regnskab 2022", "2022", AmountStatus.SPENT),
        (1300000, "Skole, Budget 2023", "2023", AmountStatus.BUDGETED),
        (-75000, "Ældre, Regnskab 2022", "2022", AmountStatus.SPENT),
        (80000, "Ældre, Budget 2023", "2023", AmountStatus.BUDGETED),
    ]
    assert {amount.unit for amount in amounts} == {"1.000 kr."}
    assert {amount.section for amount in amounts} == {SectionKind.FINANCES}


@pytest.mark.parametrize(
    ("head", "label", "status"),
    [
        ("R2022", "Skole", AmountStatus.SPENT),
        ("B2022", "Skole", AmountStatus.BUDGETED),
        ("KB 2022", "Skole", AmountStatus.BUDGETED),
        ("2022", "Skatter, tilskud og udligning", AmountStatus.UNSTATED),
        ("2022", "Tilskud til foreninger", AmountStatus.GRANTED),
        ("2022", "Tilskud (søgt)", AmountStatus.APPLIED_FOR),
        ("2022", "Forbrugsafgifter", AmountStatus.UNSTATED),
    ],
)
def test_a_cell_has_the_status_of_its_head_or_its_row(head: str, label: str, status: AmountStatus) -> None:
    (amount,) = _amounts("Økonomi", f"1.000 kr.\t{head}\n{label}\t1.250")
    assert (amount.value, amount.period, amount.status) == (Decimal(1250000), "2022", status)


@pytest.mark.parametrize(
    "table",
    [
        "Jobordrer\t2022\t2023\nOdense\t1.292\t1.783\nHele landet\t40.635\t39.302",  # counts, no money
        "1.000 kr.\t2022\t2023\nSkole\t1.250\nÆldre\t75\t80",  # a cell is missing: which column is 1.250?
        "1.000 kr.\t2022\t2023\nSkole\tFra i år\t1.300\nÆldre\t75\t80",  # words among the numbers of a column
    ],
)
def test_a_table_that_cannot_be_read_with_certainty_gives_no_sums(table: str) -> None:
    assert _amounts("Økonomi", table) == ()


def test_a_table_that_opens_its_section_keeps_its_empty_corner() -> None:
    amounts = _amounts(
        "Økonomi", "\tRegnskab 2022, 1.000 kr.\tBudget 2023, 1.000 kr.\nSkole\t1.250\t1.300\nÆldre\t75\t80"
    )
    assert [(int(amount.value), amount.purpose, amount.period) for amount in amounts[:2]] == [
        (1250000, "Skole, Regnskab 2022, 1.000 kr.", "2022"),
        (1300000, "Skole, Budget 2023, 1.000 kr.", "2023"),
    ]


def test_a_line_between_the_rows_of_a_table_names_the_rows_below_it() -> None:
    amounts = _amounts("Økonomi", "1.000 kr.\t2023\nSkole\t1.250\nÆldre\t75\nAnlæg\nVeje\t300\nBroer\t40")
    assert [(int(a.value), a.purpose) for a in amounts] == [
        (1250000, "Skole, 2023"), (75000, "Ældre, 2023"), (300000, "Anlæg, Veje, 2023"), (40000, "Anlæg, Broer, 2023"),
    ]  # fmt: skip


def test_names_of_groups_right_below_a_head_and_below_one_another_part_no_table() -> None:
    rows = "Udvalget for børn\nSkoler\nLøn\t10\t9\nDrift\t5\t4\nDagtilbud\nLøn\t8\t7"
    amounts = _amounts("Økonomi", f"Tabel 1 (i 1.000 kr.)\n\nOmråde\tBudget\tForbrug\n{rows}")
    assert [(int(amount.value), amount.purpose) for amount in amounts[::2]] == [
        (10000, "Skoler, Løn, Budget"),
        (5000, "Skoler, Drift, Budget"),
        (8000, "Dagtilbud, Løn, Budget"),
    ]


def test_bare_numbers_without_a_name_below_a_head_are_heads_and_no_sums() -> None:
    amounts = _amounts("Økonomi", "Tabel 1 (i 1.000 kr.)\n\n\tTrin 1\tTrin 2\n\t6.000\t12.000\nLøn\t10\t9")
    assert [(amount.text, amount.purpose) for amount in amounts] == [
        ("10", "Løn, Trin 1 6.000"),
        ("9", "Løn, Trin 2 12.000"),
    ]
