"""How well units match a question by what was learned of words."""

import numpy as np
import pytest

from retrieval.answering.rules.likeness import asked_words, item_words, likeness, question_words
from retrieval.answering.rules.matching import Matching, load_matching
from retrieval.answering.rules.units import Unit, UnitKind
from retrieval.index.embeddings import ANSWER_TABLE, LocalEmbeddings
from retrieval.model.minutes import Span
from retrieval.model.vocabulary import SectionKind

WORDS = LocalEmbeddings(ANSWER_TABLE)


def units(*texts: str, lead: str = ""):
    return [
        Unit(section=SectionKind.OTHER, span=Span(0, len(text)), text=text, kind=UnitKind.SENTENCE, order=n, lead=lead)
        for n, text in enumerate(texts)
    ]


def scores(question: str, title: str, held: list[Unit], matching: Matching | None = None):
    matching = matching or load_matching()
    asked = asked_words(question_words(question, WORDS.words_of), WORDS.sum_words, matching.weights)
    alike = likeness(asked, item_words(title, held, WORDS.words_of, WORDS.embed_words))
    nearness = WORDS.embed_array([unit.text for unit in held]) @ asked.whole
    return matching.scores(alike, nearness)


@pytest.mark.parametrize(
    ("question", "answering", "other"),
    [
        (
            "hvem skal betale for oprydningen?",
            "Udgifterne til oprensning afholdes af grundejeren.",
            "Forvaltningen har været i dialog med naboerne om adgangen til arealet.",
        ),
        (
            "hvor lang tid må de ældre vente på hjælp?",
            "Ventetiden til hjemmeplejen er i gennemsnit 12 dage.",
            "Udvalget besøgte plejecentret i foråret.",
        ),
        (
            "How many teachers were hired?",
            "Der blev ansat 14 lærere ved skoleårets start.",
            "Skolen har fået nyt tag og nye vinduer.",
        ),
    ],
)
def test_everyday_words_match_what_the_minutes_say(question: str, answering: str, other: str) -> None:
    told, untold = scores(question, "Orientering", units(answering, other))
    assert told > untold + 0.5


def test_the_rare_word_of_a_question_counts_more_than_the_common_one() -> None:
    weights = asked_words(["kommunen", "kunstgræsbanen"], WORDS.sum_words, load_matching().weights).weights
    assert weights[1] > weights[0]
    assert weights.sum() == pytest.approx(1.0)


def test_words_of_the_title_and_the_lead_count_but_less_than_in_the_unit() -> None:
    inside = scores("svømmehallen", "", units("Svømmehallen lukker."))[0]
    above = scores("svømmehallen", "", units("Den lukker.", lead="Svømmehallen"))[0]
    titled = scores("svømmehallen", "Svømmehallen", units("Den lukker."))[0]
    nowhere = scores("svømmehallen", "", units("Den lukker."))[0]
    assert inside > above > nowhere
    assert inside > titled > nowhere


def test_a_question_without_words_matches_all_units_alike() -> None:
    held = scores("hvad er det?", "Skolen", units("Skolen lukker.", "Vejen er lang."))
    assert held.tolist() == [0.0, 0.0]


def test_a_score_is_what_the_learned_numbers_say() -> None:
    plain = Matching(
        importance=np.zeros(WORDS.sum_words(["x"]).shape[1]),
        length=0.0,
        bias=0.0,
        nearness=1.0,
        step=0.0,
        threshold=0.5,
        lead=0.0,
        beside=0.5,
        title=0.0,
        covered=10.0,
        together=0.0,
    )
    first, second, third = scores("svømmehallen", "", units("Svømmehallen.", "–", "–"), plain)
    assert first == pytest.approx(10.0, abs=0.1)
    assert second == pytest.approx(first / 2, abs=0.1)
    assert third == 0.0
