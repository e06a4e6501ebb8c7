import dataclasses
import json
import random
import shutil
from pathlib import Path
from unittest.mock import Mock

import pytest
from langchain_core.embeddings import Embeddings

from retrieval.errors import IndexingError, ModelUnavailable
from retrieval.index import keeper, ranking, snapshot, vectors
from retrieval.index.embeddings import LocalEmbeddings
from retrieval.index.manifest import save_manifest
from retrieval.index.request import SearchRequest
from retrieval.index.search import SearchIndex
from retrieval.language import Analyser
from retrieval.model.answers import PassageKind
from retrieval.model.vocabulary import ItemClass
from tests.index.making import make_passages
from tests.index.random_operations import Run, built_at_once, differences

HOSTILE = (
    "",
    "   \n\t",
    "og i at det er",
    "1234567890",
    "x" * 10_000,
    "cykelsti " * 1_500,
    "'; DROP TABLE passages; --",
    'body:"cykelsti" AND (NOT -havn^2)~ *:* [a TO z]',
    ".*[a-z]+(?=(",
    "привет мир こんにちは 你好",
    "\x00\x01\ud83d".encode("utf-8", "replace").decode(),
    "🚲🚲🚲",
    "<b>cykelsti</b> & {{7*7}}",
)


def found_keys(index: SearchIndex, text: str, **limits: object) -> list[tuple[str, int]]:
    return [(hit.meeting_key, hit.item) for hit in index.search(SearchRequest(text=text, **limits))]  # type: ignore[arg-type]


def test_an_item_is_found_by_its_words_and_shows_the_passage(index: SearchIndex) -> None:
    index.add("m1", 1, make_passages("m1", 1))
    index.add("m2", 1, make_passages("m2", 2))
    hit = index.search(SearchRequest(text="hvad er der besluttet om sted2q3dex0"))[0]
    assert (hit.meeting_key, hit.item) == ("m2", 3)
    assert "sted2q3dex0" in hit.hits[0].passage.text
    assert hit.hits[0].parts["passage"] > 0


def test_hard_filters_hide_everything_else(index: SearchIndex) -> None:
    for seed in (1, 2, 3):
        index.add(f"m{seed}", 1, make_passages(f"m{seed}", seed))
    assert {key for key, _ in found_keys(index, "foreslås", meeting_keys=frozenset({"m2"}))} == {"m2"}
    assert {item for _, item in found_keys(index, "foreslås", item=2)} == {2}
    assert {item for _, item in found_keys(index, "hvad blev der sagt", case_number="05.01.00-g01-3-31")} == {3}
    assert found_keys(index, "foreslås", meeting_keys=frozenset({"unknown"}), item=2) == []


def test_a_limit_to_meetings_gives_way_where_what_is_asked_for_surely_stands_in_another(index: SearchIndex) -> None:
    index.add("m2", 1, make_passages("m2", 2))
    bathing = {"title": "Badevand i Sundvig", "text": "Badevandet i Sundvig er målt og er udmærket."}
    index.add("m1", 1, [dataclasses.replace(one, **bathing) for one in make_passages("m1", 1) if one.item == 2])
    words, only_m2 = "Hvordan er badevandet i Sundvig?", frozenset({"m2"})
    assert found_keys(index, words, meeting_keys=only_m2)[0] == ("m1", 2)
    assert found_keys(index, "foreslås", meeting_keys=only_m2)[0][0] == "m2"  # as good there as elsewhere
    assert found_keys(index, words, meeting_keys=only_m2, wants="absence") == []
    assert {key for key, _ in found_keys(index, words, meeting_keys=only_m2, item=1)} == {"m2"}


