from retrieval.index.search import SearchIndex
from retrieval.index.terms import IndexedTerms
from tests.index.making import make_passages


def test_terms_are_looked_up_as_they_are_read_all_at_once(index: SearchIndex) -> None:
    index.add("m1", 1, make_passages("m1", 1))
    index.add("m2", 1, make_passages("m2", 2))
    looked_up, read = (index._lexical.vocabulary() for _ in range(2))
    assert len(read) == len(list(read)) > 50
    for term in read:
        assert looked_up[term] == looked_up.get(term) == read[term] == read.get(term) > 0
        assert term in looked_up
    for terms in (looked_up, read):
        assert "gibtesnicht" not in terms
        assert terms.get("gibtesnicht") == 0


def test_they_are_read_all_only_when_wanted() -> None:
    asked: list[str] = []

    def read_all() -> dict[str, int]:
        asked.append("all")
        return {"sti": 2}

    terms = IndexedTerms(lambda term: 2 if term == "sti" else 0, read_all)
    assert "sti" in terms
    assert terms.get("havn") == 0
    assert asked == []
    assert list(terms) == ["sti"]
    assert len(terms) == 1
    assert asked == ["all"]
