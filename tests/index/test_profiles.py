from retrieval.index.profiles import ItemKey, decode_profile, encode_profile, profile_of
from retrieval.language import Analyser
from retrieval.model.vocabulary import SectionKind
from tests.index.making import make_passages


def test_a_profile_says_where_each_term_and_each_thing_asked_for_stands_and_survives_being_kept() -> None:
    analyser, key = Analyser(), ItemKey("m1", 2)
    members = [
        (passage, analyser.index_terms(passage.text)) for passage in make_passages("m1", 1) if passage.item == key.item
    ]
    profile = profile_of(key, "2031-03-05", analyser.index_terms(members[0][0].title), members)
    for term, places in profile.where.items():
        assert list(places) == [place for place, (_, terms) in enumerate(members) if term in terms]
    decided = [place for place, (passage, _) in enumerate(members) if passage.section is SectionKind.DECISION]
    assert decided
    assert list(profile.shapes["status"]) == decided
    assert decode_profile(key, encode_profile(profile)) == profile


def test_the_meetings_own_head_is_known_by_its_place() -> None:
    members = [(passage, []) for passage in make_passages("m1", 1) if passage.item == 0]
    profile = profile_of(ItemKey("m1", 0), "", [], members)
    assert [members[place][0].kind.value for place in profile.heads] == ["head"] * len(profile.heads) != []
    assert profile.year == 0
