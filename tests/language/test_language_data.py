import re
from collections import Counter

import pytest

from retrieval.language import Analyser, fold
from retrieval.language.data import rows, words
from retrieval.language.detect import detect_language
from retrieval.language.stemming import irregular_forms
from retrieval.language.thesaurus import abbreviations, english_words, entries
from retrieval.model.answers import Language

_PART = re.compile(r"[^;~]*[^;~\s](?:~0\.\d+)?")  # a word or phrase, with its weight


@pytest.fixture(scope="module")
def analyser() -> Analyser:
    return Analyser()


def test_the_thesaurus_is_large_and_well_formed() -> None:
    found = list(entries())
    assert len(found) >= 2_000
    assert all(2 <= len(row) <= 4 for row in rows("thesaurus.tsv"))
    assert all(0 < weight <= 1 for entry in found for _, weight in entry.spoken)
    assert all(entry.spoken or entry.english for entry in found)


def test_no_entry_stands_twice_or_repeats_itself() -> None:
    found = list(entries())
    assert not [term for term, count in Counter(fold(entry.term) for entry in found).items() if count > 1]
    for entry in found:
        spoken = [fold(word) for word, _ in entry.spoken]
        assert len(set(spoken)) == len(spoken), entry.term
        assert len(set(entry.english)) == len(entry.english), entry.term
        assert fold(entry.term) not in spoken, entry.term


def test_every_term_and_spoken_word_can_be_searched_for(analyser: Analyser) -> None:
    assert not [entry.term for entry in entries() if not analyser.terms(entry.term)]
    assert not [danish for _, danish, _ in english_words() if not analyser.terms(danish)]
    assert not [meaning for _, meaning in abbreviations() if not analyser.terms(meaning)]


@pytest.mark.parametrize(("name", "columns"), [("thesaurus.tsv", (1, 2)), ("lexicon_en.tsv", (1,))])
def test_lists_are_written_one_way(name: str, columns: tuple[int, ...]) -> None:
    cells = [row[column] for row in rows(name) for column in columns if len(row) > column and row[column]]
    parts = [part for cell in cells for part in cell.split("; ")]
    assert not [part for part in parts if not _PART.fullmatch(part) or part != part.lower()]
    assert not [cell for cell in cells if len(set(cell.split("; "))) < len(cell.split("; "))]
    assert not [row[0] for row in rows(name) if row[0] != row[0].lower()]


def test_a_single_spoken_word_is_no_stop_word_nor_stemmed_into_one(analyser: Analyser) -> None:
    stop = {fold(word) for word in words("stopwords.tsv")}
    spoken = [(entry.term, word) for entry in entries() for word, _ in entry.spoken]
    assert not [pair for pair in spoken if fold(pair[1]) in stop]
    assert not [
        pair
        for pair in spoken
        if len(analyser.terms(pair[1])) == 1 and " " not in pair[1] and stop.issuperset(analyser.terms(pair[1]))
    ]


def test_the_lexicon_is_large_and_without_repeats() -> None:
    keys = [row[0] for row in rows("lexicon_en.tsv")]
    assert len(keys) >= 6_000
    assert not [key for key, count in Counter(keys).items() if count > 1]
    assert keys == sorted(keys)
    assert all(len(row) == 2 and row[1] for row in rows("lexicon_en.tsv"))


def test_no_everyday_danish_word_is_taken_for_english() -> None:
    everyday = "barn folk bog gift fisk bil hus vej skat brand rent resume land grave mine sten lyst stole"
    assert not [word for word in everyday.split() if detect_language(word) is Language.ENGLISH]


@pytest.mark.parametrize("name", ["irregular.tsv", "irregular_en.tsv"])
def test_no_irregular_form_has_two_stems(name: str) -> None:
    forms = Counter(form for form, _ in irregular_forms(name))
    assert not [form for form, count in forms.items() if count > 1]


def test_every_phrase_waits_where_its_first_stem_is_looked_up(analyser: Analyser) -> None:
    lexicon = analyser._lexicon
    for table in (lexicon.synonyms, lexicon.abbreviations, lexicon.english):
        waiting = [(beginning, entry[0]) for beginning, group in table._waiting.items() for entry in group]
        assert not [
            phrase for beginning, phrase in waiting if not "".join(table._stems(phrase)[:1]).startswith(beginning)
        ]


def test_the_glossary_has_one_english_for_each_danish_word_and_no_figures() -> None:
    listed = [tuple(row) for row in rows("glossary.tsv")]
    assert len(listed) > 3000
    assert {len(row) for row in listed} == {2}
    assert len({danish for danish, _ in listed}) == len(listed)
    assert not [english for _, english in listed if any(char.isdigit() for char in english)]


@pytest.mark.parametrize(
    ("danish", "english"),
    [
        ("levetid", "lifetime"),
        ("byrådets", "town council"),
        ("havneplan", "harbour plan"),  # of its parts
        ("mulighed", "possibility, opportunity"),
        ("muligt", ""),  # another word of the same stem
        ("kosten", ""),  # of "kost" or of "koste": nobody can tell
        ("og", ""),
        ("Skibsmuseumsklubben", ""),
    ],
)
def test_a_danish_word_is_given_in_english_or_not_at_all(analyser: Analyser, danish: str, english: str) -> None:
    assert analyser.in_english(danish) == english
