"""The ledgers print what the minutes say, as text, CSV and JSON."""

import csv
import io
import json
import re

import pytest


def test_amounts_are_whole_kroner_and_stand_in_their_quotes(run, filled):
    rows = json.loads(run("amounts", "--json").stdout)
    assert rows
    for row in rows:
        assert re.fullmatch(r"-?\d+(\.\d+)?", row["value"])
        assert " ".join(row["text"].split()[:1]) in row["quote"]


@pytest.mark.parametrize("ledger", ["amounts", "votes", "cases"])
def test_csv_has_the_rows_of_json(run, filled, ledger):
    rows = list(csv.DictReader(io.StringIO(run(ledger, "--csv").stdout)))
    assert len(rows) == len(json.loads(run(ledger, "--json").stdout)) > 0
    assert {"meeting", "committee", "item", "title", "case_number"} <= set(rows[0])


def test_in_a_pipe_a_row_is_a_line(run, filled):
    lines = run("cases").stdout.splitlines()
    assert len(lines) == 1 + len(json.loads(run("cases", "--json").stdout))
    assert {line.count("\t") for line in lines} == {lines[0].count("\t")}


def test_filters_narrow(run, filled):
    everything = json.loads(run("cases", "--json").stdout)
    one_day = json.loads(run("cases", "--json", "--meeting", "2017-11-14").stdout)
    assert {row["place"]["date"] for row in one_day} == {"2017-11-14"}
    assert 0 < len(one_day) < len(everything)
    number = one_day[0]["place"]["case_number"]
    assert {row["place"]["case_number"] for row in json.loads(run("cases", "--json", "--case", number).stdout)} == {
        number
    }


def test_nothing_found_is_said_on_stderr(run, filled):
    result = run("amounts", "--committee", "findes ikke")
    assert (result.exit_code, result.stdout, "nothing held matches" in result.stderr) == (0, "", True)


def test_a_day_that_is_none_is_bad_usage(run, filled):
    assert run("votes", "--since", "i går").exit_code == 2
