"""Only this machine's own programs and page may speak to the server."""

from __future__ import annotations

import httpx
import pytest

from bot.local_telegram.server import LocalTelegram
from tests.local_telegram.conftest import ANNA

SAY = {"person": ANNA, "text": "hej"}


@pytest.fixture
def http(telegram: LocalTelegram) -> httpx.Client:
    return httpx.Client(base_url=telegram.root_url, trust_env=False)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "example.org", ""])
def test_only_loopback_is_listened_on(host: str) -> None:
    with pytest.raises(ValueError, match="loopback only"):
        LocalTelegram().start(host)


@pytest.mark.parametrize("path", ["/", "/control/screen?person=1001", "/bot1:x/getMe", "/page/chat.js"])
def test_a_foreign_name_for_this_machine_is_refused(http: httpx.Client, path: str) -> None:
    with http:
        assert http.get(path, headers={"Host": "rebound.example:80"}).status_code == 403


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}]
)
def test_other_sites_cannot_act(http: httpx.Client, telegram: LocalTelegram, headers: dict[str, str]) -> None:
    with http:
        assert http.post("/control/say", json=SAY, headers=headers).status_code == 403
    assert telegram.screen(ANNA)["messages"] == []


def test_a_form_cannot_act(http: httpx.Client) -> None:
    with http:
        assert http.post("/control/say", content="{}", headers={"Content-Type": "text/plain"}).status_code == 415


def test_the_page_itself_can(http: httpx.Client, telegram: LocalTelegram) -> None:
    with http:
        assert http.post("/control/say", json=SAY, headers={"Origin": telegram.root_url}).json() == {"message_id": 1}


def test_the_page_may_load_nothing_foreign(http: httpx.Client) -> None:
    with http:
        policy = http.get("/").headers["content-security-policy"]
    assert "default-src 'none'" in policy and "script-src 'self'" in policy and "unsafe" not in policy


def test_uploaded_files_are_never_shown_as_pages(http: httpx.Client) -> None:
    page = b"<script>alert(1)</script>"
    with http:
        sent = http.post("/control/upload?person=1001&name=x.html", content=page, headers={"X-File-Type": "text/html"})
        message = http.get("/control/screen?person=1001").json()["messages"][0]
        got = http.get(f"/control/file/{message['file']['id']}")
    assert sent.status_code == 200
    assert got.content == page and got.headers["content-disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("verb", "body"),
    [
        ("say", {"person": 9, "text": "a"}),
        ("say", {"text": "a"}),
        ("press", {"person": ANNA, "message_id": 5, "button": "x"}),
    ],
)
def test_impossible_deeds_are_told_plainly(http: httpx.Client, verb: str, body: dict[str, object]) -> None:
    with http:
        answer = http.post(f"/control/{verb}", json=body)
    assert answer.status_code == 400 and answer.json()["error"]
