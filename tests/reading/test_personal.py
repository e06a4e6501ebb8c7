import pytest

from retrieval.reading import read_bytes
from retrieval.reading.personal import MASK, mask_personal_numbers


@pytest.mark.parametrize("number", ["010203-1234", "311299-0001", "290200 - 4321", "240655–1111"])
def test_a_personal_number_is_masked_and_counted_without_being_shown(number: str) -> None:
    document = read_bytes("referat.txt", f"Referat\nBorgeren ({number}) har søgt.\n".encode())
    assert number not in document.text and number[-4:] not in document.text
    assert MASK in document.text
    assert len(document.warnings) == 1
    assert "1 personal number" in document.warnings[0] and "line 2" in document.warnings[0]
    assert number[-4:] not in document.warnings[0]


@pytest.mark.parametrize(
    "words",
    [
        "27.00.00-G01-1471-24",
        "451399-1234",
        "sag 23-013405",
        "2008/045364",
        "1.000.000-2.000.000",
        "330-2018-3619",
        "tlf. 66131372",
        "010203-12345",
    ],
)
def test_case_numbers_and_sums_are_left_alone(words: str) -> None:
    assert mask_personal_numbers(words) == (words, ())


def test_ten_digits_after_the_label_are_masked_too() -> None:
    assert mask_personal_numbers("CPR-nr.: 0102031234 står her")[0] == f"CPR-nr.: {MASK} står her"
