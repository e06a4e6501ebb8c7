"""Search, ask, answer and summary keep their contract, also for what nobody should send."""

import json

import pytest

from tests.cli.conftest import one_line

ANSWER_FIELDS = {"id", "answer", "found", "citations", "engine", "latency_ms"}
CITATION_FIELDS = {"meeting", "committee", "item", "section", "case_number", "quote"}


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_an_answer_has_the_contracts_fields_and_its_quotes_stand_in_the_minutes(run, filled):
    result = run("ask", "Hvad besluttede udvalget den 14. november 2017 under punkt 2?", "--json")
    answer = json.loads(result.stdout)
    assert (result.exit_code, set(answer)) == (0, ANSWER_FIELDS)
    exported = [json.loads(line) for line in run("export").stdout.splitlines()]
    assert answer["citations"]
    for citation in answer["citations"]:
        assert set(citation) == CITATION_FIELDS
        meeting = next(one for one in exported if one["meeting"]["date"] == citation["meeting"])
        assert citation["item"] in [item["number"] for item in meeting["items"]]


def test_ask_prints_the_answer_and_the_words_it_rests_on(run, filled):
    result = run("ask", "Hvad besluttede udvalget den 14. november 2017 under punkt 2?")
    assert "2017-11-14, item 2" in result.stdout
    assert "»" in result.stdout


def test_hits_come_once_an_item_best_first(run, filled):
    result = json.loads(run("search", "beslutning om budget", "-k", "7", "--json").stdout)
    hits = result["hits"]
    assert set(result) == {"id", "hits", "latency_ms"}
    assert 0 < len(hits) <= 7
    assert [set(hit) for hit in hits] == [{"meeting", "committee", "item", "section", "score"}] * len(hits)
    assert [hit["score"] for hit in hits] == sorted((hit["score"] for hit in hits), reverse=True)
    assert len({(hit["meeting"], hit["item"]) for hit in hits}) == len(hits)


@pytest.mark.parametrize("command", ["ask", "search"])
def test_an_empty_question_is_refused(run, filled, command):
    result = run(command, "  ")
    assert (result.exit_code, "question is empty" in one_line(result)) == (2, True)


@pytest.mark.parametrize(
    "question",
    [
        "x" * 10_000,
        "hvad " * 2_000,
        "<b>Hvad</b> & `koster` *det*?",
        "'; DROP TABLE meetings; --",
        "\x00\x07?",
        '" AND (',
        "💰?",
    ],
    ids=["one long word", "many words", "markup", "sql", "control characters", "query syntax", "emoji"],
)
@pytest.mark.parametrize("command", ["ask", "search"])
def test_no_question_breaks_it(run, filled, command, question):
    result = run(command, question, "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    json.loads(result.stdout)


@pytest.mark.parametrize("command", [("ask", "hvad?"), ("search", "hvad?"), ("summary",)])
def test_without_minutes_it_says_how_to_get_some(run, command):
    result = run(*command)
    assert (result.exit_code, "referat ingest" in one_line(result)) == (2, True)


def test_a_batch_of_answers_keeps_ids_and_order(run, filled, tmp_path):
    questions = [
        {"id": "b", "question": "Hvad besluttede udvalget?", "history": []},
        {"id": "a", "question": "og i 2020?", "history": [{"role": "user", "content": "Hvad koster det?"}]},
        {"id": "c", "question": ""},
    ]
    (tmp_path / "q.jsonl").write_text("\n".join(map(json.dumps, questions)) + "\n\n")
    result = run("answer", "--in", "q.jsonl", "--out", "a.jsonl")
    answers = lines(tmp_path / "a.jsonl")
    assert result.exit_code == 0
    assert [answer["id"] for answer in answers] == ["b", "a", "c"]
    assert [set(answer) for answer in answers] == [ANSWER_FIELDS] * 3
    assert answers[2]["found"] is False


def test_a_batch_of_searches_takes_plain_lines_and_json(run, filled, tmp_path):
    (tmp_path / "q.txt").write_text('Hvad koster det?\n{"id": "x", "question": "budget"}\n', encoding="utf-8")
    assert run("search", "--in", "q.txt", "--out", "h.jsonl", "-k", "3").exit_code == 0
    found = lines(tmp_path / "h.jsonl")
    assert [one["id"] for one in found] == ["1", "x"]
    assert all(0 < len(one["hits"]) <= 3 for one in found)


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        ("{broken", "line 2: not JSON"),
        ('["a"]', "line 2: an object"),
        ('{"id": "1"}', "line 2: an object"),
        ('{"question": "a", "history": "b"}', 'line 2: "history"'),
        ('{"question": "a", "history": [{"role": 1}]}', 'line 2: "history"'),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_written(run, filled, tmp_path, bad, told):
    (tmp_path / "q.jsonl").write_text('{"question": "hvad?"}\n' + bad)
    result = run("answer", "--in", "q.jsonl", "--out", "a.jsonl")
    assert (result.exit_code, told in one_line(result)) == (2, True)
    assert not (tmp_path / "a.jsonl").exists()


def test_a_failing_batch_leaves_the_file_that_was_there(run, filled, tmp_path, monkeypatch):
    (tmp_path / "q.jsonl").write_text('{"question": "hvad?"}\n' * 2)
    (tmp_path / "a.jsonl").write_text("before")
    monkeypatch.setattr("retrieval.assistant.Assistant.ask", lambda *_: (_ for _ in ()).throw(OSError(28, "full")))
    result = run("answer", "--in", "q.jsonl", "--out", "a.jsonl")
    assert (result.exit_code, "disk is full" in one_line(result)) == (1, True)
    assert (tmp_path / "a.jsonl").read_text() == "before"
    assert [path.name for path in tmp_path.glob(".*part")] == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("search",),
        ("search", "a", "--in", "f", "--out", "g"),
        ("search", "--in", "f"),
        ("answer", "--in", "missing.jsonl", "--out", "o"),
        ("answer", "--in", "f"),
        ("search", "a", "-k", "0"),
        ("ask",),
    ],
)
def test_bad_usage_ends_with_status_2_and_one_line(run, filled, arguments):
    result = run(*arguments)
    assert result.exit_code == 2
    one_line(result)


@pytest.mark.parametrize("reference", ["2017-11-14", "14. november 2017", "14/11 2017"])
def test_a_meeting_is_summed_up_by_its_date_however_it_is_written(run, filled, reference):
    result = run("summary", reference, "--json")
    answer = json.loads(result.stdout)
    assert (answer["found"], {c["meeting"] for c in answer["citations"]}) == (True, {"2017-11-14"})
    assert len(answer["answer"]) <= 3500


def test_without_a_name_the_newest_meeting_is_summed_up(run, filled):
    answer = json.loads(run("summary", "--json").stdout)
    assert {citation["meeting"] for citation in answer["citations"]} == {"2022-10-04"}


@pytest.mark.parametrize("reference", ["1999-01-01", "i går", "Udvalget for ingenting"])
def test_a_meeting_that_is_not_held_is_told(run, filled, reference):
    result = run("summary", reference)
    assert (result.exit_code, "is held" in one_line(result)) == (2, True)
