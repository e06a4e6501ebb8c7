from retrieval.language import Analyser
from retrieval.language.lexicon import Lexicon
from retrieval.language.phrases import PhraseTable, Target
from retrieval.language.stemming import danish, english
from retrieval.language.thesaurus import abbreviations, english_words, entries


def lexicon() -> Lexicon:
    return Lexicon(danish(), frozenset({"bare", "til", "på", "hvad", "være", "en", "den"}))


def leads(table: PhraseTable, stems: tuple[str, ...]) -> set[str]:
    whole = tuple(range(len(stems)))
    return {target.words for positions, targets in table.find(stems) if positions == whole for target in targets}


def table(*phrases: str, gap: int = 0) -> PhraseTable:
    return PhraseTable(((phrase, "mål", 0.5) for phrase in phrases), lambda phrase: tuple(phrase.split()), str, gap)


def test_every_word_of_the_thesaurus_is_met_by_its_stems() -> None:
    known = lexicon()
    lost = [
        (spoken, entry.term)
        for entry in entries()
        for spoken, _ in entry.spoken
        if entry.term not in leads(known.synonyms, known.danish_stems(spoken))
    ]
    assert not lost


def test_every_english_word_and_every_abbreviation_is_met_by_its_stems() -> None:
    known = lexicon()
    english_lost = [
        (phrase, danish_words)
        for phrase, danish_words, _ in english_words()
        if danish_words not in leads(known.english, known.english_stems(phrase))
    ]
    assert not english_lost
    assert not [
        (short, meaning)
        for short, meaning in abbreviations()
        if meaning not in leads(known.abbreviations, known.danish_stems(short))
    ]


def test_a_stem_begins_as_it_is_said_to_begin() -> None:
    for stems, words in (
        (danish(), ("mænd", "bøger", "børn", "øjne", "ældre", "byggede", "nedlagt", "tæer")),
        (english(), ("dying", "lying", "tying", "skies", "children", "ugly", "only", "gently", "accommodation")),
    ):
        for word in words:
            assert stems.beginning(word)[:3] == stems(word)[:3]


def test_phrases_are_stemmed_when_a_word_is_looked_up_that_begins_as_they_do() -> None:
    stemmed: list[str] = []

    def stems(phrase: str) -> tuple[str, ...]:
        stemmed.append(phrase)
        return tuple(phrase.split())

    phrases = PhraseTable([("skole lukket", "skolelukning", 0.5), ("vand", "drikkevand", 0.5)], stems, str)
    assert stemmed == []
    assert list(phrases.find(["er", "skole", "lukket"])) == [((1, 2), [Target("skolelukning", 0.5)])]
    assert "vand" in phrases and "skole" not in phrases
    assert stemmed == ["skole lukket", "vand"]


def test_longer_phrases_come_first_and_a_gap_is_allowed() -> None:
    assert [positions for positions, _ in table("sparke", "sparke ud", gap=2).find(["sparke", "folk", "ud"])] == [
        (0, 2),
        (0,),
    ]
    assert not list(table("sparke ud").find(["sparke", "folk", "ud"]))


def test_an_analyser_of_the_shipped_data_knows_a_phrase_by_any_form() -> None:
    terms = {term.term for term in Analyser().query_terms("Blev de smidt ud af deres boliger?")}
    assert Analyser().terms("udsættelser")[0] in terms
