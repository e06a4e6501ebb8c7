"""Questions made from structure are well put, the same for a seed, and search holds its floors on them."""

import dataclasses

import pytest

from tests.bench.corpus import SAMPLE_MINUTES
from tests.evaluation.structural import PUBLICATION, bodies, figures_of, ranks_of, read_all
from tests.evaluation.structural_kinds import MAKERS
from tests.evaluation.structural_questions import Made, counted, make

MEETINGS, QUESTIONS = 12, 210
FLOORS = {"title": 0.85, "misspelt": 0.80, "summary": 0.80, "case number": 1.0, "meeting": 0.85, "amount": 0.80}


@pytest.fixture(scope="module")
def sample():
    return read_all(bodies(SAMPLE_MINUTES, SAMPLE_MINUTES))


def test_a_seed_always_gives_the_same_questions_and_another_gives_others(sample):
    assert make(sample, 60, MAKERS, seed=3) == make(sample, 60, MAKERS, seed=3)
    assert make(sample, 60, MAKERS, seed=3) != make(sample, 60, MAKERS, seed=4)


def test_no_question_is_put_twice_and_every_kind_has_some(sample):
    made = make(sample, 100, MAKERS)
    assert len({one.question for one in made}) == len(made)
    assert set(counted(made)) == set(MAKERS)


def test_every_right_item_stands_in_the_minutes(sample):
    held = {read.place(item) for read in sample for item in read.meeting.items}
    assert all(one.right and one.right <= held for one in make(sample, 100, MAKERS))


def test_words_that_two_cases_share_are_not_asked_about(sample):
    twin = dataclasses.replace(sample[0].meeting, date=sample[0].meeting.date.replace(year=1990))
    items = tuple(dataclasses.replace(item, case_number="", title=f"{item.title} igen") for item in twin.items)
    twin = dataclasses.replace(sample[0], meeting=dataclasses.replace(twin, items=items))
    twins = [dataclasses.replace(sample[0]), twin]
    dates = {place[0] for one in make(twins, 100, MAKERS) if one.kind == "title" for place in one.right}
    assert dates <= {"1990-" + str(sample[0].meeting.date)[5:]}


def test_figures_are_by_kind_and_over_all():
    made = [Made("title", "a", frozenset()), Made("title", "b", frozenset()), Made("person", "c", frozenset())]
    figures = figures_of(made, [1, 4, 0])
    assert [figure.value for figure in figures["title"]] == [0.5, 1.0, 0.625]
    assert [figure.value for figure in figures["person"]] == [0.0, 0.0, 0.0]
    assert figures["all"][1].value == pytest.approx(2 / 3)


@pytest.mark.skipif(not PUBLICATION.exists(), reason="the published bodies are not beside the project")
def test_search_holds_its_floors_on_published_bodies(tmp_path):
    files = bodies(PUBLICATION / "greve", tmp_path)[:MEETINGS]
    made = make(read_all(files), QUESTIONS, MAKERS)
    figures = figures_of(made, ranks_of(made, files, tmp_path / "home"))
    assert {kind: figures[kind][2].value >= floor for kind, floor in FLOORS.items()} == dict.fromkeys(FLOORS, True)
    assert figures["all"][1].value >= 0.95
