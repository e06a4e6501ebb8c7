"""A body that says that it decides nothing is told so, and no member's standing aside is told as the body's."""

import pytest

from retrieval.answering.rules.outcomes import outcome_sentence, short_outcome
from retrieval.answering.rules.sources import Source
from retrieval.model.answers import Language
from retrieval.model.vocabulary import Outcome, SectionKind
from tests.answering.minutes import COMMITTEE, Minutes


@pytest.mark.parametrize(
    ("words", "is_told"),
    [
        (f"{COMMITTEE} undlod at tage stilling.", True),
        ("Der tages ikke stilling til sagen.", True),
        ("Eva Lund (Ø) undlod at tage stilling.", False),
        ("Formanden bød velkommen.", False),
    ],
)
def test_a_body_without_a_position_is_told_in_words(words: str, is_told: bool) -> None:
    stored = Minutes().add("Nyt mødested", {SectionKind.DECISION: words}, Outcome.NONE).stored()
    source = Source(stored, stored.meeting.items[0])
    assert ("undlod at tage stilling" in outcome_sentence(Language.DANISH, source)) is is_told
    assert ("took no position" in outcome_sentence(Language.ENGLISH, source)) is is_told
    assert (short_outcome(Language.DANISH, source) == "Tog ikke stilling") is is_told
