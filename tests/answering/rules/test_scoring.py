"""What units are scored by: likeness word by word, marks, and question words."""

import numpy as np
import pytest

from retrieval.answering.rules.compose import fitting_first
from retrieval.answering.rules.evidence import Scored
from retrieval.answering.rules.grams import Grams, grams_of, told
from retrieval.answering.rules.likeness import ItemWords, asked_words, likeness, question_words, word_places
from retrieval.answering.rules.matching import load_matching
from retrieval.answering.rules.patterns import asks_for, marks_of
from retrieval.answering.rules.units import Unit, UnitKind
from retrieval.index.embeddings import ANSWER_TABLE, LocalEmbeddings
from retrieval.model.minutes import Span
from retrieval.model.vocabulary import SectionKind
from retrieval.question.kinds import QuestionKind

NEAR = LocalEmbeddings(ANSWER_TABLE)


def alike(question: str, texts: list[str]):
    asked = asked_words(question_words(question, NEAR.words_of), NEAR.sum_words, load_matching().weights)
    held = (texts, [""] * len(texts), [""])
    return likeness(asked, ItemWords(*(word_places(one, NEAR.words_of, NEAR.embed_words) for one in held)))


def test_a_word_is_most_like_its_own_forms():
    found = alike("Hvad koster skolerne?", ["Skolernes tag skal skiftes.", "Vejen skal have ny belægning."])
    assert found.text.shape == (2, 2)
    assert found.text[0, 1] > 0.5 > 0.4 > found.text[1, 1]


def test_a_text_without_words_is_like_nothing():
    found = alike("skolerne", ["", "–"])
    assert not found.text.any()
    assert not found.beside_number.any()


def test_a_question_without_words_of_its_own_is_like_nothing():
    assert alike("hvad er det?", ["Skolen lukker."]).text.shape == (1, 0)


def test_a_number_right_before_a_word_of_the_question_is_seen():
    found = alike("Hvor mange pladser er der?", ["Der er 46 pladser.", "Der er 46 børn og nogle pladser."])
    assert found.beside_number.tolist() == [True, False]


def test_marks_tell_names_in_a_row_from_a_sentence():
    listed, plain = marks_of("Det gælder Søndre Skole, Engskolen og Bakkeskolen."), marks_of("Udvalget mødes igen.")
    assert listed.names > 0 == plain.names
    assert listed.commas > plain.commas == 0


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Hvilke skoler lukker?", "which"),
        ("Hvem stemte imod?", "who"),
        ("Hvor ligger den nye hal?", "where"),
        ("How does one apply?", "how"),
        ("Hvad skete der?", "what"),
    ],
)
def test_question_words_are_told_apart(question: str, asked: str):
    assert {name for name, value in asks_for(question).items() if value} == {asked}


@pytest.mark.parametrize("question", ["Hvor mange skoler er der?", "Hvor meget koster det?", "How many schools?"])
def test_how_many_asks_for_no_place_and_no_way(question: str):
    assert not any(asks_for(question).values())


def test_likeness_is_at_most_one():
    found = alike("kommunens budget for skolerne i 2024", ["Kommunens budget for skolerne i 2024 er vedtaget."])
    assert np.all(found.text <= 1.02) and np.all(found.text.max(axis=0) > 0.98)


def test_shared_runs_survive_a_slip_of_the_pen():
    grams = Grams.of(["Idrætshallen renoveres.", "Vejen", ""])
    shared = grams.shared(grams_of(told("idrætshalen").strip()))
    assert shared[0] >= 5
    assert shared[1:].tolist() == [0, 0]


def test_nothing_asked_shares_nothing():
    assert Grams.of(["Skolen"]).shared(grams_of("")).tolist() == [0]
    assert Grams.of([]).shared(grams_of("skolen")).tolist() == []


def scored(text: str, score: float, coverage: float, *, fits: bool) -> Scored:
    unit = Unit(
        section=SectionKind.CASE_PRESENTATION, span=Span(0, len(text)), text=text, kind=UnitKind.SENTENCE, order=0
    )
    return Scored(meeting_key="m", item=1, unit=unit, score=score, coverage=coverage, fits=fits, parts={})


@pytest.mark.parametrize(
    ("score", "coverage", "is_lifted"),
    [(4.0, 0.5, True), (4.0, 0.1, False), (2.5, 0.5, False)],
    ids=["nearly as good", "holds little of the question", "scores far less"],
)
def test_a_sum_is_lifted_only_over_what_is_hardly_better(score: float, coverage: float, is_lifted: bool):
    best = scored("Det skal ikke koste skolerne noget.", 5.0, 0.6, fits=False)
    sum_of_money = scored("Der er afsat 1,2 mio. kr. til et cykelskur.", score, coverage, fits=True)
    first = fitting_first(QuestionKind.AMOUNT, [best, sum_of_money])[0]
    assert (first is sum_of_money) is is_lifted
