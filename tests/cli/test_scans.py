"""A scan comes in only where character recognition is switched on, and whoever rests on it is told."""

import pytest

from retrieval.reading.recognition import missing_parts
from tests.cli.conftest import one_line
from tests.reading.scans import MINUTES, drawn, saved

needs_engine = pytest.mark.skipif(bool(missing_parts()), reason="character recognition is not installed")


@pytest.fixture
def scan(tmp_path):
    path = tmp_path / "scan.pdf"
    path.write_bytes(saved("PDF", drawn(MINUTES)))
    return path


def test_a_scan_is_set_aside_and_the_way_to_read_it_is_told(run, scan):
    result = run("ingest", scan)
    assert result.exit_code == 2
    assert "REFERAT_OCR=on" in one_line(result)
    assert "character recognition is off" in run("doctor", "--offline").stdout


@needs_engine
def test_a_recognised_scan_warns_at_the_door_and_under_every_answer(run, scan):
    result = run("ingest", scan, REFERAT_OCR="on")
    assert result.exit_code == 0
    assert "read by character recognition, 1 page" in one_line(result)
    assert "2 items" in result.stdout
    assert "read by character recognition" in run("doctor", "--offline").stdout
    asked = run("ask", "Hvad besluttede Kulturudvalget om gulvet i hallen den 6. marts 2024?")
    assert "900.000 kr." in asked.stdout
    assert "læst maskinelt" in asked.stdout


@needs_engine
def test_parse_tells_that_a_scan_was_recognised(run, scan):
    result = run("parse", scan, REFERAT_OCR="on")
    assert "Nyt gulv i hallen på Ærøvej" in result.stdout
    assert "read by character recognition, 1 page" in result.stderr
