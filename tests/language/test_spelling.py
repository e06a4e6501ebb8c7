"""Many words get the keys they would get one by one."""

import pytest

from retrieval.language.spelling import sound, sounds


@pytest.mark.parametrize(
    ("one", "other"),
    [("kvinde", "kvine"), ("affald", "afald"), ("møde", "mode"), ("hvad", "vad"), ("kikkert", "kikert"), ("æg", "eg")],
)
def test_words_that_are_mistaken_for_each_other_share_a_key(one: str, other: str) -> None:
    assert sound(one) == sound(other)


def test_many_at_once_get_the_keys_they_get_one_by_one() -> None:
    words = ["affald", "d", "dd", "nd", "bibliotek", "n", "skolee", "egn", "læeder", "zoo", "x", "kkk", "é"]
    assert sounds(words) == [sound(word) for word in words]
    assert sounds([]) == []