def test_a_filter_of_very_many_meetings_hides_the_others_as_one_of_few_does(
    index: SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    for seed in (1, 2, 3):
        index.add(f"m{seed}", 1, make_passages(f"m{seed}", seed))
    limits = frozenset({"m1", "m3"})
    few = found_keys(index, "foreslås", meeting_keys=limits)
    monkeypatch.setattr(snapshot, "LOOKED_UP_SINGLY", 1)
    assert found_keys(index, "foreslås", meeting_keys=limits) == few
    assert {key for key, _ in few} == limits


def test_after_warming_up_a_question_reads_no_item_and_no_passage(
    index: SearchIndex, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.add("m1", 1, make_passages("m1", 1))
    cold = index.search(SearchRequest(text="område1q2"))
    reopened = SearchIndex(tmp_path, LocalEmbeddings(), Analyser())
    reopened.warm_up()
    for read in ("profiles_of", "passages_by_key"):
        monkeypatch.setattr(snapshot.Snapshot, read, lambda _self, keys: pytest.fail("read again") if keys else [])
    assert reopened.search(SearchRequest(text="område1q2")) == cold


def test_where_very_many_passages_are_held_filters_still_hide_everything_else(
    index: SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ranking, "FILTERED_BY_CHROMA", 0)
    monkeypatch.setattr(vectors, "AT_HAND", 0)
    for seed in (1, 2):
        index.add(f"m{seed}", 1, make_passages(f"m{seed}", seed))
    hits = index.search(SearchRequest(text="foreslås område2q1", meeting_keys=frozenset({"m2"})))
    assert {hit.meeting_key for hit in hits} == {"m2"}
    assert hits[0].item == 1
    assert hits[0].hits[0].parts["near"] > 0
    near = index.search(SearchRequest(text="foreslås område2q1"))[0]
    assert (near.meeting_key, near.item) == ("m2", 1)
    assert near.hits[0].parts["near"] > 0


def test_a_case_number_alone_is_enough(index: SearchIndex) -> None:
    index.add("m1", 1, make_passages("m1", 1))
    assert ("m1", 2) in found_keys(index, "05.01.00-G01-2-31")


def test_a_case_names_its_meetings_until_they_go(index: SearchIndex) -> None:
    for key, seed in (("m1", 1), ("m2", 2), ("m3", 3)):
        index.add(key, 1, make_passages(key, seed, items=seed))
    assert index.meetings_of_case("05.01.00-g01-2-31") == ("m2", "m3")
    index.remove("m3")
    assert index.meetings_of_case("05.01.00-G01-2-31") == ("m2",)
    assert index.meetings_of_case("99.99.99-G01-1-31") == ()


def test_items_of_a_category_are_found_by_its_name_though_their_words_do_not_say_it(index: SearchIndex) -> None:
    passages = make_passages("m1", 1)
    council = [dataclasses.replace(one, category=ItemClass.FOR_COUNCIL) for one in passages if one.item == 2]
    index.add("m1", 1, [*(one for one in passages if one.item != 2), *council])
    assert found_keys(index, "hvilke A-sager var der?") == [("m1", 2)]


def test_relevance_tells_what_is_told_of_from_what_is_not(index: SearchIndex) -> None:
    index.add("m1", 1, make_passages("m1", 1))
    asked = index.search(SearchRequest(text="Hvad foreslås om sted1q2cax0?"))[0].hits[0].parts["relevance"]
    other = index.search(SearchRequest(text="Hvad foreslås om gymnasiets eksamensregler og censorer?"))
    assert 0 <= asked <= 1
    assert all(hit.hits[0].parts["relevance"] < asked for hit in other)


def test_a_preferred_kind_comes_first_within_its_item(index: SearchIndex) -> None:
    index.add("m1", 1, make_passages("m1", 1))
    request = SearchRequest(text="hvem stemte om område1q2", prefer={PassageKind.VOTE: 1.0})
    assert index.search(request)[0].hits[0].passage.kind is PassageKind.VOTE


def test_a_year_and_the_item_talked_about_move_up(index: SearchIndex) -> None:
    for key in ("m1", "m2"):
        index.add(key, 1, make_passages(key, 7))
    assert found_keys(index, "Rådhuset", prefer_meetings=frozenset({"m2"}))[0][0] == "m2"
    assert found_keys(index, "foreslås", anchor=("m2", 3))[0] == ("m2", 3)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_questions_give_few_or_no_hits_and_no_error(index: SearchIndex, text: str) -> None:
    index.add("m1", 1, make_passages("m1", 1))
    assert len(index.search(SearchRequest(text=text), 10)) <= 10


@pytest.mark.parametrize("text", ["", "og i at det er", "привет мир", "zzzzqqqq", "🚲"])
def test_nothing_is_found_where_nothing_fits(index: SearchIndex, text: str) -> None:
    index.add("m1", 1, make_passages("m1", 1))
    assert index.search(SearchRequest(text=text)) == []


def test_an_empty_index_answers_nothing(index: SearchIndex) -> None:
    assert index.search(SearchRequest(text="cykelsti")) == []
    assert index.passages("m1") == ()


def test_random_changes_leave_what_a_rebuild_leaves(tmp_path: Path) -> None:
    run = Run(tmp_path / "changed", random.Random(11), meetings=8)
    run.go(50)
    assert list(differences(run.index, built_at_once(run.held, tmp_path / "rebuilt"), run.held)) == []


def test_it_is_as_it_was_when_opened_again(tmp_path: Path, embeddings: LocalEmbeddings, analyser: Analyser) -> None:
    first = SearchIndex(tmp_path, embeddings, analyser)
    first.add("m1", 4, make_passages("m1", 1))
    again = SearchIndex(tmp_path, embeddings, analyser)
    request = SearchRequest(text="cykelsti område1q2")
    assert again.search(request) == first.search(request)
    assert again.manifest() == first.manifest()


def test_a_second_reader_sees_what_was_written_since(
    tmp_path: Path, embeddings: LocalEmbeddings, analyser: Analyser
) -> None:
    writer, reader = (SearchIndex(tmp_path, embeddings, analyser) for _ in range(2))
    assert reader.search(SearchRequest(text="område1q2")) == []
    writer.add("m1", 1, make_passages("m1", 1))
    assert found_keys(reader, "område1q2")[0] == ("m1", 2)
    writer.remove("m1")
    assert reader.search(SearchRequest(text="område1q2")) == []


@pytest.mark.parametrize("damaged", ["lexical", "manifest.json"])
def test_damage_empties_the_index_and_it_can_be_filled_again(
    tmp_path: Path, embeddings: LocalEmbeddings, analyser: Analyser, damaged: str
) -> None:
    SearchIndex(tmp_path, embeddings, analyser).add("m1", 1, make_passages("m1", 1))
    place = tmp_path / "index" / damaged
    for file in [place] if place.is_file() else [path for path in place.iterdir() if path.is_file()]:
        file.write_bytes(b"\x00damaged")
    index = SearchIndex(tmp_path, embeddings, analyser)
    assert index.manifest().meetings == {}
    index.add("m1", 1, make_passages("m1", 1))
    assert found_keys(index, "område1q2")[0] == ("m1", 2)
    assert index.state().passages == len(make_passages("m1", 1))


def test_a_cut_off_writing_is_taken_back_by_the_next(
    tmp_path: Path, embeddings: LocalEmbeddings, analyser: Analyser
) -> None:
    index = SearchIndex(tmp_path, embeddings, analyser)
    index.add("m1", 1, make_passages("m1", 1))
    manifest = index.manifest().begun(frozenset({"m1"}))  # the words are written, the end never is
    save_manifest(tmp_path / "index" / "manifest.json", manifest)
    again = SearchIndex(tmp_path, embeddings, analyser)
    assert again.manifest().meetings == {}
    assert again.state().pending == ("m1",)
    again.add("m2", 1, make_passages("m2", 2))
    assert again.state().pending == ()
    assert again.passages("m1") == ()
    assert found_keys(again, "område1q2")[0][0] == "m2"


class OtherEmbeddings(Embeddings):
    """Vectors of another length, to be told apart by their fingerprint."""

    def __init__(self, fingerprint: str = "other-1") -> None:
        self.fingerprint = fingerprint
        self.embedded = 0
        self.is_down = False

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        if self.is_down:
            raise ModelUnavailable("the embedding cannot be asked")
        self.embedded += len(texts)
        return [[float(len(text)), 1.0, 2.0] for text in texts]

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]

    def close(self) -> None: ...


def test_another_embedding_makes_the_vectors_anew_with_progress(
    tmp_path: Path, embeddings: LocalEmbeddings, analyser: Analyser
) -> None:
    SearchIndex(tmp_path, embeddings, analyser).add("m1", 1, make_passages("m1", 1))
    other = OtherEmbeddings()
    index = SearchIndex(tmp_path, other, analyser)
    assert index.state().vectors == "stale"
    assert index.lacks_vectors
    assert found_keys(index, "område1q2")[0] == ("m1", 2)
    told: list[tuple[int, int]] = []
    index.mend(lambda done, total: told.append((done, total)))
    passages = len(make_passages("m1", 1))
    assert told[-1] == (passages, passages)
    assert other.embedded >= passages
    assert not index.lacks_vectors
    assert index.state().vectors == "ready"
    assert json.loads((tmp_path / "index" / "manifest.json").read_text())["embedding"] == "other-1"


def test_an_embedding_that_fails_leaves_the_words(tmp_path: Path, analyser: Analyser) -> None:
    other = OtherEmbeddings()
    index = SearchIndex(tmp_path, other, analyser)
    index.add("m1", 1, make_passages("m1", 1))
    other.is_down = True
    assert found_keys(index, "område1q2")[0] == ("m1", 2)
    index.add("m2", 1, make_passages("m2", 2))
    assert found_keys(index, "område2q1")[0] == ("m2", 1)
    assert "cannot be asked" in index.state().vectors
    other.is_down = False
    again = SearchIndex(tmp_path, other, analyser)
    again.mend()
    assert again.state().vectors == "ready"


def test_without_chroma_the_words_answer_and_the_state_says_why(
    tmp_path: Path, embeddings: LocalEmbeddings, analyser: Analyser
) -> None:
    index = SearchIndex(tmp_path, embeddings, analyser, chroma_url="http://127.0.0.1:9")
    index.add("m1", 1, make_passages("m1", 1))
    assert found_keys(index, "område1q2")[0] == ("m1", 2)
    assert "Chroma" in index.state().vectors


def test_what_was_written_while_vectors_were_away_has_its_vectors_when_they_are_back(
    index: SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    index.add("m1", 1, make_passages("m1", 1))
    away = IndexingError("away")
    with monkeypatch.context() as patch:
        patch.setattr(keeper, "VectorIndex", Mock(side_effect=away))
        patch.setattr(keeper, "discard", Mock(side_effect=away))
        index._keeper.give_up(away)
        changed = [dataclasses.replace(one, key=one.key[:-8] + "0" * 8) for one in make_passages("m1", 1)]
        index.add("m1", 2, changed)  # as many passages as before
    index._keeper._again = 0.0
    assert index.lacks_vectors
    index.mend()
    vectors = index._keeper.opened()
    assert vectors is not None
    assert vectors.keys() == {passage.key for passage in changed}


def test_vectors_that_are_lost_are_made_anew(tmp_path: Path, embeddings: LocalEmbeddings, analyser: Analyser) -> None:
    SearchIndex(tmp_path, embeddings, analyser).add("m1", 1, make_passages("m1", 1))
    copy = tmp_path / "restored"
    shutil.copytree(tmp_path / "index" / "lexical", copy / "index" / "lexical")
    shutil.copy(tmp_path / "index" / "manifest.json", copy / "index" / "manifest.json")
    index = SearchIndex(copy, embeddings, analyser)
    assert index.state().vectors == "stale"
    index.mend()
    assert index.state().vectors == "ready"


def test_progress_counts_passages(index: SearchIndex) -> None:
    told: list[tuple[int, int]] = []
    meetings = [(f"m{seed}", 1, make_passages(f"m{seed}", seed)) for seed in range(3)]
    total = sum(len(passages) for _, _, passages in meetings)
    index.add_all(meetings, lambda done, of: told.append((done, of)), total)
    assert told[-1] == (total, total)


def test_a_changed_meeting_forgets_its_old_words(index: SearchIndex) -> None:
    old = make_passages("m1", 1)
    index.add("m1", 1, old)
    new = tuple(dataclasses.replace(passage, key=passage.key + "v2", text="Helt andre ord.") for passage in old[:2])
    index.add("m1", 2, new)
    assert index.passages("m1") == new
    assert found_keys(index, "Tunnel1q2") == []


def test_few_vectors_are_found_without_opening_chroma_until_they_change(
    tmp_path: Path, embeddings: LocalEmbeddings, analyser: Analyser, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = SearchIndex(tmp_path, embeddings, analyser)
    writer.add("m1", 1, make_passages("m1", 1))
    request = SearchRequest(text="cykelsti område1q2")
    hits = writer.search(request)
    opened: list[Path] = []
    real = vectors.open_client
    monkeypatch.setattr(vectors, "open_client", lambda folder, url: opened.append(folder) or real(folder, url))
    reader = SearchIndex(tmp_path, embeddings, analyser)
    assert not reader.lacks_vectors
    assert reader.search(request) == hits
    assert hits[0].hits[0].parts["near"] > 0
    assert opened == []
    writer.remove("m1")
    writer.add("m2", 1, make_passages("m2", 2))
    near = reader.search(SearchRequest(text="område2q1"))[0]
    assert (near.meeting_key, near.item) == ("m2", 1)
    assert near.hits[0].parts["near"] > 0
    assert opened
