"""The lines of a document as the rules look at them."""

import pytest

from retrieval.parsing import parse
from retrieval.parsing.lines import Line, next_text, read_lines
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
