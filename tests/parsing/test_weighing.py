"""What speaks for a row of lines as the items of a document, each sign in a text where nothing else differs."""

import pytest

from retrieval.parsing.cases import case_number_line
from retrieval.parsing.hypotheses import hypotheses, shorn, titleness
from retrieval.parsing.lines import read_lines
from retrieval.parsing.runs import Start
from retrieval.parsing.weighing import weigh

HEAD = "Seniorrådet\nMøde den 4. maj 2021\n\n"
FOUR = ("Godkendelse af dagsorden", "Besøg på Lindegården", "Busser til havnen", "Eventuelt")
SAID = ("Godkendt.", "Vi så de nye boliger.\nTaget til efterretning.", "Der køres hver time.\nUdsat.", "Intet.")


def titles(text: str, *, is_headed: bool = True) -> list[tuple[int | None, str]]:
    starts = weigh(read_lines(text), (), (), is_headed=is_headed)
    return [(start.number, start.title) for start in starts]


def minutes(form: str) -> str:
    items = zip(range(1, 5), "abcd", ("I", "II", "III", "IV"), FOUR, SAID, strict=True)
    shapes = (
        form.format(n=number, a=letter, r=roman, t=title) + f"\n{said}\n\n"
        for number, letter, roman, title, said in items
    )
    return HEAD + "".join(shapes)


@pytest.mark.parametrize(
    "form",
    [
        "{n}. {t}",
        "{n}/ {t}",
        "Emne {n} ~ {t}",
        "[{n}]\n{t}",
        "({a}) {t}",
        "Del {r}: {t}",
        "SR-{n} {t}",
        "#{n} · {t}",
        "B.{n} {t}",
    ],
)
def test_a_number_of_any_form_counts_items(form: str) -> None:
    assert titles(minutes(form)) == [*enumerate(FOUR, 1)]


def test_titles_without_a_number_are_told_by_what_stands_around_them() -> None:
    assert titles(minutes("{t}")) == [(None, title) for title in FOUR]


def test_a_list_inside_an_item_is_no_row_of_items() -> None:
    text = minutes("{n}. {t}").replace("Vi så", "1. bad\n2. køkken\n3. have\nVi så")
    assert titles(text) == [*enumerate(FOUR, 1)]


def test_the_list_of_contents_is_not_the_items() -> None:
    listed = "".join(f"{number}. {title}\n" for number, title in enumerate(FOUR, 1))
    text = minutes("{n}. {t}").replace(HEAD, f"{HEAD}{listed}\n")
    starts = weigh(read_lines(text), (), (), is_headed=True)
    assert [start.title for start in starts] == list(FOUR)
    assert starts[0].line > len(HEAD.splitlines()) + len(FOUR)


def test_a_text_without_the_head_of_minutes_needs_more_to_be_believed() -> None:
    text = "1. Formål\nRådet rådgiver.\n\n2. Valg\nHvert fjerde år.\n\n3. Møder\nTi om året.\n"
    assert titles(text, is_headed=False) == []
    assert titles(minutes("{n}. {t}"), is_headed=False) == [*enumerate(FOUR, 1)]


def test_what_a_rule_found_stays_unless_another_row_is_clearly_better() -> None:
    lines = read_lines(minutes("{n}. {t}"))
    found = weigh(lines, (), (), is_headed=True)
    assert weigh(lines, (), found, is_headed=True) == found
    assert weigh(lines, (), found[1:3], is_headed=True) == found


def test_a_text_longer_than_any_meeting_is_left_as_it_is() -> None:
    assert titles(minutes("{n}. {t}") + "\n" * 10_000) == []


def test_every_row_is_weighed_once() -> None:
    rows = [row.starts for row in hypotheses(read_lines(minutes("{n}. {t}")))]
    assert len(rows) == len(set(rows)) > 1


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("Ny cykelsti", "Godkendt."),
        ("Ny cykelsti", "ny cykelsti"),
        ("Ny cykelsti", "Formanden orienterede om cykelstien."),
        ("Ny cykelsti", "Sagsbehandler: HNB"),
        ("Økonomi", "Beslutning"),
        ("Hvad skal vi med natbussen?", "Natbussen skal vi have"),
    ],
)
def test_what_looks_like_a_title(better: str, worse: str) -> None:
    assert titleness(better) > titleness(worse)


@pytest.mark.parametrize(
    ("printed", "title"), [("{}.", "{}"), ("{}:", "{}"), ("Sag: {}", "{}"), ("{} (5 min)", "{} (5 min)")]
)
def test_what_all_titles_have_around_them_is_taken_off(printed: str, title: str) -> None:
    starts = [Start(line, None, printed.format(words), line) for line, words in enumerate(FOUR)]
    assert [start.title for start in shorn(starts)] == [title.format(words) for words in FOUR]


def test_a_row_of_digits_is_no_case_number_and_takes_no_time() -> None:
    assert case_number_line("2024" * 29 + " x") == ""
