"""Minutes come in by file and folder; what cannot be used is set aside, and the rest goes on."""

import json
import os

import pytest

from retrieval.store import state_lock
from tests.cli.conftest import one_line, sample_files


def counts(result):
    return {name: n for name, n in json.loads(result.stdout)["counts"].items() if n}


def test_again_is_a_no_op(run, own):
    result = run("ingest", "--json", *sample_files())
    assert (result.exit_code, counts(result)) == (0, {"same": 3})


def test_a_changed_file_becomes_a_new_version(run, own, tmp_path):
    source = sample_files()[0]
    changed = tmp_path / source.name
    changed.write_text(source.read_text(encoding="utf-8") + "\nRettet.\n", encoding="utf-8")
    result = run("ingest", "--json", changed)
    assert counts(result) == {"changed": 1}
    assert json.loads(result.stdout)["documents"][0]["version"] == 2


def test_a_folder_is_read_with_all_below_it_and_other_files_are_passed_over(run, tmp_path):
    deep = tmp_path / "in" / "2020" / "sep"
    deep.mkdir(parents=True)
    (deep / "referat.md").write_bytes(sample_files()[1].read_bytes())
    (tmp_path / "in" / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    (tmp_path / "in" / ".hidden.txt").write_text("x")
    result = run("ingest", "--json", tmp_path / "in")
    assert (result.exit_code, counts(result)) == (0, {"new": 1})


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("empty.txt", b"", "empty"),
        ("program.txt", b"\x7fELF" + bytes(range(256)) * 8, "program"),
        ("noise.bin", bytes(range(256)) * 40, "not a text"),
        ("letter.txt", "Kære alle, her er en hilsen uden møder.".encode(), "not minutes"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_in_one_line_and_the_rest_goes_on(run, tmp_path, name, data, told):
    (tmp_path / name).write_bytes(data)
    result = run("ingest", "--json", tmp_path / name, sample_files()[0])
    assert (result.exit_code, counts(result)) == (2, {"new": 1, "set_aside": 1})
    assert told in one_line(result)
    assert name in run("doctor", "--offline").stdout


def test_a_broken_file_in_a_folder_of_good_ones_is_told_but_is_no_failure(run, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_bytes(b"")
    (tmp_path / "in" / "b.txt").write_bytes(sample_files()[0].read_bytes())
    result = run("ingest", "--json", tmp_path / "in")
    assert (result.exit_code, counts(result)) == (0, {"new": 1, "set_aside": 1})
    assert "set aside: a.txt" in one_line(result)


def test_a_mended_file_is_no_longer_set_aside(run, tmp_path):
    path = tmp_path / "referat.txt"
    path.write_bytes(b"")
    assert run("ingest", path).exit_code == 2
    path.write_bytes(sample_files()[0].read_bytes())
    assert run("ingest", path).exit_code == 0
    assert "set aside" not in run("doctor", "--offline").stdout


def test_a_huge_file_is_refused_without_being_read(run, tmp_path):
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        os.truncate(file.fileno(), 200_000_000)
    result = run("ingest", path)
    assert result.exit_code == 2
    assert "200 MB is above the limit of 50 MB" in one_line(result)


@pytest.mark.parametrize("where", ["missing", "empty folder"])
def test_a_path_without_minutes_is_the_persons_mistake_and_nothing_is_opened(run, tmp_path, where):
    if where == "empty folder":
        (tmp_path / where).mkdir()
    result = run("ingest", tmp_path / where, sample_files()[0])
    assert result.exit_code == 2
    assert "no such file" in one_line(result) or "no minutes in this folder" in one_line(result)
    assert not (tmp_path / "home").exists()


def test_a_second_writer_is_refused_and_readers_go_on(run, own):
    with state_lock(own, "referat bot"):
        refused = run("ingest", sample_files()[0])
        assert (refused.exit_code, "in use by referat bot" in one_line(refused)) == (1, True)
        assert run("amounts", "--json").exit_code == 0


def test_a_fault_of_the_reader_stops_only_its_own_document(run, tmp_path, monkeypatch):
    import retrieval.parsing

    parse = retrieval.parsing.parse

    def faulty(document):
        if document.name == "bad.txt":
            raise ZeroDivisionError("a bug")
        return parse(document)

    monkeypatch.setattr(retrieval.parsing, "parse", faulty)
    (tmp_path / "bad.txt").write_text("Referat fra mødet 1. maj 2031")
    result = run("ingest", "--json", tmp_path / "bad.txt", sample_files()[0])
    assert (result.exit_code, counts(result)) == (2, {"new": 1, "set_aside": 1})


def test_an_index_that_fell_behind_is_mended_at_the_next_start(run, own):
    (own / "index" / "manifest.json").unlink()
    assert "BAD  index: behind" in run("doctor", "--offline").stdout
    assert json.loads(run("search", "beslutning", "--json").stdout)["hits"]
    assert "ok   index: 3 meetings" in run("doctor", "--offline").stdout


def test_parse_prints_the_contract_and_writes_nothing(run, tmp_path):
    result = run("parse", "--json", sample_files()[0])
    structure = json.loads(result.stdout)
    assert {"meeting", "items"} <= set(structure)
    assert structure["meeting"]["date"] == "2017-11-14"
    assert {"number", "title", "case_number", "open", "sections", "decision", "votes", "amounts"} <= set(
        structure["items"][0]
    )
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("what", ["missing.txt", "."])
def test_parse_wants_one_file(run, what):
    result = run("parse", what)
    assert result.exit_code == 2
    one_line(result)


def test_reindex_holds_the_same_meetings_and_needs_no_sources(run, own):
    before = run("search", "beslutning", "--json").stdout
    assert run("reindex").stdout.startswith("3 meetings, ")
    hits = json.loads(run("search", "beslutning", "--json").stdout)["hits"]
    assert hits == json.loads(before)["hits"]


def test_a_taken_down_meeting_is_found_no_more_and_does_not_come_back(run, own):
    assert run("takedown", "2017-11-14", "--reason", "fejl").exit_code == 0
    assert counts(run("ingest", "--json", *sample_files())) == {"same": 2, "withdrawn": 1}
    hits = json.loads(run("search", "beslutning", "-k", "100", "--json").stdout)["hits"]
    assert "2017-11-14" not in {hit["meeting"] for hit in hits}
    assert "fejl" in run("doctor", "--offline").stdout


def test_a_taken_down_item_is_found_no_more(run, own):
    title = json.loads(run("parse", "--json", sample_files()[0]).stdout)["items"][1]["title"]
    assert run("takedown", "2017-11-14", "--item", "2").exit_code == 0
    hits = json.loads(run("search", title, "-k", "100", "--json").stdout)["hits"]
    assert ("2017-11-14", 2) not in {(hit["meeting"], hit["item"]) for hit in hits if hit["section"] != "hoved"}
    assert title not in run("export").stdout


def test_taking_down_an_unknown_meeting_is_the_operators_mistake(run, own):
    result = run("takedown", "1999-01-01")
    assert (result.exit_code, "0 meetings are called" in one_line(result)) == (2, True)


def test_the_samples_are_where_the_demo_takes_them_from():
    from importlib.resources import files

    assert files("data").joinpath("minutes").joinpath(sample_files()[0].name).is_file()
