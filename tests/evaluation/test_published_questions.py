"""The questions about published minutes keep no sentence of them, and can be scored and learned from."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from tests.evaluation import published
from tests.evaluation.published import PUBLICATION, SHORT, published_sets

HERE = Path(__file__).parent
QUESTIONS = [
    json.loads(line) for file in published.QUESTIONS.values() for line in file.read_text(encoding="utf-8").splitlines()
]
SETS = json.loads((HERE / "published_meetings.json").read_text(encoding="utf-8"))


def test_no_words_of_the_minutes_are_kept():
    assert all("quote" not in one for one in QUESTIONS)
    assert all(re.fullmatch("[0-9a-f]{12}", digest) for one in QUESTIONS for digest in one["answered_by"])


def test_what_can_be_answered_says_where_and_with_what():
    for one in QUESTIONS:
        silent = one["type"] == "unanswerable"
        assert (not one["refs"], not one["must"]) == (silent, silent), one["id"]


def test_ids_are_unique_and_every_question_belongs_to_a_set():
    assert max(Counter(one["id"] for one in QUESTIONS).values()) == 1
    assert {one["set"] for one in QUESTIONS} == set(SETS)


@pytest.mark.skipif(not PUBLICATION.is_dir(), reason="the published minutes are not at hand")
def test_every_meeting_of_a_set_is_found():
    with published_sets() as sets:
        assert {name: len(list(minutes.iterdir())) for name, (_, minutes) in sets.items()} == {
            name + length: len(meetings) for name, meetings in SETS.items() for length in ("", SHORT)
        }
