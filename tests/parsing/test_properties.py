import re

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from retrieval.errors import SourceError
from retrieval.parsing import meeting_json, parse
from retrieval.parsing.cases import access_mark, is_access_label, is_case_label
from retrieval.parsing.furniture import is_furniture
from retrieval.parsing.headings import find_heading, inline_heading
from retrieval.parsing.labels import own_label
from retrieval.parsing.lines import clean
from retrieval.parsing.sections import dated_decision
from retrieval.parsing.sentences import sentences
from retrieval.reading import read_bytes, read_path
from tests.parsing.golden import documents
from tests.parsing.spans import assert_sound, money_outside_ledger, uncovered_words

WORDS = (
    "Punkt 1: Godkendelse",
    "Punkt 2:",
    "BESLUTNING",
    "Beslutning",
    "Indstilling",
    "Bilag",
    "Sagens forløb",
    "Resume",
    "Økonomiudvalget anbefaler",
    "09-05-2022 Økonomiudvalget",
    "Beslutning i Byrådet den 01-02-2020",
    "1. Godkendt.",
    "X (A) stemmer for.",
    "Med stemmerne 3 for og 2 imod godkendte Byrådet sagen.",
    "Afbud: Per Dam (V)",
    "- ",
    "1.",
    "5 mio. kr. i 2024",
    "kr. -",
    "1.000 kr.\t2023\t2024",
    "Skole\t12\t-3,5",
    "\t",
    "| a | 1 |",
    "#",
    "**",
    "19/9",
    "d. ",
    "REFERAT Byråd 2022-2025 d. 28-05-2025",
    "Indholdsfortegnelse",
    "Lukket",
    "Åbent - 25/1",
    "\u00a0",
    "\n",
    "\n\n",
    "(",
    '"',
)
soup = st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=12)), max_size=40).map("\n".join)
quick = settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck), derandomize=True)


@quick
@given(st.binary(max_size=400))
@example(b"\xff\xfe\x00")
@example(b"PK\x03\x04word/document.xml")
@example(b"%PDF-1.7")
@example(b'{"Dagsordenpunkter": [[]]}')
@example(b'{"Dagsordenpunkter": [{"Felter": [{"Html": "<"}], "Sorting": "x"}]}')
def test_any_bytes_parse_or_are_refused_clearly(data: bytes) -> None:
    try:
        document = read_bytes("x", data)
    except SourceError as error:
        assert str(error)
        return
    assert_sound(document, parse(document))


@quick
@given(soup)
def test_any_words_of_minutes_parse_soundly_and_the_same_again(text: str) -> None:
    try:
        document = read_bytes("suppe.txt", ("Referat\n" + text).encode())
    except SourceError:
        return
    meeting = parse(document)
    assert_sound(document, meeting)
    assert meeting == parse(document)
    meeting_json(document, meeting)


@quick
@given(soup)
def test_sentences_lie_in_order_and_miss_no_word(text: str) -> None:
    units = sentences(text)
    place = 0
    for unit in units:
        assert place <= unit.start < unit.end
        assert not text[place : unit.start].strip()
        place = unit.end
    assert not clean(text[place:].replace("\t", " "))[0]


@pytest.mark.parametrize("path", documents(), ids=lambda path: path.name)
def test_every_word_of_an_item_is_title_mark_heading_or_section(path) -> None:
    document = read_path(path)
    meeting = parse(document)
    assert_sound(document, meeting)
    for item in meeting.items:
        rest = uncovered_words(document, item)
        lines = [clean(line)[0] for line in rest.splitlines()]
        body = [
            line
            for line in lines[1:]
            if line
            and line.removesuffix("-") not in item.printed_title
            and item.printed_title not in line
            and item.case_number not in (line, "")
        ]
        heads = {section.heading for section in item.sections}
        strays = [line for line in body if line not in heads and not _is_known(line, item.case_number, item.number)]
        assert strays == [], f"item {item.number}"
        assert money_outside_ledger(document, item) == []


def _is_known(line: str, case_number: str, number: int) -> bool:
    starts = ("A. ", "B. ", "C. ", "D. ", "A: ", "B: ", "C: ", "D: ", "Åbent", "Åben sag ", "Lukket")
    clerk = ("Initialer: ", "Beslutningsniveau: ", "Sagsbeh.: ", "Sagsbehandler: ", "Sagsansvarlig: ")
    return bool(
        find_heading(line.strip("\t"))
        or access_mark(line) is not None
        or dated_decision(line)
        or inline_heading(line + " x")
        or (case_number and case_number in line)
        or own_label(line, number)
        or any(is_case_label(cell) or is_access_label(cell) for cell in re.split(r"\t|\s?\|\s?", line))
        or not line.strip("|- ")
        or line == str(number)
        or is_furniture(line)
        or line.startswith((*starts, *clerk))
    )
