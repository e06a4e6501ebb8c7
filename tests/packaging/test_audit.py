"""The audit of pinned packages against a database of advisories that is there, away or out of order."""

from collections.abc import Callable

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from tests.doubles.http_server import serve
from tests.faults.conftest import free_port
from tests.packaging.audit import FAILED, NOT_ASKED, VULNERABLE, audit
from tests.packaging.licences import ROOT

HOLE = {
    "id": "PYSEC-0000-1",
    "summary": "opens every door",
    "affected": [
        {
            "package": {"name": "click", "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "99.1"}]}],
        }
    ],
}


@pytest.fixture
def pins(tmp_path):
    file = tmp_path / "pins.txt"
    file.write_text("click==8.1.0\nnumpy==2.2.0\n", encoding="utf-8")
    return file


async def holed(request: Request) -> Response:
    asked = await request.json()
    return JSONResponse({"vulns": [HOLE]} if asked["package"]["name"] == "click" else {})


async def clean(_request: Request) -> Response:
    return JSONResponse({})


async def overloaded(_request: Request) -> Response:
    return PlainTextResponse("come back later", status_code=503)


async def portal(_request: Request) -> Response:
    return PlainTextResponse("<html>log in first</html>")


def run(pins, answer: Callable[..., object], **options: bool) -> int:
    with serve(Starlette(routes=[Route("/v1/query", answer, methods=["POST"])])) as url:
        return audit(pins, f"{url}/v1/query", **options)


def test_a_known_vulnerability_refuses_the_change_and_is_named(pins, capsys):
    assert run(pins, holed) == VULNERABLE
    told = capsys.readouterr().out
    assert "click 8.1.0: PYSEC-0000-1, mended in 99.1: opens every door" in told
    assert "2 packages, 1 known" in told


def test_packages_without_one_pass(pins, capsys):
    assert run(pins, clean) == 0
    assert "2 packages, 0 known" in capsys.readouterr().out


@pytest.mark.parametrize("answer", [overloaded, portal])
def test_a_database_out_of_order_is_told_and_refuses_nothing(pins, answer, capsys):
    assert run(pins, answer) == 0
    assert "NOT DONE" in capsys.readouterr().out


def test_a_database_away_refuses_nothing_unless_it_must_be_asked(pins, capsys):
    nobody = f"http://127.0.0.1:{free_port()}/v1/query"
    assert audit(pins, nobody) == 0
    assert "NOT DONE" in capsys.readouterr().out
    assert audit(pins, nobody, must=True) == NOT_ASKED


def test_a_lock_that_cannot_be_read_fails(tmp_path, capsys):
    assert audit(tmp_path / "gone.txt", f"http://127.0.0.1:{free_port()}/v1/query") == FAILED
    assert "audit: failed" in capsys.readouterr().err


def test_every_change_is_audited():
    assert "make audit" in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert "tests.packaging.audit" in (ROOT / "Makefile").read_text(encoding="utf-8")
