"""What `search --explain` tells adds up to the score that ranks."""

import json
import re

from tests.cli.conftest import one_line

QUESTION = "tilskud til tandbehandling"


def test_the_shares_of_every_hit_add_up_to_its_score(run, filled):
    scores = [hit["score"] for hit in json.loads(run("search", QUESTION, "-k", "3", "--json").stdout)["hits"]]
    told = run("search", QUESTION, "-k", "3", "--explain").stdout
    tables = re.split(r"^\d+\. ", told, flags=re.M)[1:]
    assert len(tables) == len(scores) == 3
    for table, score in zip(tables, scores, strict=True):
        rows = [[cell.strip() for cell in line.split("│")[1:-1]] for line in table.splitlines() if line.startswith("│")]
        added = [float(row[3]) for row in rows if row[0] and row[0] != "score" and row[3]]
        assert abs(sum(added) - score) < 0.01


def test_it_names_the_terms_their_origin_and_the_hits_that_hold_them(run, filled):
    told = run("search", QUESTION, "-k", "3", "--explain").stdout
    assert "read as: kind amount, language da" in told
    (row,) = [line for line in told.splitlines() if line.startswith("│ tandbehandling ")]
    assert re.search(r"1\.00 +│ word +│ .*1", row)


def test_a_question_without_hits_is_explained_too(run, filled):
    result = run("search", "zzqqxx", "--explain")
    assert (result.exit_code, "zzqqxx" in result.stdout) == (0, True)


def test_tables_are_not_mixed_with_json(run, filled):
    result = run("search", QUESTION, "--explain", "--json")
    assert (result.exit_code, "--explain" in one_line(result)) == (2, True)
