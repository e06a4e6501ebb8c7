"""When a question goes on from the one before it."""

import pytest

from retrieval.model.answers import Query, Turn
from retrieval.question.followup import read_context
from retrieval.question.leaning import chance_of_leaning, leaning_figures, points_back

HISTORY = (
    Turn("user", "Hvad koster den nye hal?"),
    Turn("assistant", "2 mio. kr.\n(Byrådet, 5. marts 2024, punkt 3: Hal)"),
)


@pytest.mark.parametrize(
    "text",
    ["hvad kostede det?", "hvornår bliver det så besluttet", "stemte de imod", "what did they say?"],
)
def test_a_pronoun_with_nothing_of_its_own_points_back(text: str) -> None:
    assert points_back(text)


@pytest.mark.parametrize(
    "text",
    [
        "hvad koster det at bygge en skole",
        "er det rigtigt at skatten stiger",
        "hvor mange unge er der i kommunen",
        "hvad kostede det nye gulv",
        "is it true that the school closes",
        "hvad fik de frivillige foreninger",
    ],
)
def test_an_article_and_an_expletive_point_at_nothing(text: str) -> None:
    assert not points_back(text)


def chance(text: str, **figures: float) -> float:
    context = read_context(Query(text, HISTORY))
    held = {
        "unsaid": 0,
        "dated": False,
        "of_meeting": False,
        "other_language": False,
        "best": 0.5,
        "anchored": 0.3,
    } | figures
    return chance_of_leaning(leaning_figures(text, context, **held))  # type: ignore[arg-type]


def test_a_continuation_goes_on() -> None:
    assert chance("og i 2025?") > 0.9
    assert chance("hvem stemte imod?") > 0.5


def test_what_had_not_been_said_stands_alone() -> None:
    assert chance("skal biblioteket flytte til havnen?", unsaid=3, best=0.9, anchored=0.05) < 0.5


def test_a_better_item_elsewhere_speaks_for_a_new_subject() -> None:
    text = "hvor mange pladser er der?"
    assert chance(text, unsaid=1, best=0.95, anchored=0.0) < chance(text, unsaid=1, best=0.3, anchored=0.3)


def test_another_language_speaks_for_a_new_subject() -> None:
    assert chance("who voted against?", other_language=True) < 0.5 < chance("who voted against?")
