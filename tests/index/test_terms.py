import pytest

from retrieval.index.search import SearchIndex
from retrieval.index.terms import IndexedTerms
from retrieval.language import Vocabulary
from tests.index.making import make_passages


def test_terms_are_looked_up_as_they_are_read_all_at_once(index: SearchIndex) -> None:
    index.add("m1", 1, make_passages("m1", 1))
    index.add("m2", 1, make_passages("m2", 2))
    looked_up, read = (index._lexical.now.vocabulary() for _ in range(2))
    assert len(read) == len(list(read)) > 50
    for term in read:
        assert looked_up[term] == looked_up.get(term) == read[term] == read.get(term) > 0
        assert term in looked_up
    firsts = sorted({term[0] for term in read})
    assert sorted(looked_up.starting_with(firsts)) == sorted(read)
    assert sorted(looked_up.starting_with("s")) == sorted(term for term in read if term[0] == "s") != []
    for terms in (looked_up, read):
        assert "gibtesnicht" not in terms
        assert terms.get("gibtesnicht") == 0


def test_they_are_read_all_only_when_wanted() -> None:
    asked: list[str] = []

    def read_all() -> dict[str, int]:
        asked.append("all")
        return {"sti": 2}

    terms = IndexedTerms(lambda term: 2 if term == "sti" else 0, read_all, {"s": ["sti"]}.__getitem__)
    assert "sti" in terms
    assert terms.get("havn") == 0
    assert terms.starting_with("s") == ["sti"]
    assert asked == []
    assert list(terms) == ["sti"]
    assert len(terms) == 1
    assert asked == ["all"]


def test_a_misspelt_word_is_mended_without_reading_the_figures_among_the_terms(
    index: SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.add("m1", 1, make_passages("m1", 1))
    terms = index._lexical.now.vocabulary()
    plain = Vocabulary(dict(terms))
    read: list[str] = []
    some = terms._read_starting
    monkeypatch.setattr(terms, "_read_starting", lambda first: read.append(first) or some(first))
    monkeypatch.setattr(terms, "_read_all", lambda: pytest.fail("all terms were read"))
    mending = Vocabulary(terms, terms.starting_with)
    slips = [word[:2] + word[3:] for word in plain._frequencies if word.isalpha() and len(word) > 5]
    assert [mending.nearest(word) for word in slips] == [plain.nearest(word) for word in slips]
    assert any(plain.nearest(word) for word in slips)
    assert not set(read) & set("0123456789")
    assert mending.amounts == plain.amounts
