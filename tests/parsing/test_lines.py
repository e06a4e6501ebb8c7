"""The lines and sentences of a document as the rules look at them."""

import re

import pytest

from retrieval.model.minutes import Span
from retrieval.parsing import parse
from retrieval.parsing.lines import RULED, Line, clean, next_text, read_lines
from retrieval.parsing.sentences import holding, sentences
from retrieval.reading import read_bytes


class _Uncopied(list[Line]):
    def __getitem__(self, place):
        assert not isinstance(place, slice), "the rest of a document is copied for every line of it"
        return super().__getitem__(place)


def test_the_next_line_with_text_is_found_without_copying_the_rest() -> None:
    lines = _Uncopied(read_lines("Punkt 1\n\n\nTitel\n\nBeslutning\n"))
    assert [line.text for line in next_text(lines, 0, 2)] == ["Titel", "Beslutning"]


@pytest.mark.parametrize(
    "line", ["Punkt 1 | Sagsnr. 24/1234 | Åben\n", "Emne\tReferat\n", "Sagsnr.\tAdgang\n24/1234\tÅben\n"]
)
def test_what_repeats_without_end_is_read(line: str) -> None:
    document = read_bytes("x.txt", ("Referat\n" + line * 16_000).encode())
    assert parse(document).items


@pytest.mark.parametrize(
    ("text", "depths"),
    [("====\nBudget\n====\nTekst", [0, RULED, 0, 0]), ("====\nBudget\nTekst", [0, 0, 0]), ("Budget\n====", [0, 0])],
)
def test_a_line_between_two_drawn_rules_is_a_heading(text: str, depths: list[int]) -> None:
    assert [line.depth for line in read_lines(text)] == depths


def test_rules_drawn_beside_words_are_no_part_of_them() -> None:
    assert clean("──── 41 ────") == ("41", 0)
    assert clean("== Budget") == ("== Budget", 0)


@pytest.mark.parametrize(
    ("words", "units"),
    [
        (
            "Der søges hos A.P. Møller Fonden. Svaret ventes i maj.",
            ["Der søges hos A.P. Møller Fonden.", "Svaret ventes i maj."],
        ),
        ("A.P. Møller Fonden har svaret. Ja.", ["A.P. Møller Fonden har svaret.", "Ja."]),
        ("Skoler m.v. Forvaltningen ser på det.", ["Skoler m.v.", "Forvaltningen ser på det."]),
    ],
)
def test_initials_end_no_sentence(words: str, units: list[str]) -> None:
    text = f"Indledning.\n{words}"
    assert [unit.of(text) for unit in sentences(text)][1:] == units


def test_sentences_that_hold_a_pattern_are_found_each_once_and_what_stands_between_them_is_passed_over() -> None:
    text = "1 og 2. Ingen. 3"
    units = [Span(0, 7), Span(8, 14)]
    assert list(holding(re.compile(r"\d"), text, units)) == [0]
    assert list(holding(re.compile(r"\d"), text, [*units, Span(15, 16)])) == [0, 2]
    assert list(holding(re.compile(r" "), text, units)) == [0]
    assert list(holding(re.compile(r"\d"), text, [])) == []
